package app_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// around is a family at home, with a school that they have said yes to: its
// leader, and a teacher.
type around struct {
	*atHome
	school        uuid.UUID
	head, teacher *visitor
}

func openAround(t *testing.T, sections ...policy.Section) *around {
	t.Helper()
	h := openHome(t).welcomed()
	h.goal("Elva er trygg på skoleveien", "Jeg er redd i porten")
	_, err := plan.AddObservation(t.Context(), h.by, h.family.ID, plan.Strength, plan.Observation{
		Area: plan.AreaLeisure, Member: &h.family.Child, Text: "Bestefar henter på onsdager",
	})
	h.must(err)
	h.strength("Mamma har fått jobb") // the whole family's: not for others
	unit, err := directory.AddUnit(t.Context(), h.house.Administrator(), directory.Unit{Name: "Blåbærskogen skole", Kind: directory.UnitSchool})
	h.must(err)
	a := &around{atHome: h, school: unit.ID, head: h.staff("rektor", policy.RoleLeader), teacher: h.staff("kontakt", policy.RoleProfessional)}
	for name, role := range map[string]policy.Role{"rektor": policy.RoleLeader, "kontakt": policy.RoleProfessional} {
		who := h.house.Staff(h.house.Scope, name, role).Viewer.ID
		h.must(h.house.Scope.InTx(t.Context(), func(tx *tenants.Tx) error {
			return tx.Client().User.UpdateOneID(who).SetUnitID(a.school).Exec(t.Context())
		}))
	}
	if len(sections) == 0 {
		sections = []policy.Section{policy.SectionIdentity, policy.SectionGoals}
	}
	_, err = consent.Give(t.Context(), h.by, h.family.ID, consent.Given{
		Purpose: consent.Cooperation, Unit: a.school, Members: []uuid.UUID{h.family.Child}, By: h.family.Caregiver,
		Asked: policy.Sections(sections...), Answer: consent.Yes, How: casefile.HowOral, Told: "Hjemme",
		Until: h.house.Scope.Today().AddDays(30),
	})
	h.must(err)
	return a
}

func (a *around) lag() string { return "/f/" + a.family.ID.String() + "/lag" }

// joined invites the school, and the teacher says yes.
func (a *around) joined() *around {
	a.t.Helper()
	a.post(a.lag(), "unit", a.school.String(), "note", "Kan dere hjelpe oss?").is(http.StatusSeeOther)
	naming := a.head.get("/invitasjoner").is(http.StatusOK).link("/invitasjoner/" + anID + "/navngi")
	seat := naming[len("/invitasjoner/") : len("/invitasjoner/")+36]
	teacher := a.house.Staff(a.house.Scope, "kontakt", policy.RoleProfessional).Viewer.ID
	a.head.post(naming, "person-"+seat, teacher.String()).is(http.StatusSeeOther)
	a.teacher.post(a.teacher.get("/invitasjoner").link("/invitasjoner/" + anID + "/ja")).is(http.StatusSeeOther)
	return a
}

func TestAUnitIsInvitedAndAnswersOnItsOwnPage(t *testing.T) {
	a := openAround(t)
	a.get(a.lag()).is(http.StatusOK).shows("Ingen er med ennå", "Blåbærskogen skole", "ikke hva familien har vært gjennom")
	a.post(a.lag(), "unit", "").is(http.StatusUnprocessableEntity).shows("Velg hvem du vil invitere")
	a.post(a.lag(), "unit", a.school.String(), "note", "Kan dere hjelpe oss?").is(http.StatusSeeOther)
	a.get(a.lag()).shows("Venter på lederen", "Du skrev: Kan dere hjelpe oss?")
	page := a.head.get("/invitasjoner").is(http.StatusOK).
		shows("Laget rundt Elva", "Å samarbeide om planen", "målene", "Kan dere hjelpe oss?").hides("Lia", "Mona", "skoleveien", "/f/")
	naming := page.link("/invitasjoner/" + anID + "/navngi")
	a.head.post(naming).is(http.StatusUnprocessableEntity)
	a.teacher.get("/invitasjoner").shows("Ingen invitasjoner venter").hides("Elva", "Kan dere")
	seat := naming[len("/invitasjoner/") : len("/invitasjoner/")+36]
	teacher := a.house.Staff(a.house.Scope, "kontakt", policy.RoleProfessional).Viewer.ID
	a.head.post(naming, "person-"+seat, teacher.String()).is(http.StatusSeeOther)
	asked := a.teacher.get("/invitasjoner").shows("Du er spurt", "Blåbærskogen skole", "Kan dere hjelpe oss?").hides("Elva", "Lia", "skoleveien")
	no := asked.link("/invitasjoner/" + anID + "/nei")
	a.teacher.post(no).is(http.StatusUnprocessableEntity).shows("Skriv kort hvorfor")
	a.teacher.post(no, "answer-"+seat, "Jeg kjenner dem privat").is(http.StatusSeeOther)
	a.get(a.lag()).shows("Jeg kjenner dem privat", "Kunne ikke")
	a.phone.get("/deling").is(http.StatusOK).hides("kjenner dem privat", "Kan dere hjelpe")
}

