package app_test

import (
	"net/http"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

func TestTheCoordinatorWritesDownWhatAUnitWithoutALeaderDid(t *testing.T) {
	s := openSharing(t)
	s.mona.post("/deling/stopp-alt").is(http.StatusSeeOther)
	base := "/f/" + s.family.ID.String() + "/samtykker"
	s.coordinator.get(base).is(http.StatusOK).shows("Venter på svar").hides("Skriv ned svaret")
	boss := s.house.Staff(s.house.Scope, "rektor", policy.RoleLeader)
	s.must(directory.EndRole(t.Context(), s.house.Administrator(), boss.Viewer.ID, policy.RoleLeader))
	stand := s.visitorOf(s.house.Staff(s.house.Scope, "leder", policy.RoleLeader))
	stand.get("/enhet/kvitteringer").is(http.StatusOK).shows("Blåbærskogen skole har ingen leder. Du kan svare for dem.").hides("Lia", "Elva")
	waiting := s.coordinator.get(base).is(http.StatusOK).shows("Enheten har ingen leder her", "Skriv ned svaret")
	address := waiting.link(base + "/kvittering/" + anID)
	s.mona.get(address).is(http.StatusNotFound)
	s.coordinator.get(address).is(http.StatusOK).shows("Hva har de gjort?", "På telefon")
	s.coordinator.post(address).is(http.StatusUnprocessableEntity).shows("Velg hvordan du fikk vite det")
	s.coordinator.post(address, "did", "deleted", "how", "told_phone").is(http.StatusSeeOther)
	s.inNynorsk(s.house.Caregiver(s.family))
	s.mona.get("/deling/samtykke").is(http.StatusOK).shows("Fortalt på telefon", "Dei har sletta det dei hadde.").hides("Skriv ned svaret")
}
