package stafettlogg

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logitem"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// entry is a row that ties a goal or a measure here to the one there.
type entry struct {
	id        uuid.UUID
	link      uuid.UUID
	kind      Kind
	our       uuid.UUID // Nil: only they have it
	their     string    // empty: it has never been there
	version   string    // of theirs, when it was last settled or sent
	agreed    Agreed
	alone     bool // only they have it, and we leave it there
	settledAt time.Time
}

const stateAlone = "left_alone"

func openEntry(in place, read *tenant.LogItem) (entry, error) {
	row := in.Row(logitem.Table, read.ID)
	one := entry{
		id: read.ID, link: read.LinkID, kind: Kind(read.Kind), their: row.Open("their_id", read.TheirID),
		version: row.Open("their_version", read.TheirVersion), alone: read.State == stateAlone,
	}
	if read.OurID != nil {
		one.our = *read.OurID
	}
	if read.SettledAt != nil {
		one.settledAt = read.SettledAt.UTC()
	}
	text := row.Open("agreed", read.Agreed)
	if err := row.Err(); err != nil || text == "" {
		return one, err
	}
	if err := json.Unmarshal([]byte(text), &one.agreed); err != nil {
		return one, fmt.Errorf("reading what was agreed: %w", err)
	}
	return one, nil
}

func readEntries(ctx context.Context, in place, which ...predicate.LogItem) ([]entry, error) {
	rows, err := in.Client().LogItem.Query().Where(which...).Order(logitem.ByCreatedAt(), logitem.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading items of a stafettlogg: %w", err)
	}
	list := make([]entry, 0, len(rows))
	for _, row := range rows {
		one, err := openEntry(in, row)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// entryOf reads one item of a link; ErrNotFound when there is none.
func entryOf(ctx context.Context, in place, link, id uuid.UUID) (entry, error) {
	list, err := readEntries(ctx, in, logitem.ID(id), logitem.LinkID(link))
	if err != nil {
		return entry{}, err
	}
	if len(list) == 0 {
		return entry{}, fmt.Errorf("item of a stafettlogg: %w", tenants.ErrNotFound)
	}
	return list[0], nil
}

func insertEntry(ctx context.Context, tx *tenants.Tx, family uuid.UUID, one entry) error {
	row := tx.Row(logitem.Table, one.id)
	create := tx.Client().LogItem.Create().SetID(one.id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
		SetLinkID(one.link).SetKind(string(one.kind)).SetTheirID(row.Seal("their_id", one.their)).
		SetTheirVersion(row.Seal("their_version", one.version))
	if one.our != uuid.Nil {
		create.SetOurID(one.our)
	}
	if err := row.Err(); err != nil {
		return err
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing item of a stafettlogg: %w", err)
	}
	return nil
}

// settle keeps what both sides had, as of now.
func (e entry) settle(ctx context.Context, tx *tenants.Tx, agreed Agreed, version string, by uuid.UUID) error {
	text, err := json.Marshal(agreed)
	if err != nil {
		return fmt.Errorf("writing what was agreed: %w", err)
	}
	row := tx.Row(logitem.Table, e.id)
	update := tx.Client().LogItem.UpdateOneID(e.id).AddVersion(1).SetState("").SetAgreed(row.Seal("agreed", string(text))).
		SetTheirVersion(row.Seal("their_version", version)).SetSettledAt(tx.Clock().Now())
	if by != uuid.Nil {
		update.SetSettledBy(by)
	}
	if err := row.Err(); err != nil {
		return err
	}
	if err := update.Exec(ctx); err != nil {
		return fmt.Errorf("settling item of a stafettlogg: %w", err)
	}
	return nil
}

// ourID is what the other system calls an item of ours: no id of a row, and the
// same each time.
func ourID(scope *tenants.Scope, item uuid.UUID) string {
	return hex.EncodeToString(scope.Keys().Blind("stafettlogg", item.String()))[:32]
}
