package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// atHome is a family with a caregiver at their own phone.
type atHome struct {
	*table
	phone *visitor
}

func openHome(t *testing.T) *atHome {
	t.Helper()
	b := openTable(t)
	b.must(casefile.GiveAccess(t.Context(), b.by, b.family.ID, b.family.Caregiver, casefile.Login{PID: monasPID, Language: "nb"}))
	h := &atHome{table: b}
	h.phone = h.phoneOf("mona", monasPID)
	return h
}

// monasPID is the number of the caregiver at home, which nobody can have.
var monasPID = tenanttest.PID(500)

// phoneOf signs in somebody who has been given access to a family.
func (h *atHome) phoneOf(subject, pid string) *visitor {
	h.t.Helper()
	token, _, err := directory.SignIn(h.t.Context(), h.house.Scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: subject, Kind: directory.KindFamily, PID: pid,
	})
	h.must(err)
	return &visitor{office: h.office, cookies: map[string]string{"hverdag": token}}
}

// welcomed reads the first page, as everybody does once.
func (h *atHome) welcomed() *atHome {
	h.t.Helper()
	h.phone.post("/velkommen").is(http.StatusSeeOther)
	return h
}

// put makes a small plan and puts it before the family.
func (h *atHome) put(title string) uuid.UUID {
	h.t.Helper()
	h.strength("Elva tegner hver dag")
	goal := h.goal(title, "Jeg vil gå med noen")
	h.measure(goal, plan.MeasureInput{What: "Gå sammen", ResponsibleName: "Mormor", Due: "2026-12-01", EvaluateOn: "2026-12-10"})
	h.propose()
	return goal
}

func (h *atHome) propose() {
	h.t.Helper()
	_, err := plan.Propose(h.t.Context(), h.by, h.family.ID, nil)
	h.must(err)
}

func TestTheWelcomePageComesFirstOnceAndCanBeReadAgain(t *testing.T) {
	h := openHome(t)
	if to := h.phone.get("/").is(http.StatusSeeOther).location; to != "/velkommen" {
		t.Fatalf("the first visit begins at %s", to)
	}
	h.phone.get("/velkommen").is(http.StatusOK).shows("Forlat siden nå", "Den sletter ikke historikken", "Jeg har lest det")
	if to := h.phone.post("/velkommen").is(http.StatusSeeOther).location; to != "/" {
		t.Fatalf("having read it leads to %s", to)
	}
	h.phone.get("/").is(http.StatusOK).shows("Planen vår", "Planen er ikke skrevet ennå")
	h.phone.get("/velkommen").is(http.StatusOK).hides("Jeg har lest det").shows("Til planen")
	h.get("/velkommen").is(http.StatusNotFound)
}

func TestEveryPageOfTheFamilyHasTheWayOutAndTheBarBelow(t *testing.T) {
	h := openHome(t).welcomed()
	h.put("Trygg skolevei")
	for _, path := range []string{
		"/", "/velkommen", "/framover", "/rettigheter", "/plan/foresla", "/plan/forslag", "/plan/svar",
		"/plan/svar?svar=ja", "/plan/svar?svar=mangler",
	} {
		h.phone.get(path).is(http.StatusOK).shows(`action="/ut"`, `class="bottom-nav"`, `href="/framover"`).hides("<title>Lia")
	}
}

func TestAfterTheWayOutNothingOfTheFamilyIsShown(t *testing.T) {
	h := openHome(t).welcomed()
	h.put("Trygg skolevei")
	h.phone.get("/").is(http.StatusOK).shows("Trygg skolevei")
	token := h.phone.cookies["hverdag"]
	h.phone.post("/ut").is(http.StatusOK).hides("Trygg skolevei", "Hverdag")
	if h.phone.cookies["hverdag"] != "" {
		t.Error("the session's cookie is still there")
	}
	h.phone.cookies["hverdag"] = token // somebody who had copied it
	if to := h.phone.get("/").is(http.StatusSeeOther).location; !strings.HasPrefix(to, "/logg-inn") {
		t.Errorf("after the way out the plan leads to %s", to)
	}
}

