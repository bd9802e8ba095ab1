package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// table is where a coordinator makes a plan with a family, in a browser.
type table struct {
	*visitor
	family tenanttest.Family
	by     *tenants.Visit
	at     string // the plan's address
}

func openTable(t *testing.T) *table {
	t.Helper()
	o := openOffice(t)
	family := o.house.Family("Lia")
	return &table{
		visitor: o.signIn("koordinator@fjordby.example"), family: family, by: o.house.Coordinator(),
		at: "/f/" + family.ID.String() + "/plan",
	}
}

func (b *table) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *table) goal(title, words string) uuid.UUID {
	b.t.Helper()
	id, err := plan.AddGoal(b.t.Context(), b.by, b.family.ID, plan.GoalInput{
		Area: plan.AreaSchool, Member: &b.family.Child, Title: title, ChildWords: words,
	})
	b.must(err)
	return id
}

func (b *table) measure(goal uuid.UUID, in plan.MeasureInput) uuid.UUID {
	b.t.Helper()
	id, err := plan.AddMeasure(b.t.Context(), b.by, b.family.ID, goal, in, nil)
	b.must(err)
	return id
}

func (b *table) strength(text string) {
	b.t.Helper()
	_, err := plan.AddObservation(b.t.Context(), b.by, b.family.ID, plan.Strength, plan.Observation{Area: plan.AreaLeisure, Text: text})
	b.must(err)
}

// read is the plan as it stands in the database.
func (b *table) read() *plan.View {
	b.t.Helper()
	a, err := casefile.Enter(b.t.Context(), b.by, b.family.ID)
	b.must(err)
	view, err := plan.Read(b.t.Context(), a)
	b.must(err)
	return &view
}

func TestAPlanIsMadeWithFormsAlone(t *testing.T) {
	b := openTable(t)
	b.get(b.at).is(http.StatusOK).shows("Skriv ned noe som fungerer", "Ingen mål ennå")
	b.post(b.at+"/styrke/ny", "text", "Elva tegner hver dag", "area", "1.4").is(http.StatusSeeOther)
	b.post(b.at+"/behov/ny", "text", "En trygg vei til skolen", "area", "1.2").is(http.StatusSeeOther)
	at := b.post(b.at+"/m/ny", "title", "Elva er trygg på skolen", "child_words", "Jeg vil gå med noen", "area", "1.2",
		"member", b.family.Child.String()).is(http.StatusSeeOther).location
	b.post(at+"/tiltak", "what", "Følge til skolen", "responsible_name", "Mormor", "due", "1.12.2026").is(http.StatusSeeOther)
	b.get(b.at).is(http.StatusOK).shows(
		"Elva tegner hver dag", "En trygg vei til skolen", "Elva er trygg på skolen", "«Jeg vil gå med noen»", "Følge til skolen",
		"Mormor", "frist 1. des.", "Planen er klar til å legges fram")
}

func TestAGoalWithoutATitleIsKeptAndNotStored(t *testing.T) {
	b := openTable(t)
	b.post(b.at+"/m/ny", "title", "", "child_words", "Det barnet sa", "area", "1.2").is(http.StatusUnprocessableEntity).
		shows("Skriv målet med familiens egne ord", "Det barnet sa", `href="#f-title"`)
	if len(b.read().Goals) != 0 {
		t.Error("a goal without a title was stored")
	}
}

