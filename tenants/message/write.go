package message

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/conversation"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/participant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// Begin begins a conversation between the viewer and others inside the family,
// and tells them. The same form sent twice is one conversation. It returns
// ErrInvalid for what was typed wrongly and for somebody who may not be in it,
// ErrNotFound when the viewer may not write about the member, and ErrConflict
// when the follow-up is closed.
func Begin(ctx context.Context, v *tenants.Visit, family uuid.UUID, o Opening) (uuid.UUID, error) {
	if err := o.Validate(); err != nil {
		return uuid.Nil, err
	}
	with, err := partnersOf(ctx, v, family, o)
	if err != nil {
		return uuid.Nil, err
	}
	if o.ID == uuid.Nil {
		o.ID = tenants.NewID()
	}
	err = casefile.Change(ctx, v, family, deed("message.begin", o.ID), func(tx *tenants.Tx, a *casefile.Access) error {
		if !a.MayAbout(policy.SectionMessages, policy.ActionEdit, o.About) {
			return tenants.ErrNotFound
		}
		begun, err := tx.Client().Conversation.Query().Where(conversation.ID(o.ID)).Only(ctx)
		if err == nil {
			return same(begun.CaseFileID == family && begun.BegunBy == v.Viewer.ID)
		}
		if !tenant.IsNotFound(err) {
			return fmt.Errorf("reading conversation: %w", err)
		}
		if err := mayMeet(openIn(ctx, tx, family), tx.Scope, with, o.About); err != nil {
			return err
		}
		return insertConversation(ctx, v, tx, family, o)
	})
	if err != nil {
		return uuid.Nil, err
	}
	return o.ID, nil
}

// mayMeet returns ErrInvalid unless each of some people may read what is written,
// and may know of each other: everybody in a conversation reads who else is. Who
// is let in for one child and who is let in for another must not learn of each
// other, nor so of the other child.
func mayMeet(d door, scope *tenants.Scope, with []directory.Person, about *uuid.UUID) error {
	inside := make([]*casefile.Access, 0, len(with))
	for _, person := range with {
		access, err := d.enter(scope, person)
		if err != nil {
			return err
		}
		if access == nil || !access.Shows(policy.SectionMessages, about) {
			return tenants.InvalidField("with", "conversation.with.ended")
		}
		if slices.ContainsFunc(inside, func(other *casefile.Access) bool { return !shareMember(access, other) }) {
			return tenants.InvalidField("with", "conversation.with.apart")
		}
		inside = append(inside, access)
	}
	return nil
}

// partnersOf are the people a conversation is begun with, with the roles they
// hold, each of whom the viewer may write with.
func partnersOf(ctx context.Context, v *tenants.Visit, family uuid.UUID, o Opening) ([]directory.Person, error) {
	a, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return nil, err
	}
	partners, err := Partners(ctx, a, o.About)
	if err != nil {
		return nil, err
	}
	for _, id := range o.With {
		if !slices.ContainsFunc(partners, func(p Partner) bool { return p.ID == id }) {
			return nil, tenants.InvalidField("with", "conversation.with.ended")
		}
	}
	if o.About != nil {
		if err := isMember(ctx, a, *o.About); err != nil {
			return nil, err
		}
	}
	return peopleOf(ctx, v.Scope, o.With)
}

func isMember(ctx context.Context, a *casefile.Access, id uuid.UUID) error {
	members, err := casefile.Members(ctx, a)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(members, func(m casefile.Member) bool { return m.ID == id }) {
		return tenants.InvalidField("about", "conversation.about.unknown")
	}
	return nil
}

func peopleOf(ctx context.Context, scope *tenants.Scope, ids []uuid.UUID) ([]directory.Person, error) {
	byID, err := directory.People(ctx, scope, ids)
	if err != nil {
		return nil, err
	}
	people := make([]directory.Person, 0, len(ids))
	for _, id := range ids {
		if person, there := byID[id]; there {
			people = append(people, person)
		}
	}
	return people, nil
}

