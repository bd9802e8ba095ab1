package services

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/upstream"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Question is a unit of a register that has the same name as one that is there
// already. Until an administrator answers, it is not in the lists.
type Question struct {
	ID         uuid.UUID
	Plugin     uuid.UUID
	Says       directory.Unit // as the register has it; without id
	Candidates []directory.Unit
}

// Questions returns the questions that wait, by name. It returns ErrNotFound
// unless the viewer keeps services in order.
func Questions(ctx context.Context, v *tenants.Visit) ([]Question, error) {
	if _, err := mayEdit(v); err != nil {
		return nil, err
	}
	rows, err := v.Client().Upstream.Query().
		Where(upstream.Kind(kindUnit), upstream.TargetID(uuid.Nil), upstream.GoneAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading questions: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	units, err := directory.Units(ctx, v.Scope)
	if err != nil {
		return nil, err
	}
	byName := map[string][]directory.Unit{}
	for _, unit := range units {
		byName[directory.SameName(unit.Name)] = append(byName[directory.SameName(unit.Name)], unit)
	}
	var questions []Question
	for _, row := range rows {
		one, err := openOrigin(row)
		if err != nil {
			return nil, err
		}
		question := Question{ID: row.ID, Plugin: row.PluginID, Says: one.said.unit(directory.Unit{})}
		for _, unit := range byName[directory.SameName(one.said["name"])] {
			if mayBe(unit, one.said) {
				question.Candidates = append(question.Candidates, unit)
			}
		}
		questions = append(questions, question)
	}
	slices.SortFunc(questions, func(a, b Question) int {
		if a.Says.Name != b.Says.Name {
			return compare(a.Says.Name, b.Says.Name)
		}
		return compare(a.ID.String(), b.ID.String())
	})
	return questions, nil
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Answer answers a question: the unit it is, or Nil when it is another one,
// which is then added. What the unit says already stays; what it does not is
// filled in. It returns ErrNotFound for a question that is answered or gone, and
// ErrInvalid for a unit that cannot be it.
func Answer(ctx context.Context, v *tenants.Visit, question, unit uuid.UUID) error {
	decision, err := mayEdit(v)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		row, err := tx.Client().Upstream.Query().
			Where(upstream.ID(question), upstream.TargetID(uuid.Nil), upstream.GoneAtIsNil()).Only(ctx)
		if tenant.IsNotFound(err) {
			return fmt.Errorf("question: %w", tenants.ErrNotFound)
		}
		if err != nil {
			return fmt.Errorf("reading question: %w", err)
		}
		one, err := openOrigin(row)
		if err != nil {
			return err
		}
		if err := answer(ctx, tx, &one, unit); err != nil {
			return err
		}
		if err := writeOrigins(ctx, tx, row.PluginID, one); err != nil {
			return err
		}
		tx.Record(v.Deed("service.answer", uuid.Nil, one.target, decision, policy.Facts{}))
		return settleUnit(ctx, tx, row.PluginID, one)
	})
}

func answer(ctx context.Context, tx *tenants.Tx, one *origin, unit uuid.UUID) error {
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
		return tenants.InvalidField("unit", "service.question.unit")
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

// settleUnit has the services that the register lists at a unit be that unit's,
// where nobody has said otherwise.
func settleUnit(ctx context.Context, tx *tenants.Tx, plugin uuid.UUID, unit origin) error {
	have, err := stockOf(ctx, tx, plugin)
	if err != nil {
		return err
	}
	for _, one := range have.origins[kindService] {
		service, there := have.services[one.target]
		if !there || one.said[upstreamUnit] != unit.external || one.said["unit_id"] != "" {
			continue
		}
		one.said["unit_id"] = unit.target.String()
		if err := writeOrigins(ctx, tx, plugin, one); err != nil {
			return err
		}
		if service.UnitID != uuid.Nil {
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
