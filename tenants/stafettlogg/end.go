package stafettlogg

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/stop"
)

// EndRunOut ends every link whose yes was for a time that is over, in the same way
// as when it is taken back: what is on its way is, and a log that was begun here is
// closed there. It asks no other system, so a link by a connection that is paused or
// does not answer ends too. The dispatcher calls it; several replicas may, and each
// link ends once. It returns how many it ended.
func EndRunOut(ctx context.Context, scope *tenants.Scope) (int, error) {
	links, err := runOut(ctx, scope)
	if err != nil {
		return 0, err
	}
	ended := 0
	var failed error
	for _, one := range links {
		did, err := endStopped(ctx, scope, &one)
		if did {
			ended++
		}
		failed = errors.Join(failed, err) // the other families' end all the same
	}
	return ended, failed
}

// runOut are the links that stand with no yes that does. Nothing sealed is opened:
// on most days there are none.
func runOut(ctx context.Context, scope *tenants.Scope) ([]Link, error) {
	rows, err := scope.Client().LogLink.Query().Where(loglink.StateIn(string(Starting), string(Active))).
		Order(loglink.ByID()).
		Select(loglink.FieldID, loglink.FieldCaseFileID, loglink.FieldMemberID, loglink.FieldUnitID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading links to stafettlogg: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	families := make([]uuid.UUID, 0, len(rows))
	for _, row := range rows {
		families = append(families, row.CaseFileID)
	}
	stands, err := consent.ReadStanding(ctx, scope, families)
	if err != nil {
		return nil, err
	}
	var over []Link
	for _, row := range rows {
		if !stands.Has(row.UnitID, row.MemberID) {
			over = append(over, Link{ID: row.ID, Family: row.CaseFileID, Member: row.MemberID, Unit: row.UnitID})
		}
	}
	return over, nil
}

// endThose ends the links that nothing may go by any more, and returns the
// others.
func endThose(ctx context.Context, scope *tenants.Scope, links []Link) ([]Link, error) {
	left := links[:0]
	for _, one := range links {
		may, err := allowed(ctx, scope, one.Family, one.Member, one.Unit, nil)
		if err != nil {
			return nil, err
		}
		if may.Stop == "" {
			left = append(left, one)
			continue
		}
		if _, err := endStopped(ctx, scope, &one); err != nil {
			return nil, err
		}
	}
	return left, nil
}

// endStopped ends a link that nothing may go by any more, unless that is so no
// longer when it is written, or somebody else was first. It is put on record: the
// program does it by itself.
func endStopped(ctx context.Context, scope *tenants.Scope, link *Link) (ended bool, err error) {
	err = scope.InTx(ctx, func(tx *tenants.Tx) error {
		if err := casefile.Hold(ctx, tx, link.Family); err != nil {
			return err
		}
		now, err := linkOf(ctx, tx, link.Family, link.ID)
		if err != nil || !now.Live() {
			return err
		}
		may, err := allowed(ctx, tx, link.Family, link.Member, link.Unit, nil)
		if err != nil || may.Stop == "" {
			return err
		}
		tx.Record(audit.Entry{
			At: tx.Clock().Now(), CaseFile: link.Family, Kind: audit.KindSystem, Action: "stafettlogg.end", Target: link.ID,
		})
		ended = true
		return stop.End(ctx, tx, link.ID, endedBy(may.Stop), uuid.Nil)
	})
	return ended && err == nil, err
}

// endedBy is why a link ends that nothing may go by. Who takes a yes back ends the
// link as they do: a yes that is gone otherwise has run out.
func endedBy(why string) string {
	switch why {
	case StopStrict:
		return EndedStrict
	case StopClosed, StopNotTheirs:
		return EndedFollowUp
	}
	return EndedRunOut
}
