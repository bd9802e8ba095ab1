package stafettlogg

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
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
