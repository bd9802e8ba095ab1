package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// referral, grounds and yes are what is typed on those steps.
var (
	referral = []string{"referrer", "barnehus", "referrer_note", "Ring etter klokka to", "referred_on", "1.10.2026", "crisis_on", "1.9.2026"}
	yes      = []string{"accepted", "ja", "accepted_on", "2.11.2026", "accepted_how", "oral"}
)

// takeIn answers every question up to looking over.
func (d desk) takeIn() {
	d.t.Helper()
	d.post("/familier/ny/sok", "sok", "Ymse Prøveson", "fodt", "4.5.2016").is(http.StatusOK)
	for _, step := range []struct {
		path   string
		fields []string
	}{
		{"henvisning", referral},
		{"grunnlag", []string{"grounds", "witness", "grounds", "sexual_abuse", "letter_sender", "fastlege"}},
		{"opphold", nil},
		{"barn/ny", []string{"name", "Ymse Prøveson", "born_on", "4.5.2016", "grade", "ugradert"}},
		{"barn", nil},
		{"omsorgspersoner/ny", []string{"name", "Mai Prøveson", "relation", "mor", "phone", "000 00 777", "grade", "ugradert", "interpreter", "ja"}},
		{"omsorgspersoner", nil},
		{"tilgang/ny", []string{"name", "Utestengt Prøveson", "relation", "far"}},
		{"tilgang", nil},
		{"ja", yes},
	} {
		d.post("/familier/ny/"+step.path, step.fields...).is(http.StatusSeeOther)
	}
}

func TestAFamilyIsTakenInOneQuestionAPage(t *testing.T) {
	d := openDesk(t)
	d.takeIn()
	d.get("/familier/ny/se-over").is(http.StatusOK).shows("Steg 9 av 9", "Statens barnehus", "Ring etter klokka to",
		"Seksuelle overgrep", "Fastlege", "Ymse Prøveson, 10 år", "Mai Prøveson, Trenger tolk", "Utestengt Prøveson", "Muntlig")
	opened := d.post("/familier/ny/se-over", "short_name", "Sjøboden")
	d.follow(opened).shows("Nå har familien en plass her. Neste steg er å avtale det første møtet.",
		"Sjøboden", "Avtal det første møtet", "62 dager etter krisen", opened.location+"/moter/ny").hides("<title>Sjøboden")
	d.get(opened.location+"/personer").is(http.StatusOK).shows("Ymse Prøveson", "Mai Prøveson", "000 00 777", "Utestengt Prøveson")
	d.get("/familier/ny").is(http.StatusOK).hides("Fortsett der du slapp")
}

func TestAnIntakeGoesOnWhereItWasLeft(t *testing.T) {
	d := openDesk(t)
	d.post("/familier/ny/sok", "sok", "Ymse Prøveson").is(http.StatusOK)
	d.post("/familier/ny/henvisning", referral...).is(http.StatusSeeOther)
	d.post("/utkast", "_draft", "intake:grunnlag", "grounds", "witness", "letter_on", "5.9.2026").is(http.StatusNoContent)
	later := d.again()
	later.get("/familier/ny").is(http.StatusOK).shows("Fortsett der du slapp", `href="/familier/ny/grunnlag"`)
	later.get("/familier/ny/grunnlag").is(http.StatusOK).shows(`value="5.9.2026"`, "Vi har tatt vare på det du skrev")
	later.get("/familier/ny/henvisning").is(http.StatusOK).shows(`value="01.10.2026"`, "Ring etter klokka to")
}

func TestAnIntakeThatWasThrownAwayComesBackWithOneClick(t *testing.T) {
	d := openDesk(t)
	d.takeIn()
	d.follow(d.post("/familier/ny/forfra")).shows("Svarene er kastet.", `action="/familier/ny/forfra/angre"`).hides("Fortsett der du slapp")
	d.follow(d.post("/familier/ny/forfra/angre")).shows("Svarene er tilbake.", "Fortsett der du slapp")
	d.get("/familier/ny/se-over").is(http.StatusOK).shows("Ymse Prøveson, 10 år")
}

func TestAnIntakeIsItsWritersAlone(t *testing.T) {
	d := openDesk(t)
	d.post("/familier/ny/sok", "sok", "Ymse Prøveson").is(http.StatusOK)
	d.post("/familier/ny/henvisning", referral...).is(http.StatusSeeOther)
	d.house.Colleague()
	colleague := d.signIn("kollega@fjordby.example")
	colleague.get("/familier/ny").is(http.StatusOK).hides("Fortsett der du slapp", "Ymse")
	if to := colleague.get("/familier/ny/grunnlag").is(http.StatusSeeOther).location; to != "/familier/ny" {
		t.Errorf("a colleague is sent to %s, want the beginning", to)
	}
}

