package directory

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/session"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// Limits say how long a session lasts.
type Limits struct {
	Idle     time.Duration // without a request
	Absolute time.Duration // from sign-in, whatever happens
}

// LimitsFor returns the limits for a kind of user: a working day for staff,
// shorter for families, whose phone may be picked up by others at home.
func LimitsFor(kind Kind) Limits {
	switch kind {
	case KindFamily:
		return Limits{Idle: 20 * time.Minute, Absolute: 4 * time.Hour}
	case KindGuest:
		return Limits{Idle: LongestGuest, Absolute: LongestGuest}
	}
	return Limits{Idle: 30 * time.Minute, Absolute: 10 * time.Hour}
}

const tokenBytes = 32

// newToken returns a token for the cookie. Only its hash is kept.
func newToken() string {
	random := make([]byte, tokenBytes)
	rand.Read(random)
	return base64.RawURLEncoding.EncodeToString(random)
}

func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// looksLikeToken spares the database what cannot be a token.
func looksLikeToken(token string) bool {
	return len(token) == base64.RawURLEncoding.EncodedLen(tokenBytes)
}

// SignIn lets in the person an identity provider vouches for, and returns a
// new session's token for the cookie. An invited user becomes active and is
// bound to the identity for good. Whoever is not known here, has left, or
// comes in by the wrong door gets ErrStranger (an ErrForbidden) and learns
// nothing more. Both outcomes are on record.
func SignIn(ctx context.Context, scope *tenants.Scope, who Identity) (token string, u User, err error) {
	var refused uuid.UUID
	err = scope.InTx(ctx, func(tx *tenants.Tx) error {
		row, isNew, err := recognise(ctx, tx, who)
		if err != nil {
			if row != nil {
				refused = row.ID
			}
			return err
		}
		if err := bind(ctx, tx, row, who, isNew); err != nil {
			return err
		}
		token = newToken()
		if err := begin(ctx, tx, row, who, token); err != nil {
			return err
		}
		tx.Record(accessEntry(scope, row.ID, "session.sign_in"))
		row, err = tx.Client().User.Get(ctx, row.ID)
		if err != nil {
			return fmt.Errorf("reading user: %w", err)
		}
		opened, err := openUsers(ctx, scope, tx.Client(), []*tenant.User{row})
		if err == nil {
			u = opened[0]
		}
		return err
	})
	if errors.Is(err, ErrStranger) {
		if noted := scope.Audit().Record(ctx, accessEntry(scope, refused, "session.refuse")); noted != nil {
			return "", User{}, fmt.Errorf("putting refused sign-in on record: %w", noted)
		}
	}
	if err != nil {
		return "", User{}, fmt.Errorf("signing in: %w", err)
	}
	return token, u, nil
}

// findUser returns the one user that fits, or nil.
func findUser(ctx context.Context, tx *tenants.Tx, where ...predicate.User) (*tenant.User, error) {
	row, err := tx.Client().User.Query().Where(where...).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for user: %w", err)
	}
	return row, nil
}

// bind notes the sign-in and, the first time, makes the user active and this
// identity's own. Should two identities claim one invitation at once, the
// first has it.
func bind(ctx context.Context, tx *tenants.Tx, row *tenant.User, who Identity, isNew bool) error {
	update := tx.Client().User.Update().Where(user.ID(row.ID), user.State(row.State)).SetSignedInAt(tx.Clock().Now())
	if isNew {
		update.SetState(string(StateActive)).SetSubjectIndex(subjectOf(tx.Keys(), who.Issuer, who.Subject)).AddVersion(1)
	}
	count, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("binding user: %w", err)
	}
	if count == 0 {
		return ErrStranger
	}
	return nil
}

// begin writes the session, and ends the one it replaces.
func begin(ctx context.Context, tx *tenants.Tx, row *tenant.User, who Identity, token string) error {
	if looksLikeToken(who.Replaces) {
		if err := endSessions(ctx, tx, session.TokenHash(hashToken(who.Replaces))); err != nil {
			return err
		}
	}
	now := tx.Clock().Now()
	err := tx.Client().Session.Create().SetID(tenants.NewID()).SetCreatedAt(now).
		SetTokenHash(hashToken(token)).SetUserID(row.ID).SetAcr(cutWord(who.ACR)).
		SetSeenAt(now).SetExpiresAt(now.Add(LimitsFor(Kind(row.Kind)).Absolute)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("beginning session: %w", err)
	}
	return nil
}

// cutWord keeps what an identity provider says within the column.
func cutWord(word string) string { return word[:min(len(word), 64)] }

func accessEntry(scope *tenants.Scope, actor uuid.UUID, action string) audit.Entry {
	return audit.Entry{At: scope.Clock().Now(), Actor: actor, Kind: audit.KindAccess, Action: action}
}
