package casefile

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// LetStand is the field of a form in which somebody says that a text may stand
// although it names a place.
const LetStand = "let_stand"

// AskBeforeLocating is called before a text is written about a family, by those
// that others than the coordinator may come to read. Where an address in the
// family is protected, and the text names a place or a unit by which the family
// could be found, it returns ErrInvalid with "locating.ask" on the field
// LetStand: the writer is asked once more, and says yes with letStand. It says
// nothing to a viewer who may not do the deed.
func AskBeforeLocating(ctx context.Context, v *tenants.Visit, family uuid.UUID, what Deed, letStand bool, texts ...string) error {
	if letStand {
		return nil
	}
	a, err := Enter(ctx, v, family)
	if err != nil {
		return err
	}
	if !a.Facts.Strict || !a.May(what.Section, what.Action) {
		return nil
	}
	places, err := placesOf(ctx, a)
	if err != nil {
		return err
	}
	if !places.in(texts...) {
		return nil
	}
	return tenants.InvalidField(LetStand, "locating.ask")
}

// placesOf gathers what could tell where the family is: where its members live,
// what their schools are called, and the municipality with its units. Nothing of
// it is shown to anybody.
func placesOf(ctx context.Context, a *Access) (places, error) {
	found := places{}
	found.addName(a.Visit.Name)
	units, err := directory.Units(ctx, a.Visit.Scope)
	if err != nil {
		return nil, err
	}
	for _, unit := range units {
		found.addName(unit.Name)
		found.addAddress(unit.Address)
	}
	rows, err := a.Visit.Client().Member.Query().Where(member.CaseFileID(a.ID), member.RemovedAtIsNil()).
		Select(member.FieldAddress, member.FieldSchoolID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading addresses: %w", err)
	}
	var schools []uuid.UUID // also one the municipality has taken off its list
	for _, row := range rows {
		address, err := a.Visit.Open("members", "address", row.ID, row.Address)
		if err != nil {
			return nil, err
		}
		found.addAddress(address)
		if row.SchoolID != nil {
			schools = append(schools, *row.SchoolID)
		}
	}
	names, err := directory.UnitNames(ctx, a.Visit.Scope, schools)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		found.addName(name)
	}
	return found, nil
}

// TitleOf is a colleague's title as the viewer may read it beside this family.
// A title may name the place somebody works, and where somebody of the family
// has address protection that locates them: then only those who may know where
// they are read it. The coordinator's is told, as the family knows who it is.
func (a *Access) TitleOf(title string, relation policy.Relation) string {
	if !a.Facts.Strict || relation == policy.RelationCoordinator || a.May(policy.SectionLocation, policy.ActionSee) {
		return title
	}
	return ""
}
