package voice

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/voiceentry"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/voiceshare"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Listener is somebody a child may let see their own words.
type Listener struct {
	User     uuid.UUID
	Name     string
	Title    string          // at work; empty for a caregiver
	Relation policy.Relation // none for somebody who is not inside any more
}

// Listeners lists whom a child may let see what the child says, the
// coordinator first. It is for the child themself and for the coordinator
// beside them; anybody else gets ErrNotFound.
func Listeners(ctx context.Context, a *casefile.Access, child uuid.UUID) ([]Listener, error) {
	if err := a.Require(policy.SectionVoice, policy.ActionEdit); err != nil {
		return nil, err
	}
	near, err := casefile.Near(ctx, a, a.Visit.Client(), child)
	if err != nil {
		return nil, err
	}
	list := make([]Listener, 0, len(near))
	for _, one := range near {
		list = append(list, Listener{User: one.User, Relation: one.Relation})
	}
	return list, named(ctx, a, list)
}

// OwnListeners is Listeners for the viewer's own words.
func OwnListeners(ctx context.Context, a *casefile.Access) ([]Listener, error) {
	child, err := ownChild(ctx, a)
	if err != nil {
		return nil, err
	}
	return Listeners(ctx, a, child)
}

// With adds to a list of listeners those an entry is shared with who are not
// inside any more, so that the child sees every yes that stands.
func With(ctx context.Context, a *casefile.Access, list []Listener, entry Entry) ([]Listener, error) {
	var gone []Listener
	for _, user := range entry.Yes {
		if !slices.ContainsFunc(list, func(l Listener) bool { return l.User == user }) {
			gone = append(gone, Listener{User: user})
		}
	}
	if err := named(ctx, a, gone); err != nil {
		return nil, err
	}
	return append(slices.Clone(list), gone...), nil
}

func named(ctx context.Context, a *casefile.Access, list []Listener) error {
	ids := make([]uuid.UUID, 0, len(list))
	for _, one := range list {
		ids = append(ids, one.User)
	}
	people, err := directory.Called(ctx, a.Visit.Scope, ids)
	if err != nil {
		return err
	}
	for i := range list {
		person := people[list[i].User]
		list[i].Name, list[i].Title = person.Name, a.TitleOf(person.Title, list[i].Relation)
	}
	return nil
}

// SayYes is the child's yes to each of these people for one entry; a yes that
// stands goes on standing. The child says it, or the coordinator beside the
// child for what they wrote together and the coordinator may see. It returns
// ErrInvalid for somebody who is not near the child, ErrNotFound for an entry
// that is not theirs, and ErrConflict when the follow-up is closed.
func SayYes(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, people []uuid.UUID) error {
	return casefile.Change(ctx, v, family, deed("voice.share", id), func(tx *tenants.Tx, a *casefile.Access) error {
		entry, how, err := owned(ctx, tx, a, id, voiceentry.RemovedAtIsNil(), voiceentry.KindNEQ(string(Talk)))
		if err != nil {
			return err
		}
		return sayYesToAll(ctx, tx, a, entry, how, people)
	})
}

// TakeBack ends the child's yes to one person for one entry, at once: the next
// request of that person finds nothing. Also in a closed follow-up. It returns
// ErrNotFound when no such yes stands, or the entry is not the child's own.
func TakeBack(ctx context.Context, v *tenants.Visit, family, id, person uuid.UUID) error {
	back := deed("voice.share.end", id)
	back.EvenClosed = true
	return casefile.Change(ctx, v, family, back, func(tx *tenants.Tx, a *casefile.Access) error {
		entry, _, err := owned(ctx, tx, a, id, voiceentry.RemovedAtIsNil(), voiceentry.KindNEQ(string(Talk)))
		if err != nil {
			return err
		}
		ended, err := end(ctx, tx, a, voiceshare.EntryID(entry.ID), voiceshare.RecipientID(person))
		if err == nil && ended == 0 {
			return fmt.Errorf("yes: %w", tenants.ErrNotFound)
		}
		return err
	})
}

// owned finds an entry that the viewer decides over, and how: the child's own,
// or what the coordinator wrote beside the child and may see.
func owned(ctx context.Context, tx *tenants.Tx, a *casefile.Access, id uuid.UUID, which ...predicate.VoiceEntry) (*tenant.VoiceEntry, How, error) {
	how := Self
	which = append(which, voiceentry.ID(id), voiceentry.CaseFileID(a.ID))
	if a.Is(policy.RelationCoordinator) {
		how = Together
		which = append(which, voiceentry.How(string(Together)), saidYesTo(a.Visit.Viewer.ID))
	} else {
		child, err := casefile.MemberOfTx(ctx, a, tx.Client())
		if err != nil {
			return nil, how, err
		}
		which = append(which, voiceentry.MemberID(child))
	}
	entry, err := tx.Client().VoiceEntry.Query().Where(which...).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, how, fmt.Errorf("entry: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return nil, how, fmt.Errorf("reading what a child said: %w", err)
	}
	return entry, how, nil
}

func sayYesToAll(ctx context.Context, tx *tenants.Tx, a *casefile.Access, entry *tenant.VoiceEntry, how How, people []uuid.UUID) error {
	yes, err := yesTo(ctx, tx.Client(), []uuid.UUID{entry.ID})
	if err != nil {
		return err
	}
	near, err := casefile.Near(ctx, a, tx.Client(), entry.MemberID)
	if err != nil {
		return err
	}
	stands := yes[entry.ID]
	for _, person := range people {
		if slices.Contains(stands, person) {
			continue
		}
		if !slices.ContainsFunc(near, func(g casefile.Granted) bool { return g.User == person }) {
			return tenants.InvalidField("who", "voice.who.unknown")
		}
		if err := sayYes(ctx, tx, a, entry.ID, person, how); err != nil {
			return err
		}
		stands = append(stands, person)
	}
	return nil
}

func sayYes(ctx context.Context, tx *tenants.Tx, a *casefile.Access, entry, person uuid.UUID, how How) error {
	err := tx.Client().VoiceShare.Create().SetID(tenants.NewID()).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(a.ID).
		SetEntryID(entry).SetRecipientID(person).SetHow(string(how)).SetRecordedBy(a.Visit.Viewer.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("writing a child's yes: %w", err)
	}
	return nil
}

func end(ctx context.Context, tx *tenants.Tx, a *casefile.Access, which ...predicate.VoiceShare) (int, error) {
	ended, err := tx.Client().VoiceShare.Update().
		Where(voiceshare.CaseFileID(a.ID), voiceshare.EndedAtIsNil()).Where(which...).
		SetEndedAt(tx.Clock().Now()).SetEndedBy(a.Visit.Viewer.ID).Save(ctx)
	if err != nil {
		return 0, fmt.Errorf("ending a child's yes: %w", err)
	}
	return ended, nil
}

func asInvalid(err error) (*tenants.Invalid, bool) {
	var wrong *tenants.Invalid
	is := errors.As(err, &wrong)
	return wrong, is
}