func TestTwoWhoChangeAGoalBothKeepTheirText(t *testing.T) {
	b := openTable(t)
	id := b.goal("Sove godt", "Jeg vil ha lys på")
	at := b.at + "/m/" + id.String() + "/endre"
	b.get(at).is(http.StatusOK).shows("Sove godt")
	b.must(plan.ChangeGoal(t.Context(), b.by, b.family.ID, id, 1, plan.GoalInput{Area: plan.AreaHealth, Title: "Sove hele natten", ChildWords: "Lys på"}))

	mine := []string{"version", "1", "title", "Sove i egen seng", "child_words", "Jeg vil ha lys på", "area", "1.1"}
	b.post(at, mine...).is(http.StatusConflict).shows("Ditt", "Det som står nå", "Sove i egen seng", "Sove hele natten", `value="Sove i egen seng"`, `name="version" value="2"`)
	if now := b.read().Goals[0].Title; now != "Sove hele natten" {
		t.Errorf("the goal is %q before anything was chosen", now)
	}

	mine[1] = "2"
	b.post(at, append(mine, "valg", "videre")...).is(http.StatusOK).shows("Sove i egen seng", "Sove hele natten")
	b.post(at, append(mine, "valg", "deres")...).is(http.StatusSeeOther)
	if now := b.read().Goals[0].Title; now != "Sove hele natten" {
		t.Errorf("the goal is %q after theirs was kept", now)
	}
	b.post(at, append(mine, "valg", "mitt")...).is(http.StatusSeeOther)
	if now := b.read().Goals[0].Title; now != "Sove i egen seng" {
		t.Errorf("the goal is %q after mine was kept", now)
	}
}

func TestATextAboutAGoalThatWasTakenOutMeanwhileIsGivenBack(t *testing.T) {
	b := openTable(t)
	id := b.goal("Lese sammen", "")
	b.must(plan.RemoveGoal(t.Context(), b.by, b.family.ID, id))
	at := b.at + "/m/" + id.String()
	b.post(at+"/endre", "version", "1", "title", "Lese sammen hver kveld", "area", "1.2").is(http.StatusNotFound).
		shows("Lese sammen hver kveld", at+"/tilbake")
	b.post(at + "/tilbake").is(http.StatusSeeOther)
	b.get(at).is(http.StatusOK)
}

func TestARemovedGoalComesBackWithOneClick(t *testing.T) {
	b := openTable(t)
	id := b.goal("Lese sammen", "")
	b.measure(id, plan.MeasureInput{What: "Låne bøker", ResponsibleName: "Mona"})
	b.post(b.at + "/m/" + id.String() + "/fjern").is(http.StatusSeeOther)
	undo := b.get(b.at).is(http.StatusOK).hides("Lese sammen").shows("Angre").link(b.at + "/m/" + anID + "/tilbake")
	b.post(undo).is(http.StatusSeeOther)
	b.get(b.at).shows("Lese sammen", "Låne bøker")
}

func TestARemovedMeasureComesBackWithOneClick(t *testing.T) {
	b := openTable(t)
	id := b.measure(b.goal("Lese sammen", ""), plan.MeasureInput{What: "Låne bøker"})
	b.post(b.at + "/t/" + id.String() + "/fjern").is(http.StatusSeeOther)
	undo := b.get(b.at).is(http.StatusOK).hides("Låne bøker").link(b.at + "/t/" + anID + "/tilbake")
	b.post(undo).is(http.StatusSeeOther)
	b.get(b.at).shows("Låne bøker")
}

func TestOneClickSaysHowFarAMeasureHasComeAndOneTakesItBack(t *testing.T) {
	b := openTable(t)
	id := b.measure(b.goal("Lese sammen", ""), plan.MeasureInput{What: "Låne bøker"})
	b.post(b.at+"/t/"+id.String()+"/stand/done", "fra", "plan", "var", "planned").is(http.StatusSeeOther)
	undo := b.get(b.at).shows("1 av 1 er gjort", "Tiltaket er gjort.").link(b.at + "/t/" + anID + "/stand/planned")
	b.post(undo).is(http.StatusSeeOther)
	b.get(b.at).shows("0 av 1 er gjort")
}

