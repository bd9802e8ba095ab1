package message

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/conversation"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/participant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// PageSize is how many messages are shown at a time.
const PageSize = 50

// List returns the conversations the viewer is in, newest first. It needs the
// messages section. A conversation about somebody the viewer may not see is
// not there.
func List(ctx context.Context, a *casefile.Access) ([]Line, error) {
	if err := a.RequireSee(policy.SectionMessages); err != nil {
		return nil, err
	}
	mine, err := a.Visit.Client().Participant.Query().
		Where(participant.CaseFileID(a.ID), participant.UserID(a.Visit.Viewer.ID), participant.LeftAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading conversations: %w", err)
	}
	place := map[uuid.UUID]*tenant.Participant{}
	ids := make([]uuid.UUID, 0, len(mine))
	for _, one := range mine {
		place[one.ConversationID] = one
		ids = append(ids, one.ConversationID)
	}
	rows, err := a.Visit.Client().Conversation.Query().
		Where(conversation.IDIn(ids...), conversation.CaseFileID(a.ID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading conversations: %w", err)
	}
	rows = slices.DeleteFunc(rows, func(c *tenant.Conversation) bool { return !a.Shows(policy.SectionMessages, c.MemberID) })
	with, err := others(ctx, a, rows)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, 0, len(rows))
	for _, row := range rows {
		line, err := openLine(a, row, place[row.ID])
		if err != nil {
			return nil, err
		}
		line.With = with[row.ID]
		lines = append(lines, line)
	}
	slices.SortFunc(lines, func(x, y Line) int {
		return cmp.Or(y.LatestAt.Compare(x.LatestAt), slices.Compare(y.ID[:], x.ID[:]))
	})
	return lines, nil
}

func openLine(a *casefile.Access, row *tenant.Conversation, mine *tenant.Participant) (Line, error) {
	subject, err := a.Visit.Open(conversation.Table, "subject", row.ID, row.Subject)
	if err != nil {
		return Line{}, fmt.Errorf("reading conversation: %w", err)
	}
	return Line{
		ID: row.ID, Subject: subject, About: row.MemberID, LatestAt: row.LatestAt,
		Unread: mine.ReadAt == nil || mine.ReadAt.Before(row.LatestAt),
	}, nil
}

// others are those in each conversation besides the viewer, in the order they
// came, with who is not in it any more.
func others(ctx context.Context, a *casefile.Access, rows []*tenant.Conversation) (map[uuid.UUID][]Participant, error) {
	about := map[uuid.UUID]*uuid.UUID{}
	ids := make([]uuid.UUID, 0, len(rows))
	for _, row := range rows {
		about[row.ID] = row.MemberID
		ids = append(ids, row.ID)
	}
	in, err := a.Visit.Client().Participant.Query().
		Where(participant.ConversationIDIn(ids...), participant.UserIDNEQ(a.Visit.Viewer.ID)).
		Order(participant.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading participants: %w", err)
	}
	var users []uuid.UUID
	for _, one := range in {
		if !slices.Contains(users, one.UserID) {
			users = append(users, one.UserID)
		}
	}
	people, err := directory.People(ctx, a.Visit.Scope, users)
	if err != nil {
		return nil, err
	}
	inside := map[uuid.UUID]*casefile.Access{}
	for _, user := range users {
		if inside[user], err = open(ctx, a.ID).enter(a.Visit.Scope, people[user]); err != nil {
			return nil, err
		}
	}
	with := map[uuid.UUID][]Participant{}
	for _, one := range in {
		access, person := inside[one.UserID], people[one.UserID]
		relation := policy.RelationNone
		if access != nil {
			relation = access.Facts.Relation
		}
		with[one.ConversationID] = append(with[one.ConversationID], Participant{
			ID: one.UserID, Name: person.Name, Title: a.TitleOf(person.Title, relation), Kind: person.Kind,
			Gone: one.LeftAt != nil || access == nil || !access.Shows(policy.SectionMessages, about[one.ConversationID]),
		})
	}
	return with, nil
}

