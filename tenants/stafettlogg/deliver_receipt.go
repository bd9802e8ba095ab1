package stafettlogg

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logitem"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/stop"
)

// confirm writes down the receipt and what both systems have now.
func (d *delivery) confirm(ctx context.Context, receipt system.Receipt) error {
	ctx = context.WithoutCancel(ctx)
	text, err := json.Marshal(receipt)
	if err != nil {
		return fmt.Errorf("writing a receipt: %w", err)
	}
	return d.scope.InTx(ctx, func(tx *tenants.Tx) error {
		if err := casefile.Hold(ctx, tx, d.family); err != nil {
			return err
		}
		row := tx.Row(logwrite.Table, d.sent.ID)
		update := tx.Client().LogWrite.UpdateOneID(d.sent.ID).SetReceipt(row.Seal("receipt", string(text))).
			SetProblemWhose("").SetProblemCode("")
		if receipt.Conflict {
			update.SetState(string(Conflict))
		} else {
			update.SetState(string(Confirmed)).SetConfirmedAt(tx.Clock().Now())
		}
		if err := row.Err(); err != nil {
			return err
		}
		if err := update.Exec(ctx); err != nil {
			return fmt.Errorf("writing a receipt: %w", err)
		}
		if receipt.Conflict {
			return nil
		}
		return d.arrived(ctx, tx, receipt)
	})
}

// arrived keeps what a confirmed write has made true.
func (d *delivery) arrived(ctx context.Context, tx *tenants.Tx, receipt system.Receipt) error {
	if d.letter.Change.Start != nil {
		return d.begun(ctx, tx, receipt)
	}
	if d.sent.Item == uuid.Nil {
		return nil
	}
	list, err := readEntries(ctx, tx, logitem.ID(d.sent.Item))
	if err != nil || len(list) == 0 {
		return err
	}
	mine := list[0]
	if mine.their == "" && receipt.ItemID != "" {
		if err := mine.found(ctx, tx, receipt.ItemID); err != nil {
			return err
		}
	}
	agreed := Agreed{Ours: *d.letter.Part, Theirs: *d.letter.Part}
	if d.letter.Change.Measure != nil {
		agreed.Ours.Goal, agreed.Theirs.Goal = d.letter.Goal, d.letter.Goal
		agreed.Theirs.Responsible = d.letter.Change.Measure.Responsible
	}
	return mine.settle(ctx, tx, agreed, receipt.Version, d.sent.By)
}

// begun notes what the other system calls a log that it has begun. One that was
// taken back meanwhile is there all the same, and stays ended here: it is closed
// there too, as one that was begun before.
func (d *delivery) begun(ctx context.Context, tx *tenants.Tx, receipt system.Receipt) error {
	row := tx.Row(loglink.Table, d.link.ID)
	sealed := row.Seal("log", receipt.LogID)
	if err := row.Err(); err != nil {
		return err
	}
	if err := tx.Client().LogLink.UpdateOneID(d.link.ID).SetLog(sealed).AddVersion(1).Exec(ctx); err != nil {
		return fmt.Errorf("linking a new stafettlogg: %w", err)
	}
	active, err := tx.Client().LogLink.Update().Where(loglink.ID(d.link.ID), loglink.State(string(Starting))).
		SetState(string(Active)).Save(ctx)
	if err != nil {
		return fmt.Errorf("linking a new stafettlogg: %w", err)
	}
	if active == 0 {
		return stop.Farewell(ctx, tx, d.link.ID)
	}
	return nil
}
