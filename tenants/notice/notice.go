// Package notice tells people that there is something for them here, in the
// ways and at the hours they have chosen, and never says what. A channel
// marked unsafe is never used, and somebody of a family who has chosen none is
// sent nothing: a message about this house can be read by the wrong person.
package notice

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// Reason is why somebody is told. It decides how soon, and never what the
// message says.
type Reason string

// The reasons.
const (
	NewMessage    Reason = "message"
	TalkAsked     Reason = "talk"          // a child wants to talk with somebody
	BatonOffered  Reason = "baton_offered" // and answered
	BatonMoved    Reason = "baton_moved"
	Invited       Reason = "invited" // to a team; to the leader, then to the person
	ConsentEnds   Reason = "consent_ends"
	AccessEnded   Reason = "access_ended" // a yes was taken back
	EmergencyUsed Reason = "emergency"
)

// Notice is a word to one user.
type Notice struct {
	To       uuid.UUID // the user
	CaseFile uuid.UUID // so that it can be taken back with what it is about; Nil for none
	Reason   Reason
}

// Tell enqueues a notice in the transaction of what it tells about. The domain
// packages call it. It is no error that somebody can be reached in no way:
// they see it when they sign in.
func Tell(ctx context.Context, tx *tenants.Tx, n Notice) error {
	mail, reachable, err := directory.WorkMail(ctx, tx, n.To)
	if err != nil || !reachable {
		return err
	}
	mail.Subject, mail.Template = "mail.notice.subject", "mail.notice.text"
	message := outbox.Message{Kind: directory.MailKind, CaseFile: n.CaseFile, Recipient: n.To, Payload: mail}
	if err := tx.Enqueue(ctx, message); err != nil {
		return fmt.Errorf("telling a user: %w", err)
	}
	return nil
}
