// Package stop ends what goes to a stafettlogg, in the transaction of what it
// rested on: consent calls it when a yes is taken back and when the follow-up is
// closed, as it calls share for one-day shares, and casefile when an address
// becomes protected. It asks nobody and decides nothing: whoever calls it has.
package stop

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// The states that are written here, as tenants/stafettlogg has them.
const (
	starting, active, ended            = "starting", "active", "ended"
	waiting, failed, refused, recalled = "waiting", "failed", "refused", "recalled"
)

// Why a link ends.
const (
	Withdrawn = "withdrawn" // the family took its yes back
	RunOut    = "run_out"   // the yes was for a time, and that is over
	FollowUp  = "follow_up" // the follow-up was closed
	Strict    = "strict"    // an address became protected
)

// Settle is called when units have lost something of what they were given: what
// is on its way to a stafettlogg of theirs is taken back, and a link ends about
// whose child the unit has nothing left. stands reports whether something is.
func Settle(ctx context.Context, tx *tenants.Tx, family, by uuid.UUID, units []uuid.UUID, stands func(unit, member uuid.UUID) (bool, error)) error {
	links, err := live(ctx, tx, family)
	if err != nil {
		return err
	}
	for _, link := range links {
		if !slices.Contains(units, link.UnitID) {
			continue
		}
		left, err := stands(link.UnitID, link.MemberID)
		if err != nil {
			return err
		}
		if !left {
			err = End(ctx, tx, link.ID, Withdrawn, by)
		} else {
			err = Recall(ctx, tx, link.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// All ends every link of a family.
func All(ctx context.Context, tx *tenants.Tx, family, by uuid.UUID, because string) error {
	links, err := live(ctx, tx, family)
	if err != nil {
		return err
	}
	for _, link := range links {
		if err := End(ctx, tx, link.ID, because, by); err != nil {
			return err
		}
	}
	return nil
}

func live(ctx context.Context, tx *tenants.Tx, family uuid.UUID) ([]*tenant.LogLink, error) {
	links, err := tx.Client().LogLink.Query().
		Where(loglink.CaseFileID(family), loglink.StateIn(starting, active)).Order(loglink.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading links to stafettlogg: %w", err)
	}
	return links, nil
}

// End ends a link that stands, takes back what is on its way, and has the other
// system told that the log is closed where it is to be: see Farewell. by is who
// ended it; Nil when nobody did.
func End(ctx context.Context, tx *tenants.Tx, link uuid.UUID, because string, by uuid.UUID) error {
	update := tx.Client().LogLink.Update().Where(loglink.ID(link), loglink.StateNEQ(ended)).
		SetState(ended).SetClosedBecause(because).SetEndedAt(tx.Clock().Now()).AddVersion(1)
	if by != uuid.Nil {
		update.SetEndedBy(by)
	}
	ended, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("ending a link to stafettlogg: %w", err)
	}
	if err := Recall(ctx, tx, link); err != nil || ended == 0 {
		return err
	}
	return Farewell(ctx, tx, link)
}

// Recall takes back what is on its way to a link's log, and what could not be
// delivered: what it said is deleted. A write that is being delivered at this
// instant may still arrive; it is then said to have.
func Recall(ctx context.Context, tx *tenants.Tx, link uuid.UUID) error {
	rows, err := tx.Client().LogWrite.Query().
		Where(logwrite.LinkID(link), logwrite.StateIn(waiting, failed, refused)).All(ctx)
	if err != nil {
		return fmt.Errorf("reading what is on its way: %w", err)
	}
	for _, row := range rows {
		if err := outbox.RecallKeyTx(ctx, tx.SQL(), tx.Clock(), row.IdempotencyKey); err != nil {
			return err
		}
		if row.State != waiting {
			continue // it never arrived, and is told as that
		}
		if err := tx.Client().LogWrite.UpdateOneID(row.ID).SetState(recalled).Exec(ctx); err != nil {
			return fmt.Errorf("taking back what is on its way: %w", err)
		}
	}
	return nil
}
