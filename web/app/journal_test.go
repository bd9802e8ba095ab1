package app_test

import (
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// desk is the office with a coordinator at work and a family of theirs.
type desk struct {
	*visitor
	family tenanttest.Family
	base   string
}

func openDesk(t *testing.T) desk {
	t.Helper()
	o := openOffice(t)
	coordinator := o.staff("koordinator", policy.RoleCoordinator)
	family := o.house.Family("Lia")
	return desk{coordinator, family, "/f/" + family.ID.String()}
}

// again is the coordinator signed in anew, for when the clock has moved.
func (d desk) again() *visitor { return d.staff("koordinator", policy.RoleCoordinator) }

// aContact is a contact as it is typed, with one field changed.
func aContact(field, value string) []string {
	fields := []string{"kind", "call", "with_whom", "Mona", "note", "Avtalte ny tid", "happened_on", "3.11.2026",
		"happened_at", "08.30", "minutes", "15"}
	for i := 0; i < len(fields); i += 2 {
		if fields[i] == field {
			fields[i+1] = value
		}
	}
	return fields
}

// follow goes on to where an answer leads.
func (v *visitor) follow(p page) page {
	v.t.Helper()
	p.is(http.StatusSeeOther)
	return v.get(p.location).is(http.StatusOK)
}

// hidden is the value of a hidden field.
func (p page) hidden(name string) string {
	p.t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(p.body)
	if found == nil {
		p.t.Fatalf("no hidden field %s\n%s", name, p.body)
	}
	return html.UnescapeString(found[1])
}

func TestAContactIsWrittenOnTheLogWithTheTimeItTook(t *testing.T) {
	d := openDesk(t)
	d.get(d.base+"/logg").is(http.StatusOK).shows("Loggen begynner her", `value="03.11.2026"`, `value="09.00"`)
	d.follow(d.post(d.base+"/logg", aContact("", "")...)).
		shows("Nå står det i loggen.", "Mona", "Avtalte ny tid", "kl. 08.30", "15 min på 1 kontakt", "Lia").
		hides("Loggen begynner her", "<title>Lia")
}

func TestWhatIsWrongInAContactIsSaidAndWhatWasTypedIsKept(t *testing.T) {
	d := openDesk(t)
	for field, wrong := range map[string]struct{ value, said string }{
		"kind":        {"", "Velg om det var et møte"},
		"happened_on": {"", "Skriv datoen da dere hadde kontakt"},
		"happened_at": {"kvart på", "Skriv tiden slik"},
		"with_whom":   {strings.Repeat("a", 1001), "for lang"},
		"minutes":     {"mange", "Skriv et tall"},
		"note":        {strings.Repeat("å", 4001), "for lang"},
	} {
		d.post(d.base+"/logg", aContact(field, wrong.value)...).is(http.StatusUnprocessableEntity).
			shows(wrong.said, `href="#f-`+field+`"`, wrong.value)
	}
	d.post(d.base+"/logg", aContact("happened_on", "4.11.2026")...).is(http.StatusUnprocessableEntity).
		shows(`href="#f-happened_on"`, "Avtalte ny tid")
	d.get(d.base + "/logg").shows("Loggen begynner her")
}

func TestARemovedContactComesBackWithOneButton(t *testing.T) {
	d := openDesk(t)
	log := d.follow(d.post(d.base+"/logg", aContact("", "")...))
	gone := d.follow(d.post(log.link(d.base+"/logg/"+anID+"/fjern"))).shows("Det er tatt ut av loggen.", "Angre").
		hides("Avtalte ny tid")
	d.follow(d.post(gone.link(d.base+"/logg/"+anID+"/tilbake"))).shows("Avtalte ny tid", "Det står i loggen igjen.")
}

func TestTwoWhoCorrectTheSameContactSeeBothTexts(t *testing.T) {
	d := openDesk(t)
	log := d.follow(d.post(d.base+"/logg", aContact("", "")...))
	address := log.link(d.base + "/logg/" + anID)
	version := d.get(address).is(http.StatusOK).shows("Avtalte ny tid").hidden("version")
	d.follow(d.post(address, append(aContact("note", "Den andres ord"), "version", version)...))
	both := d.post(address, append(aContact("note", "Mine egne ord"), "version", version)...).is(http.StatusConflict).
		shows("Mine egne ord", "Den andres ord", "Noen andre lagret først")
	d.get(d.base + "/logg").shows("Den andres ord").hides("Mine egne ord")
	d.follow(d.post(address, append(aContact("note", "Mine egne ord"), "version", both.hidden("version"))...)).
		shows("Mine egne ord")
}

func TestTheLogIsNobodyElses(t *testing.T) {
	d := openDesk(t)
	log := d.follow(d.post(d.base+"/logg", aContact("", "")...))
	address := log.link(d.base + "/logg/" + anID)
	other := d.house.FamilyOf(d.house.Coordinator(), d.house.Intake("Berg"))
	d.get("/f/" + other.ID.String() + strings.TrimPrefix(address, d.base)).is(http.StatusNotFound)
	for _, stranger := range []*visitor{d.staff("kollega", policy.RoleCoordinator), d.staff("laerer", policy.RoleProfessional), d.administrator()} {
		stranger.get(d.base + "/logg").is(http.StatusNotFound).hides("Avtalte")
		stranger.post(d.base+"/logg", aContact("", "")...).is(http.StatusNotFound)
		stranger.post(address + "/fjern").is(http.StatusNotFound)
	}
	d.get(d.base + "/logg").shows("Avtalte ny tid")
}

func TestADraftIsItsWritersOwnAndComesBackIntoTheForm(t *testing.T) {
	d := openDesk(t)
	key := "f:" + d.family.ID.String() + ":contact"
	d.get(d.base + "/logg").shows(`data-draft="` + key + `"`)
	d.post("/utkast", append(aContact("note", "Halvferdig tanke"), "_draft", key)...).is(http.StatusNoContent)
	d.get(d.base+"/logg").shows("Halvferdig tanke", "Vi har tatt vare på det du skrev")
	for _, other := range []*visitor{d.staff("kollega", policy.RoleCoordinator), d.staff("laerer", policy.RoleProfessional)} {
		other.post("/utkast", "_draft", key, "note", "Fremmed").is(http.StatusNotFound)
	}
	d.get(d.base + "/logg").shows("Halvferdig tanke").hides("Fremmed")
	d.follow(d.post(d.base+"/logg", aContact("", "")...)).hides("Halvferdig tanke", "Vi har tatt vare på")
}

func TestADraftThatIsTooLongOrNamesNothingIsNotKept(t *testing.T) {
	d := openDesk(t)
	key := "f:" + d.family.ID.String() + ":contact"
	d.post("/utkast", "_draft", key, "note", strings.Repeat("a", 65<<10)).is(http.StatusUnprocessableEntity)
	d.post("/utkast", "_draft", "f:nobody:contact", "note", "a").is(http.StatusUnprocessableEntity)
	d.post("/utkast", "note", "a").is(http.StatusUnprocessableEntity)
	d.get(d.base + "/logg").hides("Vi har tatt vare på")
	if to := d.stranger().post("/utkast", "_draft", key, "note", "a"); to.status == http.StatusNoContent {
		t.Error("somebody who is not signed in kept a draft")
	}
}

func TestALongLogIsInPagesAndEveryMeetingIsOnOneOfThem(t *testing.T) {
	d := openDesk(t)
	by := d.house.Coordinator()
	now := d.house.Clock.Now()
	for day := range journal.PageSize + 5 {
		_, err := journal.AddContact(t.Context(), by, d.family.ID, journal.Contact{
			Kind: journal.KindCall, HappenedAt: now.AddDate(0, 0, -day), WithWhom: "Samtale nr. " + strconv.Itoa(day),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, when := range []time.Time{now.AddDate(0, 0, -1).Add(time.Hour), now.AddDate(0, 0, -32).Add(time.Hour), now.AddDate(0, 0, -90)} {
		id, err := journal.PlanMeeting(t.Context(), by, d.family.ID, journal.Call{StartsAt: when, Minutes: 30})
		if err != nil {
			t.Fatal(err)
		}
		if err := journal.CancelMeeting(t.Context(), by, d.family.ID, id); err != nil {
			t.Fatal(err)
		}
	}
	first := d.get(d.base+"/logg").shows("Samtale nr. 0", "Samtale nr. 29", "Side 1 av 2").hides("Samtale nr. 30")
	second := d.get(d.base+"/logg?side=2").shows("Samtale nr. 30", "Samtale nr. 34", "Side 2 av 2").hides("Samtale nr. 29")
	if a, b := strings.Count(first.body, "Avlyst"), strings.Count(second.body, "Avlyst"); a != 1 || b != 2 {
		t.Errorf("the three meetings stand %d and %d times", a, b)
	}
}

func TestTheLogOfAClosedFollowUpIsOnlyRead(t *testing.T) {
	d := openDesk(t)
	log := d.follow(d.post(d.base+"/logg", aContact("", "")...))
	address := log.link(d.base + "/logg/" + anID)
	if err := casefile.Close(t.Context(), d.house.Coordinator(), d.family.ID, "goals_reached", "", clock.Today(d.house.Clock)); err != nil {
		t.Fatal(err)
	}
	d.get(d.base+"/logg").is(http.StatusOK).shows("Avtalte ny tid").hides("Skriv i loggen", "/fjern", "Planlegg et møte")
	d.get(address).is(http.StatusSeeOther)
	d.get(d.base + "/moter/ny").is(http.StatusSeeOther)
	d.post(d.base+"/logg", aContact("", "")...).is(http.StatusConflict)
}
