package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// goal gives the family a goal to hang measures on.
func (d desk) goal() uuid.UUID {
	d.t.Helper()
	by := d.house.Coordinator()
	_, err := plan.AddObservation(d.t.Context(), by, d.family.ID, plan.Strength, plan.Observation{Area: plan.AreaHealth, Text: "Sover godt"})
	if err != nil {
		d.t.Fatal(err)
	}
	id, err := plan.AddGoal(d.t.Context(), by, d.family.ID, plan.GoalInput{Area: plan.AreaHealth, Title: "Trygg skolevei"})
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

func (d desk) measure(goal uuid.UUID, in plan.MeasureInput) uuid.UUID {
	d.t.Helper()
	id, err := plan.AddMeasure(d.t.Context(), d.house.Coordinator(), d.family.ID, goal, in, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

// inOrder fails the test unless the texts come one after the other.
func (p page) inOrder(texts ...string) page {
	p.t.Helper()
	rest := p.body
	for _, text := range texts {
		at := strings.Index(rest, text)
		if at < 0 {
			p.t.Fatalf("%q is not on the page after what came before it\n%s", text, p.body)
		}
		rest = rest[at+len(text):]
	}
	return p
}

func TestMyDayPutsTheOverdueFirstThenTodayThenTheWeek(t *testing.T) {
	d := openDesk(t)
	today, goal := clock.Today(d.house.Clock), d.goal()
	d.measure(goal, plan.MeasureInput{What: "Om fem dager", Due: today.AddDays(5)})
	evaluate := d.measure(goal, plan.MeasureInput{What: "Se på i dag", EvaluateOn: today})
	d.measure(goal, plan.MeasureInput{What: "Langt fram", Due: today.AddDays(30)})
	overdue := d.measure(goal, plan.MeasureInput{What: "Forsinket", Due: today.AddDays(-3)})
	day := d.get("/").is(http.StatusOK).hides("Langt fram").
		shows("God morgen, Prøve", "2 ting i én familie trenger deg i dag.").
		inOrder("Lia", "Forsinket", "3 dager over fristen", "Se på i dag", "Evalueres i dag", "De neste sju dagene", "Om fem dager", "Familiene mine")
	day.link(d.base + "/plan/t/" + overdue.String())
	day.link(d.base + "/plan/t/" + evaluate.String() + "/evaluer")
	if n := strings.Count(day.body, `data-variant="primary"`); n != 1 {
		t.Errorf("%d buttons are the most likely next step, want one", n)
	}
}

func TestAMeasureThatIsDueAndToBeEvaluatedStandsOnce(t *testing.T) {
	d := openDesk(t)
	today := clock.Today(d.house.Clock)
	d.measure(d.goal(), plan.MeasureInput{What: "Begge deler", Due: today.AddDays(-1), EvaluateOn: today})
	d.get("/").shows("Én ting i én familie trenger deg i dag.", "Evaluer tiltaket").hides("Se på tiltaket")
}

func TestWithoutFamiliesTheDaySaysWhatToDoFirst(t *testing.T) {
	d := openDesk(t)
	d.staff("kollega", policy.RoleCoordinator).get("/").is(http.StatusOK).
		shows("Her kommer familiene dine", `href="/familier/ny"`).hides("Lia", "Familiene mine")
}

func TestAFamilyWithoutAPlanNeedsOne(t *testing.T) {
	d := openDesk(t)
	d.get("/").shows("Familien har ingen plan ennå", "Lag planen", "Ingen plan ennå", "Ingen kontakt ennå").
		link(d.base + "/plan")
}

func TestAMeetingStandsOnTheDayUntilItIsWrittenDown(t *testing.T) {
	d := openDesk(t)
	address, _ := d.plan("4.11.2026")
	d.get("/").inOrder("De neste sju dagene", "Onsdag 4. november", "Møte kl. 14.00")
	d.house.Clock.Advance(24 * time.Hour)
	d.again().get("/").inOrder("Møte kl. 14.00", "Se møtet", "De neste sju dagene")
	for _, later := range []time.Duration{8 * time.Hour, 48 * time.Hour} {
		d.house.Clock.Advance(later)
		d.again().get("/").shows("er ikke skrevet ned", "Skriv ned møtet").link(address + "/skriv")
	}
	d.visitor = d.again()
	d.follow(d.post(address+"/skriv", "version", "1", "agreed", "Vi møtes igjen"))
	d.get("/").hides("er ikke skrevet ned")
}

func TestAPartyIsWaitedForAWeekBeforeTheDayAsksToAsk(t *testing.T) {
	d := openDesk(t)
	today := clock.Today(d.house.Clock)
	d.measure(d.goal(), plan.MeasureInput{What: "Følge til skolen", Due: today.AddDays(60)})
	if _, err := plan.Propose(t.Context(), d.house.Coordinator(), d.family.ID, nil); err != nil {
		t.Fatal(err)
	}
	d.get("/").shows("Venter på andre", "Mona skal svare på planen", "Alt er gjort for i dag").hides("Spør om planen")
	d.house.Clock.Advance(7 * 24 * time.Hour)
	d.again().get("/").shows("Mona har ikke svart på planen", "Spør om planen").hides("Venter på andre").
		link(d.base + "/plan/avtale/1/" + anID)
}

func TestManyEvaluationsOnOneDayAreSaidOnce(t *testing.T) {
	d := openDesk(t)
	goal, on := d.goal(), clock.Today(d.house.Clock).AddDays(4)
	for _, what := range []string{"Det første", "Det andre", "Det tredje"} {
		d.measure(goal, plan.MeasureInput{What: what, EvaluateOn: on})
	}
	d.measure(goal, plan.MeasureInput{What: "Noe med frist", Due: on})
	day := d.get("/").hides("Det første", "Det tredje").inOrder("De neste sju dagene", "Lørdag 7. november", "Familiene mine")
	day.shows("Noe med frist", "har frist")
	if n := strings.Count(day.body, "3 tiltak evalueres"); n != 1 {
		t.Errorf("the three stand %d times", n)
	}
}
