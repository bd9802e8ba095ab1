package provision_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestAMunicipalityWhoseAdministratorCouldNotBeInvitedCanBeOrderedAgain(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		order := provision.Order{
			Name: "Havvik", Number: "9907", Slug: "havvik", Language: "nb",
			AdminName: strings.Repeat("a", 200), AdminEmail: "sjef@havvik.example",
		}
		if _, err := house.Provisioner.Create(context.Background(), order); !errors.Is(err, tenants.ErrInvalid) {
			t.Fatalf("a name nobody can have gave %v, want invalid", err)
		}
		order.AdminName = "Anna Administrator"
		if _, err := house.Provisioner.Create(context.Background(), order); err != nil {
			t.Errorf("ordered again: %v, want the creation to go on", err)
		}
	})
}
