package services

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/service"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
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
	which := []predicate.Service{service.RemovedAtIsNil()}
	if search := strings.TrimSpace(filter.Search); search != "" {
		which = append(which, service.TitleContainsFold(search))
	}
	query := v.Client().Service.Query().Where(which...)
	total, err = query.Clone().Count(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("counting services: %w", err)
	}
	rows, err := query.Order(service.ByTitle(), service.ByID()).
		Limit(PageSize).Offset(PageSize * (max(filter.Page, 1) - 1)).All(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("reading services: %w", err)
	}
	for _, row := range rows {
		found = append(found, openService(row))
	}
	return found, total, nil
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