func insertConversation(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID, o Opening) error {
	now := tx.Clock().Now()
	row := tx.Row(conversation.Table, o.ID)
	create := tx.Client().Conversation.Create().SetID(o.ID).SetCreatedAt(now).SetCaseFileID(family).
		SetNillableMemberID(o.About).SetSubject(row.Seal("subject", o.Subject)).SetBegunBy(v.Viewer.ID).SetLatestAt(now)
	if err := row.Err(); err != nil {
		return err
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing conversation: %w", err)
	}
	in := []uuid.UUID{v.Viewer.ID}
	for _, id := range o.With {
		if !slices.Contains(in, id) {
			in = append(in, id)
		}
	}
	for _, user := range in {
		create := tx.Client().Participant.Create().SetID(tenants.NewID()).SetCreatedAt(now).
			SetCaseFileID(family).SetConversationID(o.ID).SetUserID(user)
		if user == v.Viewer.ID {
			create.SetReadAt(now)
		}
		if err := create.Exec(ctx); err != nil {
			return fmt.Errorf("writing participant: %w", err)
		}
	}
	if o.Message == uuid.Nil {
		o.Message = tenants.NewID()
	}
	if err := insertMessage(ctx, v, tx, family, o.ID, o.Message, o.Text); err != nil {
		return err
	}
	return tell(ctx, tx, family, in[1:])
}

// Write adds a message to a conversation the viewer is in, and tells the
// others. message is its id, made when the form was shown: the same form sent
// twice is one message, and another text under the same id is a message of its
// own. It returns ErrInvalid for what was typed wrongly and when nobody is left
// to read it, ErrNotFound for a conversation the viewer is not in, and
// ErrConflict when the follow-up is closed.
func Write(ctx context.Context, v *tenants.Visit, family, id, msg uuid.UUID, text string) error {
	var faults tenants.Invalid
	text = validateText(&faults, text)
	if err := faults.Err(); err != nil {
		return err
	}
	roles, err := everybodyIn(ctx, v, family, id)
	if err != nil {
		return err
	}
	return casefile.Change(ctx, v, family, deed("message.write", id), func(tx *tenants.Tx, a *casefile.Access) error {
		read, err := own(ctx, tx.Client(), a, id)
		if err != nil {
			return err
		}
		if !a.MayAbout(policy.SectionMessages, policy.ActionEdit, read.MemberID) {
			return tenants.ErrForbidden
		}
		msg, sent, err := freshID(ctx, v, tx, id, msg, text)
		if err != nil || sent {
			return err
		}
		readers, err := keepReaders(ctx, v, tx, read, roles)
		if err != nil {
			return err
		}
		if len(readers) == 0 {
			return tenants.InvalidField("text", "conversation.alone")
		}
		if err := insertMessage(ctx, v, tx, family, id, msg, text); err != nil {
			return err
		}
		if err := arrived(ctx, v, tx, id); err != nil {
			return err
		}
		return tell(ctx, tx, family, readers)
	})
}

// everybodyIn are those in a conversation with the roles they hold. It is read
// before the transaction, which must not wait for another connection; the door
// is asked again inside.
func everybodyIn(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) (map[uuid.UUID]directory.Person, error) {
	rows, err := v.Client().Participant.Query().
		Where(participant.ConversationID(id), participant.CaseFileID(family), participant.LeftAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading participants: %w", err)
	}
	ids := make([]uuid.UUID, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.UserID)
	}
	return directory.People(ctx, v.Scope, ids)
}

