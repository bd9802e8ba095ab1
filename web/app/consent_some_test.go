package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// together is a yes to the school about the child and the caregiver in one.
func (s *sharing) together(asked ...policy.Section) uuid.UUID {
	s.t.Helper()
	id, err := consent.Give(s.t.Context(), s.house.Coordinator(), s.family.ID, consent.Given{
		Purpose: consent.Transition, Unit: s.school, Members: []uuid.UUID{s.family.Child, s.family.Caregiver}, By: s.family.Caregiver,
		Asked: policy.Sections(asked...), Answer: consent.Yes, How: casefile.HowOral, Told: "På møtet hjemme",
		Until: s.house.Scope.Today().AddDays(10),
	})
	s.must(err)
	return id
}

func (s *sharing) standing() (about [][]uuid.UUID) {
	s.t.Helper()
	access, err := casefile.Enter(s.t.Context(), s.house.Again(s.house.Coordinator()), s.family.ID)
	s.must(err)
	list, err := consent.List(s.t.Context(), access)
	s.must(err)
	for _, one := range list {
		if one.State(s.house.Scope.Today()) == consent.StateActive {
			about = append(about, one.Members)
		}
	}
	return about
}

func TestACaregiverStopsForOneChildAndItGoesOnForTheOthers(t *testing.T) {
	for language, said := range map[string]struct{ who, self, none, done string }{
		"nb": {"Hvem gjelder det?", "Deg selv", "Velg hvem det gjelder", "Blåbærskogen skole ser ikke lenger behovene, målene og tiltakene om Elva. De har fått beskjed."},
		"nn": {"Kven gjeld det?", "Deg sjølv", "Vel kven det gjeld", "Blåbærskogen skole ser ikkje lenger behova, måla og tiltaka om Elva. Dei har fått beskjed."},
	} {
		t.Run(language, func(t *testing.T) {
			s := openSharing(t)
			s.together(policy.SectionNeeds)
			if language == "nn" {
				s.inNynorsk(s.house.Caregiver(s.family))
			}
			stop := "/deling/stopp-enhet/" + s.school.String()
			s.mona.get(stop).is(http.StatusOK).shows(said.who, said.self, "Elva", "checked")
			s.mona.post(stop).is(http.StatusUnprocessableEntity).shows(said.none)
			s.mona.post(stop, "members", uuid.NewString()).is(http.StatusUnprocessableEntity)
			done := s.mona.post(stop, "members", s.family.Child.String()).is(http.StatusSeeOther)
			s.mona.get(done.location).is(http.StatusOK).shows(said.done)
			left := s.standing()
			if len(left) != 1 || len(left[0]) != 1 || left[0][0] != s.family.Caregiver {
				t.Errorf("what stands is about %v", left)
			}
			s.mona.get(stop).is(http.StatusOK).hides(said.who) // one is left: nobody to choose among
			s.mona.post(stop).is(http.StatusSeeOther)
			if left := s.standing(); len(left) != 0 {
				t.Errorf("stopped for all, it stands about %v", left)
			}
		})
	}
}

func TestStoppingForAllOfThemTakesTheRestToo(t *testing.T) {
	s := openSharing(t)
	id := s.together(policy.SectionNeeds)
	one := "/deling/stopp/" + id.String()
	s.mona.get(one).is(http.StatusOK).shows("Hvem gjelder det?")
	s.mona.post(one, "members", s.family.Caregiver.String(), "members", s.family.Child.String()).is(http.StatusSeeOther)
	s.mona.get("/deling/stopp-alt").is(http.StatusOK).hides("Hvem gjelder det?")
	if left := s.standing(); len(left) != 1 || left[0][0] != s.family.Child {
		t.Errorf("what stands is about %v", left)
	}
}

func TestTheCoordinatorIsNotAskedAsIfItWereTheirs(t *testing.T) {
	s := openSharing(t)
	base := "/f/" + s.family.ID.String() + "/samtykker/"
	for address, asks := range map[string]string{
		s.given.String() + "/stopp":        "Stopper familien denne delingen?",
		"stopp-enhet/" + s.school.String(): "Stopper familien delingen med Blåbærskogen skole?",
		"stopp-alt":                        "Stopper familien all deling?",
	} {
		s.coordinator.get(base+address).is(http.StatusOK).shows(asks, "Avbryt").hides("Vil du stoppe", "fortsett å dele")
	}
	id := s.together(policy.SectionNeeds)
	stop := base + id.String() + "/stopp"
	s.coordinator.get(stop).is(http.StatusOK).shows("Hvem gjelder det?").hides("checked")
	s.coordinator.post(stop).is(http.StatusUnprocessableEntity).shows("Velg hvem det gjelder")
	s.coordinator.post(stop, "members", s.family.Child.String()).is(http.StatusSeeOther)
}

func TestOnePartIsNotAskedOfInParts(t *testing.T) {
	s := openSharing(t)
	id := s.together(policy.SectionNeeds)
	s.mona.get("/deling/forny/"+id.String()).is(http.StatusOK).shows("Hva ser de?", "Behovene", "Ja, la det fortsette").hides("Ja til noe", "Ja til alt")
	s.mona.post("/deling/forny/"+id.String(), "answer", "yes").is(http.StatusSeeOther)
	base := "/f/" + s.family.ID.String() + "/samtykker/"
	again := s.together(policy.SectionMeetings)
	s.coordinator.get(base+again.String()+"/forny").is(http.StatusOK).hides("Ja til noe", "Ja til alt", "Hva ble det ja til?")
	s.coordinator.post(base+again.String()+"/forny", "given_by", s.family.Caregiver.String(), "answer", "ask").is(http.StatusSeeOther)
	question := s.mona.get("/deling/samtykke").link("/deling/samtykke/" + anID)
	s.mona.get(question).is(http.StatusOK).hides("Ja til noe", "Ja til alt", "Hva sier du ja til?").shows("Nei")
	s.mona.post(question, "answer", "yes").is(http.StatusSeeOther)
}

