package directory

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/session"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// SignOut ends the session a token opens. A token that opens none is no error:
// whoever wants out is out.
func SignOut(ctx context.Context, scope *tenants.Scope, token string) error {
	if !looksLikeToken(token) {
		return nil
	}
	return scope.InTx(ctx, func(tx *tenants.Tx) error {
		row, err := tx.Client().Session.Query().
			Where(session.TokenHash(hashToken(token)), session.EndedAtIsNil()).Only(ctx)
		if tenant.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading session: %w", err)
		}
		tx.Record(accessEntry(scope, row.UserID, "session.sign_out"))
		return endSessions(ctx, tx, session.ID(row.ID))
	})
}

// SignOutEverywhere ends all sessions of a user: one's own, or a colleague's
// whose phone is lost. It returns ErrNotFound for anybody else.
func SignOutEverywhere(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	section := policy.SectionUsers
	if id == v.Viewer.ID {
		section = policy.SectionOwnAccount
	}
	decision, err := require(v, section, policy.ActionEdit)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		if id != v.Viewer.ID {
			if _, err := staff(ctx, tx.Scope, tx.Client(), id); err != nil {
				return err
			}
		}
		entry := v.Deed("session.sign_out_everywhere", uuid.Nil, id, decision, policy.Facts{})
		entry.Kind = audit.KindAccess
		tx.Record(entry)
		return endSessions(ctx, tx, session.UserID(id))
	})
}

func endSessions(ctx context.Context, tx *tenants.Tx, which predicate.Session) error {
	err := tx.Client().Session.Update().Where(which, session.EndedAtIsNil()).SetEndedAt(tx.Clock().Now()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("ending sessions: %w", err)
	}
	return nil
}