func TestAProfessionalIsNotResponsibleWithoutTheFamilysYes(t *testing.T) {
	b := openTable(t)
	goal := b.goal("Trygg på skolen", "")
	teacher := b.house.Professional().Viewer.ID
	at := b.at + "/m/" + goal.String() + "/tiltak"
	fields := []string{"what", "Fast voksen i friminuttet", "responsible", teacher.String(), "yes_on", "1.11.2026"}
	b.post(at, fields...).is(http.StatusUnprocessableEntity).
		shows("Spør familien først. Skriv hvem som sa ja til at denne personen får vite om tiltaket", `href="#f-yes_by"`, "Fast voksen i friminuttet")
	if len(b.read().Measures()) != 0 {
		t.Fatal("a measure was stored without the family's yes")
	}
	b.post(at, append(fields, "yes_by", b.family.Caregiver.String(), "yes_how", "oral")...).is(http.StatusSeeOther)
	if list := b.read().Measures(); len(list) != 1 || !list[0].Reaches {
		t.Errorf("measures after the yes: %+v", list)
	}
}

func TestAnotherFamilysGoalAndMeasureAreNotFound(t *testing.T) {
	b := openTable(t)
	goal := b.goal("Trygg på skolen", "")
	measure := b.measure(goal, plan.MeasureInput{What: "Følge til skolen"})
	other := "/f/" + b.house.FamilyOf(b.by, b.house.Intake("Nes")).ID.String() + "/plan"
	for _, path := range []string{
		"/m/" + goal.String(), "/m/" + goal.String() + "/endre", "/m/" + goal.String() + "/evaluer", "/m/" + goal.String() + "/tiltak",
		"/t/" + measure.String(), "/t/" + measure.String() + "/evaluer", "/m/noe", "/versjoner/1", "/fra-mote/" + goal.String(),
	} {
		b.get(other + path).is(http.StatusNotFound)
	}
	for _, path := range []string{
		"/m/" + goal.String() + "/endre", "/m/" + goal.String() + "/fjern", "/m/" + goal.String() + "/opp",
		"/t/" + measure.String(), "/t/" + measure.String() + "/fjern", "/t/" + measure.String() + "/stand/done",
	} {
		b.post(other+path, "title", "Noe annet", "area", "1.2", "version", "1", "what", "Noe annet").is(http.StatusNotFound)
	}
	if view := b.read(); len(view.Goals) != 1 || view.Goals[0].Title != "Trygg på skolen" {
		t.Errorf("the goal was reached through another family: %+v", view.Goals)
	}
}

func TestThePaperHoldsAllAPlanShallHoldAndNothingPrivate(t *testing.T) {
	b := openTable(t)
	b.strength("Elva tegner hver dag")
	goal := b.goal("Elva er trygg på skolen", "Jeg vil gå med noen")
	b.measure(goal, plan.MeasureInput{
		What: "Følge til skolen", Why: "Veien er lang", ResponsibleName: "Mormor Anne", From: "2026-11-10", Due: "2026-12-20", EvaluateOn: "2026-12-21",
	})
	b.must(plan.ChangePeriod(t.Context(), b.by, b.family.ID, 1, plan.Period{From: "2026-11-01", To: "2027-05-01", EvaluateOn: "2027-02-01"}))
	_, err := journal.AddContact(t.Context(), b.by, b.family.ID, journal.Contact{
		Kind: journal.KindCall, HappenedAt: b.house.Clock.Now(), WithWhom: "Rektor Vik", Note: "Hemmelig notat",
	})
	b.must(err)
	_, err = plan.Propose(t.Context(), b.by, b.family.ID, nil)
	b.must(err)
	b.must(plan.AnswerVersion(t.Context(), b.by, b.family.ID, 1, b.family.Caregiver, plan.Reply{Answer: plan.AnswerYes, How: casefile.HowOral}))

	all := []string{
		"Individuell plan", "Elva Lia", "Mona Lia", "1. november 2026 til 1. mai 2027", "1. februar 2027", "Elva tegner hver dag",
		"1. Elva er trygg på skolen", "«Jeg vil gå med noen»", "1.1 Følge til skolen", "Veien er lang", "Mormor Anne", "10. nov.–20. des.",
		"21. des.", "tiltak 1.1", "Mona sa ja til planen (versjon 1) 3. november 2026", "Familien sa ja til å ha en koordinator",
	}
	private := []string{"Hemmelig notat", "Rektor Vik", "000 00 012", "Barnehus", "vold", "Hvem har sett"}
	b.get(b.at + "/utskrift").is(http.StatusOK).shows(all...).hides(private...)
	b.get(b.at+"/utskrift?versjon=1").is(http.StatusOK).shows("Hverdagsplanen, versjon 1", "1.1 Følge til skolen").hides(private...)
	b.get(b.at+"/bord").is(http.StatusOK).shows("Elva er trygg på skolen", "«Jeg vil gå med noen»", "Følge til skolen").
		hides(append(private, `<p class="eyebrow">Lia</p>`)...)
}