// freshID is the id a message is written under: the form's, unless it is taken
// by another text. sent reports that this very message is written already.
func freshID(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, id, msg uuid.UUID, text string) (fresh uuid.UUID, sent bool, err error) {
	if msg == uuid.Nil {
		return tenants.NewID(), false, nil
	}
	there, err := tx.Client().Message.Query().Where(message.ID(msg)).Only(ctx)
	if tenant.IsNotFound(err) {
		return msg, false, nil
	}
	if err != nil {
		return msg, false, fmt.Errorf("reading message: %w", err)
	}
	if there.ConversationID != id || there.WrittenBy != v.Viewer.ID {
		return tenants.NewID(), false, nil
	}
	before, err := tx.Open(message.Table, "text", msg, there.Text)
	if err != nil {
		return msg, false, err
	}
	return tenants.NewID(), before == text, nil
}

// keepReaders returns those who will read the next message. Somebody whose
// access has ended since is out of the conversation for good: the others have
// been shown so, and what they write from now on is not for them even if they
// are let in again.
func keepReaders(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, read *tenant.Conversation, roles map[uuid.UUID]directory.Person) ([]uuid.UUID, error) {
	rows, err := tx.Client().Participant.Query().
		Where(participant.ConversationID(read.ID), participant.LeftAtIsNil(), participant.UserIDNEQ(v.Viewer.ID)).
		Order(participant.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading participants: %w", err)
	}
	var readers []uuid.UUID
	for _, row := range rows {
		person, there := roles[row.UserID]
		reads := false
		if there {
			if reads, err = openIn(ctx, tx, read.CaseFileID).reads(tx.Scope, person, read.MemberID); err != nil {
				return nil, err
			}
		}
		if reads {
			readers = append(readers, row.UserID)
			continue
		}
		if err := tx.Client().Participant.UpdateOneID(row.ID).SetLeftAt(tx.Clock().Now()).Exec(ctx); err != nil {
			return nil, fmt.Errorf("ending participation: %w", err)
		}
	}
	return readers, nil
}

func insertMessage(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, id, msg uuid.UUID, text string) error {
	row := tx.Row(message.Table, msg)
	create := tx.Client().Message.Create().SetID(msg).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
		SetConversationID(id).SetWrittenBy(v.Viewer.ID).SetText(row.Seal("text", text))
	if err := row.Err(); err != nil {
		return err
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing message: %w", err)
	}
	return nil
}

// arrived dates a conversation by its newest message, which its writer has read.
func arrived(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, id uuid.UUID) error {
	now := tx.Clock().Now()
	if err := tx.Client().Conversation.UpdateOneID(id).SetLatestAt(now).Exec(ctx); err != nil {
		return fmt.Errorf("dating conversation: %w", err)
	}
	err := tx.Client().Participant.Update().
		Where(participant.ConversationID(id), participant.UserID(v.Viewer.ID)).SetReadAt(now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("dating conversation: %w", err)
	}
	return nil
}

func tell(ctx context.Context, tx *tenants.Tx, family uuid.UUID, readers []uuid.UUID) error {
	for _, user := range readers {
		if err := notice.Tell(ctx, tx, notice.Notice{To: user, CaseFile: family, Reason: notice.NewMessage}); err != nil {
			return err
		}
	}
	return nil
}

// Leave takes the viewer out of a conversation for good. It returns ErrNotFound
// for a conversation the viewer is not in. It may be done in a closed
// follow-up.
func Leave(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	d := deed("message.leave", id)
	d.EvenClosed = true
	return casefile.Change(ctx, v, family, d, func(tx *tenants.Tx, a *casefile.Access) error {
		if _, err := own(ctx, tx.Client(), a, id); err != nil {
			return err
		}
		err := tx.Client().Participant.Update().
			Where(participant.ConversationID(id), participant.UserID(v.Viewer.ID)).SetLeftAt(tx.Clock().Now()).Exec(ctx)
		if err != nil {
			return fmt.Errorf("leaving conversation: %w", err)
		}
		return nil
	})
}

// same is no error for what was done already by the same person.
func same(is bool) error {
	if is {
		return nil
	}
	return tenants.ErrConflict
}
