package services

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/service"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services/search"
)

// HitsAPage is how many services a page of hits has.
const HitsAPage = 20

// mostIndexes is how many municipalities' indexes are in memory at a time.
const mostIndexes = 64

// Finder searches services in own words. It keeps an index of each
// municipality's in memory, and makes it anew when the directory has changed.
// What is searched for is kept nowhere. It is safe for concurrent use; the zero
// Finder is empty.
type Finder struct {
	mu    sync.Mutex
	made  map[uuid.UUID]*indexed
	turns int64
}

// indexed is one municipality's index.
type indexed struct {
	mu    sync.Mutex // held while it is made
	of    generation
	index *search.Index
	turn  int64 // of its last use
}

// generation changes whenever a service or a unit does: every change adds a row
// or raises a version.
type generation struct{ services, serviceVersions, units, unitVersions int64 }

// Found is one page of what was found.
type Found struct {
	Hits  []Hit
	Total int
	Page  int // from 1
	Pages int
}

// Hit is a service that was found, and why.
type Hit struct {
	Service Service
	Unit    string // who offers it; empty when nobody does
	Why     []search.Reason
}

// Find returns a page of the services that fit a question, the most relevant
// first. It returns ErrNotFound unless the viewer may see services.
func (f *Finder) Find(ctx context.Context, v *tenants.Visit, q search.Question, page int) (Found, error) {
	if err := v.Require(policy.SectionServices, policy.ActionSee); err != nil {
		return Found{}, err
	}
	index, err := f.indexOf(ctx, v.Scope)
	if err != nil {
		return Found{}, err
	}
	hits := index.Find(q)
	found := Found{Total: len(hits), Pages: max(1, (len(hits)+HitsAPage-1)/HitsAPage)}
	found.Page = min(max(page, 1), found.Pages)
	from := (found.Page - 1) * HitsAPage
	found.Hits, err = shown(ctx, v.Scope, hits[from:min(from+HitsAPage, len(hits))])
	return found, err
}

// shown reads the services of hits. One that was taken away this moment is left
// out.
func shown(ctx context.Context, scope *tenants.Scope, hits []search.Hit) ([]Hit, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, 0, len(hits))
	for _, hit := range hits {
		ids = append(ids, hit.ID)
	}
	rows, err := scope.Client().Service.Query().Where(service.IDIn(ids...), service.RemovedAtIsNil(), service.ClosedAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading services: %w", err)
	}
	read, units := map[uuid.UUID]Service{}, []uuid.UUID{}
	for _, row := range rows {
		read[row.ID] = openService(row)
		if row.UnitID != nil {
			units = append(units, *row.UnitID)
		}
	}
	names, err := directory.UnitNames(ctx, scope, units)
	if err != nil {
		return nil, err
	}
	var all []Hit
	for _, hit := range hits {
		if s, there := read[hit.ID]; there {
			all = append(all, Hit{s, names[s.UnitID], hit.Why})
		}
	}
	return all, nil
}

// indexOf is the municipality's index as the directory is now.
func (f *Finder) indexOf(ctx context.Context, scope *tenants.Scope) (*search.Index, error) {
	now, err := generationOf(ctx, scope)
	if err != nil {
		return nil, err
	}
	one := f.place(scope.ID)
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.index != nil && one.of == now {
		return one.index, nil
	}
	entries, err := entriesOf(ctx, scope)
	if err != nil {
		return nil, err
	}
	one.index, one.of = search.New(entries), now
	return one.index, nil
}

// place is where a municipality's index is kept; the one that was used longest
// ago gives way.
func (f *Finder) place(municipality uuid.UUID) *indexed {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.made == nil {
		f.made = map[uuid.UUID]*indexed{}
	}
	one := f.made[municipality]
	if one == nil {
		if len(f.made) >= mostIndexes {
			f.dropOldest()
		}
		one = &indexed{}
		f.made[municipality] = one
	}
	f.turns++
	one.turn = f.turns
	return one
}

func (f *Finder) dropOldest() {
	var oldest uuid.UUID
	for id, one := range f.made {
		if before := f.made[oldest]; before == nil || one.turn < before.turn {
			oldest = id
		}
	}
	delete(f.made, oldest)
}

var askGeneration = tenants.Question[generation]{
	Text: `SELECT COUNT(*), CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM services`,
	Into: func(g *generation) []any { return []any{&g.services, &g.serviceVersions} },
}

func generationOf(ctx context.Context, scope *tenants.Scope) (generation, error) {
	found, err := askGeneration.Read(ctx, scope)
	if err == nil && len(found) != 1 {
		err = errors.New("no answer")
	}
	if err != nil {
		return generation{}, fmt.Errorf("reading the services' generation: %w", err)
	}
	g := *found[0]
	g.units, g.unitVersions, err = directory.UnitsGeneration(ctx, scope)
	return g, err
}

// entriesOf reads what can be found.
func entriesOf(ctx context.Context, scope *tenants.Scope) ([]search.Entry, error) {
	rows, err := scope.Client().Service.Query().Where(service.RemovedAtIsNil(), service.ClosedAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading services: %w", err)
	}
	units, err := directory.Units(ctx, scope)
	if err != nil {
		return nil, err
	}
	names := make(map[uuid.UUID]string, len(units))
	for _, unit := range units {
		names[unit.ID] = unit.Name
	}
	entries := make([]search.Entry, 0, len(rows))
	for _, row := range rows {
		s := openService(row)
		entries = append(entries, search.Entry{
			ID: s.ID, Title: s.Title, Unit: names[s.UnitID], About: s.About, How: s.How, Keywords: s.Keywords,
			AgeFrom: s.AgeFrom, AgeTo: s.AgeTo, Level: s.Level, Areas: s.Areas,
		})
	}
	return entries, nil
}
