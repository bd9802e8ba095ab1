package app_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

func (v *visitor) inNynorsk() *visitor {
	v.t.Helper()
	v.post("/meg", "language", "nn", "text_size", "", "colour_scheme", "").is(http.StatusSeeOther)
	return v
}

// alsoResponsible gives somebody of the team a second reason to be inside.
func (a *around) alsoResponsible(who uuid.UUID) {
	a.t.Helper()
	deed := casefile.Deed{Name: "test.responsible", Section: policy.SectionMeasures, Action: policy.ActionEdit}
	a.must(casefile.Change(a.t.Context(), a.by, a.family.ID, deed, func(tx *tenants.Tx, in *casefile.Access) error {
		return casefile.GrantResponsible(a.t.Context(), in, tx, who, casefile.Yes{By: a.family.Caregiver, On: in.Visit.Today(), How: casefile.HowOral})
	}))
}

func TestOneWithTwoReasonsStandsOnceWithBothInBothLanguages(t *testing.T) {
	a := openAround(t).joined()
	a.alsoResponsible(a.house.Staff(a.house.Scope, "kontakt", policy.RoleProfessional).Viewer.ID)
	for _, said := range [][]string{
		{"Hvem ser hva", "Har tiltak i planen"},
		{"Kven ser kva", "Har tiltak i planen"},
	} {
		page := a.phone.get("/deling").is(http.StatusOK).shows(said...)
		if n := len(regexp.MustCompile(`/deling/`+anID+`/vis`).FindAllString(page.body, -1)); n != strings.Count(page.body, "/vis\"") || strings.Count(page.body, ">Prøve kontakt<") > 1 {
			t.Errorf("the teacher stands %d times", strings.Count(page.body, ">Prøve kontakt<"))
		}
		lag := a.get(a.lag()).is(http.StatusOK).shows("Laget", said[1])
		if n := strings.Count(lag.body, ">Prøve kontakt<"); n != 1 {
			t.Errorf("the teacher stands %d times in the team", n)
		}
		a.phone.inNynorsk()
		a.inNynorsk()
	}
}

