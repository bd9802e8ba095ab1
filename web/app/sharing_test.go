package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// aShare is a share as it is typed, with one field changed.
func (d desk) aShare(field, value string) []string {
	fields := []string{
		"id", tenants.NewID().String(), "channel", "sms", "name", "Trygve Trener", "phone", "900 00 001",
		"sections", policy.SectionGoals.String(), "purpose", "Følge opp på trening", "hours", "24",
		"yes_by", d.family.Caregiver.String(), "yes_how", "oral",
	}
	for i := 0; i < len(fields); i += 2 {
		if fields[i] == field {
			fields[i+1] = value
		}
	}
	return fields
}

// code is what was last sent to a phone.
func (o *office) code() string {
	o.t.Helper()
	code := ""
	read := func(_ context.Context, d outbox.Delivery) error {
		var mail directory.Mail
		err := json.Unmarshal([]byte(d.Payload), &mail)
		if mail.Code != "" {
			code = mail.Code
		}
		return err
	}
	_, err := o.house.Scope.Outbox().Work(o.t.Context(), map[string]outbox.Handler{directory.MailKind: read, directory.TextKind: read}, 100)
	if err != nil || code == "" {
		o.t.Fatalf("no code was sent: %v", err)
	}
	return code
}

// shared makes a share and reads the link off the page.
func (d desk) shared(fields []string) (link string, made page) {
	d.t.Helper()
	made = d.post(d.base+"/lag/dag", fields...).is(http.StatusOK)
	found := regexp.MustCompile(`https://[a-z.]+(/d/[A-Za-z0-9_-]{43})`).FindStringSubmatch(made.body)
	if found == nil {
		d.t.Fatalf("the page has no link\n%s", made.body)
	}
	return found[1], made
}

func TestALinkIsShownOnceAndOpensForTheOneWhoHasTheCode(t *testing.T) {
	d := openDesk(t)
	d.get(d.base+"/lag/dag").is(http.StatusOK).shows("Ingenting er delt for en dag", "Del for en dag")
	d.get(d.base+"/lag/dag/ny").is(http.StatusOK).shows("Mona Lia", "Uten et ja deler vi ingenting")
	link, made := d.shared(d.aShare("", ""))
	made.shows("Du ser lenken bare nå", "Vi sender også lenken", "Delt med Trygve Trener", "Følge opp på trening")
	one := d.get(made.link(d.base + "/lag/dag/" + anID + "/stopp")[:len(d.base+"/lag/dag/")+36]).is(http.StatusOK)
	one.hides("/d/").shows("Ikke åpnet ennå", "Personen har ikke sett noe ennå")

	guest := d.stranger()
	guest.get(link).is(http.StatusOK).shows("Send meg en kode", "<title>Skriv koden din - Hverdag</title>").hides("Lia", "Trygve", "Mona", "planen", "trening")
	guest.post(link + "/kode").is(http.StatusSeeOther)
	code := d.code()
	guest.get(link).is(http.StatusOK).shows("Koden du fikk")
	guest.post(link, "code", "x").is(http.StatusUnprocessableEntity).shows("Koden passer ikke").hides("Lia")
	answer := guest.post(link, "code", " "+code[:3]+" "+code[3:]).is(http.StatusSeeOther)
	if answer.location != "/" || guest.cookies["hverdag"] == "" {
		t.Fatalf("the guest is sent to %s with %v", answer.location, guest.cookies)
	}
	guest.get(d.base + "/bakgrunn").is(http.StatusNotFound)
	guest.get(d.base + "/personer").is(http.StatusNotFound)
	guest.get("/").is(http.StatusSeeOther)

	forwarded := d.stranger()
	forwarded.get(link).is(http.StatusNotFound).shows("Her er det ikke noe").hides("Lia", "Trygve")
	forwarded.post(link, "code", code).is(http.StatusNotFound).hides("Lia")
	if forwarded.cookies["hverdag"] != "" {
		t.Error("a forwarded link opened a session")
	}
	d.get(d.base+"/lag/dag").is(http.StatusOK).shows("Trygve Trener", "Åpnet", "målene")
}

