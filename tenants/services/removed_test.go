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
		r.remove("registry-one")
		if asked, err := services.Questions(t.Context(), r.admin); err != nil || len(asked) != 0 {
			t.Errorf("a register that is removed still asks: %+v, %v", asked, err)
		}
		offer, there := r.list()["Åpen barnehage"]
		if _, unit := r.units()["Lia barnehage"]; !there || !unit {
			t.Fatalf("what it has brought is gone: %v, %v", r.units(), r.list())
		}
		said, err := services.SaidOf(t.Context(), r.admin, offer.ID)
		r.must(err)
		if len(said) != 1 {
			t.Errorf("it cannot be said that it came from a register: %+v", said)
		}
		if gone, err := services.IsGone(t.Context(), r.Scope, offer.ID); err != nil || gone {
			t.Error("a source that is removed has not said that anything is gone:", gone, err)
		}
	})
}

func TestARegisterThatIsInstalledAgainKnowsWhatItBroughtAndWhatWasPutRight(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		source := &register{
			name:  "registry-one",
			units: []registry.Unit{{ID: "1", Name: "Lia barnehage", Phone: "75 00 00 01"}, {ID: "2", Name: "Prøvebakken skole", OrgNumber: aNumber}},
			services: []registry.Service{
				{ID: "1", UnitID: "1", Title: "Åpen barnehage", About: "Tirsdager.", Phone: "75 00 00 02"},
				{ID: "2", UnitID: "2", Title: "Leksehjelp"}, {ID: "3", Title: "Svømming"},
			},
		}
		r := open(t, house, source, &register{name: "registry-two", services: []registry.Service{{ID: "1", Title: "Et annet registers"}}})
		r.sync("registry-one")
		r.sync("registry-two")
		before, units := r.list(), r.units()
		mine := before["Åpen barnehage"]
		mine.Phone = "75 00 00 99"
		_, err := services.Change(t.Context(), r.admin, mine)
		r.must(err)
		r.must(services.Remove(t.Context(), r.admin, before["Svømming"].ID))

		for range 2 {
			r.remove("registry-one")
			r.install("registry-one")
			source.services[0].About += " Onsdager."
			if done := r.sync("registry-one"); done != (services.Synced{Changed: 1}) {
				t.Errorf("%+v", done)
			}
		}
		after := r.list()
		if now := after["Åpen barnehage"]; now.ID != mine.ID || now.Phone != "75 00 00 99" || now.About != "Tirsdager. Onsdager. Onsdager." {
			t.Errorf("%+v", now)
		}
		if len(after) != 3 || after["Leksehjelp"].ID != before["Leksehjelp"].ID || after["Et annet registers"].ID != before["Et annet registers"].ID {
			t.Errorf("%+v", after)
		}
		if now := r.units(); len(now) != 2 || now["Lia barnehage"].ID != units["Lia barnehage"].ID {
			t.Errorf("%+v", now)
		}
		said, err := services.SaidOf(t.Context(), r.admin, mine.ID)
		r.must(err)
		if len(said) != 1 || len(said[0].Differs) != 1 || said[0].Differs[0].Field != "phone" {
			t.Errorf("%+v", said)
		}
		source.services = source.services[:1]
		if done := r.sync("registry-one"); done != (services.Synced{Gone: 2}) {
			t.Errorf("what it lists no more is not gone: %+v", done)
		}
	})
}

func (r *room) remove(name string) {
	r.T.Helper()
	c, err := connection.Named(r.T.Context(), r.Scope, name)
	r.must(err)
	r.must(connection.Remove(r.T.Context(), r.admin, c.ID, services.ConnectionRemoved))
}
