package team

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/seat"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// State is how far a place in the team has come.
type State string

// The states as they are written down.
const (
	StateInvited  State = "invited"  // the unit's leader is asked to name somebody
	StateNamed    State = "named"    // the person is asked to come
	StateAccepted State = "accepted" // and has said yes
	StateDeclined State = "declined" // the unit or the person cannot
	StateLeft     State = "left"     // left, was taken out, or the invitation was taken back
)

// Standing is how a place stands at this moment. It follows from the state,
// from the family's yes and from the clock, and is never written down.
type Standing string

// The standings.
const (
	WaitsForUnit   Standing = "waits_unit"
	WaitsForPerson Standing = "waits_person"
	Inside         Standing = "inside"
	Ahead          Standing = "ahead" // has said yes, and is let in on a day to come
	Declined       Standing = "declined"
	Stopped        Standing = "stopped" // what the family's yes opened is ended; a new yes lets nobody back in unasked
	Ended          Standing = "ended"
)

// row is a place as it is kept.
type row struct {
	*tenant.Seat
}

func (r row) state() State { return State(r.State) }

// person is who is named; Nil while nobody is.
func (r row) person() uuid.UUID {
	if r.UserID == nil {
		return uuid.Nil
	}
	return *r.UserID
}

// since is when the place came into the state it is in.
func (r row) since() time.Time {
	switch {
	case r.SettledAt != nil:
		return *r.SettledAt
	case r.NamedAt != nil:
		return *r.NamedAt
	}
	return r.CreatedAt
}

// find reads a place, whichever family it is in. Inside a transaction only.
func find(ctx context.Context, tx *tenants.Tx, id uuid.UUID) (row, error) {
	read, err := tx.Client().Seat.Get(ctx, id)
	if tenant.IsNotFound(err) {
		return row{}, fmt.Errorf("place in team: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return row{}, fmt.Errorf("reading place in team: %w", err)
	}
	return row{read}, nil
}

// findIn is find for a place of a family; one of another family is not found.
func findIn(ctx context.Context, tx *tenants.Tx, family, id uuid.UUID) (row, error) {
	read, err := find(ctx, tx, id)
	if err == nil && read.CaseFileID != family {
		return row{}, fmt.Errorf("place in team: %w", tenants.ErrNotFound)
	}
	return read, err
}

// move writes a place's new state, if nobody has changed it meanwhile.
func (r row) move(ctx context.Context, tx *tenants.Tx, change func(*tenant.SeatUpdate)) error {
	update := tx.Client().Seat.Update().Where(seat.ID(r.ID), seat.Version(r.Version)).AddVersion(1)
	change(update)
	moved, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("changing place in team: %w", err)
	}
	if moved == 0 {
		return fmt.Errorf("changing place in team: %w", tenants.ErrConflict)
	}
	return nil
}
