package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// school is a family with a measure that a teacher is responsible for, and
// much that is none of the teacher's business.
type school struct {
	*table
	teacher *visitor
	own     uuid.UUID
	other   uuid.UUID
}

func openSchool(t *testing.T) *school {
	t.Helper()
	b := openTable(t)
	teacher := b.house.Professional()
	goal := b.goal("Elva er trygg på skoleveien", "Jeg er redd i porten")
	b.strength("Bestefar henter på onsdager")
	s := &school{table: b, other: b.measure(goal, plan.MeasureInput{What: "Samtaler på helsestasjonen", ResponsibleName: "Turid Helse"})}
	own, err := plan.AddMeasure(t.Context(), b.by, b.family.ID, goal, plan.MeasureInput{
		What: "Ta imot ved porten", Why: "Da slipper hun å lete", Responsible: &teacher.Viewer.ID, Due: "2026-11-05",
	}, &casefile.Yes{By: b.family.Caregiver, On: "2026-11-02", How: casefile.HowOral})
	b.must(err)
	s.own, s.teacher = own, b.signIn("laerer@fjordby.example")
	return s
}

func (s *school) at(rest string) string { return "/tiltak/" + s.own.String() + rest }

func TestAProfessionalReadsTheirOwnMeasureAndNoOtherWordOfTheFamily(t *testing.T) {
	s := openSchool(t)
	_, err := plan.Propose(t.Context(), s.by, s.family.ID, nil)
	s.must(err)
	for _, path := range []string{"/", "/mine-tiltak", s.at("")} {
		s.teacher.get(path).is(http.StatusOK).
			shows("Ta imot ved porten", "Elva", "Da slipper hun å lete", "Delt med deg fordi familien sa ja mandag 2. november").
			hides("Lia", "Mona", "Bestefar", "Samtaler", "Turid", "skoleveien", "redd", "/f/", "forslag")
	}
	s.teacher.get("/f/" + s.family.ID.String()).is(http.StatusNotFound)
	s.teacher.get("/f/" + s.family.ID.String() + "/plan").is(http.StatusNotFound)
}

func TestAMeasureOfSomebodyElseDoesNotExist(t *testing.T) {
	s := openSchool(t)
	nurse := s.staff("helsesykepleier", policy.RoleProfessional)
	for _, one := range []struct {
		who *visitor
		id  string
	}{{s.teacher, s.other.String()}, {nurse, s.own.String()}, {s.teacher, uuid.NewString()}, {s.teacher, "tull"}} {
		one.who.get("/tiltak/" + one.id).is(http.StatusNotFound)
		for _, to := range []string{"/i-gang", "/gjort", "/ikke-begynt"} {
			one.who.post("/tiltak/" + one.id + to).is(http.StatusNotFound)
		}
		one.who.post("/tiltak/"+one.id+"/beskjed", "text", "Hei").is(http.StatusNotFound)
	}
	for _, measure := range s.read().Measures() {
		if measure.Status != plan.StatusPlanned {
			t.Errorf("%s became %s", measure.What, measure.Status)
		}
	}
	nurse.get("/").is(http.StatusOK).shows("Du har ingen tiltak nå")
}

func TestAProfessionalSaysHowFarItIsAndTakesItBack(t *testing.T) {
	s := openSchool(t)
	s.teacher.get("/").is(http.StatusOK).shows("Først", "Planlagt", "Frist torsdag 5. november")
	s.teacher.follow(s.teacher.post(s.at("/i-gang"))).shows("Tiltaket er i gang", "Angre")
	shown := s.teacher.follow(s.teacher.post(s.at("/gjort?fra=tiltaket"))).shows("Gjort", "Hvor langt er det kommet?")
	if measure := s.measureNow(); measure.Status != plan.StatusDone {
		t.Fatalf("it is %s", measure.Status)
	}
	s.teacher.post(shown.link(`/tiltak/` + anID + `/i-gang`)).is(http.StatusSeeOther)
	if measure := s.measureNow(); measure.Status != plan.StatusUnderWay {
		t.Errorf("after undo it is %s", measure.Status)
	}
}

func (s *school) measureNow() plan.Measure {
	for _, measure := range s.read().Measures() {
		if measure.ID == s.own {
			return measure
		}
	}
	s.t.Fatal("the measure is gone")
	return plan.Measure{}
}

func TestAMessageReachesTheCoordinatorAndItsAnswerComesBack(t *testing.T) {
	s := openSchool(t)
	s.teacher.post(s.at("/beskjed"), "text", "  ").is(http.StatusUnprocessableEntity).
		shows("Skriv beskjeden til koordinatoren", `href="#f-text"`)
	long := strings.Repeat("å", plan.MaxText+1)
	s.teacher.post(s.at("/beskjed"), "text", long).is(http.StatusUnprocessableEntity).shows(long)
	if waiting := s.read().Remarks; len(waiting) != 0 {
		t.Fatalf("a refused message was kept: %+v", waiting)
	}
	s.teacher.post(s.at("/beskjed"), "text", "Det går bra om morgenen").is(http.StatusSeeOther)
	waiting := s.read().Remarks
	if len(waiting) != 1 || waiting[0].Text != "Det går bra om morgenen" {
		t.Fatalf("the coordinator reads %+v", waiting)
	}
	s.teacher.get(s.at("")).is(http.StatusOK).shows("Det går bra om morgenen", "Venter på svar")
	s.must(plan.AnswerRemark(t.Context(), s.by, s.family.ID, waiting[0].ID, false, "Takk, jeg sier det til mor"))
	s.teacher.get(s.at("")).is(http.StatusOK).shows("Takk, jeg sier det til mor", "Besvart")
	s.teacher.get("/").is(http.StatusOK).shows("1 svar fra koordinatoren")
}

func TestAProfessionalWhoseAccessHasEndedSeesNothing(t *testing.T) {
	s := openSchool(t)
	s.must(plan.RemoveMeasure(t.Context(), s.by, s.family.ID, s.own))
	s.teacher.get("/").is(http.StatusOK).shows("Du har ingen tiltak nå").hides("Elva", "porten")
	s.teacher.get(s.at("")).is(http.StatusNotFound)
}

func TestACoordinatorWhoIsAlsoAProfessionalHasTheirMeasuresBeside(t *testing.T) {
	o := openOffice(t)
	both := o.staff("begge", policy.RoleCoordinator, policy.RoleProfessional)
	both.get("/").is(http.StatusOK).shows(`href="/mine-tiltak"`)
	both.get("/mine-tiltak").is(http.StatusOK).shows("Du har ingen tiltak nå")
}

func TestTheFamilySeesItselfAsSomebodyWhoHasAMeasureAndNothingElse(t *testing.T) {
	home := openHome(t).welcomed()
	teacher := home.house.Professional()
	_, err := plan.AddMeasure(t.Context(), home.by, home.family.ID, home.goal("Elva er trygg på skoleveien", ""), plan.MeasureInput{
		What: "Ta imot ved porten", Responsible: &teacher.Viewer.ID,
	}, &casefile.Yes{By: home.family.Caregiver, On: "2026-11-02", How: casefile.HowOral})
	home.must(err)
	at := "/deling/" + teacher.Viewer.ID.String() + "/vis"
	home.phone.get("/deling").is(http.StatusOK).shows(`href="` + at)
	home.phone.get(at).is(http.StatusOK).shows("Slik ser det ut for ", "Ta imot ved porten").hides("skoleveien")
}
