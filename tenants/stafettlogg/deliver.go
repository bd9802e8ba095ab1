package stafettlogg

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// Codes of why a write is not sent, beside those of Stop: they stand with it and
// are shown to the coordinator.
const (
	CodeLinkEnded   = "stafettlogg.ended"
	CodeNotAllowed  = "stafettlogg.not_allowed"  // a class it needs may not leave any more
	CodeGone        = "stafettlogg.gone"         // taken out of the plan, or no longer about the child
	CodeGoalMissing = "stafettlogg.goal_missing" // the goal it is under never arrived
	CodeCannotClose = "stafettlogg.cannot_close" // the other system takes no word that a log is closed
	CodeLinkedAgain = "stafettlogg.linked_again" // the log is in use again, on a new yes
)

// Deliver returns the handler of this package's messages in a municipality, for
// the dispatcher. It delivers each write exactly once, in order for a family, or
// leaves it visible as not delivered.
func Deliver(scope *tenants.Scope) outbox.Handler {
	return func(ctx context.Context, d outbox.Delivery) error { return deliver(ctx, scope, d) }
}

// delivery is one attempt.
type delivery struct {
	scope *tenants.Scope
	outbox.Delivery
	letter letter
	sent   Sent
	family uuid.UUID
	link   Link
}

func deliver(ctx context.Context, scope *tenants.Scope, d outbox.Delivery) error {
	one := delivery{scope: scope, Delivery: d}
	if err := d.Decode(&one.letter); err != nil {
		return outbox.Permanent(outbox.Failure("unreadable", err))
	}
	if settled, err := one.read(ctx); err != nil || settled {
		return err
	}
	c, err := inUse(ctx, scope, one.link.Connection)
	if errors.Is(err, tenants.ErrInvalid) {
		return one.failed(ctx, &host.Problem{Whose: host.Ours, Code: connection.CodeNotInstalled})
	}
	if err != nil {
		return err
	}
	var receipt system.Receipt
	job := connection.Job{Kind: connection.Write, By: one.sent.By, Family: one.family}
	err = connection.Use(ctx, scope, c.Name, job, func(ctx context.Context, p host.Plugin, run *connection.Run) (err error) {
		receipt, err = one.write(ctx, p, run, c)
		return err
	})
	if err != nil {
		return one.failed(ctx, err)
	}
	if err := one.confirm(ctx, receipt); err != nil {
		return err // it is asked about when it is tried again
	}
	one.look(ctx, c)
	return nil
}

// read reads what the message is about, and reports whether there is nothing left
// to do.
func (d *delivery) read(ctx context.Context) (settled bool, err error) {
	rows, err := d.scope.Client().LogWrite.Query().Where(logwrite.ID(d.letter.Write)).All(ctx)
	if err != nil {
		return false, fmt.Errorf("reading what is sent: %w", err)
	}
	if len(rows) == 0 {
		return false, outbox.Permanent(outbox.Failure("unknown", tenants.ErrNotFound))
	}
	if d.sent, err = openSent(d.scope, rows[0]); err != nil {
		return false, err
	}
	d.family = rows[0].CaseFileID
	if slices.Contains([]WriteState{Confirmed, Conflict, Recalled}, d.sent.State) {
		return true, nil
	}
	d.link, err = linkOf(ctx, d.scope, d.family, d.sent.Link)
	return false, err
}

// write asks what became of the write if it may have arrived, decides once more
// whether it may leave, and sends it.
func (d *delivery) write(ctx context.Context, p host.Plugin, run *connection.Run, c connection.Connection) (system.Receipt, error) {
	if d.Attempt > 1 || d.sent.State != Waiting || d.sent.Code != "" {
		receipt, known, err := p.Lookup(ctx, d.IdempotencyKey)
		if err != nil {
			return system.Receipt{}, err
		}
		if known {
			return receipt, nil
		}
	}
	change, err := d.ready(ctx, c)
	if err != nil {
		return system.Receipt{}, err
	}
	if err := d.leaving(ctx); err != nil {
		return system.Receipt{}, err
	}
	run.Handed(d.sent.Classes...)
	receipt, err := p.Write(ctx, change)
	if err != nil {
		return receipt, err
	}
	run.Sent++
	return receipt, nil
}

// leaving notes that the write is about to leave: from now on it may have
// arrived, whatever becomes of us.
func (d *delivery) leaving(ctx context.Context) error {
	return d.scope.InTx(ctx, func(tx *tenants.Tx) error {
		changed, err := tx.Client().LogWrite.Update().
			Where(logwrite.ID(d.sent.ID), logwrite.StateIn(string(Waiting), string(Failed), string(Refused))).
			SetState(string(Waiting)).SetProblemWhose("").SetProblemCode(codeLeaving).Save(ctx)
		if err != nil {
			return fmt.Errorf("writing down what leaves: %w", err)
		}
		if changed == 0 {
			return &refusal{CodeLinkEnded} // taken back at this instant
		}
		return nil
	})
}

// codeLeaving stands with a write that may have arrived.
const codeLeaving = "leaving"

// refusal is why a write may not leave. Nobody is at fault.
type refusal struct{ code string }

func (r *refusal) Error() string { return r.code }

