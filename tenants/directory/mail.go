package directory

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/setting"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// MailKind is the outbox kind of messages whose payload is a Mail.
const MailKind = "mail"

// Mail is a mail to one address. Subject and text are locale keys, so that no
// name of anybody is in a message, and whoever sees it over a shoulder learns
// nothing. The outbox's dispatcher writes it out and sends it.
type Mail struct {
	To       string `json:"to"`
	Subject  string `json:"subject"`  // locale key
	Template string `json:"template"` // locale key of the text; it gets .Host
	Language string `json:"language"` // nb or nn
	Host     string `json:"host"`     // where the reader signs in
}

// enqueueInvitation sends word to an invited colleague.
func enqueueInvitation(ctx context.Context, tx *tenants.Tx, u User) error {
	language, err := languageOf(ctx, tx, u.Language)
	if err != nil {
		return err
	}
	return tx.Enqueue(ctx, outbox.Message{Kind: MailKind, Payload: Mail{
		To: u.Email, Subject: "mail.invitation.subject", Template: "mail.invitation.text",
		Language: language, Host: tx.Host,
	}})
}

// languageOf is the language somebody is written to in: their own choice, or
// the municipality's.
func languageOf(ctx context.Context, tx *tenants.Tx, own string) (string, error) {
	if own != "" {
		return own, nil
	}
	chosen, err := tx.Client().Setting.Query().Where(setting.Key(languageKey)).Select(setting.FieldValue).Strings(ctx)
	if err != nil {
		return "", fmt.Errorf("reading language: %w", err)
	}
	if len(chosen) == 1 {
		return chosen[0], nil
	}
	return tx.Language, nil
}

// WorkMail begins a mail to one of the municipality's own people, at work. It
// reports false for anybody else and for who has left. Only notice calls it.
func WorkMail(ctx context.Context, tx *tenants.Tx, id uuid.UUID) (Mail, bool, error) {
	read, err := tx.Client().User.Query().
		Where(user.ID(id), user.Kind(string(KindStaff)), user.StateNEQ(string(StateLeft))).Only(ctx)
	if tenant.IsNotFound(err) {
		return Mail{}, false, nil
	}
	if err != nil {
		return Mail{}, false, fmt.Errorf("reading user: %w", err)
	}
	address, err := tx.Open(usersTable, "email", id, read.Email)
	if err != nil || address == "" {
		return Mail{}, false, err
	}
	language, err := languageOf(ctx, tx, read.Language)
	return Mail{To: address, Language: language, Host: tx.Host}, true, err
}
