package services_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services/search"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestTheFinderKnowsTheDirectoryAsItIsNow(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		ctx, r, finder := t.Context(), open(t, house), &services.Finder{}
		find := func(who *tenants.Visit, words string) string {
			found, err := finder.Find(ctx, who, search.Question{Words: words, Age: -1}, 1)
			r.must(err)
			titles := ""
			for _, hit := range found.Hits {
				titles += hit.Service.Title + " (" + hit.Unit + ") "
			}
			return titles
		}
		if got := find(r.admin, "søvn"); got != "" {
			t.Errorf("%q in an empty directory", got)
		}
		unit, err := directory.AddUnit(ctx, r.admin, directory.Unit{Name: "Helsestasjonen", Kind: directory.UnitHealthCentre})
		r.must(err)
		sleep, err := services.Add(ctx, r.admin, services.Service{Title: "Søvnskolen", UnitID: unit.ID})
		r.must(err)
		if got := find(house.Coordinator(), "kven kan hjelpe med svevn?"); got != "Søvnskolen (Helsestasjonen) " {
			t.Errorf("%q", got)
		}
		unit.Name = "Familiens hus"
		_, err = directory.ChangeUnit(ctx, r.admin, unit)
		r.must(err)
		if got := find(r.admin, "familiens hus"); got != "Søvnskolen (Familiens hus) " {
			t.Errorf("%q after the unit's name changed", got)
		}
		sleep.Title = "Nattero"
		_, err = services.Change(ctx, r.admin, sleep)
		r.must(err)
		if got := find(r.admin, "søvnskolen"); got != "" {
			t.Errorf("%q by the title it had", got)
		}
		r.must(services.Remove(ctx, r.admin, sleep.ID))
		if got := find(r.admin, "nattero"); got != "" {
			t.Errorf("%q is removed", got)
		}
		if found, err := finder.Find(ctx, house.NeighbourCoordinator(), search.Question{Age: -1}, 1); err != nil || found.Total != 0 {
			t.Errorf("another municipality finds %+v, %v", found, err)
		}
		nobody := tenants.NewVisit(r.Scope, policy.Viewer{ID: uuid.New()})
		if _, err := finder.Find(ctx, nobody, search.Question{}, 1); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("somebody without a role searches: %v", err)
		}
	})
}

func TestTheFinderServesManyAtOncePageByPage(t *testing.T) {
	r, finder := open(t, tenanttest.SQLite(t)), &services.Finder{}
	for n := range 45 {
		_, err := services.Add(t.Context(), r.admin, services.Service{Title: fmt.Sprintf("Leksehjelp %02d", n)})
		r.must(err)
	}
	var all sync.WaitGroup
	for page := range 6 {
		all.Go(func() {
			visit := tenants.NewVisit(r.Scope, r.admin.Viewer)
			found, err := finder.Find(t.Context(), visit, search.Question{Words: "lekser", Age: -1}, page)
			want := min(max(page, 1), 3)
			if err != nil || found.Total != 45 || found.Pages != 3 || found.Page != want ||
				found.Hits[0].Service.Title != fmt.Sprintf("Leksehjelp %02d", (want-1)*services.HitsAPage) {
				t.Errorf("page %d: %v %+v", page, err, found)
			}
		})
	}
	all.Wait()
}
