package app

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// conversationList shows the conversations one is in, newest first.
func (a *App) conversationList(r *Request) error {
	lines, err := message.List(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page, err := r.partPage(r.L().T("conversation.list.title"), "/meldinger")
	if err != nil {
		return err
	}
	page.Lead = r.L().T("conversation.list.lead")
	v := view.ConversationsView{Page: page, MayWrite: r.mayWrite(policy.SectionMessages)}
	if v.MayWrite {
		v.New = r.partPath("/meldinger/ny")
	}
	names, err := r.memberNames()
	if err != nil {
		return err
	}
	for _, line := range lines {
		v.Rows = append(v.Rows, view.ConversationRow{
			Title: line.Subject, Href: r.conversationPath(line.ID, "#siste"), With: r.withWhom(line.With),
			About: r.aboutWhom(line.About, names), When: r.L().When(line.LatestAt, r.Scope.Today()), Unread: line.Unread,
		})
	}
	return r.Show(view.Conversations(v))
}

// withWhom names those in a conversation besides oneself.
func (r *Request) withWhom(with []message.Participant) string {
	names := make([]string, 0, len(with))
	for _, one := range with {
		if one.Gone {
			names = append(names, r.L().T("conversation.gone", "Name", r.named(one.Name)))
			continue
		}
		names = append(names, r.named(one.Name))
	}
	return r.L().List(names)
}

func (r *Request) aboutWhom(about *uuid.UUID, names map[uuid.UUID]string) string {
	if about == nil || names[*about] == "" {
		return ""
	}
	return r.L().T("conversation.about.one", "Name", names[*about])
}

// conversationShow shows a conversation, and in the field what was being
// written when the person left.
func (a *App) conversationShow(r *Request) error {
	id, err := r.ID("conversation")
	if err != nil {
		return err
	}
	kept, when, err := r.Draft(r.DraftKey("conversation", id.String()))
	if err != nil {
		return err
	}
	v, err := r.conversation(id, kept)
	if err != nil {
		return err
	}
	if v.Write != nil {
		v.Write.Kept = when
	}
	return r.Show(view.ConversationPage(v))
}

func (r *Request) conversation(id uuid.UUID, f *form.Form) (view.ConversationView, error) {
	number, _ := strconv.Atoi(r.Query("side"))
	read, err := message.Read(r.Context(), r.Access, id, number)
	if err != nil {
		return view.ConversationView{}, err
	}
	if err := message.HasRead(r.Context(), r.Access, read); err != nil {
		return view.ConversationView{}, err
	}
	page, err := r.partPage(r.L().T("conversation.title"), "/meldinger")
	if err != nil {
		return view.ConversationView{}, err
	}
	names, err := r.memberNames()
	if err != nil {
		return view.ConversationView{}, err
	}
	page.H1, page.Form, page.Width = read.Subject, f, view.WidthNarrow
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.L().T("conversation.list.title"), Href: r.partPath("/meldinger")})
	page.Lead = r.L().T("conversation.with", "Names", r.withWhom(read.With))
	v := view.ConversationView{
		Page: page, About: r.aboutWhom(read.About, names), Days: r.conversationDays(read),
		Alone: read.Alone, Leave: r.conversationPath(id, "/forlat"),
	}
	if read.Page < read.Pages {
		v.Older = r.conversationPath(id, "?side="+strconv.Itoa(read.Page+1))
	}
	if read.Page > 1 {
		v.Newer = r.conversationPath(id, "?side="+strconv.Itoa(read.Page-1))
	}
	if !read.Alone && r.mayWrite(policy.SectionMessages) && r.Access.MayAbout(policy.SectionMessages, policy.ActionEdit, read.About) {
		v.Write = &view.ConversationWrite{
			Post: r.conversationPath(id, ""), Draft: r.DraftKey("conversation", id.String()),
			Hidden: freshHidden("message"), Max: message.MaxText,
		}
	}
	return v, nil
}

// freshHidden is a new id for what a form will make, so that a form sent twice
// makes it once. It is never taken from a draft: that one may be used.
func freshHidden(names ...string) []view.Hidden {
	hidden := make([]view.Hidden, 0, len(names))
	for _, name := range names {
		hidden = append(hidden, view.Hidden{Name: name, Value: tenants.NewID().String()})
	}
	return hidden
}

// conversationDays puts the messages under the days they were written.
func (r *Request) conversationDays(read message.Conversation) []view.ConversationDay {
	var days []view.ConversationDay
	today := r.Scope.Today()
	for i, one := range read.Messages {
		title := capital(r.L().Date(clock.DateOf(one.At), today))
		if last := len(days) - 1; last < 0 || days[last].Title != title {
			days = append(days, view.ConversationDay{Title: title})
		}
		by := r.named(read.Writers[one.By])
		if one.Mine {
			by = r.L().T("conversation.you")
		}
		day := &days[len(days)-1]
		day.Messages = append(day.Messages, view.ConversationMessage{
			By: by, At: r.L().Time(one.At), Mine: one.Mine, Lines: lines(one.Text), Latest: i == len(read.Messages)-1,
		})
	}
	return days
}
