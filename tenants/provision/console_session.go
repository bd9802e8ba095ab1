package provision

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/consolesession"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// How long a session in the console lasts: without a request, and whatever
// happens.
const (
	ConsoleIdle     = 30 * time.Minute
	ConsoleAbsolute = 10 * time.Hour
	consoleSeen     = time.Minute // how often a request is noted on its session
)

// ConsoleSession is one of the foundation's people at this request.
type ConsoleSession struct {
	ID        uuid.UUID
	User      ConsoleUser
	IdleUntil time.Time
	ExpiresAt time.Time
}

// ErrConsoleSignedOut says that a token opens no session.
var ErrConsoleSignedOut = fmt.Errorf("no console session: %w", tenants.ErrForbidden)

// ConsoleSignIn lets in the person the foundation's provider vouches for and
// returns a token for the cookie; only its hash is kept. Everybody else gets
// ErrConsoleStranger.
func (p *Provisioner) ConsoleSignIn(ctx context.Context, who ConsoleIdentity) (token string, u ConsoleUser, err error) {
	err = p.inControl(ctx, func(tx *control.Tx) error {
		row, err := recogniseConsole(ctx, tx, who)
		if err != nil {
			return err
		}
		if who.Replaces != "" {
			if err := endConsoleSession(ctx, tx.Client(), who.Replaces, p.now()); err != nil {
				return err
			}
		}
		token = newConsoleToken()
		now := p.now()
		err = tx.ConsoleSession.Create().SetID(tenants.NewID()).SetCreatedAt(now).SetTokenHash(hashConsoleToken(token)).
			SetUserID(row.ID).SetSeenAt(now).SetExpiresAt(now.Add(ConsoleAbsolute)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("beginning console session: %w", err)
		}
		u, err = openConsoleUser(row)
		return err
	})
	if err != nil {
		return "", ConsoleUser{}, err
	}
	return token, u, nil
}

// ConsoleResolve returns the session a token opens. It asks the database at
// every request and keeps nothing, so that whoever has left is out at once.
func (p *Provisioner) ConsoleResolve(ctx context.Context, token string) (ConsoleSession, error) {
	return p.consoleSession(ctx, token, consoleSeen)
}

// ConsoleExtend keeps a session that is about to end for idleness.
func (p *Provisioner) ConsoleExtend(ctx context.Context, token string) (ConsoleSession, error) {
	return p.consoleSession(ctx, token, 0)
}

func (p *Provisioner) consoleSession(ctx context.Context, token string, seenEvery time.Duration) (ConsoleSession, error) {
	client, now := p.Registry.Control.Client(), p.now()
	row, err := client.ConsoleSession.Query().
		Where(consolesession.TokenHash(hashConsoleToken(token)), consolesession.EndedAtIsNil()).Only(ctx)
	if control.IsNotFound(err) {
		return ConsoleSession{}, ErrConsoleSignedOut
	}
	if err != nil {
		return ConsoleSession{}, fmt.Errorf("reading console session: %w", err)
	}
	until := first(row.SeenAt.Add(ConsoleIdle), row.ExpiresAt)
	if !now.Before(until) {
		return ConsoleSession{}, ErrConsoleSignedOut
	}
	user, err := client.ConsoleUser.Get(ctx, row.UserID)
	if err != nil {
		return ConsoleSession{}, fmt.Errorf("reading console user: %w", err)
	}
	if user.LeftAt != nil {
		return ConsoleSession{}, ErrConsoleSignedOut
	}
	opened, err := openConsoleUser(user)
	if err != nil {
		return ConsoleSession{}, err
	}
	if now.Sub(row.SeenAt) >= seenEvery {
		if err := client.ConsoleSession.UpdateOneID(row.ID).SetSeenAt(now).Exec(ctx); err != nil {
			return ConsoleSession{}, fmt.Errorf("noting request on console session: %w", err)
		}
		until = first(now.Add(ConsoleIdle), row.ExpiresAt)
	}
	return ConsoleSession{ID: row.ID, User: opened, IdleUntil: until, ExpiresAt: row.ExpiresAt}, nil
}

// ConsoleSignOut ends the session a token opens; one that opens none is no
// error.
func (p *Provisioner) ConsoleSignOut(ctx context.Context, token string) error {
	return endConsoleSession(ctx, p.Registry.Control.Client(), token, p.now())
}

func endConsoleSession(ctx context.Context, client *control.Client, token string, now time.Time) error {
	err := client.ConsoleSession.Update().
		Where(consolesession.TokenHash(hashConsoleToken(token)), consolesession.EndedAtIsNil()).SetEndedAt(now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("ending console session: %w", err)
	}
	return nil
}

// inControl runs fn in one transaction of the control plane.
func (p *Provisioner) inControl(ctx context.Context, fn func(*control.Tx) error) (err error) {
	tx, err := p.Registry.Control.Client().Tx(ctx)
	if err != nil {
		return fmt.Errorf("beginning transaction: %w", err)
	}
	if err := fn(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

func newConsoleToken() string {
	random := make([]byte, 32)
	rand.Read(random)
	return base64.RawURLEncoding.EncodeToString(random)
}

func hashConsoleToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func first(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