func TestAStepCannotBeSkipped(t *testing.T) {
	d := openDesk(t)
	for _, path := range []string{"henvisning", "barn", "barn/ny", "ja", "se-over"} {
		if to := d.get("/familier/ny/" + path).is(http.StatusSeeOther).location; to != "/familier/ny" {
			t.Errorf("%s leads to %s, want the search first", path, to)
		}
	}
	d.post("/familier/ny/se-over", "short_name", "Snarvei").is(http.StatusSeeOther)
	d.get("/familier").is(http.StatusOK).hides("Snarvei")
}

func TestWhatIsWrongInAStepIsSaidAndWhatWasTypedIsKept(t *testing.T) {
	d := openDesk(t)
	d.post("/familier/ny/sok", "fodt", "31.31.2016").is(http.StatusUnprocessableEntity).
		shows("Skriv datoen slik", "Skriv et navn eller et telefonnummer", `value="31.31.2016"`)
	d.takeIn()
	d.post("/familier/ny/henvisning", "referrer_note", "Kari på senteret", "referred_on", "1.1.2027", "crisis_on", "i fjor").
		is(http.StatusUnprocessableEntity).shows("Velg hvem det var i listen", `href="#f-referrer"`, `href="#f-referred_on"`,
		`value="Kari på senteret"`, `value="i fjor"`, `value="1.1.2027"`)
	d.post("/familier/ny/grunnlag", "letter_sender", "fastlege").is(http.StatusUnprocessableEntity).
		shows("Velg minst én grunn", `value="fastlege" selected`)
	d.post("/familier/ny/opphold", "centre_from", "10.9.2026", "centre_to", "1.9.2026").is(http.StatusUnprocessableEntity).
		shows("Den siste dagen må være etter den første", `value="10.9.2026"`)
	d.post("/familier/ny/barn/ny", "name", "Bare Navn", "interpreter", "ja").is(http.StatusUnprocessableEntity).
		shows("Skriv når barnet er født", "Velg om adressen er beskyttet", `value="Bare Navn"`)
	d.post("/familier/ny/tilgang/ny", "relation", "onkel").is(http.StatusUnprocessableEntity).shows("Skriv hva personen heter", `value="onkel"`)
	d.post("/familier/ny/ja", "accepted_on", "2.11.2026").is(http.StatusUnprocessableEntity).
		shows("Familien må ha sagt ja", "Velg hvordan familien sa ja", `value="2.11.2026"`)
	d.post("/familier/ny/se-over", "short_name", strings.Repeat("å", 41)).is(http.StatusUnprocessableEntity).shows("Skriv høyst 40 tegn")
	d.get("/familier/ny/se-over").is(http.StatusOK).shows("Statens barnehus")
	if count := len(d.families()); count != 1 {
		t.Errorf("the coordinator has %d families, want the one from before", count)
	}
}

func (d desk) families() []casefile.Summary {
	d.t.Helper()
	list, err := casefile.Mine(d.t.Context(), d.house.Coordinator(), false)
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

func TestSomebodyTakenOutOfAnIntakeComesBackWithOneClick(t *testing.T) {
	d := openDesk(t)
	d.takeIn()
	d.follow(d.post("/familier/ny/barn/0/fjern")).shows("Personen er tatt bort.", `action="/familier/ny/angre"`).hides("Ymse")
	d.post("/familier/ny/barn").is(http.StatusUnprocessableEntity).shows("Skriv opp minst ett barn")
	if to := d.post("/familier/ny/se-over", "short_name", "Uten barn").is(http.StatusSeeOther).location; to != "/familier/ny/barn" {
		t.Errorf("without a child one is sent to %s, want the children", to)
	}
	d.follow(d.post("/familier/ny/angre")).shows("Ymse Prøveson")
	d.post("/familier/ny/omsorgspersoner/0/fjern").is(http.StatusNotFound) // the child is no caregiver
	d.post("/familier/ny/barn/7/fjern").is(http.StatusNotFound)
}

func TestAButtonPressedTwiceMakesOneFamily(t *testing.T) {
	d := openDesk(t)
	d.takeIn()
	d.post("/familier/ny/se-over", "short_name", "En gang").is(http.StatusSeeOther)
	d.post("/familier/ny/se-over", "short_name", "En gang").is(http.StatusSeeOther)
	if count := len(d.families()); count != 2 {
		t.Errorf("the coordinator has %d families, want two", count)
	}
}

func TestASearchTellsOfAnotherCoordinatorAndNotWho(t *testing.T) {
	d := openDesk(t)
	d.house.FamilyOf(d.house.Colleague(), d.house.Intake("Vik"))
	d.post("/familier/ny/sok", "sok", "Elva Vik", "fodt", "4.5.2016").is(http.StatusOK).
		shows("En annen koordinator følger allerede opp denne personen").hides("Prøve kollega", "Mona")
	d.post("/familier/ny/sok", "sok", "Elva Vik").is(http.StatusOK).hides("En annen koordinator følger allerede")
}