func TestASpentAndANeverMadeLinkLookTheSame(t *testing.T) {
	d := openDesk(t)
	link, made := d.shared(d.aShare("", ""))
	d.post(made.link(d.base + "/lag/dag/" + anID + "/stopp")).is(http.StatusSeeOther)
	spent := d.stranger().get(link).is(http.StatusNotFound)
	never := d.stranger().get(link[:40] + "aaaaaa").is(http.StatusNotFound)
	cut := d.stranger().get("/d/kort").is(http.StatusNotFound)
	if spent.body != never.body || spent.body != cut.body {
		t.Error("the pages differ")
	}
	d.stranger().post(link + "/kode").is(http.StatusSeeOther)
}

func TestACaregiverStopsASharingAndTheGuestIsOut(t *testing.T) {
	d := openDesk(t)
	link, made := d.shared(d.aShare("", ""))
	guest := d.stranger()
	guest.post(link + "/kode").is(http.StatusSeeOther)
	guest.post(link, "code", d.code()).is(http.StatusSeeOther)
	guest.get(d.base).is(http.StatusOK)
	stop := made.link(d.base + "/lag/dag/" + anID + "/stopp")
	mona := d.caregiver()
	mona.post("/deling" + stop[len(d.base+"/lag"):]).is(http.StatusSeeOther)
	answer := guest.get(d.base)
	if answer.status != http.StatusSeeOther && answer.status != http.StatusNotFound {
		t.Errorf("the guest still gets %d", answer.status)
	}
	d.get(stop[:len(stop)-len("/stopp")]).is(http.StatusOK).shows("Slutt", "Stoppet")
}

func TestTheFormSaysWhatIsMissingAndKeepsWhatWasTyped(t *testing.T) {
	d := openDesk(t)
	for field, says := range map[string]string{
		"sections": "Velg minst én del", "purpose": "Skriv hva det skal brukes til", "phone": "Skriv et mobilnummer",
		"yes_by": "Velg hvem i familien som sa ja", "name": "Skriv navnet på den som skal få se", "channel": "Velg hvordan personen",
	} {
		d.post(d.base+"/lag/dag", d.aShare(field, "")...).is(http.StatusUnprocessableEntity).shows(says)
	}
	d.post(d.base+"/lag/dag", d.aShare("purpose", "")...).shows("Trygve Trener", "900 00 001")
	d.post(d.base+"/lag/dag", "channel", "").is(http.StatusUnprocessableEntity).shows("Velg hvordan personen").hides("Velg minst én del")
	byMail := append(d.aShare("channel", "mail"), "mail", "ikke en adresse")
	d.post(d.base+"/lag/dag", byMail...).is(http.StatusUnprocessableEntity).shows(`href="#f-mail"`, "ikke en adresse")
	d.get(d.base + "/lag/dag").shows("Ingenting er delt for en dag")
}

func TestAFormSentTwiceShowsNoLinkAgain(t *testing.T) {
	d := openDesk(t)
	fields := d.aShare("", "")
	d.shared(fields)
	again := d.post(d.base+"/lag/dag", fields...).is(http.StatusSeeOther)
	d.get(again.location).is(http.StatusOK).shows("Trygve Trener").hides("/d/")
}

func TestSomebodyWhoSignsInOpensTheLinkByAButton(t *testing.T) {
	d := openDesk(t)
	teacher := d.staff("laerer", policy.RoleProfessional)
	other := d.staff("barnehage", policy.RoleProfessional)
	fields := append(d.aShare("channel", "sign_in"), "user", d.house.Professional().Viewer.ID.String())
	link, made := d.shared(fields)
	made.shows("Personen logger inn som vanlig")
	d.stranger().get(link).is(http.StatusOK).shows("/logg-inn?til=").hides("Lia")
	other.get(link).is(http.StatusNotFound)
	other.post(link).is(http.StatusNotFound)
	teacher.get(link).is(http.StatusOK).shows("Gå videre").hides("Lia")
	teacher.post(link).is(http.StatusSeeOther)
	d.get(d.base + "/lag/dag").shows("Åpnet")
}