func TestASharedPageShowsWhatWasGivenAndNothingElseAndNothingAfterAWithdrawal(t *testing.T) {
	a := openAround(t).joined()
	family := "/f/" + a.family.ID.String()
	a.teacher.get("/").is(http.StatusOK).shows("Rundt Elva", family)
	a.teacher.get(family).is(http.StatusOK).
		shows("Elva", "Elva er trygg på skoleveien", "Delt med deg fordi familien har sagt ja til Blåbærskogen skole").
		hides("Bestefar", "Dette går bra", "Dette trengs", "Neste møte", "/dokumenter", "000 00 012")
	for _, closed := range []string{"/plan", "/logg", "/lag", "/samtykker", "/personer", "/sett", "/dokumenter"} {
		a.teacher.get(family + closed).is(http.StatusNotFound)
	}
	_, err := consent.Withdraw(t.Context(), a.by, a.family.ID, consent.What{Unit: a.school})
	a.must(err)
	a.teacher.get(family).is(http.StatusNotFound).hides("Elva", "skoleveien")
	a.teacher.get("/").is(http.StatusOK).hides("Elva", family)
	a.teacher.get("/invitasjoner").hides("Elva", "Kan dere")
	a.get(a.lag()).is(http.StatusOK).shows("Ikke med lenger")
}

func TestTheFamilySeesWhoSeesWhatAndItselfAsTheySeeIt(t *testing.T) {
	a := openAround(t).joined()
	a.phone.get("/deling").is(http.StatusOK).
		shows("Hvem ser hva", "Blåbærskogen skole", "Prøve kontakt", "Har ikke sett noe ennå", "for Elva", "Stopp all deling", "Prøve koordinator")
	a.teacher.get("/f/" + a.family.ID.String()).is(http.StatusOK)
	page := a.phone.get("/deling").shows("Så sist")
	seen := page.link("/deling/" + anID + "/vis")
	a.phone.get(seen).is(http.StatusOK).shows("Slik ser det ut for Prøve kontakt", "Elva er trygg på skoleveien").hides("Bestefar")
	a.phone.get("/deling/" + uuid.NewString() + "/vis").is(http.StatusNotFound)
	a.phone.get(page.link("/deling/stopp-enhet/" + anID)).is(http.StatusOK)
	as := a.get(a.lag()).shows("Med siden", "Prøve kontakt").link(a.lag() + "/" + anID + "/vis")
	a.get(as).is(http.StatusOK).shows("Slik ser det ut for Prøve kontakt").hides("Bestefar")
	neighbours := a.house.Family("Nabolund")
	forged := "/f/" + neighbours.ID.String() + as[len("/f/")+36:]
	a.get(forged).is(http.StatusNotFound)
}

func TestWhoIsInTheTeamLeavesOnTheirOwnAndIsTakenOut(t *testing.T) {
	a := openAround(t).joined()
	family := "/f/" + a.family.ID.String()
	leave := a.teacher.get(family).link("/invitasjoner/" + anID + "/forlat")
	a.head.post(leave).is(http.StatusNotFound)
	a.teacher.post(leave).is(http.StatusSeeOther)
	a.teacher.get(family).is(http.StatusNotFound)
	a.joined()
	a.post(a.get(a.lag()).link(a.lag() + "/" + anID + "/fjern")).is(http.StatusSeeOther)
	a.teacher.get(family).is(http.StatusNotFound)
}

func TestWhatIsSharedEndsByItselfOnTheDayTheFamilySaid(t *testing.T) {
	a := openAround(t).joined()
	family := "/f/" + a.family.ID.String()
	a.house.Clock.Advance(29 * 24 * time.Hour)
	a.signIn("kontakt@fjordby.example").get(family).is(http.StatusOK)
	a.house.Clock.Advance(3 * 24 * time.Hour)
	a.signIn("kontakt@fjordby.example").get(family).is(http.StatusNotFound)
}

func TestAFamilySharedWithoutItsNamesIsCalledByItsCode(t *testing.T) {
	a := openAround(t, policy.SectionStrengths).joined()
	code := casefile.Code(a.family.ID)
	a.teacher.get("/").is(http.StatusOK).shows("Familie " + code).hides("Elva")
	a.teacher.get("/f/"+a.family.ID.String()).is(http.StatusOK).shows("Bestefar henter", code).hides("skoleveien", "Jeg er redd", "fått jobb")
}
