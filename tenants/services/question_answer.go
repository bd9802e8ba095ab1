package services

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/upstream"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Answer answers a question: the unit or service that it is, or Nil when it is
// another one, which is then added. What is said of it already stays; what is not
// is filled in. It returns ErrNotFound for a question that is answered or gone,
// and ErrInvalid for something that it cannot be.
func Answer(ctx context.Context, v *tenants.Visit, question, same uuid.UUID) error {
	decision, err := mayEdit(v)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		one, plugin, err := openQuestion(ctx, tx, question)
		if err != nil {
			return err
		}
		answer := answerUnit
		if one.kind == kindService {
			answer = answerService
		}
		if same != uuid.Nil {
			listed, err := tx.Client().Upstream.Query().
				Where(upstream.PluginID(plugin), upstream.TargetID(same), upstream.GoneAtIsNil()).Exist(ctx)
			if err != nil || listed {
				return errors.Join(err, errAnother)
			}
		}
		if err := answer(ctx, tx, &one, same); err != nil {
			return err
		}
		if err := writeOrigins(ctx, tx, plugin, one); err != nil {
			return err
		}
		tx.Record(v.Deed("service.answer", uuid.Nil, one.target, decision, policy.Facts{}))
		if one.kind == kindService {
			return nil
		}
		return settleUnit(ctx, tx, plugin, one)
	})
}

// errAnother says that what was pointed at cannot be what the register lists.
var errAnother = tenants.InvalidField("same", "service.question.unit")

func answerUnit(ctx context.Context, tx *tenants.Tx, one *origin, unit uuid.UUID) error {
	units, err := directory.UnitsIn(ctx, tx)
	if err != nil {
		return err
	}
	numbered := func(u directory.Unit) bool {
		return !u.Removed && u.OrgNumber != "" && u.OrgNumber == one.said["org_number"] && u.ID != unit
	}
	taken := slices.ContainsFunc(units, numbered)
	if unit == uuid.Nil {
		added := one.said.unit(directory.Unit{ID: tenants.NewID(), Version: 1})
		if taken {
			added.OrgNumber = ""
		}
		one.target = added.ID
		return directory.AddUnitsIn(ctx, tx, []directory.Unit{added})
	}
	at := slices.IndexFunc(units, func(u directory.Unit) bool { return u.ID == unit })
	if at < 0 || units[at].Removed || directory.SameName(units[at].Name) != directory.SameName(one.said["name"]) || !mayBe(units[at], one.said) {
		return errAnother
	}
	one.target = unit
	merged, kept := merge(unitFacts(units[at]), nil, one.said, kindUnit)
	one.kept = kept
	if taken {
		merged["org_number"] = units[at].OrgNumber
	}
	if merged.same(unitFacts(units[at]), kindUnit) {
		return nil
	}
	return directory.SaveUnitIn(ctx, tx, units[at], merged.unit(units[at]))
}

func answerService(ctx context.Context, tx *tenants.Tx, one *origin, id uuid.UUID) error {
	if id == uuid.Nil {
		added := one.said.service(Service{ID: tenants.NewID(), Version: 1})
		one.target = added.ID
		return newService(tx, added).Exec(ctx)
	}
	now, err := oneService(ctx, tx.Client(), id)
	if errors.Is(err, tenants.ErrNotFound) {
		return errAnother
	}
	if err != nil {
		return err
	}
	if now.Removed || directory.SameName(now.Title) != directory.SameName(one.said["title"]) || !mayBeService(now, one.said) {
		return errAnother
	}
	one.target = id
	merged, kept := merge(serviceFacts(now), nil, one.said, kindService)
	one.kept = kept
	if merged.same(serviceFacts(now), kindService) {
		return nil
	}
	return saveService(ctx, tx, now, merged.service(now))
}

// settleUnit has the services that the register lists at a unit be that unit's,
// where nobody has said otherwise.
func settleUnit(ctx context.Context, tx *tenants.Tx, plugin uuid.UUID, unit origin) error {
	have, err := stockOf(ctx, tx, plugin)
	if err != nil {
		return err
	}
	for _, one := range have.origins[kindService] {
		if one.said[upstreamUnit] != unit.external || one.said["unit_id"] != "" {
			continue
		}
		one.said["unit_id"] = unit.target.String()
		if err := writeOrigins(ctx, tx, plugin, one); err != nil {
			return err
		}
		service, there := have.services[one.target]
		if !there || service.UnitID != uuid.Nil {
			continue
		}
		after := service
		after.UnitID = unit.target
		if err := saveService(ctx, tx, service, after); err != nil {
			return err
		}
	}
	return nil
}
