package directory

import (
	"context"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/setting"
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
	language := u.Language
	if language == "" {
		chosen, err := tx.Client().Setting.Query().Where(setting.Key(languageKey)).Select(setting.FieldValue).Strings(ctx)
		if err != nil {
			return fmt.Errorf("reading language: %w", err)
		}
		language = tx.Language
		if len(chosen) == 1 {
			language = chosen[0]
		}
	}
	return tx.Enqueue(ctx, outbox.Message{Kind: MailKind, Payload: Mail{
		To: u.Email, Subject: "mail.invitation.subject", Template: "mail.invitation.text",
		Language: language, Host: tx.Host,
	}})
}
