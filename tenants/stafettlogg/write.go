package stafettlogg

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// OutboxKind is the kind of the messages that this package sends.
const OutboxKind = "stafettlogg.write"

// What is written.
const (
	WriteStart    = "start"
	WriteGoal     = "goal"
	WriteMeasure  = "measure"
	WriteBaton    = "offer_baton"
	WriteAnswer   = "answer_baton"
	WriteClose    = "close"
	WriteDocument = "attachment"
)

// WriteState is how a write stands.
type WriteState string

// The states of a write.
const (
	Waiting   WriteState = "waiting"   // on its way
	Confirmed WriteState = "confirmed" // stored there, for good
	Conflict  WriteState = "conflict"  // not stored: it had changed there
	Refused   WriteState = "refused"   // not sent: it may not leave any more
	Failed    WriteState = "failed"    // not delivered
	Recalled  WriteState = "recalled"  // taken back before it left
)

// Sent is a change that was sent, or is to be.
type Sent struct {
	ID          uuid.UUID
	Link        uuid.UUID
	Item        uuid.UUID // Nil for what is no item
	What        string
	State       WriteState
	Classes     []string
	By          uuid.UUID // the user who asked for it
	At          time.Time
	ConfirmedAt time.Time       // zero until the other system has confirmed
	Receipt     *system.Receipt // nil until then
	Whose, Code string          // of the problem; empty when there is none

	key string
}

func openSent(in place, read *tenant.LogWrite) (Sent, error) {
	one := Sent{
		ID: read.ID, Link: read.LinkID, What: read.What, State: WriteState(read.State), By: read.AskedBy,
		At: read.CreatedAt.UTC(), Whose: read.ProblemWhose, Code: read.ProblemCode, key: read.IdempotencyKey,
	}
	if read.Classes != "" {
		one.Classes = strings.Split(read.Classes, ",")
	}
	if read.ItemID != nil {
		one.Item = *read.ItemID
	}
	if read.ConfirmedAt != nil {
		one.ConfirmedAt = read.ConfirmedAt.UTC()
	}
	if len(read.Receipt) == 0 {
		return one, nil
	}
	row := in.Row(logwrite.Table, read.ID)
	text := row.Open("receipt", read.Receipt)
	if err := row.Err(); err != nil || text == "" {
		return one, err
	}
	if err := json.Unmarshal([]byte(text), &one.Receipt); err != nil {
		return one, fmt.Errorf("reading a receipt: %w", err)
	}
	return one, nil
}

func readSent(ctx context.Context, in place, which ...predicate.LogWrite) ([]Sent, error) {
	rows, err := in.Client().LogWrite.Query().Where(which...).Order(logwrite.ByCreatedAt(), logwrite.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what was sent: %w", err)
	}
	list := make([]Sent, 0, len(rows))
	for _, row := range rows {
		one, err := openSent(in, row)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// letter is what the outbox carries: the write as it was decided, sealed. Ids
// and versions of the other system are filled in when it leaves.
type letter struct {
	Write  uuid.UUID     `json:"write"`
	Change *system.Write `json:"change"`
	Part   *Part         `json:"part,omitempty"` // the item as it is sent
	Theirs *Part         `json:"theirs,omitempty"`
	Goal   string        `json:"goal,omitempty"`  // id of the item of the goal a measure is under
	About  []uuid.UUID   `json:"about,omitempty"` // our goals and measures that stand in a document
}

// enqueue puts a change in the outbox, in the connection's own lane, and its
// place in the list of what is sent, in one transaction.
func enqueue(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, link *Link, what string, item uuid.UUID, classes []string, out letter) error {
	id, key := tenants.NewID(), "sl-"+uuid.NewString()
	create := tx.Client().LogWrite.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(link.Family).
		SetLinkID(link.ID).SetWhat(what).SetState(string(Waiting)).SetIdempotencyKey(key).
		SetClasses(strings.Join(classes, ",")).SetAskedBy(v.Viewer.ID)
	if item != uuid.Nil {
		create.SetItemID(item)
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing down what is sent: %w", err)
	}
	out.Write, out.Change.Key = id, key
	return tx.Enqueue(ctx, outbox.Message{
		Kind: OutboxKind, CaseFile: link.Family, Recipient: link.Unit, Lane: link.Connection.String(), Payload: out, IdempotencyKey: key,
	})
}

// waitingFor reports whether something of an item is on its way.
func waitingFor(sent []Sent, item uuid.UUID) bool {
	return slices.ContainsFunc(sent, func(one Sent) bool { return one.Item == item && one.State == Waiting })
}

func dayOf(one Sent) clock.Date { return clock.DateOf(one.At) }