func TestACaregiverSaysYesToThePlanThatWaits(t *testing.T) {
	h := openHome(t).welcomed()
	h.put("Trygg skolevei")
	h.phone.get("/").is(http.StatusOK).shows("Dette er et forslag", "Ja, dette er planen vår", "Noe mangler", "«Jeg vil gå med noen»", "Mormor")
	form := h.phone.get("/plan/svar?svar=ja").is(http.StatusOK).shows("Du svarer for deg selv")
	done := h.phone.post("/plan/svar", "version", form.hidden("version"), "answer", "ja")
	h.phone.follow(done).shows("Nå har alle sagt ja", "Dette ble vi enige om").hides("Venter på deg")
	if h.read().InForce == nil {
		t.Error("the plan is not agreed")
	}
	h.phone.get("/plan/svar").is(http.StatusNotFound)
}

func TestWhatIsMissingIsSaidInOnesOwnWords(t *testing.T) {
	h := openHome(t).welcomed()
	h.put("Trygg skolevei")
	h.phone.post("/plan/svar", "version", "1", "answer", "mangler").is(http.StatusUnprocessableEntity).
		shows("Skriv hva som mangler", `href="#f-text"`)
	h.phone.post("/plan/svar", "version", "1").is(http.StatusUnprocessableEntity).shows("Velg ja, eller at noe mangler")
	long := strings.Repeat("æ", plan.MaxText+1)
	h.phone.post("/plan/svar", "version", "1", "answer", "mangler", "text", long).is(http.StatusUnprocessableEntity).shows(long)
	if self, _ := h.read().Proposed.Self(); self.Answer == plan.AnswerMissing {
		t.Error("a refused answer was kept")
	}
	done := h.phone.post("/plan/svar", "version", "1", "answer", "mangler", "text", "Vi orker ikke mandager")
	h.phone.follow(done).shows("Du har sagt at noe mangler", "Vi orker ikke mandager")
	parties := h.read().Proposed.Parties
	if len(parties) != 1 || parties[0].Text != "Vi orker ikke mandager" {
		t.Errorf("the coordinator reads %+v", parties)
	}
}

func TestACaregiverCannotAnswerForAnother(t *testing.T) {
	h := openHome(t).welcomed()
	other, err := casefile.AddMember(t.Context(), h.by, h.family.ID, casefile.Person{
		Kind: casefile.Caregiver, Name: "Odd Lia", Relation: "far", Grade: casefile.GradeOpen,
	})
	h.must(err)
	h.put("Trygg skolevei")
	h.phone.get("/plan/svar?svar=ja").is(http.StatusOK).shows("Odd")
	h.phone.post("/plan/svar", "version", "1", "answer", "ja", "party", other.String(), "member", other.String()).
		is(http.StatusSeeOther)
	version := h.read().Proposed
	if version == nil {
		t.Fatal("one yes made the plan agreed for both")
	}
	for _, party := range version.Parties {
		if party.Member == other && party.Answer != plan.AnswerAsked {
			t.Errorf("somebody else's answer is %s", party.Answer)
		}
		if party.Member == h.family.Caregiver && party.Answer != plan.AnswerYes {
			t.Errorf("one's own answer is %s", party.Answer)
		}
	}
	h.phone.get("/").is(http.StatusOK).shows("Nå venter vi på svar fra Odd", "Ikke ja ennå")
}

func TestAnAnswerToAPlanThatWasReplacedIsNotKept(t *testing.T) {
	h := openHome(t).welcomed()
	h.put("Trygg skolevei")
	h.strength("Bestefar henter")
	h.propose()
	h.phone.post("/plan/svar", "version", "1", "answer", "ja").is(http.StatusConflict).shows("Svaret ditt er ikke sendt")
	for _, party := range h.read().Proposed.Parties {
		if party.Answer != plan.AnswerAsked {
			t.Errorf("the answer to version 1 stands on version 2: %s", party.Answer)
		}
	}
}

