package app_test

import (
	"net/http"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

func TestSomebodyOfTheTeamHearsAChildByTheChildsYes(t *testing.T) {
	n := openNursery(t)
	coordinator, teacher := n.house.Coordinator(), n.house.Professional()
	err := coordinator.InTx(t.Context(), func(tx *tenants.Tx) error {
		return casefile.Let(t.Context(), coordinator, tx, n.family.ID, casefile.Grant{
			User: teacher.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent,
			Sections: policy.Sections(policy.SectionOverview, policy.SectionGoals),
			Yes:      casefile.Yes{By: n.family.Caregiver, On: coordinator.Today(), How: casefile.HowOral},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	shared, at := "/f/"+n.family.ID.String(), n.browserOf(teacher)
	kept := n.young.post("/ord/hus/2", "text", "Fotball på onsdager").is(http.StatusSeeOther)
	at.get(shared).is(http.StatusOK).hides("Fotball", "Barnets egne ord")
	n.young.get(kept.location).shows("Prøve laerer")
	n.young.post(kept.location, "who", teacher.Viewer.ID.String()).is(http.StatusSeeOther)
	at.get(shared).is(http.StatusOK).shows("Fotball på onsdager")
	at.get(shared + "/barn/" + n.family.Child.String()).is(http.StatusNotFound)
	stop := n.young.get(kept.location).link("/ord/" + anID + "/stopp")
	n.young.post(stop, "who", teacher.Viewer.ID.String()).is(http.StatusSeeOther)
	at.get(shared).is(http.StatusOK).hides("Fotball")
}
