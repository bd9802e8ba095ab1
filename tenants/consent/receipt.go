package consent

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/receipt"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// ReceiptState is how a receipt stands.
type ReceiptState string

// A unit is asked, and confirms.
const (
	ReceiptAsked     ReceiptState = "asked"
	ReceiptConfirmed ReceiptState = "confirmed"
	// A unit that has no leader here has told the coordinator, who wrote it down.
	ReceiptByPhone  ReceiptState = "told_phone"
	ReceiptByLetter ReceiptState = "told_letter"
	ReceiptInPerson ReceiptState = "told_meeting"
)

// ToldWays lists how a unit without a leader can have answered, in the order
// it is shown.
func ToldWays() []ReceiptState {
	return []ReceiptState{ReceiptByPhone, ReceiptByLetter, ReceiptInPerson}
}

// Did is what a unit did with what it had received.
type Did string

// What can be done with it. The duty to archive goes on after a yes is taken
// back (arkivlova), so some of it may have to be kept.
const (
	Deleted     Did = "deleted"
	KeptByLaw   Did = "kept_by_law"
	NothingKept Did = "nothing_kept"
)

// Deeds lists what can be done, in the order it is shown.
func Deeds() []Did { return []Did{NothingKept, Deleted, KeptByLaw} }

// Receipt is what a unit that had received something says it did with it.
type Receipt struct {
	ID          uuid.UUID
	Unit        uuid.UUID
	Consent     uuid.UUID // Nil when it rested on something else
	State       ReceiptState
	Did         Did
	Note        string
	AskedAt     time.Time
	ConfirmedAt *time.Time
	Unled       bool // it is asked, and the unit has no leader here
}

// Reference is how a receipt is spoken of with the unit: it says nothing of the
// family.
func (r *Receipt) Reference() string {
	text := strings.ToUpper(r.ID.String())
	return text[len(text)-8:]
}

func openReceipt(in place, read *tenant.Receipt) (Receipt, error) {
	row := in.Row(receipt.Table, read.ID)
	one := Receipt{
		ID: read.ID, Unit: read.UnitID, State: ReceiptState(read.State), Did: Did(read.Did),
		Note: row.Open("note", read.Note), AskedAt: read.CreatedAt, ConfirmedAt: read.ConfirmedAt,
	}
	if read.ConsentID != nil {
		one.Consent = *read.ConsentID
	}
	return one, row.Err()
}

// Receipts returns what units say they did with what they had received, oldest
// first, as far as the viewer may see the consents it rested on. It needs the
// consents section.
func Receipts(ctx context.Context, a *families.Access) ([]Receipt, error) {
	visible, err := List(ctx, a)
	if err != nil {
		return nil, err
	}
	rows, err := a.Visit.Client().Receipt.Query().Where(receipt.CaseFileID(a.ID)).Order(receipt.ByCreatedAt()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading receipts: %w", err)
	}
	list := make([]Receipt, 0, len(rows))
	for _, row := range rows {
		one, err := openReceipt(a.Visit.Scope, row)
		if err != nil {
			return nil, err
		}
		seen := slices.ContainsFunc(visible, func(c Consent) bool { return c.ID == one.Consent })
		if seen || one.Consent == uuid.Nil && !a.Limited() {
			list = append(list, one)
		}
	}
	return list, markUnled(ctx, a.Visit.Scope, list)
}

// markUnled tells which receipts wait for a unit that has no leader here.
func markUnled(ctx context.Context, scope *tenants.Scope, list []Receipt) error {
	led := map[uuid.UUID]bool{}
	for i := range list {
		if list[i].State != ReceiptAsked {
			continue
		}
		if _, known := led[list[i].Unit]; !known {
			leaders, err := directory.LeadersOf(ctx, scope, list[i].Unit)
			if err != nil {
				return err
			}
			led[list[i].Unit] = len(leaders) > 0
		}
		list[i].Unled = !led[list[i].Unit]
	}
	return nil
}

// Owed returns what the viewer's unit has to confirm, oldest first, and what
// units without a leader here have: every leader stands in for those, as for
// their families. It names no family. It is for leaders, and returns
// ErrNotFound for others.
func Owed(ctx context.Context, v *tenants.Visit) ([]Receipt, error) {
	unit, err := led(ctx, v, v.Client())
	if err != nil {
		return nil, err
	}
	rows, err := v.Client().Receipt.Query().
		Where(receipt.State(string(ReceiptAsked))).Order(receipt.ByCreatedAt()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading receipts: %w", err)
	}
	list := make([]Receipt, 0, len(rows))
	for _, row := range rows {
		one, err := openReceipt(v.Scope, row)
		if err != nil {
			return nil, err
		}
		one.Consent = uuid.Nil
		list = append(list, one)
	}
	if err := markUnled(ctx, v.Scope, list); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(r Receipt) bool { return r.Unit != unit && !r.Unled }), nil
}

