package share

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// ErrCode says that a code was wrong, too old, or tried too often. It is an
// ErrInvalid.
var ErrCode = fmt.Errorf("code: %w", tenants.ErrInvalid)

// Open opens a link with its code and returns the token of the guest's session,
// which ends when the share does. A link is opened once: of many who try the
// right code at the same instant, one gets in. replaces is the token of a
// session in the same browser, which ends. It returns ErrCode for a code that
// does not fit, and ErrNotFound as Find does. A wrong code is counted whatever
// becomes of the answer.
func Open(ctx context.Context, scope *tenants.Scope, token, code, replaces string) (session string, err error) {
	code = strings.Join(strings.Fields(code), "")
	refused := false
	err = inTx(ctx, scope, token, func(tx *tenants.Tx) error {
		row, err := find(ctx, tx, token)
		if err != nil {
			return err
		}
		if Channel(row.Channel) == BySignIn {
			return tenants.ErrNotFound
		}
		counted, err := countTry(ctx, tx, row)
		if err != nil {
			return err
		}
		if !counted {
			refused = true
			return nil
		}
		// Read again: the count holds the row, so this is the code that stands.
		row, err = tx.Client().Share.Get(ctx, row.ID)
		if err != nil {
			return fmt.Errorf("reading share: %w", err)
		}
		if subtle.ConstantTimeCompare(row.CodeHash, codeHash(tx.Scope, row.ID, code)) != 1 {
			tx.Record(entry(tx, row, "share.refuse"))
			refused = true
			return nil
		}
		if err := spend(ctx, tx, row); err != nil {
			return err
		}
		session, err = directory.OpenSessionUntil(ctx, tx, row.UserID, row.UntilAt, replaces)
		return err
	})
	if errors.Is(err, directory.ErrStranger) {
		err = tenants.ErrNotFound
	}
	if err == nil && refused {
		err = stillThere(ctx, scope, token)
	}
	return session, err
}

// countTry counts one more try of the code, and reports whether there was one
// left. It holds the share until the transaction ends.
func countTry(ctx context.Context, tx *tenants.Tx, row *tenant.Share) (bool, error) {
	counted, err := tx.Client().Share.Update().
		Where(share.ID(row.ID), share.OpenedAtIsNil(), share.EndedAtIsNil(), share.TriesLT(Tries),
			share.CodeUntilGT(tx.Clock().Now())).
		AddTries(1).Save(ctx)
	if err != nil {
		return false, fmt.Errorf("counting tries: %w", err)
	}
	return counted == 1, nil
}

// spend marks a link as opened; it opens nothing more.
func spend(ctx context.Context, tx *tenants.Tx, row *tenant.Share) error {
	changed, err := tx.Client().Share.Update().Where(share.ID(row.ID), share.OpenedAtIsNil()).
		SetOpenedAt(tx.Clock().Now()).ClearCodeHash().ClearCodeUntil().Save(ctx)
	if err != nil {
		return fmt.Errorf("opening share: %w", err)
	}
	if changed == 0 {
		return tenants.ErrNotFound
	}
	tx.Record(entry(tx, row, "share.open"))
	return nil
}

// stillThere tells a wrong code from a link that somebody else has opened.
func stillThere(ctx context.Context, scope *tenants.Scope, token string) error {
	if _, err := Find(ctx, scope, token, uuid.Nil); err != nil {
		return err
	}
	return ErrCode
}

// OpenSignedIn opens a link for the one it was made for, who is signed in, and
// returns the family. It returns ErrNotFound for anybody else.
func OpenSignedIn(ctx context.Context, v *tenants.Visit, token string) (family uuid.UUID, err error) {
	err = inTx(ctx, v.Scope, token, func(tx *tenants.Tx) error {
		row, err := find(ctx, tx, token)
		if err != nil {
			return err
		}
		if Channel(row.Channel) != BySignIn || row.UserID != v.Viewer.ID {
			return tenants.ErrNotFound
		}
		family = row.CaseFileID
		if row.OpenedAt != nil {
			return nil
		}
		return spend(ctx, tx, row)
	})
	return family, err
}
