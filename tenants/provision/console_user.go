package provision

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/consoleuser"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// ConsoleUser is one of the foundation's own people. They belong to no
// municipality.
type ConsoleUser struct {
	ID       uuid.UUID
	Name     string
	Role     policy.Role
	Language string
}

// ConsoleInvitation is somebody who is given the console.
type ConsoleInvitation struct {
	Name     string
	Email    string
	Language string // nb when empty
}

// ConsoleIdentity is what the foundation's identity provider has vouched for.
// Email is empty unless the provider has verified it.
type ConsoleIdentity struct {
	Issuer, Subject, Email string
	Replaces               string // token of a session in the same browser, which the new one ends
}

// ErrConsoleStranger is what everybody gets who is not let in to the console,
// whatever the reason.
var ErrConsoleStranger = fmt.Errorf("console sign-in refused: %w", tenants.ErrForbidden)

// What ConsoleUser.subject holds: who somebody is at the provider, or until
// the first sign-in the e-mail they were invited by.
func boundSubject(issuer, subject string) string { return "oidc:" + issuer + "|" + subject }

func invitedSubject(email string) string {
	return "invited:" + strings.ToLower(strings.TrimSpace(email))
}

// InviteConsoleUser gives one of the foundation's people the console, as
// programme lead. The command line calls it; inviting somebody who is invited
// already changes nothing. It returns ErrInvalid for a name or e-mail that
// cannot be right.
func (p *Provisioner) InviteConsoleUser(ctx context.Context, in ConsoleInvitation) (ConsoleUser, error) {
	var faults tenants.Invalid
	in.Name, in.Email = strings.TrimSpace(in.Name), strings.TrimSpace(in.Email)
	if in.Name == "" || utf8.RuneCountInString(in.Name) > 100 {
		faults.Add("name", "console.user.name.missing")
	}
	if !directory.LooksLikeEmail(in.Email) {
		faults.Add("email", "console.municipality.admin_email.shape")
	}
	if in.Language != "nn" {
		in.Language = "nb"
	}
	if err := faults.Err(); err != nil {
		return ConsoleUser{}, err
	}
	client := p.Registry.Control.Client()
	subject := invitedSubject(in.Email)
	known, err := client.ConsoleUser.Query().Where(consoleuser.Subject(subject)).Only(ctx)
	if err == nil {
		return openConsoleUser(known)
	}
	if !control.IsNotFound(err) {
		return ConsoleUser{}, fmt.Errorf("looking for console user: %w", err)
	}
	row, err := client.ConsoleUser.Create().SetID(tenants.NewID()).SetCreatedAt(p.now()).SetSubject(subject).
		SetName(in.Name).SetRole(policy.RoleProgrammeLead.String()).SetLanguage(in.Language).Save(ctx)
	if err != nil {
		return ConsoleUser{}, fmt.Errorf("inviting console user: %w", err)
	}
	return openConsoleUser(row)
}

// EndConsoleUser takes the console from somebody: their sessions are no longer
// good at the next request.
func (p *Provisioner) EndConsoleUser(ctx context.Context, id uuid.UUID) error {
	err := p.Registry.Control.Client().ConsoleUser.Update().
		Where(consoleuser.ID(id), consoleuser.LeftAtIsNil()).SetLeftAt(p.now()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("ending console user: %w", err)
	}
	return nil
}

// SetConsoleLanguage keeps a console user's own choice of language.
func (p *Provisioner) SetConsoleLanguage(ctx context.Context, id uuid.UUID, language string) error {
	if language != "nb" && language != "nn" {
		var faults tenants.Invalid
		faults.Add("language", "console.municipality.language.missing")
		return faults.Err()
	}
	err := p.Registry.Control.Client().ConsoleUser.UpdateOneID(id).SetLanguage(language).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keeping console user's language: %w", err)
	}
	return nil
}

// recogniseConsole finds whom an identity belongs to: the user bound to it, or
// an invited one with the same verified e-mail, who is bound for good.
func recogniseConsole(ctx context.Context, tx *control.Tx, who ConsoleIdentity) (*control.ConsoleUser, error) {
	if who.Issuer == "" || who.Subject == "" {
		return nil, ErrConsoleStranger
	}
	subject := boundSubject(who.Issuer, who.Subject)
	bound, err := tx.ConsoleUser.Query().Where(consoleuser.Subject(subject)).Only(ctx)
	if err == nil {
		if bound.LeftAt != nil {
			return nil, ErrConsoleStranger
		}
		return bound, nil
	}
	if !control.IsNotFound(err) {
		return nil, fmt.Errorf("looking for console user: %w", err)
	}
	if who.Email == "" {
		return nil, ErrConsoleStranger
	}
	invited, err := tx.ConsoleUser.Query().
		Where(consoleuser.Subject(invitedSubject(who.Email)), consoleuser.LeftAtIsNil()).Only(ctx)
	if control.IsNotFound(err) {
		return nil, ErrConsoleStranger
	}
	if err != nil {
		return nil, fmt.Errorf("looking for console user: %w", err)
	}
	count, err := tx.ConsoleUser.Update().
		Where(consoleuser.ID(invited.ID), consoleuser.Subject(invited.Subject)).SetSubject(subject).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("binding console user: %w", err)
	}
	if count == 0 {
		return nil, ErrConsoleStranger // another identity was first
	}
	return invited, nil
}

func openConsoleUser(row *control.ConsoleUser) (ConsoleUser, error) {
	role, err := policy.ParseRole(row.Role)
	if err != nil {
		return ConsoleUser{}, fmt.Errorf("reading console user %s: %w", row.ID, err)
	}
	if !role.OfConsole() {
		return ConsoleUser{}, fmt.Errorf("reading console user %s: %w", row.ID, errNotConsoleRole)
	}
	return ConsoleUser{ID: row.ID, Name: row.Name, Role: role, Language: row.Language}, nil
}

var errNotConsoleRole = errors.New("the role is not one of the console's")

func (p *Provisioner) now() time.Time { return p.Registry.Clock.Now().UTC().Truncate(time.Microsecond) }
