package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// coordinatorsID is the coordinator as a choice in the caregiver's form.
func (h *atHome) coordinatorsID() string {
	h.t.Helper()
	return h.house.Staff(h.house.Scope, "koordinator", policy.RoleCoordinator).Viewer.ID.String()
}

// begun is a conversation the caregiver has begun with the coordinator, at its
// address under the caregiver's own pages.
func (h *atHome) begun(text string) string {
	h.t.Helper()
	form := h.phone.get("/meldinger/ny").is(http.StatusOK)
	answer := h.phone.post("/meldinger/ny", "conversation", form.hidden("conversation"), "message", form.hidden("message"),
		"with", h.coordinatorsID(), "about", "", "subject", "Møtet på torsdag", "text", text).is(http.StatusSeeOther)
	h.house.Clock.Advance(time.Minute)
	return strings.TrimSuffix(answer.location, "#siste")
}

func (h *atHome) atDesk() *visitor { return h.staff("koordinator", policy.RoleCoordinator) }

func TestACaregiverAndTheCoordinatorWriteToEachOther(t *testing.T) {
	h := openHome(t).welcomed()
	h.phone.get("/meldinger").is(http.StatusOK).shows("Ingen meldinger ennå", `href="/meldinger/ny"`)
	at := h.begun("Kan vi ta det klokka to?\n\nMona")
	h.phone.get(at).shows("Møtet på torsdag", "Kan vi ta det klokka to?", "Du", "Med Prøve koordinator", `id="siste"`).
		hides("<title>Møtet")

	desk, under := h.atDesk(), "/f/"+h.family.ID.String()
	desk.get(under).shows(`href="`+under+`/meldinger"`, `<span class="count">1</span>`)
	desk.get(under+"/meldinger").shows("Møtet på torsdag", "Ulest")
	shown := desk.get(under+at).is(http.StatusOK).shows("Kan vi ta det klokka to?", "Tirsdag 3. november")
	desk.get(under + "/meldinger").shows("Møtet på torsdag").hides("Ulest")
	message := shown.hidden("message")
	for range 2 { // a double click
		desk.post(under+at, "message", message, "text", "Ja, klokka to går fint").is(http.StatusSeeOther)
	}
	answer := h.phone.get(at).shows("Ja, klokka to går fint")
	if n := strings.Count(answer.body, "klokka to går fint"); n != 1 {
		t.Errorf("a double click was sent %d times", n)
	}
	if first, second := strings.Index(answer.body, "ta det klokka to"), strings.Index(answer.body, "klokka to går fint"); first > second {
		t.Error("the newest message is not the last")
	}
}

func TestTheMenuOnThePhoneCountsWhatIsUnread(t *testing.T) {
	h := openHome(t).welcomed()
	at := h.begun("Hei")
	h.phone.get("/framover").shows(`href="/meldinger"`).hides(`<span class="count">`)
	desk, under := h.atDesk(), "/f/"+h.family.ID.String()
	desk.post(under+at, "text", "Hei igjen").is(http.StatusSeeOther)
	h.phone.get("/framover").shows(`<span class="count">1</span>`)
	h.phone.get(at).shows("Hei igjen")
	h.phone.get("/framover").hides(`<span class="count">`)
}

func TestWhatIsBeingWrittenIsKeptAndGoneWhenItIsSent(t *testing.T) {
	h := openHome(t).welcomed()
	at := h.begun("Hei")
	id := strings.TrimPrefix(at, "/meldinger/")
	key := "f:" + h.family.ID.String() + ":conversation:" + id
	h.phone.get(at).shows(`data-draft="` + key + `"`)
	h.phone.post("/utkast", "_draft", key, "text", "Halvferdig setning", "message", "brukt").is(http.StatusNoContent)
	kept := h.phone.get(at).shows("Halvferdig setning")
	if kept.hidden("message") == "brukt" {
		t.Error("the message's id is taken from the draft, where it may be used")
	}
	h.phone.post(at, "message", kept.hidden("message"), "text", "Hel setning").is(http.StatusSeeOther)
	h.phone.get(at).shows("Hel setning").hides("Halvferdig setning")
}

func TestWrongThingsInAMessageAreSaidAndNothingIsLost(t *testing.T) {
	h := openHome(t).welcomed()
	h.phone.post("/meldinger/ny", "subject", "Torsdag", "text", "Lang forklaring").is(http.StatusUnprocessableEntity).
		shows("Velg minst én du vil skrive til", "Lang forklaring", `value="Torsdag"`)
	at := h.begun("Hei")
	h.phone.post(at, "text", " ").is(http.StatusUnprocessableEntity).shows("Skriv det du vil si")
	h.phone.post("/meldinger/ny", "with", h.family.Child.String(), "subject", "a", "text", "b").is(http.StatusUnprocessableEntity)
}

func TestWhoLosesAccessFindsNoConversationAndTheOthersAreTold(t *testing.T) {
	h := openHome(t).welcomed()
	at := h.begun("Hei")
	desk, under := h.atDesk(), "/f/"+h.family.ID.String()
	access, err := casefile.Enter(t.Context(), h.by, h.family.ID)
	h.must(err)
	members, err := casefile.Members(t.Context(), access)
	h.must(err)
	for _, member := range members {
		if member.UserID != nil {
			h.must(casefile.EndAccess(t.Context(), h.by, h.family.ID, *member.UserID))
		}
	}
	h.phone.get(at).is(http.StatusNotFound).hides("Hei", "torsdag")
	h.phone.get("/meldinger").is(http.StatusNotFound)
	desk.get(under+at).is(http.StatusOK).shows("(ikke med lenger)", "Du er den eneste som er igjen her")
	desk.post(under+at, "text", "Er du der?").is(http.StatusUnprocessableEntity)
}

func TestLeavingAConversationTakesItOffTheList(t *testing.T) {
	h := openHome(t).welcomed()
	at := h.begun("Hei")
	h.phone.follow(h.phone.post(at+"/forlat")).shows("Du er ute av samtalen.", "Ingen meldinger ennå")
	h.phone.get(at).is(http.StatusNotFound)
}
