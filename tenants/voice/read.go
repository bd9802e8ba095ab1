package voice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/voiceentry"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/voiceshare"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Entry is something a child has said, as whoever may read it sees it.
type Entry struct {
	ID       uuid.UUID
	Child    uuid.UUID // the member
	How      How
	At       time.Time
	Answered *time.Time // somebody has talked with the child
	Words
	// Yes lists who may see it by the child's yes. Only the child is told, and
	// the coordinator of what the two wrote together.
	Yes []uuid.UUID
}

// Own returns what the viewer has said themself, newest first, with who may
// see each. It returns ErrNotFound for everybody but a child of the family
// with a login.
func Own(ctx context.Context, a *casefile.Access) ([]Entry, error) {
	child, err := ownChild(ctx, a)
	if err != nil {
		return nil, err
	}
	return readWithYes(ctx, a, voiceentry.MemberID(child))
}

// ReadOwn returns one thing the viewer has said. It returns ErrNotFound for
// what another has said, or is removed.
func ReadOwn(ctx context.Context, a *casefile.Access, id uuid.UUID) (Entry, error) {
	child, err := ownChild(ctx, a)
	if err != nil {
		return Entry{}, err
	}
	return first(readWithYes(ctx, a, voiceentry.ID(id), voiceentry.MemberID(child)))
}

func ownChild(ctx context.Context, a *casefile.Access) (uuid.UUID, error) {
	child, err := casefile.MemberOf(ctx, a)
	if err != nil {
		return uuid.Nil, err
	}
	return child, a.RequireSee(policy.SectionVoice)
}

// SharedWith returns what the children of the family have let the viewer see,
// newest first: nothing without a child's yes to this very person. It is for
// the coordinator, the caregivers and the team; anybody else gets nothing.
func SharedWith(ctx context.Context, a *casefile.Access) ([]Entry, error) {
	return shared(ctx, a)
}

// SharedAbout is SharedWith for one child.
func SharedAbout(ctx context.Context, a *casefile.Access, child uuid.UUID) ([]Entry, error) {
	return shared(ctx, a, voiceentry.MemberID(child))
}

// ReadShared returns one thing a child has let the viewer see, else ErrNotFound.
func ReadShared(ctx context.Context, a *casefile.Access, id uuid.UUID) (Entry, error) {
	return first(shared(ctx, a, voiceentry.ID(id)))
}

// ReadTogether returns one thing that was written with the coordinator beside
// the child and that the child lets the coordinator see, with who else may see
// it; else ErrNotFound.
func ReadTogether(ctx context.Context, a *casefile.Access, id uuid.UUID) (Entry, error) {
	if !a.Is(policy.RelationCoordinator) {
		return Entry{}, fmt.Errorf("entry: %w", tenants.ErrNotFound)
	}
	one, err := first(shared(ctx, a, voiceentry.ID(id), voiceentry.How(string(Together)), voiceentry.KindNEQ(string(Talk))))
	if err != nil {
		return Entry{}, err
	}
	yes, err := yesTo(ctx, a.Visit.Client(), []uuid.UUID{one.ID})
	one.Yes = yes[one.ID]
	return one, err
}

// shared finds by the recipient in the database, and opens the text only when
// there is something and the policy lets the child's yes count.
func shared(ctx context.Context, a *casefile.Access, which ...predicate.VoiceEntry) ([]Entry, error) {
	forViewer := saidYesTo(a.Visit.Viewer.ID)
	if a.Is(policy.RelationCoordinator) {
		forViewer = voiceentry.Or(forViewer, waitingForTalk())
	}
	rows, err := find(ctx, a, append(slices.Clone(which), forViewer)...)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row *tenant.VoiceEntry) bool { return !mayHear(a, row.MemberID) })
	if len(rows) == 0 || !a.SeeByChildsYes() {
		return nil, nil
	}
	return open(a.Visit.Scope, rows)
}

// mayHear reports whether the viewer's access is not kept from a child: a
// caregiver of the sibling alone hears nothing of this one.
func mayHear(a *casefile.Access, child uuid.UUID) bool {
	return slices.ContainsFunc(a.Standings, func(s casefile.Standing) bool {
		switch s.Relation {
		case policy.RelationCoordinator, policy.RelationCaregiver, policy.RelationTeam:
			return s.Members == nil || slices.Contains(s.Members, child)
		}
		return false
	})
}

