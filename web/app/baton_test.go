package app_test

import (
	"net/http"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

const batonPage = "/lag/stafettpinne"

// colleague is another coordinator's browser.
func (d desk) colleague() *visitor { return d.staff("kollega", policy.RoleCoordinator) }

// asks offers the baton to the colleague, and gives the address of the answer.
func (d desk) asks(note string) (*visitor, string) {
	d.t.Helper()
	other := d.colleague()
	to := d.house.Colleague().Viewer.ID.String()
	d.follow(d.post(d.base+batonPage, "to", to, "note", note)).shows("Spørsmålet er sendt.", "Du har spurt Prøve kollega")
	return other, other.get("/").is(http.StatusOK).shows("Prøve koordinator spør deg").link("/stafettpinne/" + anID)
}

func TestABatonIsOfferedAnsweredOnTheDayAndTakenOver(t *testing.T) {
	d := openDesk(t)
	d.get(d.base).is(http.StatusOK).shows("Gi stafettpinnen videre", d.base+batonPage)
	other, offer := d.asks("Jeg bytter jobb.")
	other.get(offer).is(http.StatusOK).shows("Prøve koordinator", "Jeg bytter jobb.", "Ta imot stafettpinnen").
		hides("Lia", "Elva", "Mona", "2016", d.family.ID.String())
	d.get(d.base).is(http.StatusOK)
	other.get(d.base).is(http.StatusNotFound)
	other.follow(other.post(offer+"/ja")).shows("Nå er det du som følger familien.", "Lia")
	d.get(d.base).is(http.StatusNotFound)
	d.get("/familier").is(http.StatusOK).hides("Lia")
	other.get(offer).is(http.StatusOK).shows("Du har sagt ja til dette.").hides("Jeg bytter jobb.")
	other.get(d.base+batonPage).shows("Fra Prøve koordinator til Prøve kollega", "Sa ja")
}

func TestAProtectedFamilyTellsNothingBeforeAYes(t *testing.T) {
	d := openDesk(t)
	hidden := d.house.Intake("Skjult")
	hidden.Members[0].Grade = casefile.GradeStrict
	family := d.house.FamilyOf(d.house.Coordinator(), hidden)
	d.base = "/f/" + family.ID.String()
	other, offer := d.asks("")
	page := other.get(offer).is(http.StatusOK).hides("Skjult", "Elva", "Mona", "barn", "strengt", "skjermet", family.ID.String())
	open := openDesk(t)
	asked, plain := open.asks("")
	if plain := asked.get(plain); len(plain.body) != len(page.body) {
		t.Errorf("a protected family's page is %d long, an open one's %d", len(page.body), len(plain.body))
	}
}

func TestAWithdrawnOfferSaysSoInWords(t *testing.T) {
	d := openDesk(t)
	other, offer := d.asks("Hemmelig notat")
	withdraw := d.get(d.base + batonPage).link(d.base + batonPage + "/" + anID + "/trekk")
	d.follow(d.post(withdraw)).shows("Spørsmålet er trukket.", "Trukket")
	other.post(offer+"/ja").is(http.StatusConflict).
		shows("Spørsmålet står ikke lenger", "Det er trukket tilbake").hides("Hemmelig notat", "Lia")
	other.post(offer+"/nei", "reason", "Nei.").is(http.StatusConflict).shows("Det er trukket tilbake")
	other.get("/").hides("spør deg")
	d.post(withdraw).is(http.StatusConflict).shows("Noe er endret")
}

func TestANoHasAReasonTheOtherReads(t *testing.T) {
	d := openDesk(t)
	other, offer := d.asks("")
	other.post(offer + "/nei").is(http.StatusUnprocessableEntity).shows("Skriv kort hvorfor du ikke kan.")
	other.follow(other.post(offer+"/nei", "reason", "Jeg har for mange nå.")).shows("Du har sagt nei.")
	d.get(d.base+batonPage).is(http.StatusOK).shows("Sa nei", "Jeg har for mange nå.")
	d.get(d.base).is(http.StatusOK)
}

func TestABatonIsNotOfferedToOneselfOrToNobody(t *testing.T) {
	d := openDesk(t)
	d.get(d.base + batonPage).is(http.StatusOK).shows("Ingen andre kan ta over nå")
	d.colleague()
	d.post(d.base+batonPage, "note", "x").is(http.StatusUnprocessableEntity).shows("Velg hvem som skal ta over.")
	d.post(d.base+batonPage, "to", d.house.Coordinator().Viewer.ID.String()).
		is(http.StatusUnprocessableEntity).shows("Du har stafettpinnen allerede.")
	d.post(d.base+batonPage, "to", d.house.Professional().Viewer.ID.String()).
		is(http.StatusUnprocessableEntity).shows("Denne koordinatoren kan ikke ta over familien nå.")
}

func TestAFamilySaysWhomTheyWishAndSeesWhoFollowsThem(t *testing.T) {
	h := openHome(t).welcomed()
	h.house.Colleague()
	to := h.house.Colleague().Viewer.ID.String()
	h.phone.get("/koordinator").is(http.StatusOK).shows("Den som følger oss", "Prøve koordinator", "Prøve kollega", "Har fulgt dere siden")
	h.phone.post("/koordinator", "who", "tull").is(http.StatusUnprocessableEntity)
	h.phone.follow(h.phone.post("/koordinator", "who", to, "text", "Hun snakker språket vårt.")).
		shows("Ønsket er lagret.", "Hun snakker språket vårt.", `value="`+to+`" checked`)
	desk := h.staff("koordinator", policy.RoleCoordinator)
	desk.get("/f/"+h.family.ID.String()+batonPage).is(http.StatusOK).
		shows("Mona ønsker seg Prøve kollega.", "Hun snakker språket vårt.")
	boss := h.staff("leder", policy.RoleLeader)
	boss.get("/enhet").is(http.StatusOK).shows("En omsorgsperson ønsker Prøve kollega.").hides("Hun snakker språket vårt.")
	by := h.house.Coordinator()
	h.must(directory.SetAbsence(h.t.Context(), by, by.Viewer.ID, directory.Absence{From: by.Today(), Until: by.Today().AddDays(3)}))
	h.phone.get("/koordinator").is(http.StatusOK).shows("Prøve er borte til", "Lederen har fått beskjed")
}
