package voice

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/voiceentry"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

func deed(name string, id uuid.UUID) casefile.Deed {
	return casefile.Deed{Name: name, Target: id, Section: policy.SectionVoice, Action: policy.ActionEdit}
}

// Write keeps what a child with a login says. It is shared with nobody. It
// returns ErrInvalid for what was typed wrongly, ErrNotFound for everybody but
// the child, and ErrConflict when the follow-up is closed.
func Write(ctx context.Context, v *tenants.Visit, family uuid.UUID, w Words) (uuid.UUID, error) {
	if w.Kind == Talk {
		return AskToTalk(ctx, v, family, w.Text)
	}
	if err := w.Validate(); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	err := casefile.Change(ctx, v, family, deed("voice.write", id), func(tx *tenants.Tx, a *casefile.Access) error {
		child, err := casefile.MemberOfTx(ctx, a, tx.Client())
		if err != nil {
			return err
		}
		return insert(ctx, tx, a, id, child, Self, w)
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

// Beside is what the coordinator asks the child about what they wrote together.
type Beside struct {
	Knows bool        // the child knows that it is written down
	Yes   []uuid.UUID // whom the child lets see it, the coordinator too only if named
}

// WriteTogether keeps what a child says with the coordinator beside them, and
// the child's yes to each who may see it. Where the coordinator is not among
// them it is kept for the child's own page alone, and the coordinator cannot
// open it again. It returns ErrInvalid for what was typed wrongly or when the
// child does not know, ErrNotFound for everybody but the coordinator or when
// there is no such child, and ErrConflict when the follow-up is closed.
func WriteTogether(ctx context.Context, v *tenants.Visit, family, child uuid.UUID, w Words, b Beside) (uuid.UUID, error) {
	if w.Kind == Talk {
		w.Kind = "" // the two are talking
	}
	if err := validateTogether(&w, b); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	err := casefile.Change(ctx, v, family, deed("voice.write_together", id), func(tx *tenants.Tx, a *casefile.Access) error {
		if !a.Is(policy.RelationCoordinator) {
			return tenants.ErrNotFound
		}
		if err := casefile.IsChild(ctx, tx, family, child); err != nil {
			return err
		}
		if err := insert(ctx, tx, a, id, child, Together, w); err != nil {
			return err
		}
		return sayYesToAll(ctx, tx, a, &tenant.VoiceEntry{ID: id, MemberID: child}, Together, b.Yes)
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

func validateTogether(w *Words, b Beside) error {
	var faults tenants.Invalid
	if err := w.Validate(); err != nil {
		wrong, ok := asInvalid(err)
		if !ok {
			return err
		}
		faults.Fields = append(faults.Fields, wrong.Fields...)
	}
	if !b.Knows {
		faults.Add("knows", "voice.knows.missing")
	}
	return faults.Err()
}

func insert(ctx context.Context, tx *tenants.Tx, a *casefile.Access, id, child uuid.UUID, how How, w Words) error {
	row := tx.Row(voiceentry.Table, id)
	create := tx.Client().VoiceEntry.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(a.ID).
		SetMemberID(child).SetKind(string(w.Kind)).SetQuestion(string(w.Question)).SetText(row.Seal("text", w.Text)).
		SetHow(string(how)).SetWrittenBy(a.Visit.Viewer.ID)
	if w.Kind == Face {
		create.SetFace(w.Face)
	}
	if err := row.Err(); err != nil {
		return err
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing what a child said: %w", err)
	}
	return nil
}

// Remove takes away what a child has said: nobody sees it from the next
// request. The child does it, or the coordinator beside the child for what they
// wrote together and the coordinator may see. Restore undoes it. Both work in a
// closed follow-up too: the words are the child's.
func Remove(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	removal := deed("voice.remove", id)
	removal.EvenClosed = true
	return casefile.Change(ctx, v, family, removal, func(tx *tenants.Tx, a *casefile.Access) error {
		entry, _, err := owned(ctx, tx, a, id, voiceentry.RemovedAtIsNil())
		if err != nil {
			return err
		}
		return tx.Client().VoiceEntry.UpdateOne(entry).
			SetRemovedAt(tx.Clock().Now()).SetRemovedBy(v.Viewer.ID).Exec(ctx)
	})
}

// Restore brings back what was removed, with the yes that stood. Only whoever
// removed it may. It returns ErrNotFound when there is nothing to bring back.
func Restore(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	restoring := deed("voice.restore", id)
	restoring.EvenClosed = true
	return casefile.Change(ctx, v, family, restoring, func(tx *tenants.Tx, a *casefile.Access) error {
		entry, _, err := owned(ctx, tx, a, id, voiceentry.RemovedAtNotNil(), voiceentry.RemovedBy(v.Viewer.ID))
		if err != nil {
			return err
		}
		return tx.Client().VoiceEntry.UpdateOne(entry).ClearRemovedAt().ClearRemovedBy().Exec(ctx)
	})
}
