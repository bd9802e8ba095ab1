package consent

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/receipt"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// askUnits asks each unit that sees less now and had received something what it
// does with it.
func (w *withdrawal) askUnits(ctx context.Context) error {
	for _, unit := range w.done.Units {
		received, err := w.received(ctx, unit)
		if err != nil {
			return err
		}
		if !received {
			continue
		}
		w.done.Asked = append(w.done.Asked, unit)
		id := tenants.NewID()
		note, err := w.tx.Seal(receipt.Table, "note", id, "")
		if err != nil {
			return err
		}
		create := w.tx.Client().Receipt.Create().SetID(id).SetCreatedAt(w.tx.Clock().Now()).SetCaseFileID(w.a.ID).
			SetUnitID(unit).SetState(string(ReceiptAsked)).SetNote(note)
		for _, one := range w.ended {
			if one.Unit == unit {
				create.SetConsentID(one.ID)
			}
		}
		if err := create.Exec(ctx); err != nil {
			return fmt.Errorf("asking a unit what it does: %w", err)
		}
	}
	return nil
}

// received reports whether a unit had received something of the family since it
// was last asked: one of its people looked, or something was delivered to it.
func (w *withdrawal) received(ctx context.Context, unit uuid.UUID) (bool, error) {
	since, err := w.lastAsked(ctx, unit)
	if err != nil {
		return false, err
	}
	people, err := w.peopleOf(ctx, unit)
	if err != nil {
		return false, err
	}
	for _, person := range people {
		looked, err := w.looked(ctx, person, since)
		if err != nil || looked {
			return looked, err
		}
	}
	return w.delivered(ctx, unit, since)
}

func (w *withdrawal) lastAsked(ctx context.Context, unit uuid.UUID) (time.Time, error) {
	rows, err := w.tx.Client().Receipt.Query().Where(receipt.CaseFileID(w.a.ID), receipt.UnitID(unit)).All(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading receipts: %w", err)
	}
	var last time.Time
	for _, row := range rows {
		if row.CreatedAt.After(last) {
			last = row.CreatedAt
		}
	}
	return last, nil
}

// peopleOf are those who were in the family for the unit, or work there and were
// in it, now or before.
func (w *withdrawal) peopleOf(ctx context.Context, unit uuid.UUID) ([]uuid.UUID, error) {
	kept, err := casefile.KeptGrants(ctx, w.tx.Client(), accessgrant.CaseFileID(w.a.ID))
	if err != nil {
		return nil, err
	}
	var people, others []uuid.UUID
	for _, one := range kept {
		switch one.Unit {
		case unit:
			people = add(people, one.User)
		case uuid.Nil:
			others = add(others, one.User)
		}
	}
	there, err := w.tx.Client().User.Query().Where(user.IDIn(others...), user.UnitID(unit)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading who works in a unit: %w", err)
	}
	return add(people, there...), nil
}

// looked reports whether somebody saw something of the family since a time, as
// one of the team, responsible for something, or a guest.
func (w *withdrawal) looked(ctx context.Context, person uuid.UUID, since time.Time) (bool, error) {
	relations := []string{
		policy.RelationTeam.String(), policy.RelationResponsible.String(), policy.RelationGuest.String(),
	}
	filter := audit.Filter{CaseFile: w.a.ID, Actor: person, From: since}
	for {
		lines, err := w.tx.Audit().ReadTx(ctx, w.tx.SQL(), filter)
		if err != nil {
			return false, err
		}
		for _, line := range lines {
			if line.Unreadable || line.Kind == audit.KindLook && slices.Contains(relations, line.Relation) {
				return true, nil
			}
			filter.Before = line.Place
		}
		if len(lines) == 0 {
			return false, nil
		}
	}
}

// delivered reports whether something of the family left for the unit since a
// time.
func (w *withdrawal) delivered(ctx context.Context, unit uuid.UUID, since time.Time) (there bool, err error) {
	rows, err := w.tx.Query(ctx, `SELECT 1 FROM outbox_messages WHERE case_file_id = $1 AND recipient_id = $2
		AND state = 'done' AND created_at >= $3 LIMIT 1`, w.a.ID.String(), unit.String(), since.UTC())
	if err != nil {
		return false, fmt.Errorf("reading what was delivered: %w", err)
	}
	there = rows.Next()
	if err := rows.Err(); err != nil {
		return false, fmt.Errorf("reading what was delivered: %w", err)
	}
	return there, rows.Close()
}
