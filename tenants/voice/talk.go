package voice

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/voiceentry"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// AskToTalk tells the coordinator at once that a child wants to talk with
// somebody. Asking is the child's yes to the coordinator for what stands in it.
// Whoever asks while a wish of theirs is not answered has asked already. It
// returns ErrNotFound for everybody but a child with a login, and ErrConflict
// when the follow-up is closed.
func AskToTalk(ctx context.Context, v *tenants.Visit, family uuid.UUID, text string) (uuid.UUID, error) {
	w := Words{Kind: Talk, Text: text}
	if err := w.Validate(); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	err := casefile.Change(ctx, v, family, deed("voice.talk.ask", id), func(tx *tenants.Tx, a *casefile.Access) error {
		child, err := casefile.MemberOfTx(ctx, a, tx.Client())
		if err != nil {
			return err
		}
		before, err := tx.Client().VoiceEntry.Query().Where(voiceentry.CaseFileID(a.ID), voiceentry.MemberID(child),
			voiceentry.RemovedAtIsNil(), waitingForTalk()).FirstID(ctx)
		if err == nil {
			id = before
			return nil
		}
		if !tenant.IsNotFound(err) {
			return fmt.Errorf("looking for a wish to talk: %w", err)
		}
		return ask(ctx, tx, a, id, child, w)
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

func ask(ctx context.Context, tx *tenants.Tx, a *casefile.Access, id, child uuid.UUID, w Words) error {
	if err := insert(ctx, tx, a, id, child, Self, w); err != nil {
		return err
	}
	near, err := casefile.Near(ctx, a, tx.Client(), child)
	if err != nil {
		return err
	}
	coordinator := near[0].User
	if err := sayYes(ctx, tx, a, id, coordinator, Self); err != nil {
		return err
	}
	return notice.Tell(ctx, tx, notice.Notice{To: coordinator, CaseFile: a.ID, Reason: notice.TalkAsked})
}

// Answer notes that the coordinator has talked with the child. It returns
// ErrNotFound for everybody but the coordinator, and when no such wish waits.
func Answer(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	return casefile.Change(ctx, v, family, deed("voice.talk.answer", id), func(tx *tenants.Tx, a *casefile.Access) error {
		update := tx.Client().VoiceEntry.Update().SetAnsweredAt(tx.Clock().Now()).SetAnsweredBy(v.Viewer.ID)
		return settle(ctx, tx, a, update, id, waitingForTalk())
	})
}

// Unanswer takes an Answer of the viewer's own back: it was a wrong click.
func Unanswer(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	return casefile.Change(ctx, v, family, deed("voice.talk.unanswer", id), func(tx *tenants.Tx, a *casefile.Access) error {
		update := tx.Client().VoiceEntry.Update().ClearAnsweredAt().ClearAnsweredBy()
		return settle(ctx, tx, a, update, id, voiceentry.Kind(string(Talk)), voiceentry.AnsweredBy(v.Viewer.ID))
	})
}

func settle(ctx context.Context, tx *tenants.Tx, a *casefile.Access, update *tenant.VoiceEntryUpdate, id uuid.UUID, which ...predicate.VoiceEntry) error {
	if !a.Is(policy.RelationCoordinator) {
		return tenants.ErrNotFound
	}
	changed, err := update.Where(voiceentry.ID(id), voiceentry.CaseFileID(a.ID), voiceentry.RemovedAtIsNil()).
		Where(which...).Save(ctx)
	if err != nil {
		return fmt.Errorf("answering a wish to talk: %w", err)
	}
	if changed == 0 {
		return fmt.Errorf("wish to talk: %w", tenants.ErrNotFound)
	}
	return nil
}

// Wish is a child's wish to talk that nobody has answered yet.
type Wish struct {
	ID        uuid.UUID
	Family    uuid.UUID
	ShortName string
	Child     uuid.UUID
	At        time.Time
}

// Wishes returns the wishes to talk in the viewer's own families, oldest
// first, for the coordinator's day. It needs the my_day section and notes the
// looks. What the child wrote is on the child's page.
func Wishes(ctx context.Context, v *tenants.Visit) ([]Wish, error) {
	if err := v.Require(policy.SectionMyDay, policy.ActionSee); err != nil {
		return nil, err
	}
	names, err := casefile.NamesOfMine(ctx, v)
	if err != nil {
		return nil, err
	}
	families := slices.Collect(maps.Keys(names))
	rows, err := v.Client().VoiceEntry.Query().
		Where(voiceentry.CaseFileIDIn(families...), voiceentry.RemovedAtIsNil(), waitingForTalk()).
		Order(voiceentry.ByCreatedAt(sql.OrderAsc()), voiceentry.ByID(sql.OrderAsc())).
		Select(voiceentry.FieldCaseFileID, voiceentry.FieldMemberID, voiceentry.FieldCreatedAt).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking for wishes to talk: %w", err)
	}
	var wishes []Wish
	for _, row := range rows {
		access, err := casefile.Enter(ctx, v, row.CaseFileID)
		if errors.Is(err, tenants.ErrNotFound) || err == nil && !access.SeeByChildsYes() {
			continue // the family went to somebody else a moment ago
		}
		if err != nil {
			return nil, err
		}
		wishes = append(wishes, Wish{
			ID: row.ID, Family: row.CaseFileID, ShortName: names[row.CaseFileID], Child: row.MemberID, At: row.CreatedAt,
		})
	}
	return wishes, nil
}
