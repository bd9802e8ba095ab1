package stafettlogg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logitem"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/stop"
)

// keepLog keeps a log as it was read, unless one that was read later is kept
// already, and gives each of its goals and measures an item. The family is held
// by the caller.
func keepLog(ctx context.Context, tx *tenants.Tx, link *Link, log system.Log, began time.Time) error {
	before, err := linkOf(ctx, tx, link.Family, link.ID)
	if err != nil {
		return err
	}
	held := before.HolderNew
	handedOn := before.Log != nil && before.Log.Holder != system.Holder{} && log.Holder != before.Log.Holder && log.State == system.Open
	if handedOn {
		held = began
	}
	text, err := json.Marshal(kept{Log: log, HolderNew: held})
	if err != nil {
		return fmt.Errorf("writing the stafettlogg as it is: %w", err)
	}
	row := tx.Row(loglink.Table, link.ID)
	update := tx.Client().LogLink.Update().
		Where(loglink.ID(link.ID), loglink.Or(loglink.ReadAtIsNil(), loglink.ReadAtLTE(began)), loglink.StateIn(string(Active), string(Starting))).
		AddVersion(1).SetSnapshot(row.Seal("snapshot", string(text))).SetReadAt(began).SetProblemWhose("").SetProblemCode("")
	if log.State == system.Closed {
		update.SetState(string(Closed)).SetClosedBecause(because(log.ClosedBecause))
	}
	if err := row.Err(); err != nil {
		return err
	}
	changed, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("keeping the stafettlogg as it was read: %w", err)
	}
	if changed == 0 {
		return nil // it was read later by somebody else, or the link has ended
	}
	if err := keepEntries(ctx, tx, link, log); err != nil {
		return err
	}
	if log.State == system.Closed {
		return closedThere(ctx, tx, link)
	}
	if handedOn {
		return tell(ctx, tx, link, notice.LogHolder, "")
	}
	return nil
}

// tell tells the coordinator that something has happened in a log, and not what.
func tell(ctx context.Context, tx *tenants.Tx, link *Link, why notice.Reason, once string) error {
	coordinator, err := casefile.CoordinatorTx(ctx, tx, link.Family)
	if err != nil {
		return err
	}
	return notice.Tell(ctx, tx, notice.Notice{To: coordinator, CaseFile: link.Family, Reason: why, Once: once})
}

// because is why a log was closed, as one of the contract's words.
func because(said string) string {
	switch said {
	case system.GoalReached, system.IndividualPlan, system.Moved, system.Withdrawn:
		return said
	}
	return system.OtherReason
}

// closedThere is done when the other system has closed the log: what was on its
// way to it is taken back, and the coordinator is told. The plan and what was in
// step stay as they are, and the work goes on here.
func closedThere(ctx context.Context, tx *tenants.Tx, link *Link) error {
	if err := stop.Recall(ctx, tx, link.ID); err != nil {
		return err
	}
	return tell(ctx, tx, link, notice.LogClosed, "l"+link.ID.String()[24:])
}

// keepEntries gives an item to each goal and measure of a log that has none, and
// finds those again that we have written.
func keepEntries(ctx context.Context, tx *tenants.Tx, link *Link, log system.Log) error {
	known, err := readEntries(ctx, tx, logitem.LinkID(link.ID))
	if err != nil {
		return err
	}
	there := map[string]bool{}
	ours := map[string]entry{}
	for _, one := range known {
		if one.their != "" {
			there[string(one.kind)+one.their] = true
		} else {
			ours[ourID(tx.Scope, one.id)] = one
		}
	}
	keep := func(kind Kind, id, our, version string) error {
		if id == "" || there[string(kind)+id] {
			return nil
		}
		there[string(kind)+id] = true
		if mine, sent := ours[our]; sent && mine.kind == kind {
			return mine.found(ctx, tx, id)
		}
		return insertEntry(ctx, tx, link.Family, entry{id: tenants.NewID(), link: link.ID, kind: kind, their: id, version: version})
	}
	for _, one := range log.Goals {
		if err := keep(KindGoal, one.ID, one.OurID, one.Version); err != nil {
			return err
		}
	}
	for _, one := range log.Measures {
		if err := keep(KindMeasure, one.ID, one.OurID, one.Version); err != nil {
			return err
		}
	}
	return nil
}

// found notes what the other system calls an item that we have sent, before its
// receipt has come.
func (e entry) found(ctx context.Context, tx *tenants.Tx, their string) error {
	row := tx.Row(logitem.Table, e.id)
	update := tx.Client().LogItem.UpdateOneID(e.id).AddVersion(1).SetTheirID(row.Seal("their_id", their))
	if err := row.Err(); err != nil {
		return err
	}
	if err := update.Exec(ctx); err != nil {
		return fmt.Errorf("finding an item again: %w", err)
	}
	return nil
}
