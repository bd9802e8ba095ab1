package services

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/upstream"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Said is what one register says of a unit or service.
type Said struct {
	ID      uuid.UUID // of the tie, for TakeOver
	Plugin  uuid.UUID // the connection it comes from
	SeenAt  time.Time
	GoneAt  *time.Time   // no longer in the register since
	Differs []Difference // fields that the municipality has put right
}

// Difference is a field of which a register says something else.
type Difference struct{ Field, Ours, Theirs string }

// SaidOf returns what registers say of a unit or service, oldest tie first; none
// of one that was written down by hand. It returns ErrNotFound unless the viewer
// keeps services in order.
func SaidOf(ctx context.Context, v *tenants.Visit, target uuid.UUID) ([]Said, error) {
	if _, err := mayEdit(v); err != nil {
		return nil, err
	}
	rows, err := v.Client().Upstream.Query().Where(upstream.TargetID(target)).
		Order(upstream.ByCreatedAt(), upstream.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what registers say: %w", err)
	}
	var all []Said
	for _, row := range rows {
		one, err := openOrigin(row)
		if err != nil {
			return nil, err
		}
		now, err := factsOf(ctx, v.Scope, one)
		if err != nil {
			return nil, err
		}
		all = append(all, Said{ID: row.ID, Plugin: row.PluginID, SeenAt: row.SeenAt, GoneAt: row.GoneAt, Differs: differences(one, now)})
	}
	return all, nil
}

// differences are the fields in which a register says something, and something
// else than we do: a telephone number that is only written in another way is the
// same to a reader.
func differences(one origin, now facts) []Difference {
	var found []Difference
	for _, field := range fieldsOf(one.kind) {
		theirs := one.said[field]
		if field == "phone" && directory.SamePhone(theirs, now[field]) {
			continue
		}
		if theirs != "" && theirs != now[field] {
			found = append(found, Difference{field, now[field], theirs})
		}
	}
	return found
}

// factsOf are the facts of what an origin is tied to.
func factsOf(ctx context.Context, scope *tenants.Scope, one origin) (facts, error) {
	if one.kind == kindService {
		s, err := oneService(ctx, scope.Client(), one.target)
		return serviceFacts(s), err
	}
	found, err := directory.UnitsByID(ctx, scope, []uuid.UUID{one.target})
	if err != nil {
		return nil, err
	}
	return unitFacts(found[one.target]), nil
}

// TakeOver has a field be what the register says of it, and follow the register
// again. It returns ErrNotFound for a tie there is not and unless the viewer keeps
// services in order, and ErrInvalid for a field of which the register says
// nothing, or a number that another unit has.
func TakeOver(ctx context.Context, v *tenants.Visit, tie uuid.UUID, field string) error {
	decision, err := mayEdit(v)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		row, err := tx.Client().Upstream.Get(ctx, tie)
		if tenant.IsNotFound(err) {
			return fmt.Errorf("what a register says: %w", tenants.ErrNotFound)
		}
		if err != nil {
			return fmt.Errorf("reading what a register says: %w", err)
		}
		one, err := openOrigin(row)
		if err != nil {
			return err
		}
		if one.waits() || !slices.Contains(fieldsOf(one.kind), field) || one.said[field] == "" {
			return tenants.InvalidField("field", "service.says.nothing")
		}
		if err := takeOver(ctx, tx, one, field); err != nil {
			return err
		}
		tx.Record(v.Deed("service.take_over", uuid.Nil, one.target, decision, policy.Facts{}))
		return nil
	})
}

func takeOver(ctx context.Context, tx *tenants.Tx, one origin, field string) error {
	if one.kind == kindService {
		row, err := tx.Client().Service.Get(ctx, one.target)
		if err != nil {
			return fmt.Errorf("reading service: %w", err)
		}
		before := openService(row)
		f := serviceFacts(before)
		f[field] = one.said[field]
		return saveService(ctx, tx, before, f.service(before))
	}
	units, err := directory.UnitsIn(ctx, tx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(units, func(u directory.Unit) bool { return u.ID == one.target })
	if at < 0 {
		return fmt.Errorf("unit: %w", tenants.ErrNotFound)
	}
	taken := slices.ContainsFunc(units, func(u directory.Unit) bool {
		return u.ID != one.target && !u.Removed && u.OrgNumber == one.said["org_number"]
	})
	if field == "org_number" && taken {
		return tenants.InvalidField("field", "unit.org_number.taken")
	}
	f := unitFacts(units[at])
	f[field] = one.said[field]
	return directory.SaveUnitIn(ctx, tx, units[at], f.unit(units[at]))
}

// Gone is a unit or service that is no longer in its register.
type Gone struct {
	Unit   bool
	Target uuid.UUID
	Name   string
	Plugin uuid.UUID
	Since  time.Time
}

// ListGone returns what is no longer in a register and is still in the lists,
// newest first. It returns ErrNotFound unless the viewer keeps services in order.
func ListGone(ctx context.Context, v *tenants.Visit) ([]Gone, error) {
	if _, err := mayEdit(v); err != nil {
		return nil, err
	}
	rows, err := v.Client().Upstream.Query().Where(upstream.GoneAtNotNil(), upstream.TargetIDNEQ(uuid.Nil)).
		Order(tenant.Desc(upstream.FieldGoneAt), upstream.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what is gone: %w", err)
	}
	names, err := namesOf(ctx, v.Scope, rows)
	if err != nil {
		return nil, err
	}
	back, err := listedAnew(ctx, v.Scope, rows)
	if err != nil {
		return nil, err
	}
	var gone []Gone
	for _, row := range rows {
		if name := names[row.TargetID]; name != "" && !back[tie{row.PluginID, row.TargetID}] {
			gone = append(gone, Gone{row.Kind == kindUnit, row.TargetID, name, row.PluginID, *row.GoneAt})
		}
	}
	return gone, nil
}

// namesOf are the names of what rows are tied to, without what is removed.
func namesOf(ctx context.Context, scope *tenants.Scope, rows []*tenant.Upstream) (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	for some := range slices.Chunk(rows, run) {
		var units, services []uuid.UUID
		for _, row := range some {
			if row.Kind == kindUnit {
				units = append(units, row.TargetID)
			} else {
				services = append(services, row.TargetID)
			}
		}
		found, err := directory.UnitsByID(ctx, scope, units)
		if err != nil {
			return nil, err
		}
		for id, unit := range found {
			if !unit.Removed {
				names[id] = unit.Name
			}
		}
		titles, err := titlesOf(ctx, scope, services)
		if err != nil {
			return nil, err
		}
		for id, title := range titles {
			names[id] = title
		}
	}
	return names, nil
}

// IsGone reports whether every register that a service came from has stopped
// listing it. It checks no policy.
func IsGone(ctx context.Context, scope *tenants.Scope, id uuid.UUID) (bool, error) {
	gone, err := goneAmong(ctx, scope, id)
	return gone[id], err
}

// goneAmong are those of some services of which IsGone holds, in one question.
func goneAmong(ctx context.Context, scope *tenants.Scope, ids ...uuid.UUID) (map[uuid.UUID]bool, error) {
	gone := make(map[uuid.UUID]bool, len(ids))
	if len(ids) == 0 {
		return gone, nil
	}
	rows, err := scope.Client().Upstream.Query().Where(upstream.TargetIDIn(ids...)).
		Select(upstream.FieldTargetID, upstream.FieldGoneAt).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what registers say: %w", err)
	}
	for _, row := range rows {
		others, known := gone[row.TargetID]
		gone[row.TargetID] = row.GoneAt != nil && (others || !known)
	}
	return gone, nil
}
