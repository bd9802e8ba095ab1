package consent

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/unit"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// deedOf is an answer of one's own, or what the coordinator writes down of what
// somebody said or signed.
func deedOf(name string, id uuid.UUID, how casefile.How) casefile.Deed {
	deed := casefile.Deed{Name: name, Target: id, Section: policy.SectionConsents, Action: policy.ActionEdit}
	if how == casefile.HowSelf {
		deed.Action = policy.ActionAgree
	}
	return deed
}

// Give records what somebody of the family answered. A caregiver or a young
// person answers for themself signed in (HowSelf); the coordinator records what
// was said or signed. A yes to a unit opens what was given to those of the unit
// who are in the team already, in the same transaction; a no is kept and opens
// nothing. It returns ErrInvalid with what is wrong in plain words, among it
// who must answer by the municipality's rules, and ErrConflict when the
// follow-up is closed.
func Give(ctx context.Context, v *tenants.Visit, family uuid.UUID, g Given) (uuid.UUID, error) {
	id := tenants.NewID()
	if g.Answer == Unanswered {
		return uuid.Nil, tenants.InvalidField("answer", "consent.answer.missing")
	}
	deed := deedOf("consent.give", id, g.How)
	if g.Answer == No {
		deed.Name = "consent.refuse"
	}
	err := casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		if err := g.check(ctx, tx, a); err != nil {
			return err
		}
		return g.write(ctx, v, tx, family, id, uuid.Nil, nil)
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

// check is everything that must be right before an answer is written.
func (g *Given) check(ctx context.Context, tx *tenants.Tx, a *casefile.Access) error {
	rules, err := readRules(ctx, tx.Client())
	if err != nil {
		return err
	}
	everybody, err := readPeople(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	if g.How == casefile.HowSelf && g.Answer != Unanswered {
		g.By = everybody.of(a.Visit.Viewer.ID)
	}
	if err := g.Validate(rules, tx.Today()); err != nil {
		return err
	}
	var faults tenants.Invalid
	everybody.who(g, rules, tx.Today(), &faults)
	if err := everybody.theirs(ctx, tx, tx.Clock().Now(), a, g, &faults); err != nil {
		return err
	}
	if g.Purpose.Opens() {
		there, err := tx.Client().Unit.Query().Where(unit.ID(g.Unit), unit.RemovedAtIsNil()).Exist(ctx)
		if err != nil {
			return fmt.Errorf("reading unit: %w", err)
		}
		if !there {
			faults.Add("unit", "consent.unit.missing")
		}
	}
	return once(faults).Err()
}

// once keeps the first of faults that say the same of one field.
func once(faults tenants.Invalid) *tenants.Invalid {
	var kept tenants.Invalid
	seen := map[tenants.FieldError]bool{}
	for _, one := range faults.Fields {
		if !seen[one] {
			seen[one] = true
			kept.Fields = append(kept.Fields, one)
		}
	}
	return &kept
}

// write puts an answer in the table, and lets in those who are to see more by
// it: those of the unit in the team, and the given ones.
func (g *Given) write(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, id, replaces uuid.UUID, also []uuid.UUID) error {
	how, err := json.Marshal(told{Told: g.Told, Heard: g.Heard})
	if err != nil {
		return fmt.Errorf("writing how a consent was told: %w", err)
	}
	row := tx.Row("consents", id)
	create := tx.Client().Consent.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
		SetPurpose(string(g.Purpose)).SetAsked(g.Asked.String()).SetSections(g.Sections.String()).
		SetMembers(casefile.FormatIDs(g.Members)).SetGivenBy(g.By).SetAnswer(string(g.Answer)).SetHow(string(g.How)).
		SetHowTold(row.Seal("how_told", string(how))).SetFromOn(g.From).SetUntilOn(g.Until).SetRecordedBy(v.Viewer.ID)
	if err := row.Err(); err != nil {
		return err
	}
	if g.Unit != uuid.Nil {
		create.SetUnitID(g.Unit)
	}
	if replaces != uuid.Nil {
		create.SetReplacesID(replaces)
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing consent: %w", err)
	}
	return openTo(ctx, v, tx, family, id, also)
}

// openTo lets those in to whom a consent opens something.
func openTo(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, id uuid.UUID, also []uuid.UUID) error {
	given, err := oneOf(ctx, tx, family, id)
	if err != nil {
		return err
	}
	if !given.stands(tx.Today()) || !given.Purpose.Opens() {
		return nil
	}
	people, err := seated(ctx, tx, family, given.Unit)
	if err != nil {
		return err
	}
	for _, person := range append(people, also...) {
		if err := given.letIn(ctx, v, tx, person); err != nil { // the same twice is one
			return err
		}
	}
	return nil
}