func TestTheAgreedPlanHoldsWhileANewerWaits(t *testing.T) {
	h := openHome(t).welcomed()
	h.put("Trygg skolevei")
	h.phone.post("/plan/svar", "version", "1", "answer", "ja").is(http.StatusSeeOther)
	h.measure(h.goal("Noe gøy på fritiden", ""), plan.MeasureInput{What: "Prøve klatring", ResponsibleName: "Mona"})
	h.phone.get("/").is(http.StatusOK).shows("skriver på en ny utgave").hides("Noe gøy på fritiden")
	h.propose()
	h.phone.get("/").is(http.StatusOK).shows("Det er et nytt forslag til plan", `href="/plan/forslag"`, "Trygg skolevei").
		hides("Noe gøy på fritiden")
	h.phone.get("/plan/forslag").is(http.StatusOK).shows("Dette er nytt", "Noe gøy på fritiden", "Trygg skolevei")
}

func TestAProposalIsSentAndItsAnswerIsRead(t *testing.T) {
	h := openHome(t).welcomed()
	goal := h.put("Trygg skolevei")
	h.phone.get("/plan/foresla?mal=" + goal.String()).is(http.StatusOK).shows(`value="mal:` + goal.String() + `" checked`)
	h.phone.post("/plan/foresla", "text", "Vi vil sykle").is(http.StatusUnprocessableEntity).
		shows("Velg hva forslaget gjelder", "Vi vil sykle")
	h.phone.post("/plan/foresla", "about", "mal:"+uuid.NewString(), "text", "Vi vil sykle").is(http.StatusUnprocessableEntity)
	h.phone.post("/plan/foresla", "about", "mal:"+goal.String()).is(http.StatusUnprocessableEntity).shows("Skriv hva du vil endre")
	if waiting := h.read().Remarks; len(waiting) != 0 {
		t.Fatalf("a refused proposal was kept: %+v", waiting)
	}
	h.phone.post("/plan/foresla", "about", "mal:"+goal.String(), "text", "Vi vil sykle").is(http.StatusSeeOther)
	waiting := h.read().Remarks
	if len(waiting) != 1 || waiting[0].Text != "Vi vil sykle" || waiting[0].Goal == nil || *waiting[0].Goal != goal {
		t.Fatalf("the coordinator reads %+v", waiting)
	}
	h.must(plan.AnswerRemark(t.Context(), h.by, h.family.ID, waiting[0].ID, true, "Så fint"))
	h.phone.get("/").is(http.StatusOK).shows("har svart på forslaget ditt")
	h.phone.get("/plan/foresla").is(http.StatusOK).shows("Vi vil sykle", "Så fint", "Tatt inn i planen")
}

func TestTheWayForwardHasTheMeetingAndAFileThatSaysNothing(t *testing.T) {
	h := openHome(t).welcomed()
	id, err := journal.PlanMeeting(t.Context(), h.by, h.family.ID, journal.Call{
		StartsAt: tenanttest.Start.Add(48 * time.Hour), Minutes: 60, Place: "Fjærekroken", Agenda: []string{"Skoleveien"},
		Participants: []string{"Mona Lia"},
	})
	h.must(err)
	file := "/framover/" + id.String() + "/kalender.ics"
	h.phone.get("/framover").is(http.StatusOK).shows("Torsdag 5. november kl. 09.00", "Fjærekroken", "Skoleveien", file, "Her er vi nå")
	h.phone.get(file).is(http.StatusOK).shows("BEGIN:VCALENDAR", "SUMMARY:Møte").
		hides("Fjærekroken", "Skoleveien", "Mona", "Lia", "fjordby")
	other := h.house.Family("Strand")
	theirs, err := journal.PlanMeeting(t.Context(), h.by, other.ID, journal.Call{
		StartsAt: tenanttest.Start.Add(48 * time.Hour), Minutes: 60,
	})
	h.must(err)
	h.phone.get("/framover/" + theirs.String() + "/kalender.ics").is(http.StatusNotFound)
	h.phone.get("/framover/tull/kalender.ics").is(http.StatusNotFound)
}

