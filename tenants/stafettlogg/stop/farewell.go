package stop

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// What is written, as tenants/stafettlogg has it.
const (
	kind           = "stafettlogg.write"
	start, goodbye = "start", "close"
	confirmed      = "confirmed"
)

// letter is what tenants/stafettlogg reads from the outbox.
type letter struct {
	Write  uuid.UUID     `json:"write"`
	Change *system.Write `json:"change"`
}

// Farewell has the other system told that a log is closed, when its link has
// ended because the yes it rested on did. It is the last that goes by a link, and
// holds nothing of the family: the log's own id, and one word.
//
// A log that was begun from here stands there on the yes that was given here and
// on nothing else, so it is not left open when that yes is gone: a consent is to
// be as easy to take back as to give (GDPR article 7 no. 3), whoever was given
// the data is to be told (article 19), and a family who has said no should not
// have to say so once more in a system they never saw. A log that was there
// before, and was only linked, rests on what its own people have agreed with the
// family: it is not ours to close, and the unit is asked what it does with what
// it got. Nor is one closed when a coordinator ends the link, for then the yes
// stands. The word is that the family took its yes back only when it did; that
// the time was over or the follow-up closed is the family's own, and is told as
// another reason.
//
// Of a family in which somebody's address becomes protected nothing leaves, not
// this either: that a log closes at that very hour may tell somebody something.
func Farewell(ctx context.Context, tx *tenants.Tx, id uuid.UUID) error {
	link, err := tx.Client().LogLink.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("reading link to stafettlogg: %w", err)
	}
	because := system.OtherReason
	switch link.ClosedBecause {
	case Withdrawn:
		because = system.Withdrawn
	case RunOut, FollowUp:
	default:
		return nil
	}
	begun, err := tx.Client().LogWrite.Query().
		Where(logwrite.LinkID(id), logwrite.What(start), logwrite.State(confirmed)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("reading whether a log was begun from here: %w", err)
	}
	if !begun {
		return nil
	}
	by := uuid.Nil
	if link.EndedBy != nil {
		by = *link.EndedBy
	}
	write, key := tenants.NewID(), "sl-"+uuid.NewString()
	err = tx.Client().LogWrite.Create().SetID(write).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(link.CaseFileID).
		SetLinkID(id).SetWhat(goodbye).SetState(waiting).SetIdempotencyKey(key).SetAskedBy(by).Exec(ctx)
	if err != nil {
		return fmt.Errorf("writing down what is sent: %w", err)
	}
	// It goes to nobody, so that a yes taken back once more does not take it back.
	return tx.Enqueue(ctx, outbox.Message{
		Kind: kind, CaseFile: link.CaseFileID, Lane: link.PluginID.String(), IdempotencyKey: key,
		Payload: letter{Write: write, Change: &system.Write{Key: key, Close: &system.Closing{Because: because}}},
	})
}
