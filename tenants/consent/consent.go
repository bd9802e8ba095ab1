package consent

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Consent is one question and its answer.
type Consent struct {
	ID         uuid.UUID
	Family     uuid.UUID
	Purpose    Purpose
	Unit       uuid.UUID         // Nil for evaluation
	Asked      policy.SectionSet // what was asked for
	Sections   policy.SectionSet // what was given
	Members    []uuid.UUID       // whom it is about
	GivenBy    uuid.UUID         // the member who answered, or is asked
	Answer     Answer
	How        casefile.How
	Told       string      // where and to whom it was said
	Heard      []uuid.UUID // children who were heard before it was answered for them
	From       clock.Date
	Until      clock.Date // the last day
	RecordedBy uuid.UUID  // a user
	RecordedAt time.Time
	EndedAt    *time.Time
	Why        Ended
	Replaces   uuid.UUID // the one it renews or narrows

	endedBy uuid.UUID
}

// State tells how the consent stands on a day.
func (c *Consent) State(today clock.Date) State {
	switch {
	case c.EndedAt != nil && c.Why == Replaced:
		return StateReplaced
	case c.EndedAt != nil && c.Why == Closed:
		return StateClosed
	case c.EndedAt != nil:
		return StateWithdrawn
	case c.Answer == Unanswered:
		return StateAsked
	case c.Answer == No:
		return StateRefused
	case today > c.Until:
		return StateRunOut
	case today < c.From:
		return StateComing
	}
	return StateActive
}

// stands reports whether a yes holds on a day, or will.
func (c *Consent) stands(today clock.Date) bool {
	state := c.State(today)
	return state == StateActive || state == StateComing
}

// told is how how_told is kept: what was said, and which children were heard.
type told struct {
	Told  string      `json:"told,omitempty"`
	Heard []uuid.UUID `json:"heard,omitempty"`
}

// place is where consents are read: a municipality, or a transaction in it.
type place interface {
	Client() *tenant.Client
	Row(table string, id uuid.UUID) *tenants.Row
	Today() clock.Date
}

func open(in place, read *tenant.Consent) (Consent, error) {
	one := Consent{
		ID: read.ID, Family: read.CaseFileID, Purpose: Purpose(read.Purpose), GivenBy: read.GivenBy,
		Answer: Answer(read.Answer), How: casefile.How(read.How), From: read.FromOn, Until: read.UntilOn,
		RecordedBy: read.RecordedBy, RecordedAt: read.CreatedAt, EndedAt: read.EndedAt, Why: Ended(read.EndedWhy),
	}
	if read.UnitID != nil {
		one.Unit = *read.UnitID
	}
	if read.EndedBy != nil {
		one.endedBy = *read.EndedBy
	}
	if read.ReplacesID != nil {
		one.Replaces = *read.ReplacesID
	}
	var err error
	if one.Asked, err = policy.ParseSectionSet(read.Asked); err != nil {
		return one, fmt.Errorf("reading consent %s: %w", read.ID, err)
	}
	if one.Sections, err = policy.ParseSectionSet(read.Sections); err != nil {
		return one, fmt.Errorf("reading consent %s: %w", read.ID, err)
	}
	if one.Members, err = casefile.ParseIDs(read.Members); err != nil {
		return one, fmt.Errorf("reading consent %s: %w", read.ID, err)
	}
	row := in.Row(consent.Table, read.ID)
	text := row.Open("how_told", read.HowTold)
	if err := row.Err(); err != nil {
		return one, err
	}
	var how told
	if text != "" {
		if err := json.Unmarshal([]byte(text), &how); err != nil {
			return one, fmt.Errorf("reading how consent %s was told: %w", read.ID, err)
		}
	}
	one.Told, one.Heard = how.Told, how.Heard
	return one, nil
}

func readConsents(ctx context.Context, in place, which ...predicate.Consent) ([]Consent, error) {
	rows, err := in.Client().Consent.Query().Where(which...).
		Order(consent.ByCreatedAt(), consent.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading consents: %w", err)
	}
	list := make([]Consent, 0, len(rows))
	for _, row := range rows {
		one, err := open(in, row)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// List returns the family's consents as far as the viewer may see them, oldest
// first: those about somebody the viewer may see, each with the members the
// viewer may see alone. It needs the consents section.
func List(ctx context.Context, a *casefile.Access) ([]Consent, error) {
	if err := a.RequireSee(policy.SectionConsents); err != nil {
		return nil, err
	}
	all, err := readConsents(ctx, a.Visit.Scope, consent.CaseFileID(a.ID))
	if err != nil {
		return nil, err
	}
	list := all[:0]
	for _, one := range all {
		if one.keepTo(a) {
			list = append(list, one)
		}
	}
	return list, nil
}

// keepTo takes away whom the viewer may not see, and reports whether anybody is
// left.
func (c *Consent) keepTo(a *casefile.Access) bool {
	hidden := func(id uuid.UUID) bool { return !a.Shows(policy.SectionConsents, &id) }
	c.Members = slices.DeleteFunc(c.Members, hidden)
	c.Heard = slices.DeleteFunc(c.Heard, hidden)
	if a.Limited() && hidden(c.GivenBy) {
		c.GivenBy, c.Told = uuid.Nil, ""
	}
	return len(c.Members) > 0
}

// Read returns one consent of the family as List gives it; ErrNotFound when
// there is none that the viewer may see.
func Read(ctx context.Context, a *casefile.Access, id uuid.UUID) (Consent, error) {
	list, err := List(ctx, a)
	if err != nil {
		return Consent{}, err
	}
	for _, one := range list {
		if one.ID == id {
			return one, nil
		}
	}
	return Consent{}, fmt.Errorf("consent: %w", tenants.ErrNotFound)
}

func oneOf(ctx context.Context, tx *tenants.Tx, family, id uuid.UUID) (Consent, error) {
	list, err := readConsents(ctx, tx, consent.CaseFileID(family), consent.ID(id))
	if err != nil {
		return Consent{}, err
	}
	if len(list) == 0 {
		return Consent{}, fmt.Errorf("consent: %w", tenants.ErrNotFound)
	}
	return list[0], nil
}
