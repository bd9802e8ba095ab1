package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
)

// aMeeting is a meeting as it is typed, on a day.
func aMeeting(on string) []string {
	return []string{"starts_on", on, "starts_at", "14.00", "minutes", "60", "place", "Biblioteket i Lia",
		"participants", "Mona\nPrøve koordinator", "agenda", "Skoleveien\n\nFritid"}
}

func (d desk) plan(on string) (address string, shown page) {
	d.t.Helper()
	answer := d.post(d.base+"/moter/ny", aMeeting(on)...)
	return answer.location, d.follow(answer)
}

func TestAMeetingIsPlannedAndSeenOnTheLog(t *testing.T) {
	d := openDesk(t)
	d.get(d.base+"/moter/ny").is(http.StatusOK).shows("Mona Lia", "Prøve koordinator", `value="60"`)
	_, shown := d.plan("10.11.2026")
	shown.shows("Møtet er avtalt.", "Tirsdag 10. november kl. 14.00", "Biblioteket i Lia", "Skoleveien", "Fritid", "Om 7 dager").
		hides("Skriv ned møtet", "<title>Lia")
	d.get(d.base+"/logg").shows("tirsdag 10. november kl. 14.00", "Biblioteket i Lia")
}

func TestAMeetingWithoutATimeIsNotPlanned(t *testing.T) {
	d := openDesk(t)
	fields := aMeeting("10.11.2026")
	fields[3] = ""
	d.post(d.base+"/moter/ny", fields...).is(http.StatusUnprocessableEntity).
		shows(`href="#f-starts_at"`, "Biblioteket i Lia", "Skoleveien")
	fields = append(aMeeting("10.11.2026"), "interpreter", "ja")
	d.post(d.base+"/moter/ny", fields...).is(http.StatusUnprocessableEntity).shows(`href="#f-interpreter_language"`)
	d.get(d.base + "/logg").shows("Ingen møter er avtalt.")
}

func TestTheCalendarFileHasNoContent(t *testing.T) {
	d := openDesk(t)
	address, shown := d.plan("10.11.2026")
	file := d.get(shown.link(address+"/kalender.ics")).is(http.StatusOK).
		shows("BEGIN:VCALENDAR", "DTSTART:20261110T130000Z", "SUMMARY:Møte").
		hides("Biblioteket", "Lia", "Mona", "Skoleveien", "koordinator", "Fjordby", "fjordby", "localhost", d.family.ID.String())
	if lines := strings.Count(file.body, "\r\n"); lines != 15 {
		t.Errorf("the file has %d lines, want the 15 that tell nothing:\n%s", lines, file.body)
	}
}

func TestTheCalendarFileHasANeutralName(t *testing.T) {
	d := openDesk(t)
	address, _ := d.plan("10.11.2026")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/kalender.ics", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = adminHost
	request.AddCookie(&http.Cookie{Name: "hverdag", Value: d.cookies["hverdag"]})
	answer, err := d.server.Test(request, 30_000)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if name := answer.Header.Get("Content-Disposition"); name != `attachment; filename="mote.ics"` {
		t.Errorf("the file is called %q", name)
	}
	if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/calendar") {
		t.Errorf("the file is a %q", kind)
	}
}

func TestACancelledMeetingIsPlannedAgainWithOneButton(t *testing.T) {
	d := openDesk(t)
	address, shown := d.plan("10.11.2026")
	gone := d.follow(d.post(shown.link(address+"/avlys"))).shows("Møtet er avlyst.", "Angre", "Avlyst").hides("kalender.ics")
	d.follow(d.post(gone.link(address+"/likevel"))).shows("Møtet er avtalt igjen.", "kalender.ics")
	d.post(address + "/likevel").is(http.StatusConflict)
}

func TestAMeetingThatWasHeldIsOnTheLogAndLeadsToThePlan(t *testing.T) {
	d := openDesk(t)
	address, _ := d.plan("3.11.2026")
	d.house.Clock.Advance(7 * time.Hour)
	d.visitor = d.again()
	form := d.get(d.get(address).shows("Skriv ned møtet").link(address+"/skriv")).is(http.StatusOK).
		shows("Skoleveien", `value="03.11.2026"`, `value="14.00"`)
	held := d.follow(d.post(address+"/skriv", "version", form.hidden("version"), "starts_on", "3.11.2026",
		"starts_at", "14.10", "minutes", "75", "agreed", "Bestefar følger til skolen\nMona ringer treneren"))
	held.shows("Bestefar følger til skolen", "Mona ringer treneren", "1 t 15 min", "Gjør det dere ble enige om til tiltak")
	held.link(d.base + "/plan/fra-mote/" + anID)
	log := d.get(d.base+"/logg").shows("Bestefar følger til skolen", "kl. 14.10", "1 t 15 min på 1 kontakt")
	if n := strings.Count(log.body, "Bestefar følger til skolen"); n != 1 {
		t.Errorf("the meeting stands %d times on the log", n)
	}
	d.get(address + "/skriv").is(http.StatusSeeOther)
}

