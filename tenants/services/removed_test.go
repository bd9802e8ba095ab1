package services_test

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestWhatARemovedRegisterHasBroughtStaysAndItsQuestionsEnd(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		first := &register{
			name:     "registry-one",
			units:    []registry.Unit{{ID: "1", Name: "Lia barnehage", OrgNumber: aNumber}, {ID: "2", Name: "Namnebror skole", OrgNumber: anotherNumber}},
			services: []registry.Service{{ID: "1", UnitID: "1", Title: "Åpen barnehage"}},
		}
		r := open(t, house, first)
		house.Unit("Namnebror skole")
		r.sync("registry-one")
		asked, err := services.Questions(t.Context(), r.admin)
		r.must(err)
		if len(asked) != 1 {
			t.Fatalf("%+v", asked)
		}
		c, err := connection.Named(t.Context(), r.Scope, "registry-one")
		r.must(err)
		r.must(connection.Remove(t.Context(), r.admin, c.ID, services.ConnectionRemoved))
		if asked, err := services.Questions(t.Context(), r.admin); err != nil || len(asked) != 0 {
			t.Errorf("a register that is removed still asks: %+v, %v", asked, err)
		}
		offer, there := r.list()["Åpen barnehage"]
		if _, unit := r.units()["Lia barnehage"]; !there || !unit {
			t.Fatalf("what it has brought is gone: %v, %v", r.units(), r.list())
		}
		said, err := services.SaidOf(t.Context(), r.admin, offer.ID)
		r.must(err)
		if len(said) != 1 || said[0].Plugin != c.ID {
			t.Errorf("it cannot be said where it came from: %+v", said)
		}
		if gone, err := services.IsGone(t.Context(), r.Scope, offer.ID); err != nil || gone {
			t.Error("a source that is removed has not said that anything is gone:", gone, err)
		}
	})
}