// led is the unit the viewer leads; Nil, which nothing belongs to, for a leader
// of none.
func led(ctx context.Context, v *tenants.Visit, client *tenant.Client) (uuid.UUID, error) {
	if err := v.Require(policy.SectionInvitations, policy.ActionEdit); err != nil {
		return uuid.Nil, err
	}
	if !v.Viewer.Roles.Has(policy.RoleLeader) {
		return uuid.Nil, fmt.Errorf("receipts of a unit: %w", tenants.ErrNotFound)
	}
	read, err := client.User.Query().Where(user.ID(v.Viewer.ID)).Select(user.FieldUnitID).Only(ctx)
	if err != nil {
		return uuid.Nil, fmt.Errorf("reading which unit somebody leads: %w", err)
	}
	if read.UnitID == nil {
		return uuid.Nil, nil
	}
	return *read.UnitID, nil
}

// Confirm says for a unit what it did with what it had received. Its leader
// does, or any leader for a unit that has none. The family and the coordinator read it. It returns ErrNotFound for
// another unit's, ErrConflict when it is confirmed already, and ErrInvalid when
// what is kept is not said why.
func Confirm(ctx context.Context, v *tenants.Visit, id uuid.UUID, did Did, note string) error {
	note = strings.TrimSpace(note)
	faults := checkReceipt(did, note)
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		unit, err := led(ctx, v, tx.Client())
		if err != nil {
			return err
		}
		read, err := tx.Client().Receipt.Query().Where(receipt.ID(id)).Only(ctx)
		if tenant.IsNotFound(err) {
			return fmt.Errorf("receipt: %w", tenants.ErrNotFound)
		}
		if err != nil {
			return fmt.Errorf("reading receipt: %w", err)
		}
		if read.UnitID != unit {
			unled, err := isUnled(ctx, tx, read.UnitID)
			if err != nil {
				return err
			}
			if !unled {
				return fmt.Errorf("receipt: %w", tenants.ErrNotFound)
			}
		}
		if err := faults.Err(); err != nil {
			return err
		}
		if err := settleReceipt(ctx, v, tx, read, ReceiptConfirmed, did, note); err != nil {
			return err
		}
		return tellConfirmed(ctx, v, tx, read)
	})
}

// checkReceipt is what must be said of what a unit did.
func checkReceipt(did Did, note string) tenants.Invalid {
	var faults tenants.Invalid
	if !slices.Contains(Deeds(), did) {
		faults.Add("did", "consent.receipt.did.missing")
	}
	if did == KeptByLaw && note == "" {
		faults.Add("note", "consent.receipt.note.missing")
	}
	if utf8.RuneCountInString(note) > families.MaxLine {
		faults.Add("note", "form.too_long")
	}
	return faults
}

func isUnled(ctx context.Context, tx *tenants.Tx, unit uuid.UUID) (bool, error) {
	leaders, err := directory.OfUnitTx(ctx, tx, unit, policy.RoleLeader)
	return len(leaders) == 0, err
}

func settleReceipt(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, read *tenant.Receipt, state ReceiptState, did Did, note string) error {
	sealed, err := tx.Seal(receipt.Table, "note", read.ID, note)
	if err != nil {
		return err
	}
	changed, err := tx.Client().Receipt.Update().Where(receipt.ID(read.ID), receipt.State(string(ReceiptAsked))).
		SetState(string(state)).SetDid(string(did)).SetNote(sealed).
		SetConfirmedBy(v.Viewer.ID).SetConfirmedAt(tx.Clock().Now()).Save(ctx)
	if err != nil {
		return fmt.Errorf("confirming receipt: %w", err)
	}
	if changed == 0 {
		return fmt.Errorf("confirming receipt: it is confirmed: %w", tenants.ErrConflict)
	}
	return nil
}

// tellConfirmed puts it on record and tells the coordinator.
func tellConfirmed(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, read *tenant.Receipt) error {
	coordinator, err := families.CoordinatorTx(ctx, tx, read.CaseFileID)
	if err != nil {
		return err
	}
	decision := v.Decide(policy.Facts{}, policy.SectionInvitations, policy.ActionEdit)
	tx.Record(v.Deed("consent.receipt.confirm", read.CaseFileID, read.ID, decision, policy.Facts{}))
	return notice.Tell(ctx, tx, notice.Notice{To: coordinator, CaseFile: read.CaseFileID, Reason: notice.AccessEnded})
}
