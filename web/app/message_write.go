package app

import (
	"cmp"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// conversationNew is where a conversation is begun.
func (a *App) conversationNew(r *Request) error {
	if r.readOnly() {
		return r.SeeOther(r.partPath("/meldinger"))
	}
	kept, when, err := r.Draft(r.DraftKey("conversation"))
	if err != nil {
		return err
	}
	v, err := r.conversationForm(kept)
	if err != nil {
		return err
	}
	v.Kept = when
	return r.Show(view.ConversationNew(v))
}

func (r *Request) conversationForm(f *form.Form) (view.ConversationNewView, error) {
	page, err := r.partPage(r.L().T("conversation.new.title"), "/meldinger")
	if err != nil {
		return view.ConversationNewView{}, err
	}
	page.Form, page.Lead, page.Width = f, r.L().T("conversation.new.lead"), view.WidthNarrow
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.L().T("conversation.list.title"), Href: r.partPath("/meldinger")})
	v := view.ConversationNewView{
		Page: page, Post: r.partPath("/meldinger/ny"), Back: r.partPath("/meldinger"), Draft: r.DraftKey("conversation"),
		Hidden: freshHidden("conversation", "message"), MaxSubject: message.MaxSubject, MaxText: message.MaxText,
	}
	partners, err := message.Partners(r.Context(), r.Access, nil)
	if err != nil {
		return v, err
	}
	for _, one := range partners {
		v.People = append(v.People, view.Option{
			Value: one.ID.String(), Label: r.named(one.Name), Hint: cmp.Or(one.Title, r.partnerWord(one.Relation)),
		})
	}
	v.About, err = r.childOptions(policy.SectionMessages)
	return v, err
}

func (r *Request) partnerWord(relation policy.Relation) string {
	switch relation {
	case policy.RelationCoordinator:
		return r.coordinatorWord()
	case policy.RelationCaregiver, policy.RelationChild:
		return r.L().T("conversation.of_family")
	}
	return r.L().T("conversation.of_team")
}

// childOptions are the children something can be about, besides the whole
// family; none when there is one child in the family, or the viewer may not
// know them. Who follows one child of several is asked, though they see one.
func (r *Request) childOptions(section policy.Section) ([]view.Option, error) {
	if !r.Access.May(policy.SectionIdentity, policy.ActionSee) {
		return nil, nil
	}
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	var list []view.Option
	for _, member := range members {
		if member.Kind == casefile.Child && r.Access.MayAbout(section, policy.ActionEdit, &member.ID) {
			list = append(list, view.Option{Value: member.ID.String(), Label: member.FirstName()})
		}
	}
	if len(list) == 0 || len(list) == 1 && !r.Access.Limited() {
		return nil, nil
	}
	return append([]view.Option{{Value: wholeFamily, Label: r.L().T("conversation.about.all")}}, list...), nil
}

// wholeFamily is the choice of nobody in particular.
var wholeFamily = uuid.Nil.String()

// readAbout reads whom something is about; nil is the whole family.
func readAbout(f *form.Form) *uuid.UUID {
	id := f.UUID("about")
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// memberNames are what the members are called whom the viewer may see.
func (r *Request) memberNames() (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	if !r.Access.May(policy.SectionIdentity, policy.ActionSee) {
		return names, nil
	}
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	for _, member := range members {
		names[member.ID] = member.FirstName()
	}
	return names, nil
}

// conversationBegin begins a conversation.
func (a *App) conversationBegin(r *Request) error {
	f := r.Form()
	opening, err := r.readOpening(f)
	if err != nil {
		return err
	}
	if f.OK() {
		id, err := message.Begin(r.Context(), r.Visit, r.Access.ID, opening)
		if err == nil {
			r.DropDraft(r.DraftKey("conversation"))
			return r.Done(r.conversationPath(id, "#siste"), "done.conversation_begun", "")
		}
		if !Faults(f, err) {
			return err
		}
	}
	v, err := r.conversationForm(f)
	if err != nil {
		return err
	}
	return r.ShowFaults(view.ConversationNew(v))
}

func (r *Request) readOpening(f *form.Form) (message.Opening, error) {
	partners, err := message.Partners(r.Context(), r.Access, nil)
	if err != nil {
		return message.Opening{}, err
	}
	allowed := make([]string, 0, len(partners))
	for _, one := range partners {
		allowed = append(allowed, one.ID.String())
	}
	o := message.Opening{
		ID: f.UUID("conversation"), Message: f.UUID("message"),
		Subject: f.Line("subject", most), Text: f.Prose("text", most), About: readAbout(f),
	}
	for _, chosen := range f.Many("with", allowed...) {
		o.With = append(o.With, uuid.MustParse(chosen))
	}
	return o, nil
}

// conversationWrite sends a message.
func (a *App) conversationWrite(r *Request) error {
	id, err := r.ID("conversation")
	if err != nil {
		return err
	}
	f := r.Form()
	text, msg := f.Prose("text", most), f.UUID("message")
	err = message.Write(r.Context(), r.Visit, r.Access.ID, id, msg, text)
	if err == nil {
		r.DropDraft(r.DraftKey("conversation", id.String()))
		return r.Done(r.conversationPath(id, "#siste"), "done.message_sent", "")
	}
	if !Faults(f, err) {
		return err
	}
	v, err := r.conversation(id, f)
	if err != nil {
		return err
	}
	return r.ShowFaults(view.ConversationPage(v))
}

// conversationLeave takes the person out of a conversation.
func (a *App) conversationLeave(r *Request) error {
	id, err := r.ID("conversation")
	if err != nil {
		return err
	}
	if err := message.Leave(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(r.partPath("/meldinger"), "done.conversation_left", "")
}