// ready decides on the facts of this instant whether the write may leave, and
// fills in what the other system calls things.
func (d *delivery) ready(ctx context.Context, c connection.Connection) (system.Write, error) {
	link, err := linkOf(ctx, d.scope, d.family, d.sent.Link)
	if err != nil {
		return system.Write{}, err
	}
	d.link = link
	if d.letter.Change.Close != nil {
		return d.closing(ctx, c)
	}
	if !link.Live() {
		return system.Write{}, &refusal{CodeLinkEnded}
	}
	c, err = inUse(ctx, d.scope, c.ID) // the grant as it is now
	if err != nil {
		return system.Write{}, &refusal{StopNoSystem}
	}
	may, err := allowed(ctx, d.scope, d.family, link.Member, link.Unit, c.Grant.Receives)
	if err != nil {
		return system.Write{}, err
	}
	if may.Stop != "" {
		return system.Write{}, &refusal{may.Stop}
	}
	if !may.All(d.sent.Classes...) {
		return system.Write{}, &refusal{CodeNotAllowed}
	}
	change := *d.letter.Change
	change.LogID = link.logID
	if change.Start == nil && change.LogID == "" {
		return system.Write{}, &refusal{CodeLinkEnded} // the log was never begun
	}
	err = d.address(ctx, &change)
	return change, err
}

// closing decides whether the other system may be told that a log is closed. No
// yes stands, and none is needed: nothing of the family goes with it. Yet nothing
// goes of a family in which somebody's address is protected, and a log that has
// been linked again is not closed.
func (d *delivery) closing(ctx context.Context, c connection.Connection) (system.Write, error) {
	if !c.Can(system.Closes) {
		return system.Write{}, &refusal{CodeCannotClose}
	}
	followed, err := casefile.ReadFollowUp(ctx, d.scope.Client(), d.family)
	if err != nil {
		return system.Write{}, err
	}
	if followed.Grade.Strict() {
		return system.Write{}, &refusal{StopStrict}
	}
	if d.link.logID == "" {
		return system.Write{}, &refusal{CodeLinkEnded}
	}
	live, err := readLinks(ctx, d.scope, loglink.PluginID(d.link.Connection), loglink.StateIn(string(Starting), string(Active)))
	if err != nil {
		return system.Write{}, err
	}
	for _, one := range live {
		if one.logID == d.link.logID {
			return system.Write{}, &refusal{CodeLinkedAgain}
		}
	}
	change := *d.letter.Change
	change.LogID = d.link.logID
	return change, nil
}

// address fills in the ids and the version that the other system has given.
func (d *delivery) address(ctx context.Context, change *system.Write) error {
	if d.sent.Item == uuid.Nil {
		return d.standing(ctx, d.letter.About...)
	}
	mine, err := entryOf(ctx, d.scope, d.link.ID, d.sent.Item)
	if err != nil {
		return err
	}
	if err := d.standing(ctx, mine.our); err != nil {
		return err
	}
	if mine.their != "" {
		change.ExpectedVersion = mine.version
	}
	if change.Goal != nil {
		goal := *change.Goal
		goal.ID, change.Goal = mine.their, &goal
		return nil
	}
	measure := *change.Measure
	measure.ID, change.Measure = mine.their, &measure
	goal, err := uuid.Parse(d.letter.Goal)
	if err != nil {
		return &refusal{CodeGoalMissing}
	}
	above, err := entryOf(ctx, d.scope, d.link.ID, goal)
	if err != nil {
		return err
	}
	if above.their == "" {
		return &refusal{CodeGoalMissing}
	}
	measure.GoalID = above.their
	return nil
}

// standing refuses what is sent when one of our goals and measures in it has been
// taken out of the plan, or is no longer about the child.
func (d *delivery) standing(ctx context.Context, ours ...uuid.UUID) error {
	for _, id := range ours {
		about, err := plan.StandsAbout(ctx, d.scope.Client(), d.family, id, d.link.Member)
		if err != nil {
			return err
		}
		if !about {
			return &refusal{CodeGone}
		}
	}
	return nil
}

// failed writes down that an attempt failed, for the coordinator to see, and
// tells the outbox whether to try again.
func (d *delivery) failed(ctx context.Context, cause error) error {
	state, whose, code := Waiting, host.Ours, "failed"
	last := d.Attempt >= outbox.MaxAttempts
	var refused *refusal
	problem := problemOf(cause)
	switch {
	case errors.As(cause, &refused):
		state, whose, code, last = Refused, "", refused.code, true
	case problem != nil:
		whose, code = problem.Whose, problem.Code
		last = last || problem.Lasting && problem.Whose != host.Settings && problem.Whose != host.Ours
	case ctx.Err() != nil:
		return cause // somebody stopped us; nothing is known of it
	}
	if last && state == Waiting {
		state = Failed
	}
	ctx = context.WithoutCancel(ctx)
	err := d.scope.InTx(ctx, func(tx *tenants.Tx) error {
		return tx.Client().LogWrite.Update().
			Where(logwrite.ID(d.sent.ID), logwrite.StateIn(string(Waiting), string(Failed), string(Refused))).
			SetState(string(state)).SetProblemWhose(whose).SetProblemCode(cut(code)).Exec(ctx)
	})
	cause = outbox.Failure(cut(code), cause)
	if last {
		cause = outbox.Permanent(cause)
	}
	return errors.Join(cause, err)
}

func cut(code string) string { return code[:min(len(code), 40)] }
