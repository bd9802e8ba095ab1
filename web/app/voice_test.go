package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// nursery is a family with a caregiver and a young person, each at their own
// browser, and the coordinator at hers.
type nursery struct {
	*office
	family                        tenanttest.Family
	coordinator, caregiver, young *visitor
	child                         string // the young person's member, in addresses
}

func openNursery(t *testing.T) *nursery {
	t.Helper()
	o := openOffice(t)
	n := &nursery{office: o, family: o.house.Family("Blått hus")}
	member := o.house.YoungMember(n.family, "Noor Blåhus")
	n.child = "/f/" + n.family.ID.String() + "/barn/" + member.String()
	n.coordinator = o.browserOf(o.house.Coordinator())
	n.caregiver = o.browserOf(o.house.Caregiver(n.family))
	n.young = o.browserOf(o.house.YoungPerson(n.family, member))
	return n
}

func (o *office) browserOf(v *tenants.Visit) *visitor {
	return &visitor{office: o, cookies: map[string]string{"hverdag": o.house.Token(v)}}
}

func TestAYoungPersonBeginsWithTheirOwnPage(t *testing.T) {
	n := openNursery(t)
	home := n.young.get("/").is(http.StatusOK).shows("Hei, Noor", "Jeg vil snakke med noen", "116 111", "112",
		"Ordene mine", "Forlat siden", "data-read-aloud", "read-aloud.")
	for _, address := range []string{"/ord", "/ord/hus/1", "/ord/hus/2", "/ord/hus/3", "/ord/ansikter/1", "/ord/voksen", "/ord/snakk"} {
		page := n.young.get(address).is(http.StatusOK).shows("Forlat siden")
		title := regexp.MustCompile(`<title>([^<]*)</title>`).FindStringSubmatch(page.body)[1]
		if title != "Ordene mine - Hverdag" {
			t.Errorf("%s has the title %q, which tells", address, title)
		}
	}
	if strings.Contains(home.body, "Mona") {
		t.Error("the first page names others in the family")
	}
	n.young.get("/ord/hus/4").is(http.StatusNotFound)
	n.young.get("/ord/ansikter/6").is(http.StatusNotFound)
	for _, address := range []string{"/ord", "/ord/hus/1", "/ord/snakk"} {
		n.caregiver.get(address).is(http.StatusNotFound)
		n.coordinator.get(address).is(http.StatusNotFound)
	}
}

func TestAChildWritesAndChoosesWhoSees(t *testing.T) {
	n := openNursery(t)
	n.young.post("/ord/hus/1", "text", "").is(http.StatusUnprocessableEntity).shows("Skriv noe først")
	kept := n.young.post("/ord/hus/1", "text", "Det er mørkt på loftet").is(http.StatusSeeOther)
	n.young.get(kept.location).is(http.StatusOK).shows("Det er mørkt på loftet", "Bare du ser dette.", "Mona")
	n.young.get("/ord").shows("Det er mørkt på loftet", "Bare du ser dette.")
	n.caregiver.get("/barna").is(http.StatusOK).shows("Ingenting å vise nå").hides("loftet")
	n.coordinator.get(n.child).is(http.StatusOK).shows("Her kommer det barnet vil vise deg").hides("loftet")

	n.young.post(kept.location).is(http.StatusUnprocessableEntity).shows("Kryss av for minst én")
	mona := n.house.Caregiver(n.family).Viewer.ID.String()
	n.young.post(kept.location, "who", mona).is(http.StatusSeeOther)
	n.caregiver.get("/barna").shows("Det er mørkt på loftet", "Noor med egne ord")
	n.coordinator.get(n.child).hides("loftet")
	stop := n.young.get(kept.location).shows("Mona").link("/ord/" + anID + "/stopp")
	n.young.post(stop, "who", mona).is(http.StatusSeeOther)
	n.caregiver.get("/barna").shows("Ingenting å vise nå").hides("loftet")

	remove := n.young.get("/ord").link("/ord/" + anID + "/fjern")
	n.young.post(remove).is(http.StatusSeeOther)
	undo := n.young.get("/ord").shows("Tatt bort").hides("loftet").link("/ord/" + anID + "/tilbake")
	n.young.post(undo).is(http.StatusSeeOther)
	n.young.get("/ord").shows("Det er mørkt på loftet")
}

func TestFacesComeOneAfterTheOther(t *testing.T) {
	n := openNursery(t)
	n.young.post("/ord/ansikter/1").is(http.StatusUnprocessableEntity).shows("Velg et ansikt")
	next := n.young.post("/ord/ansikter/1", "face", "2").is(http.StatusSeeOther)
	if next.location != "/ord/ansikter/2" {
		t.Errorf("after the first face comes %s", next.location)
	}
	n.young.post("/ord/ansikter/5", "face", "5", "text", "Det kribler")
	n.young.get("/ord").shows("Hvordan er det hjemme?", "Ganske dårlig", "Det kribler", "Veldig bra")
}

