package team

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// answer runs a command of somebody who is asked and not inside the family: a
// unit's leader, or the person the leader has named. may says whether the
// place is theirs to answer; where it is not, and where the follow-up is
// closed, there is nothing.
func answer(ctx context.Context, v *tenants.Visit, id uuid.UUID, name string,
	may func(*tenants.Tx, row) (bool, error), write func(*tenants.Tx, row) error,
) error {
	if err := v.Require(policy.SectionInvitations, policy.ActionEdit); err != nil {
		return err
	}
	decision := v.Decide(policy.Facts{}, policy.SectionInvitations, policy.ActionEdit)
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		one, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := casefile.Hold(ctx, tx, one.CaseFileID); err != nil {
			return err
		}
		if one, err = find(ctx, tx, id); err != nil { // as it is now that nobody else may change it
			return err
		}
		followed, err := casefile.ReadFollowUp(ctx, tx.Client(), one.CaseFileID)
		if err != nil {
			return err
		}
		theirs, err := may(tx, one)
		if err != nil {
			return err
		}
		barred, err := casefile.BarredUser(ctx, tx, one.CaseFileID, v.Viewer.ID)
		if err != nil {
			return err
		}
		if followed.State != casefile.StateActive || !theirs || barred { // who must never be let in is told of nothing
			return fmt.Errorf("%s: %w", name, tenants.ErrNotFound)
		}
		if err := write(tx, one); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		tx.Record(v.Deed(name, one.CaseFileID, id, decision, policy.Facts{}))
		return nil
	})
}

// leads reports whether somebody leads the unit of a place.
func leads(ctx context.Context, v *tenants.Visit) func(*tenants.Tx, row) (bool, error) {
	return func(tx *tenants.Tx, one row) (bool, error) {
		if !v.Viewer.Roles.Has(policy.RoleLeader) {
			return false, nil
		}
		leaders, err := directory.OfUnitTx(ctx, tx, one.UnitID, policy.RoleLeader)
		return has(leaders, v.Viewer.ID), err
	}
}

func has(people []directory.Person, id uuid.UUID) bool {
	return slices.ContainsFunc(people, func(p directory.Person) bool { return p.ID == id })
}

// Name says who of a unit's people is asked to come. Only a leader of the unit
// may, until somebody has said yes; for everybody else there is no such place
// (ErrNotFound). It returns ErrInvalid for somebody who is not of the unit, and
// when the family's yes has ended, and ErrConflict for a place that is settled.
func Name(ctx context.Context, v *tenants.Visit, id, person uuid.UUID) error {
	return answer(ctx, v, id, "team.name", leads(ctx, v), func(tx *tenants.Tx, one row) error {
		return name(ctx, v, tx, one, person)
	})
}

// NameForUnit is Name by the family's coordinator, for a unit that has no
// leader here. It returns ErrConflict where there is one: then it is theirs to
// say.
func NameForUnit(ctx context.Context, v *tenants.Visit, family, id, person uuid.UUID) error {
	deed := casefile.Deed{Name: "team.name", Target: id, Section: policy.SectionTeam, Action: policy.ActionEdit}
	return casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *casefile.Access) error {
		one, err := findIn(ctx, tx, family, id)
		if err != nil {
			return err
		}
		leaders, err := directory.OfUnitTx(ctx, tx, one.UnitID, policy.RoleLeader)
		if err != nil {
			return err
		}
		if len(leaders) > 0 {
			return fmt.Errorf("the unit has a leader: %w", tenants.ErrConflict)
		}
		return name(ctx, v, tx, one, person)
	})
}

func name(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, one row, person uuid.UUID) error {
	if one.state() == StateAccepted || one.state() == StateLeft {
		return fmt.Errorf("the place is settled: %w", tenants.ErrConflict)
	}
	if err := mayCome(ctx, tx, one, person); err != nil {
		return err
	}
	if one.state() == StateNamed && one.person() != person {
		if err := tx.RecallTo(ctx, one.CaseFileID, one.person()); err != nil {
			return err
		}
	}
	sealed := tx.Row(seatsTable, one.ID)
	noAnswer := sealed.Seal("answer", "")
	if err := sealed.Err(); err != nil {
		return err
	}
	err := one.move(ctx, tx, func(u *tenant.SeatUpdate) {
		u.SetState(string(StateNamed)).SetUserID(person).SetNamedBy(v.Viewer.ID).SetNamedAt(tx.Clock().Now()).
			ClearSettledAt().SetAnswer(noAnswer)
	})
	if err != nil {
		return err
	}
	return notice.Tell(ctx, tx, notice.Notice{To: person, CaseFile: one.CaseFileID, Reason: notice.Invited})
}

// mayCome returns ErrInvalid unless a person works in the unit of a place, the
// family has not barred them by name, and its yes to the unit is in force. That
// somebody is barred is told as if they did not work there: who is on the list
// is the family's own matter.
func mayCome(ctx context.Context, tx *tenants.Tx, one row, person uuid.UUID) error {
	people, err := directory.OfUnitTx(ctx, tx, one.UnitID, policy.RoleProfessional)
	if err != nil {
		return err
	}
	if !has(people, person) {
		return tenants.InvalidField("person", "team.person.unknown")
	}
	barred, err := casefile.BarredUser(ctx, tx, one.CaseFileID, person)
	if err != nil {
		return err
	}
	if barred { // the same answer: who is barred is no leader's to know
		return tenants.InvalidField("person", "team.person.unknown")
	}
	given, err := yesTo(ctx, tx, one.CaseFileID, one.UnitID)
	if err != nil {
		return err
	}
	if !given {
		return tenants.InvalidField("person", "team.unit.no_yes")
	}
	return nil
}