func TestAProtectedFamilysLinkIsHandedOverOnly(t *testing.T) {
	d := openDesk(t)
	intake := d.house.Intake("Skjult")
	intake.Members[0].Grade = casefile.GradeUnknown
	d.family = d.house.FamilyOf(d.house.Coordinator(), intake)
	d.base = "/f/" + d.family.ID.String()
	_, made := d.shared(d.aShare("", ""))
	made.shows("kommunens navn står i den").hides("Vi sender også lenken")
}

func TestAnUnsafePhoneIsNotAGuests(t *testing.T) {
	d := openDesk(t)
	mona := d.caregiver()
	mona.get("/meg/varsling").is(http.StatusOK).shows("Hvordan kan vi nå deg trygt?", "«Det er noe nytt til deg.»")
	mona.post("/meg/varsling", reach("sms_address", "+47 900 00 001")...).is(http.StatusSeeOther)
	channels := d.base + "/personer/" + d.family.Caregiver.String() + "/kanaler"
	d.get(channels).is(http.StatusOK).shows("Hvordan Mona kan nås", "+47 900 00 001, tirsdag og torsdag fra 16.00 til 20.30")
	d.post(channels + "/sms/utrygg").is(http.StatusSeeOther)
	d.get(channels).is(http.StatusOK).shows("Vi sender aldri noe her", "Trygt igjen").hides("900 00 001")
	mona.get("/meg/varsling").is(http.StatusOK).shows(`value="unsafe" checked`)
	d.post(d.base+"/lag/dag", d.aShare("", "")...).is(http.StatusUnprocessableEntity).shows("Noen i familien har sagt at dette ikke er trygt")
	d.post(channels + "/fax/utrygg").is(http.StatusNotFound)
	d.get(d.base + "/personer/" + d.family.Child.String() + "/kanaler").is(http.StatusNotFound)
}

// reach are one's own choices as they are typed, with one field changed.
func reach(field, value string) []string {
	fields := []string{
		"sms_state", "safe", "sms_address", "900 00 002", "sms_days", "1", "sms_days", "3", "sms_from", "16", "sms_to", "20.30",
		"mail_state", "off", "mail_address", "", "mail_days", "0", "mail_from", "", "mail_to", "00.00",
	}
	for i := 0; i < len(fields); i += 2 {
		if fields[i] == field {
			fields[i+1] = value
		}
	}
	return fields
}

func TestOnesOwnChoicesAreKeptOrSaidToBeWrong(t *testing.T) {
	d := openDesk(t)
	mona := d.caregiver()
	mona.post("/meg/varsling", reach("sms_address", "22 00 00 00")...).is(http.StatusUnprocessableEntity).shows("Skriv et mobilnummer")
	mona.post("/meg/varsling", reach("sms_to", "15")...).is(http.StatusUnprocessableEntity).shows("etter det første")
	mona.post("/meg/varsling", reach("mail_state", "safe")...).is(http.StatusUnprocessableEntity).shows("Skriv en e-postadresse")
	mona.post("/meg/varsling", reach("", "")...).is(http.StatusSeeOther)
	mona.get("/meg/varsling").is(http.StatusOK).shows(`value="900 00 002"`, `value="16.00"`, `value="20.30"`, "Valgene dine er lagret")
	d.get("/meg/varsling").is(http.StatusOK).shows("Vi bruker adressen din på jobb")
}

func TestAGuestIsToldThatItEndsOnlyInTheLastHours(t *testing.T) {
	d := openDesk(t)
	link, _ := d.shared(d.aShare("", ""))
	guest := d.stranger()
	guest.post(link + "/kode").is(http.StatusSeeOther)
	guest.post(link, "code", d.code()).is(http.StatusSeeOther)
	const soon = `<div class="notice" data-color="warning"`
	guest.get(d.base).is(http.StatusOK).shows("Familien har delt dette med deg til").hides(soon)
	d.house.Clock.Advance(21 * time.Hour)
	guest.get(d.base).is(http.StatusOK).hides(soon)
	d.house.Clock.Advance(2 * time.Hour)
	guest.get(d.base).is(http.StatusOK).shows(soon)
}