func TestAWishToTalkStandsOnTheCoordinatorsDay(t *testing.T) {
	n := openNursery(t)
	n.coordinator.get("/").is(http.StatusOK).hides("Et barn vil snakke med noen")
	n.young.post("/ord/snakk", "text", "Om helgen").is(http.StatusSeeOther)
	n.young.get("/ord/snakk").shows("Du har sagt at du vil snakke", "Om helgen").hides(`name="text"`)
	day := n.coordinator.get("/").is(http.StatusOK).shows("Et barn vil snakke med noen").hides("Om helgen")
	page := n.coordinator.get(day.link(n.child)).is(http.StatusOK).shows("Noor vil snakke med noen", "Om helgen")
	n.coordinator.post(page.link(n.child + "/snakket/" + anID)).is(http.StatusSeeOther)
	undo := n.coordinator.get(n.child).shows("Fint at dere har snakket").link(n.child + "/snakket/" + anID + "/angre")
	n.coordinator.get("/").hides("Et barn vil snakke med noen")
	n.coordinator.post(undo).is(http.StatusSeeOther)
	n.coordinator.get("/").shows("Et barn vil snakke med noen")
	n.young.post(n.young.get("/ord/snakk").link("/ord/" + anID + "/fjern")).is(http.StatusSeeOther)
	n.coordinator.get("/").hides("Et barn vil snakke med noen")
	n.coordinator.get(n.child).hides("Om helgen")
}

func TestTheCoordinatorWritesBesideTheChild(t *testing.T) {
	n := openNursery(t)
	n.coordinator.get("/f/"+n.family.ID.String()+"/personer").is(http.StatusOK).shows(n.child, "Barnets egne ord")
	page := n.coordinator.get(n.child+"/hus/3").is(http.StatusOK).shows("Noor vet at dette blir skrevet ned", "Mona")
	if strings.Contains(page.body, "checked") {
		t.Error("somebody is ticked before the child was asked")
	}
	n.coordinator.post(n.child+"/hus/3", "text", "En hund").is(http.StatusUnprocessableEntity).shows("Si til barnet")
	n.coordinator.post(n.child+"/hus/3", "text", "En hund", "knows", "ja").is(http.StatusSeeOther)
	n.coordinator.get(n.child).hides("En hund")
	n.young.get("/ord").shows("En hund", "Skrevet sammen")
	me := n.house.Coordinator().Viewer.ID.String()
	n.coordinator.post(n.child+"/hus/3", "text", "En katt", "knows", "ja", "who", me).is(http.StatusSeeOther)
	seen := n.coordinator.get(n.child).shows("En katt").hides("En hund")
	share := seen.link(n.child + "/ord/" + anID + "/del")
	n.coordinator.post(share, "who", n.house.Caregiver(n.family).Viewer.ID.String()).is(http.StatusSeeOther)
	n.caregiver.get("/barna").shows("En katt").hides("En hund")
	n.coordinator.get("/f/" + n.family.ID.String() + "/barn/" + n.family.Caregiver.String()).is(http.StatusNotFound)
}

func TestWhoeverIsLetInToSomeChildrenIsAskedFor(t *testing.T) {
	n := openNursery(t)
	people := "/f/" + n.family.ID.String() + "/personer/"
	grandma := n.coordinator.post(strings.TrimSuffix(people, "/"), "slag", "omsorgsperson", "name", "Berit Blåhus", "grade", "ugradert")
	grandma.is(http.StatusSeeOther)
	list := n.coordinator.get(strings.TrimSuffix(people, "/"))
	give := list.link(people + anID + "/innlogging")
	n.coordinator.get(give).is(http.StatusOK).shows("Hvem kan Berit se?", "Hele familien", "Bare barna jeg velger", "Noor Blåhus")
	n.coordinator.post(give, "pid", tenanttest.PID(70), "sure", "ja", "language", "nb").
		is(http.StatusUnprocessableEntity).shows("Velg hele familien, eller bare noen av barna")
	n.coordinator.post(give, "pid", tenanttest.PID(70), "sure", "ja", "language", "nb", "sees", "valgte").
		is(http.StatusUnprocessableEntity).shows("Kryss av for minst ett barn")
	n.coordinator.post(give, "pid", tenanttest.PID(70), "sure", "ja", "language", "nb", "sees", "valgte",
		"children", n.family.Child.String()).is(http.StatusSeeOther)
	small := people + n.family.Child.String() + "/innlogging"
	n.coordinator.get(small).is(http.StatusNotFound) // ten years old
}
