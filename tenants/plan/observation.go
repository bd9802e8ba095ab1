package plan

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Kind is what an observation is about: what works, or what is needed.
type Kind string

// Kinds of observations. Strengths come first, always.
const (
	Strength Kind = "strength"
	Need     Kind = "need"
)

func (k Kind) section() policy.Section {
	if k == Strength {
		return policy.SectionStrengths
	}
	return policy.SectionNeeds
}

// table is also where the sealed fields are bound to.
func (k Kind) table() string {
	if k == Strength {
		return "strengths"
	}
	return "needs"
}

// Observation is a strength or a need as it is typed.
type Observation struct {
	Area     Area
	Member   *uuid.UUID // whom it is about; nil: the family
	Text     string
	SaidBy   string // who said it, in the family's words; may be empty
	LetStand bool   // as in GoalInput
}

// Validate puts the texts in the form they are kept in and returns ErrInvalid
// with every fault. Field names are those of the form.
func (o *Observation) Validate(kind Kind) error {
	var faults tenants.Invalid
	missing := "need.text.missing"
	if kind == Strength {
		missing = "strength.text.missing"
	}
	prose(&faults, "text", &o.Text, missing)
	line(&faults, "said_by", &o.SaidBy, "")
	if !o.Area.Valid() {
		faults.Add("area", "plan.area.missing")
	}
	return faults.Err()
}

// Noted is a strength or a need as it stands in the plan.
type Noted struct {
	ID      uuid.UUID
	Version int
	Whom    string // first name; empty when it is about the family, or not to be shown
	Observation
}

// ReadObservation returns a strength or a need as it is now, for the readable
// choice after a conflict. It returns ErrNotFound when it is gone.
func ReadObservation(ctx context.Context, a *casefile.Access, kind Kind, id uuid.UUID) (Noted, error) {
	if err := a.RequireSee(kind.section()); err != nil {
		return Noted{}, err
	}
	list, err := shownObservations(ctx, a, a.Visit, kind)
	if err != nil {
		return Noted{}, err
	}
	for _, one := range list {
		if one.ID == id {
			return one, nil
		}
	}
	return Noted{}, tenants.ErrNotFound
}

// shownObservations are those the viewer may see.
func shownObservations(ctx context.Context, a *casefile.Access, q tenants.Querier, kind Kind) ([]Noted, error) {
	list, err := observations(ctx, a.Visit.Scope, q, a.ID, kind)
	if err != nil {
		return nil, err
	}
	return onlyShown(a, kind.section(), list, aboutNoted), nil
}

func openStrength(scope *tenants.Scope, read *tenant.Strength) (Noted, error) {
	row := scope.Row("strengths", read.ID)
	one := Noted{ID: read.ID, Version: read.Version, Observation: Observation{
		Area: Area(read.Area), Member: read.MemberID, Text: row.Open("text", read.Text),
		SaidBy: row.Open("said_by", read.SaidBy),
	}}
	return one, row.Err()
}

func openNeed(scope *tenants.Scope, read *tenant.Need) (Noted, error) {
	row := scope.Row("needs", read.ID)
	one := Noted{ID: read.ID, Version: read.Version, Observation: Observation{
		Area: Area(read.Area), Member: read.MemberID, Text: row.Open("text", read.Text),
		SaidBy: row.Open("said_by", read.SaidBy),
	}}
	return one, row.Err()
}