// saidYesTo finds entries that the child has let a user see.
func saidYesTo(user uuid.UUID) predicate.VoiceEntry {
	return func(s *sql.Selector) {
		share := sql.Table(voiceshare.Table)
		s.Where(sql.In(s.C(voiceentry.FieldID), sql.Select(share.C(voiceshare.FieldEntryID)).From(share).
			Where(sql.And(sql.EQ(share.C(voiceshare.FieldRecipientID), user), sql.IsNull(share.C(voiceshare.FieldEndedAt))))))
	}
}

// waitingForTalk finds wishes to talk that nobody has answered. The child said
// it to the coordinator, whoever that is: a child is not dropped when the baton
// goes to another.
func waitingForTalk() predicate.VoiceEntry {
	return voiceentry.And(voiceentry.Kind(string(Talk)), voiceentry.AnsweredAtIsNil(), func(s *sql.Selector) {
		share := sql.Table(voiceshare.Table)
		s.Where(sql.In(s.C(voiceentry.FieldID), sql.Select(share.C(voiceshare.FieldEntryID)).From(share).
			Where(sql.IsNull(share.C(voiceshare.FieldEndedAt)))))
	})
}

func find(ctx context.Context, a *casefile.Access, which ...predicate.VoiceEntry) ([]*tenant.VoiceEntry, error) {
	rows, err := a.Visit.Client().VoiceEntry.Query().
		Where(voiceentry.CaseFileID(a.ID), voiceentry.RemovedAtIsNil()).Where(which...).
		Order(voiceentry.ByCreatedAt(sql.OrderDesc()), voiceentry.ByID(sql.OrderDesc())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what a child said: %w", err)
	}
	return rows, nil
}

func readWithYes(ctx context.Context, a *casefile.Access, which ...predicate.VoiceEntry) ([]Entry, error) {
	rows, err := find(ctx, a, which...)
	if err != nil {
		return nil, err
	}
	entries, err := open(a.Visit.Scope, rows)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, 0, len(entries))
	for _, one := range entries {
		ids = append(ids, one.ID)
	}
	yes, err := yesTo(ctx, a.Visit.Client(), ids)
	for i := range entries {
		entries[i].Yes = yes[entries[i].ID]
	}
	return entries, err
}

// yesTo tells to whom a yes stands, for each entry.
func yesTo(ctx context.Context, client *tenant.Client, ids []uuid.UUID) (map[uuid.UUID][]uuid.UUID, error) {
	yes := make(map[uuid.UUID][]uuid.UUID, len(ids))
	if len(ids) == 0 {
		return yes, nil
	}
	rows, err := client.VoiceShare.Query().Where(voiceshare.EntryIDIn(ids...), voiceshare.EndedAtIsNil()).
		Order(voiceshare.ByCreatedAt(), voiceshare.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading a child's yes: %w", err)
	}
	for _, row := range rows {
		yes[row.EntryID] = append(yes[row.EntryID], row.RecipientID)
	}
	return yes, nil
}

func open(scope *tenants.Scope, rows []*tenant.VoiceEntry) ([]Entry, error) {
	entries := make([]Entry, 0, len(rows))
	for _, read := range rows {
		row := scope.Row(voiceentry.Table, read.ID)
		one := Entry{
			ID: read.ID, Child: read.MemberID, How: How(read.How), At: read.CreatedAt, Answered: read.AnsweredAt,
			Words: Words{Kind: Kind(read.Kind), Question: Question(read.Question), Text: row.Open("text", read.Text)},
		}
		if read.Face != nil {
			one.Face = *read.Face
		}
		if err := row.Err(); err != nil {
			return nil, fmt.Errorf("reading what a child said: %w", err)
		}
		entries = append(entries, one)
	}
	return entries, nil
}

func first(entries []Entry, err error) (Entry, error) {
	if err != nil {
		return Entry{}, err
	}
	if len(entries) == 0 {
		return Entry{}, fmt.Errorf("entry: %w", tenants.ErrNotFound)
	}
	return entries[0], nil
}
