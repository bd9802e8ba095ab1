package directory

import (
	"context"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/setting"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// The outbox kinds of messages whose payload is a Mail. A text message has no
// subject.
const (
	MailKind = "mail"
	TextKind = "sms"
)

// Mail is a message to one address. Subject and text are locale keys, so that no
// name of anybody is in a message, and whoever sees it over a shoulder learns
// nothing. The outbox's dispatcher writes it out and sends it.
type Mail struct {
	To       string `json:"to"`
	Subject  string `json:"subject"`  // locale key
	Template string `json:"template"` // locale key of the text; it gets .Host, .Link and .Code
	Language string `json:"language"` // nb or nn
	// Host is where the reader signs in. It is empty where even the
	// municipality's name would tell too much; the text then has no address.
	Host string `json:"host"`
	Path string `json:"path,omitempty"` // of a link at the host
	Code string `json:"code,omitempty"` // that is typed once
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
