package stafettlogg

import (
	"context"
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

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
		last = last || hopeless(problem)
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

// hopeless tells whether trying again cannot help. What an administrator can put
// right may be put right while the write waits: settings, a pause, a quarantine.
func hopeless(problem *host.Problem) bool {
	switch {
	case problem.Whose == host.Settings, problem.Whose == host.Ours, problem.Code == host.CodeQuarantined:
		return false
	}
	return problem.Lasting
}

func cut(code string) string { return code[:min(len(code), 40)] }