func TestTheFamilySeesItselfAsAGuestAndAsOneWhoLetThemselfIn(t *testing.T) {
	d := openDesk(t)
	link, _ := d.shared(d.aShare("", ""))
	guest := d.stranger()
	guest.post(link + "/kode").is(http.StatusSeeOther)
	guest.post(link, "code", d.code()).is(http.StatusSeeOther)
	colleague := d.house.Colleague()
	err := d.house.Scope.InTx(t.Context(), func(tx *tenants.Tx) error {
		return casefile.Let(t.Context(), colleague, tx, d.family.ID, casefile.Grant{
			User: colleague.Viewer.ID, Relation: policy.RelationEmergency, Basis: policy.BasisEmergency,
			Until: d.house.Clock.Now().Add(3 * time.Hour), Reason: "Kunne ikke vente",
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	caregiver := d.caregiver()
	for _, said := range [][]string{
		{"Slik ser det ut for ", "Deling for en dag", "Nødtilgang"}, {"Slik ser det ut for ", "Deling for ein dag", "Naudtilgang"},
	} {
		page := caregiver.get("/deling").is(http.StatusOK).shows("Trygve Trener", "Prøve kollega", said[1], said[2])
		caregiver.get("/deling/"+colleague.Viewer.ID.String()+"/vis").is(http.StatusOK).shows(said[0]+"Prøve kollega", said[2]).hides("Kunne ikke vente")
		seen := 0
		for _, address := range regexp.MustCompile(`/deling/`+anID+`/vis`).FindAllString(page.body, -1) {
			if shown := caregiver.get(address).is(http.StatusOK); strings.Contains(shown.body, said[0]+"Trygve Trener") {
				shown.shows(said[1])
				seen++
			}
		}
		if seen == 0 {
			t.Error("the family cannot see itself as the guest does")
		}
		caregiver.inNynorsk()
	}
}

var hrefs = regexp.MustCompile(`href="(/[^"]*)"`)

// entries are where the links of a part of a page lead.
func (p page) entries(begins, ends string) (to []string) {
	p.t.Helper()
	_, rest, there := strings.Cut(p.body, begins)
	if !there {
		return nil
	}
	part, _, _ := strings.Cut(rest, ends)
	for _, found := range hrefs.FindAllStringSubmatch(part, -1) {
		to = append(to, found[1])
	}
	return to
}

func TestEveryEntryOfTheMenuIsInThePhonesMenuAndOpens(t *testing.T) {
	n := openNursery(t)
	people := map[string]*visitor{
		"coordinator": n.coordinator, "caregiver": n.caregiver, "young person": n.young, "administrator": n.administrator(),
		"leader": n.staff("leder", policy.RoleLeader), "professional": n.staff("faglig", policy.RoleProfessional), "officer": n.officer(),
	}
	for name, who := range people {
		for _, language := range []string{"nb", "nn"} {
			home := who.get("/meg").is(http.StatusOK)
			top, phone := home.entries(`<nav class="topnav"`, "</nav>"), home.entries(`<nav class="menu-nav"`, "</nav>")
			own, thumb := home.entries(`<nav class="menu-own"`, "</nav>"), home.entries(`<nav class="bottom-nav"`, "</nav>")
			if len(top) == 0 || !slices.Equal(top, phone) {
				t.Errorf("%s, %s: the menu has %v, on the phone %v", name, language, top, phone)
			}
			for _, entry := range thumb {
				if !slices.Contains(phone, entry) {
					t.Errorf("%s, %s: %s is at the thumb and not in the menu", name, language, entry)
				}
			}
			for _, entry := range append(phone, own...) {
				if answer := who.get(entry); answer.status >= http.StatusBadRequest {
					t.Errorf("%s, %s: %s answers %d", name, language, entry, answer.status)
				}
			}
			who.inNynorsk()
		}
	}
}

func TestAYoungPersonsPagesSpeakNynorsk(t *testing.T) {
	n := openNursery(t)
	n.young.inNynorsk()
	for address, said := range map[string]string{
		"/": "Orda mine", "/ord": "Du bestemmer kven som får sjå.", "/ord/hus/1": "Kva er vanskeleg no?", "/ord/hus/2": "Kva er bra no?",
		"/ord/hus/3": "Kva drøymer du om?", "/ord/ansikter/1": "Korleis er det heime?", "/ord/voksen": "Kven er ein trygg vaksen for deg?",
		"/ord/snakk": "Så bra at du vil seie frå.", "/deling": "Kven ser kva", "/rettigheter": "Rettar", "/framover": "Det som skjer",
	} {
		n.young.get(address).is(http.StatusOK).shows(said, `<html lang="nn"`)
	}
	kept := n.young.post("/ord/hus/1", "text", "Det er mørkt på loftet").is(http.StatusSeeOther)
	n.young.get(kept.location).is(http.StatusOK).shows("Berre du ser dette.", "Vil du vise det til nokon?")
}

func TestOfAProtectedFamilyNoTitleStandsInThePrivacyOfficersRoom(t *testing.T) {
	o := openOffice(t)
	coordinator := o.house.Coordinator()
	teacher := o.house.Staff(o.house.Scope, "Klovnelege", policy.RoleProfessional)
	let := func(family uuid.UUID) {
		t.Helper()
		err := o.house.Scope.InTx(t.Context(), func(tx *tenants.Tx) error {
			return casefile.Let(t.Context(), coordinator, tx, family, casefile.Grant{
				User: teacher.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent,
				Yes: casefile.Yes{On: coordinator.Today(), How: casefile.HowOral},
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		o.browserOf(teacher).get("/f/" + family.String()).is(http.StatusOK)
	}
	hidden := o.house.FamilyOfGrade(coordinator, casefile.GradeStrict)
	let(hidden)
	officer := o.officer()
	for range 2 {
		page := officer.get("/personvernombud/logg").is(http.StatusOK).shows(casefile.Code(hidden), "Prøve Klovnelege")
		if page.titled("Klovnelege", casefile.Code(hidden)) {
			t.Error("a title stands beside the code of a family whose address is protected")
		}
		officer.inNynorsk()
	}
	open := o.house.Family("Lia")
	let(open.ID)
	page := officer.get("/personvernombud/logg").is(http.StatusOK)
	if page.titled("Klovnelege", casefile.Code(hidden)) || !page.titled("Klovnelege", casefile.Code(open.ID)) {
		t.Error("titles stand beside the wrong code, or this test sees none")
	}
}

// titled reports whether a title, which is no name, stands in a row of the log
// with a family's code.
func (p page) titled(title, code string) bool {
	return slices.ContainsFunc(strings.Split(p.body, "<li class=\"row\""), func(row string) bool {
		return strings.Contains(row, code) && strings.Contains(strings.ReplaceAll(row, "> ", ">"), ">"+title)
	})
}