func TestAnEvaluationOpensWithTheChild(t *testing.T) {
	b := openTable(t)
	goal := b.goal("Trygg på skolen", "Jeg vil gå med noen")
	at := b.at + "/m/" + goal.String() + "/evaluer"
	page := b.get(at).is(http.StatusOK)
	if strings.Index(page.body, "Hvordan har barnet opplevd det?") > strings.Index(page.body, "Hva gjør dere nå?") {
		t.Error("the child's experience is not asked first")
	}
	b.post(at, "effect", "1", "next_step", "continue", "on", "3.11.2026").is(http.StatusUnprocessableEntity).
		shows("Begynn med hvordan barnet har opplevd det")
	b.post(at, "child_experience", "Det er bedre nå", "effect", "1", "next_step", "new_measures", "on", "3.11.2026").is(http.StatusSeeOther)
	b.get(b.at+"/m/"+goal.String()).is(http.StatusOK).shows("«Det er bedre nå»", "Litt bedre", "Vi trenger andre tiltak")
}

func TestADraftIsGivenBackAndIsGoneWhenTheGoalIsSaved(t *testing.T) {
	b := openTable(t)
	key := "f:" + b.family.ID.String() + ":goal:new"
	b.post("/utkast", "_draft", key, "title", "Halvferdig mål", "area", "1.2").is(http.StatusNoContent)
	b.get(b.at+"/m/ny").is(http.StatusOK).shows("Halvferdig mål", "Vi har tatt vare på det du skrev")
	b.post(b.at+"/m/ny", "title", "Ferdig mål", "area", "1.2").is(http.StatusSeeOther)
	b.get(b.at + "/m/ny").hides("Halvferdig mål")
}

func TestACaregiverMayTakeThePaperAndNothingElseOfTheCoordinators(t *testing.T) {
	b := openTable(t)
	b.goal("Elva er trygg på skolen", "Jeg vil gå med noen")
	mother := &visitor{office: b.office, cookies: map[string]string{"hverdag": b.house.Token(b.house.Caregiver(b.family))}}
	mother.get(b.at+"/utskrift").is(http.StatusOK).shows("Elva er trygg på skolen", "Individuell plan").hides("Lia ·", "Barnehus")
	for _, path := range []string{"", "/bord", "/avtale", "/versjoner", "/forslag", "/tid"} {
		mother.get(b.at + path).is(http.StatusNotFound)
	}
}

func TestOnlyTheFamilysCoordinatorOpensItsPlan(t *testing.T) {
	b := openTable(t)
	b.goal("Trygg på skolen", "")
	for name, role := range map[string]policy.Role{
		"kollega": policy.RoleCoordinator, "laerer": policy.RoleProfessional, "leder": policy.RoleAdministrator,
	} {
		other := b.staff(name, role)
		for _, path := range []string{"", "/utskrift", "/bord", "/avtale", "/versjoner", "/forslag", "/m/ny"} {
			other.get(b.at + path).is(http.StatusNotFound)
		}
	}
}