func TestOneStepIsFirstWhenTwoYesesEndSoonAndTheLawIsFolded(t *testing.T) {
	s := openSharing(t)
	s.together(policy.SectionNeeds)
	s.short()
	page := s.mona.get("/deling").is(http.StatusOK)
	steps := regexp.MustCompile(`<a[^>]*href="/deling/forny/[^"]*"[^>]*>`).FindAllString(page.body, -1)
	if len(steps) != 2 || strings.Contains(steps[0], "secondary") || !strings.Contains(steps[1], "secondary") {
		t.Errorf("the steps are %q", steps)
	}
	s.mona.get("/deling/samtykke").is(http.StatusOK).shows("<summary>Hva oppfølgingen bygger på i loven</summary>")
}

func TestTheAdministratorIsToldOfUnitsThatOweAnswersAndHaveNoLeader(t *testing.T) {
	s := openSharing(t)
	boss := s.administrator()
	boss.get("/admin/kvitteringer").is(http.StatusOK).shows("Alle enheter kan svare")
	s.mona.post("/deling/stopp-alt").is(http.StatusSeeOther)
	boss.get("/admin/tjenester").is(http.StatusOK).hides("ingen leder her")
	s.must(directory.EndRole(t.Context(), s.house.Administrator(), s.house.Staff(s.house.Scope, "rektor", policy.RoleLeader).Viewer.ID, policy.RoleLeader))
	found := boss.get("/admin/tjenester").is(http.StatusOK).shows("1 enhet skylder et svar og har ingen leder her.")
	boss.get(found.link("/admin/kvitteringer")).is(http.StatusOK).shows("Blåbærskogen skole", "Inviter en leder").
		hides("Lia", "Elva", "Mona", s.family.ID.String(), casefile.Code(s.family.ID))
	s.coordinator.get("/admin/kvitteringer").is(http.StatusNotFound)
	s.mona.get("/admin/kvitteringer").is(http.StatusNotFound)
	boss.post("/meg", "language", "nn", "text_size", "", "colour_scheme", "")
	boss.get("/admin/kvitteringer").is(http.StatusOK).shows("Einingar utan leiar", "Inviter ein leiar")
}

// growing lets a young person come of age for what the caregiver said yes to.
func (s *sharing) growing(language string) (young *visitor, id uuid.UUID) {
	s.t.Helper()
	member := s.house.YoungMember(tenanttest.Family{ID: s.family.ID}, "Noor Lia")
	visit := s.house.YoungPerson(s.family, member)
	id, err := consent.Give(s.t.Context(), s.house.Coordinator(), s.family.ID, consent.Given{
		Purpose: consent.Cooperation, Unit: s.school, Members: []uuid.UUID{member}, By: s.family.Caregiver, Heard: []uuid.UUID{member},
		Asked: policy.Sections(policy.SectionGoals, policy.SectionNeeds), Answer: consent.Yes, How: casefile.HowOral, Told: "Hjemme",
		Until: s.house.Scope.Today().AddDays(10),
	})
	s.must(err)
	rules := consent.OrdinaryRules()
	rules.Ages[consent.Cooperation] = consent.Ages{Heard: 12, Self: 15}
	s.must(consent.SetRules(s.t.Context(), s.house.Administrator(), rules))
	if language == "nn" {
		s.inNynorsk(visit)
	}
	return s.browserOf(visit), id
}

func TestWhoHasComeOfAgeAnswersOnTheirOwnPage(t *testing.T) {
	for language, said := range map[string]struct{ asks, lead string }{
		"nb": {"Vil du at Blåbærskogen skole skal fortsette?", "Nå er du gammel nok til å svare selv."},
		"nn": {"Vil du at Blåbærskogen skole skal halde fram?", "No er du gammal nok til å svare sjølv."},
	} {
		t.Run(language, func(t *testing.T) {
			s := openSharing(t)
			young, id := s.growing(language)
			s.mona.get("/deling/forny/" + id.String()).is(http.StatusNotFound)
			asked := young.get("/deling").is(http.StatusOK).shows(said.asks)
			renew := asked.link("/deling/forny/" + anID)
			young.get(renew).is(http.StatusOK).shows(said.asks, said.lead)
			young.post(renew, "answer", "partial", "sections", "goals").is(http.StatusSeeOther)
			young.get("/deling").is(http.StatusOK).hides(said.asks)
		})
	}
}

func TestAYoungPersonStopsWhatIsTheirs(t *testing.T) {
	for language, said := range map[string][]string{
		"nb": {"Vil du stoppe denne delingen?", "Delingen er stoppet"}, "nn": {"Vil du stoppe denne delinga?", "Delinga er stoppa"},
	} {
		t.Run(language, func(t *testing.T) {
			s := openSharing(t)
			young, _ := s.growing(language)
			list := young.get("/deling/samtykke").is(http.StatusOK)
			first := young.get(list.link("/deling/stopp/" + anID)).is(http.StatusOK).shows(said[0]).hides("checkbox")
			second := young.post(first.link("/deling/stopp/" + anID)).is(http.StatusSeeOther)
			young.get(second.location).is(http.StatusOK).shows(said[1])
			if left := s.standing(); len(left) != 1 || left[0][0] != s.family.Child {
				t.Errorf("what stands is about %v", left)
			}
		})
	}
}
