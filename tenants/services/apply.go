package services

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/upstream"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// attempts is how often a list is taken in anew because somebody changed a unit
// or service at the same moment.
const attempts = 5

// run is how many rows go in one statement: within both databases' limit of
// parameters.
const run = 500

// takeIn takes a register's list in, in one transaction with what else belongs
// to it.
func takeIn(
	ctx context.Context, scope *tenants.Scope, plugin, by uuid.UUID, from list, also ...func(*tenants.Tx) error,
) (Synced, error) {
	var done Synced
	for attempt := 1; ; attempt++ {
		err := scope.InTx(ctx, func(tx *tenants.Tx) error {
			for _, do := range also {
				if err := do(tx); err != nil {
					return err
				}
			}
			have, err := stockOf(ctx, tx, plugin)
			if err != nil {
				return err
			}
			did := work(have, from)
			done = Synced{did.Added, did.Changed, did.Asked, did.Gone, did.Back}
			if did.Added+did.Changed+did.Gone+did.Back > 0 {
				tx.Record(audit.Entry{
					At: tx.Clock().Now(), Actor: by, Kind: audit.KindSystem, Action: "service.synchronise", Target: plugin, TargetKind: "plugin",
				})
			}
			return did.write(ctx, tx, plugin)
		})
		overtaken := errors.Is(err, tenants.ErrConflict) || tenant.IsConstraintError(err)
		if !overtaken || attempt == attempts || ctx.Err() != nil {
			return done, err
		}
	}
}

// stockOf reads what there is, and what the register said of it last: also what
// it said before it was removed and installed again.
func stockOf(ctx context.Context, tx *tenants.Tx, plugin uuid.UUID) (stock, error) {
	have := stock{
		units: map[uuid.UUID]directory.Unit{}, services: map[uuid.UUID]Service{},
		origins: map[string]map[string]origin{kindUnit: {}, kindService: {}},
	}
	if err := takeUpAgain(ctx, tx, plugin); err != nil {
		return have, err
	}
	units, err := directory.UnitsIn(ctx, tx)
	if err != nil {
		return have, err
	}
	for _, unit := range units {
		have.units[unit.ID] = unit
	}
	services, err := tx.Client().Service.Query().All(ctx)
	if err != nil {
		return have, fmt.Errorf("reading services: %w", err)
	}
	for _, row := range services {
		have.services[row.ID] = openService(row)
	}
	rows, err := tx.Client().Upstream.Query().Where(upstream.PluginID(plugin)).All(ctx)
	if err != nil {
		return have, fmt.Errorf("reading what a register said: %w", err)
	}
	for _, row := range rows {
		one, err := openOrigin(row)
		if err != nil {
			return have, err
		}
		have.origins[one.kind][one.external] = one
	}
	return have, nil
}

func openOrigin(row *tenant.Upstream) (origin, error) {
	said, err := factsIn(row.Said)
	one := origin{
		id: row.ID, kind: row.Kind, external: row.ExternalID, target: row.TargetID, said: said, gone: row.GoneAt != nil,
	}
	if row.Corrected != "" {
		one.kept = strings.Split(row.Corrected, ",")
	}
	return one, err
}

// write writes what a list changes.
func (c changes) write(ctx context.Context, tx *tenants.Tx, plugin uuid.UUID) error {
	if err := directory.AddUnitsIn(ctx, tx, c.addedUnits); err != nil {
		return err
	}
	for _, one := range c.changedUnits {
		if err := directory.SaveUnitIn(ctx, tx, one.before, one.after); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(c.addedServices, run) {
		rows := make([]*tenant.ServiceCreate, 0, len(some))
		for _, one := range some {
			rows = append(rows, newService(tx, one))
		}
		if err := tx.Client().Service.CreateBulk(rows...).Exec(ctx); err != nil {
			return fmt.Errorf("adding services: %w", err)
		}
	}
	for _, one := range c.changedServices {
		if err := saveService(ctx, tx, one.before, one.after); err != nil {
			return err
		}
	}
	if err := writeOrigins(ctx, tx, plugin, c.origins...); err != nil {
		return err
	}
	for some := range slices.Chunk(c.seen, run) {
		err := tx.Client().Upstream.Update().Where(upstream.IDIn(some...)).SetSeenAt(tx.Clock().Now()).Exec(ctx)
		if err != nil {
			return fmt.Errorf("noting what a register lists: %w", err)
		}
	}
	return nil
}

// writeOrigins writes new and changed origins of a register.
func writeOrigins(ctx context.Context, tx *tenants.Tx, plugin uuid.UUID, origins ...origin) error {
	now := tx.Clock().Now()
	for some := range slices.Chunk(origins, run) {
		rows := make([]*tenant.UpstreamCreate, 0, len(some))
		for _, one := range some {
			said, err := one.said.text()
			if err != nil {
				return err
			}
			create := tx.Client().Upstream.Create().SetID(one.id).SetCreatedAt(now).SetPluginID(plugin).SetKind(one.kind).
				SetExternalID(one.external).SetTargetID(one.target).SetSaid(said).SetCorrected(strings.Join(one.kept, ",")).SetSeenAt(now)
			if one.gone {
				create.SetGoneAt(now)
			}
			rows = append(rows, create)
		}
		err := tx.Client().Upstream.CreateBulk(rows...).OnConflictColumns(upstream.FieldID).Update(func(u *tenant.UpstreamUpsert) {
			u.UpdateTargetID().UpdateSaid().UpdateCorrected().UpdateGoneAt()
		}).Exec(ctx)
		if err != nil {
			return fmt.Errorf("noting what a register says: %w", err)
		}
	}
	return nil
}