func TestTwoMeetingsAtTheSameTimeAreBothOnTheLog(t *testing.T) {
	d := openDesk(t)
	for _, line := range []string{"Den ene linjen", "Den andre linjen"} {
		address, _ := d.plan("3.11.2026")
		d.follow(d.post(address+"/skriv", "version", "1", "agreed", line))
	}
	log := d.get(d.base+"/logg").shows("Den ene linjen", "Den andre linjen", "2 t på 2 kontakter")
	if n := strings.Count(log.body, "Dette ble vi enige om"); n != 2 {
		t.Errorf("%d meetings have what was agreed, want 2", n)
	}
}

func TestAMeetingAheadIsNotWrittenDown(t *testing.T) {
	d := openDesk(t)
	address, _ := d.plan("10.11.2026")
	d.post(address+"/skriv", "version", "1", "agreed", "For tidlig").is(http.StatusUnprocessableEntity).
		shows("For tidlig", `href="#f-starts_on"`)
	d.get(address).hides("For tidlig")
}

func TestTwoWhoChangeTheSameMeetingSeeBoth(t *testing.T) {
	d := openDesk(t)
	address, _ := d.plan("3.11.2026")
	version := d.get(address + "/endre").is(http.StatusOK).hidden("version")
	first, second := aMeeting("3.11.2026"), aMeeting("3.11.2026")
	first[7], second[7] = "Hos den ene", "Hos den andre"
	d.follow(d.post(address+"/endre", append(first, "version", version)...)).shows("Hos den ene")
	both := d.post(address+"/endre", append(second, "version", version)...).is(http.StatusConflict).shows("Hos den ene", "Hos den andre")
	d.follow(d.post(address+"/endre", append(second, "version", both.hidden("version"))...)).shows("Hos den andre")
}

func TestTwoWhoWriteDownTheSameMeetingLoseNoText(t *testing.T) {
	d := openDesk(t)
	address, _ := d.plan("3.11.2026")
	version := d.get(address + "/skriv").hidden("version")
	d.follow(d.post(address+"/skriv", "version", version, "agreed", "Den enes linje"))
	both := d.post(address+"/skriv", "version", version, "agreed", "Den andres linje").is(http.StatusConflict).
		shows("Den enes linje", "Den andres linje")
	d.follow(d.post(both.link(address+"/enige"), "version", both.hidden("version"), "agreed", "Den enes linje\nDen andres linje")).
		shows("Den enes linje", "Den andres linje")
}

func TestADraftOnAnOldMeetingStillNoticesWhatOthersSaved(t *testing.T) {
	d := openDesk(t)
	address, _ := d.plan("3.11.2026")
	form := d.get(address + "/endre")
	version := form.hidden("version")
	id := strings.TrimPrefix(address, d.base+"/moter/")
	d.post("/utkast", append(aMeeting("3.11.2026"), "_draft", "f:"+d.family.ID.String()+":meeting:"+id, "version", version)...).
		is(http.StatusNoContent)
	changed := aMeeting("3.11.2026")
	changed[7] = "Et nytt sted"
	// Another window of the same person: the draft is theirs, and saving drops
	// it, so it is written once more after.
	d.follow(d.post(address+"/endre", append(changed, "version", version)...))
	d.post("/utkast", append(aMeeting("3.11.2026"), "_draft", "f:"+d.family.ID.String()+":meeting:"+id, "version", version)...).
		is(http.StatusNoContent)
	if kept := d.get(address + "/endre").hidden("version"); kept != version {
		t.Errorf("the draft is shown on version %s, but it was written on %s", kept, version)
	}
}

func TestAFamilySeesItsMeetingAndChangesNothing(t *testing.T) {
	h := openHome(t).welcomed()
	id, err := journal.PlanMeeting(t.Context(), h.by, h.family.ID, journal.Call{
		StartsAt: h.house.Clock.Now().Add(48 * time.Hour), Minutes: 60, Agenda: []string{"Skoleveien"},
	})
	h.must(err)
	address := "/f/" + h.family.ID.String() + "/moter/" + id.String()
	h.phone.get(address).is(http.StatusOK).shows("Skoleveien", address+"/kalender.ics", `href="/framover"`).
		hides("/endre", "/avlys", "/skriv", "/logg\"")
	h.phone.get(address + "/kalender.ics").is(http.StatusOK).shows("BEGIN:VCALENDAR").hides("Skoleveien")
	h.phone.get(address + "/endre").is(http.StatusNotFound)
	h.phone.post(address + "/avlys").is(http.StatusForbidden)
	h.phone.get("/f/" + h.family.ID.String() + "/logg").is(http.StatusNotFound)
}
