package services

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/service"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// PageSize is how many services a page of a list has.
const PageSize = 50

// Get returns a service. It returns ErrNotFound when there is none, and unless
// the viewer may see services; one that is removed or closed is only for those
// who keep them in order.
func Get(ctx context.Context, v *tenants.Visit, id uuid.UUID) (Service, error) {
	if err := v.Require(policy.SectionServices, policy.ActionSee); err != nil {
		return Service{}, err
	}
	s, err := oneService(ctx, v.Client(), id)
	if err != nil {
		return Service{}, err
	}
	if !s.Shown() && v.Require(policy.SectionServices, policy.ActionEdit) != nil {
		return Service{}, fmt.Errorf("service: %w", tenants.ErrNotFound)
	}
	return s, nil
}

func oneService(ctx context.Context, client *tenant.Client, id uuid.UUID) (Service, error) {
	row, err := client.Service.Get(ctx, id)
	if tenant.IsNotFound(err) {
		return Service{}, fmt.Errorf("service: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return Service{}, fmt.Errorf("reading service: %w", err)
	}
	return openService(row), nil
}

// OfUnits returns what units offer now, by title, for each unit. It returns
// ErrNotFound unless the viewer may see services.
func OfUnits(ctx context.Context, v *tenants.Visit, units ...uuid.UUID) (map[uuid.UUID][]Service, error) {
	if err := v.Require(policy.SectionServices, policy.ActionSee); err != nil {
		return nil, err
	}
	rows, err := v.Client().Service.Query().
		Where(service.UnitIDIn(units...), service.RemovedAtIsNil(), service.ClosedAtIsNil()).
		Order(service.ByTitle(), service.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading services: %w", err)
	}
	found := map[uuid.UUID][]Service{}
	for _, row := range rows {
		s := openService(row)
		found[s.UnitID] = append(found[s.UnitID], s)
	}
	return found, nil
}

// Filter narrows an administrator's list. Zero fields do not narrow.
type Filter struct {
	Search string // part of a title
	Page   int    // from 1
}

// List returns the services that are not removed, also those that are closed,
// by title, and how many there are in all. It returns ErrNotFound unless the
// viewer keeps services in order.
func List(ctx context.Context, v *tenants.Visit, filter Filter) (found []Service, total int, err error) {
	if _, err := mayEdit(v); err != nil {
		return nil, 0, err
	}
	ids, err := titled(ctx, v.Scope, directory.SameName(filter.Search))
	if err != nil {
		return nil, 0, err
	}
	from := min(PageSize*(max(filter.Page, 1)-1), len(ids))
	some := ids[from:min(from+PageSize, len(ids))]
	if len(some) == 0 {
		return nil, len(ids), nil
	}
	rows, err := v.Client().Service.Query().Where(service.IDIn(some...)).All(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("reading services: %w", err)
	}
	found = make([]Service, 0, len(rows))
	for _, row := range rows {
		found = append(found, openService(row))
	}
	slices.SortFunc(found, func(a, b Service) int { return slices.Index(some, a.ID) - slices.Index(some, b.ID) })
	return found, len(ids), nil
}

// titled are the services whose title has a part, by title as people in Norway
// sort. Both are compared here and not by the database: SQLite knows no capital
// Æ, Ø or Å, and PostgreSQL sorts by how it was set up.
func titled(ctx context.Context, scope *tenants.Scope, part string) ([]uuid.UUID, error) {
	rows, err := scope.Client().Service.Query().Where(service.RemovedAtIsNil()).
		Select(service.FieldID, service.FieldTitle).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading titles: %w", err)
	}
	rows = slices.DeleteFunc(rows, func(row *tenant.Service) bool {
		return !strings.Contains(directory.SameName(row.Title), part)
	})
	order := collate.New(language.MustParse("nn"), collate.IgnoreCase) // x/text has no table for nb
	keys, buffer := make(map[uuid.UUID][]byte, len(rows)), &collate.Buffer{}
	for _, row := range rows {
		keys[row.ID] = order.KeyFromString(buffer, row.Title)
	}
	slices.SortFunc(rows, func(a, b *tenant.Service) int {
		if by := bytes.Compare(keys[a.ID], keys[b.ID]); by != 0 {
			return by
		}
		return bytes.Compare(a.ID[:], b.ID[:])
	})
	ids := make([]uuid.UUID, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids, nil
}

// titlesOf are the titles of services that are not removed.
func titlesOf(ctx context.Context, scope *tenants.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	titles := map[uuid.UUID]string{}
	if len(ids) == 0 {
		return titles, nil
	}
	rows, err := scope.Client().Service.Query().Where(service.IDIn(ids...), service.RemovedAtIsNil()).
		Select(service.FieldID, service.FieldTitle).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading titles: %w", err)
	}
	for _, row := range rows {
		titles[row.ID] = row.Title
	}
	return titles, nil
}