// own is a conversation of the family that the viewer is in. ErrNotFound for
// any other.
func own(ctx context.Context, client *tenant.Client, a *casefile.Access, id uuid.UUID) (*tenant.Conversation, error) {
	row, err := client.Conversation.Query().Where(conversation.ID(id), conversation.CaseFileID(a.ID)).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, fmt.Errorf("conversation: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("reading conversation: %w", err)
	}
	in, err := client.Participant.Query().
		Where(participant.ConversationID(id), participant.UserID(a.Visit.Viewer.ID), participant.LeftAtIsNil()).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading conversation: %w", err)
	}
	if !in || !a.Shows(policy.SectionMessages, row.MemberID) {
		return nil, fmt.Errorf("conversation: %w", tenants.ErrNotFound)
	}
	return row, nil
}

// Read returns a page of a conversation the viewer is in: page 1 ends with the
// newest message, and a number outside gives the nearest page. It needs the
// messages section; ErrNotFound for a conversation the viewer is not in.
func Read(ctx context.Context, a *casefile.Access, id uuid.UUID, page int) (Conversation, error) {
	if err := a.RequireSee(policy.SectionMessages); err != nil {
		return Conversation{}, err
	}
	client := a.Visit.Client()
	row, err := own(ctx, client, a, id)
	if err != nil {
		return Conversation{}, err
	}
	mine, err := client.Participant.Query().
		Where(participant.ConversationID(id), participant.UserID(a.Visit.Viewer.ID)).Only(ctx)
	if err != nil {
		return Conversation{}, fmt.Errorf("reading conversation: %w", err)
	}
	line, err := openLine(a, row, mine)
	if err != nil {
		return Conversation{}, err
	}
	with, err := others(ctx, a, []*tenant.Conversation{row})
	if err != nil {
		return Conversation{}, err
	}
	line.With = with[id]
	read := Conversation{Line: line, Writers: map[uuid.UUID]string{}}
	read.Alone = !slices.ContainsFunc(line.With, func(p Participant) bool { return !p.Gone })
	for _, one := range line.With {
		read.Writers[one.ID] = one.Name
	}
	return read, readMessages(ctx, a, &read, page)
}

func readMessages(ctx context.Context, a *casefile.Access, read *Conversation, page int) error {
	query := a.Visit.Client().Message.Query().Where(message.ConversationID(read.ID), message.CaseFileID(a.ID))
	total, err := query.Clone().Count(ctx)
	if err != nil {
		return fmt.Errorf("counting messages: %w", err)
	}
	read.Pages = max(1, (total+PageSize-1)/PageSize)
	read.Page = min(max(page, 1), read.Pages)
	rows, err := query.Order(message.ByCreatedAt(sql.OrderDesc()), message.ByID(sql.OrderDesc())).
		Limit(PageSize).Offset((read.Page - 1) * PageSize).All(ctx)
	if err != nil {
		return fmt.Errorf("reading messages: %w", err)
	}
	for _, row := range slices.Backward(rows) {
		text, err := a.Visit.Open(message.Table, "text", row.ID, row.Text)
		if err != nil {
			return fmt.Errorf("reading message: %w", err)
		}
		read.Messages = append(read.Messages, Message{
			ID: row.ID, By: row.WrittenBy, Mine: row.WrittenBy == a.Visit.Viewer.ID, Text: text, At: row.CreatedAt,
		})
	}
	return nil
}

// HasRead notes that the viewer has read a conversation as far as it went when
// it was read. It is no deed: only the viewer sees what is unread to them.
func HasRead(ctx context.Context, a *casefile.Access, read Conversation) error {
	if !read.Unread || read.Page != 1 {
		return nil
	}
	return a.Visit.InTx(ctx, func(tx *tenants.Tx) error {
		err := tx.Client().Participant.Update().
			Where(participant.ConversationID(read.ID), participant.CaseFileID(a.ID), participant.UserID(a.Visit.Viewer.ID)).
			SetReadAt(read.LatestAt).Exec(ctx)
		if err != nil {
			return fmt.Errorf("noting what is read: %w", err)
		}
		return nil
	})
}
