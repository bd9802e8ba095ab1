package directory

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/session"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// KindGuest is somebody a family shows something to for a day: no identity
// provider knows them, and no list of users has them, as with families.
const KindGuest Kind = "guest"

// LongestGuest is the longest a guest's session can be. It has no shorter
// limit for being idle: the link it was opened with is spent.
const LongestGuest = 72 * time.Hour

// InviteGuest makes a user for one named person whom a family shows something
// to, inside the transaction that lets them in. Only share calls it, and has
// asked the policy. Nobody can sign in as them: their one session is opened
// with OpenSessionUntil. It returns ErrInvalid for a name that cannot be right.
func InviteGuest(ctx context.Context, tx *tenants.Tx, name, language string, by uuid.UUID) (uuid.UUID, error) {
	u := User{ID: tenants.NewID(), Kind: KindGuest, State: StateInvited, Name: name, Language: language}
	if err := u.Validate(); err != nil {
		return uuid.Nil, err
	}
	sealed, err := sealUser(tx.Scope, u)
	if err != nil {
		return uuid.Nil, err
	}
	err = tx.Client().User.Create().SetID(u.ID).SetCreatedAt(tx.Clock().Now()).
		SetKind(string(u.Kind)).SetState(string(u.State)).
		SetName(sealed.name).SetTitle(sealed.title).SetEmail(sealed.email).SetPhone(sealed.phone).
		SetLanguage(u.Language).Exec(ctx)
	if err != nil {
		return uuid.Nil, fmt.Errorf("writing guest: %w", err)
	}
	tx.Record(audit.Entry{At: tx.Clock().Now(), Actor: by, Kind: audit.KindAccess, Action: "user.invite", Target: u.ID, TargetKind: "user"})
	return u.ID, insertRole(ctx, tx, u.ID, policy.RoleGuest, by)
}

// EndGuest ends a guest's sessions and role at once. Only share calls it, when
// what was shown is over. Somebody who is no guest, or is gone, is left alone.
func EndGuest(ctx context.Context, tx *tenants.Tx, id, by uuid.UUID) error {
	is, err := tx.Client().User.Query().
		Where(user.ID(id), user.Kind(string(KindGuest)), user.StateNEQ(string(StateLeft))).Exist(ctx)
	if err != nil {
		return fmt.Errorf("looking for guest: %w", err)
	}
	if !is {
		return nil
	}
	tx.Record(audit.Entry{At: tx.Clock().Now(), Actor: by, Kind: audit.KindAccess, Action: "user.leave", Target: id, TargetKind: "user"})
	return leave(ctx, tx, id, by)
}

// OpenSessionUntil begins a guest's session, which ends at until whatever
// happens, and returns its token for the cookie. Only share calls it, when the
// code was right. replaces is the token of a session in the same browser, which
// ends. It returns ErrStranger for anybody who is no guest, or has left.
func OpenSessionUntil(ctx context.Context, tx *tenants.Tx, id uuid.UUID, until time.Time, replaces string) (string, error) {
	row, err := findUser(ctx, tx, user.ID(id), user.Kind(string(KindGuest)), user.StateNEQ(string(StateLeft)))
	if err != nil {
		return "", err
	}
	if row == nil {
		return "", ErrStranger
	}
	now := tx.Clock().Now()
	err = tx.Client().User.UpdateOneID(id).SetState(string(StateActive)).SetSignedInAt(now).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("letting guest in: %w", err)
	}
	if looksLikeToken(replaces) {
		if err := endSessions(ctx, tx, session.TokenHash(hashToken(replaces))); err != nil {
			return "", err
		}
	}
	token := newToken()
	err = tx.Client().Session.Create().SetID(tenants.NewID()).SetCreatedAt(now).
		SetTokenHash(hashToken(token)).SetUserID(id).SetAcr("code").SetSeenAt(now).
		SetExpiresAt(earlier(until, now.Add(LongestGuest))).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("beginning guest's session: %w", err)
	}
	tx.Record(accessEntry(tx.Scope, id, "session.sign_in"))
	return token, nil
}

// Written is how somebody is written to: what kind of user they are, in which
// language, and their address at work if they have one.
type Written struct {
	Kind     Kind
	Language string
	WorkMail string // empty for a family's own people and for guests
}

// WrittenTo returns how somebody is written to, and false for who has left.
// It checks no policy; only notice and share call it.
func WrittenTo(ctx context.Context, tx *tenants.Tx, id uuid.UUID) (Written, bool, error) {
	row, err := tx.Client().User.Query().Where(user.ID(id), user.StateNEQ(string(StateLeft))).Only(ctx)
	if tenant.IsNotFound(err) {
		return Written{}, false, nil
	}
	if err != nil {
		return Written{}, false, fmt.Errorf("reading user: %w", err)
	}
	written := Written{Kind: Kind(row.Kind)}
	if written.Kind == KindStaff {
		written.WorkMail, err = tx.Open(usersTable, "email", id, row.Email)
		if err != nil {
			return Written{}, false, err
		}
	}
	written.Language, err = languageOf(ctx, tx, row.Language)
	return written, err == nil, err
}