func TestTheRightsAreThoseOfTheFamilyAsItIs(t *testing.T) {
	h := openHome(t).welcomed()
	h.phone.get("/rettigheter").is(http.StatusOK).
		shows(`href="tel:112"`, `href="tel:116111"`, `href="tel:116006"`, "Hvem har sett").
		inOrder("Dette gjelder for dere nå", "Det skal være trygt på skolen", "Dette kan også være viktig", "Det skal være trygt i barnehagen")
}

func TestOnlyTheFamilysOwnCaregiversOpenItsPages(t *testing.T) {
	h := openHome(t).welcomed()
	h.put("Trygg skolevei")
	stranger := h.house.Family("Strand")
	h.house.Caregiver(stranger)
	other := h.phoneOf(stranger.ID.String(), "")
	other.post("/velkommen").is(http.StatusSeeOther)
	other.get("/?familie=" + h.family.ID.String()).is(http.StatusOK).hides("Trygg skolevei")
	other.get("/plan/svar?familie=" + h.family.ID.String()).is(http.StatusNotFound)
	teacher := h.staff("laerer", policy.RoleProfessional)
	for _, path := range []string{"/velkommen", "/framover", "/rettigheter", "/plan/foresla", "/plan/forslag", "/plan/svar"} {
		teacher.get(path).is(http.StatusNotFound)
		h.get(path).is(http.StatusNotFound)
	}
}

func TestAfterTheFollowUpIsClosedThePlanIsReadAndNothingIsAsked(t *testing.T) {
	h := openHome(t).welcomed()
	goal := h.put("Trygg skolevei")
	h.must(casefile.Close(t.Context(), h.by, h.family.ID, "goals_reached", "", "2026-11-03"))
	h.phone.get("/").is(http.StatusOK).shows("Oppfølgingen er avsluttet", "Trygg skolevei").
		hides("Ja, dette er planen vår", "Foreslå en endring")
	h.phone.post("/plan/svar", "version", "1", "answer", "ja").is(http.StatusConflict)
	h.phone.post("/plan/foresla", "about", "mal:"+goal.String(), "text", "Vi vil sykle").is(http.StatusConflict)
	if h.read().InForce != nil {
		t.Error("a closed plan was agreed")
	}
}

func TestACaregiverInTwoFamiliesChoosesAmongThem(t *testing.T) {
	h := openHome(t).welcomed()
	h.put("Trygg skolevei")
	second := h.house.FamilyOf(h.by, casefile.Intake{
		ShortName: "Lia 2", Background: h.house.Intake("x").Background, AcceptedSaid: true, AcceptedOn: "2026-11-01",
		AcceptedHow: casefile.HowOral, Members: []casefile.Person{
			{Kind: casefile.Child, Name: "Brage Lia", BornOn: "2020-02-02", Grade: casefile.GradeOpen},
			{Kind: casefile.Caregiver, Name: "Mona Lia", Relation: "mor", Grade: casefile.GradeOpen},
		},
	})
	h.must(casefile.GiveAccess(t.Context(), h.by, second.ID, second.Caregiver, casefile.Login{PID: monasPID, Language: "nb"}))
	choose := h.phone.get("/").is(http.StatusOK).shows("Velg familie", "Elva", "Brage")
	first := "/?familie=" + h.family.ID.String()
	choose.shows(`href="`+first+`"`, `href="/?familie=`+second.ID.String()+`"`)
	h.phone.get(first).is(http.StatusOK).shows("Trygg skolevei", "/plan/svar?svar=ja&amp;familie="+h.family.ID.String())
	h.phone.get("/?familie=" + second.ID.String()).is(http.StatusOK).hides("Trygg skolevei")
	h.phone.get("/plan/svar?familie=" + second.ID.String()).is(http.StatusNotFound)
}
