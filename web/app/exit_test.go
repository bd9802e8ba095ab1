package app_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

func TestTheWayOutIsOpenAlsoWhenTheMunicipalityIsNot(t *testing.T) {
	office := openOffice(t)
	visitor := office.staff("koordinator", policy.RoleCoordinator)
	if err := office.house.Provisioner.Suspend(t.Context(), office.house.Scope.ID, uuid.Nil); err != nil {
		t.Fatal(err)
	}
	visitor.get("/").is(http.StatusServiceUnavailable)
	visitor.post("/ut").is(http.StatusOK).hides("Fjordby")
	if visitor.cookies["hverdag"] != "" {
		t.Error("the session's cookie is still there")
	}
}
