package app

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// voiceChild is a child in the child's own words, as far as the child lets the
// coordinator see them, and what the two can write together. It looks the same
// whether there is more or not.
func (a *App) voiceChild(r *Request) error {
	place, err := r.wordsBeside()
	if err != nil {
		return err
	}
	entries, err := voice.SharedAbout(r.Context(), r.Access, place.child.ID)
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("voice.title"), "/personer")
	page.H1, page.Lead = place.child.FirstName(), r.L().T("voice.lead", "Name", place.child.FirstName())
	if err := r.eyebrow(page); err != nil {
		return err
	}
	v := view.ChildView{Name: place.child.FirstName()}
	if !r.readOnly() {
		v.Doors = place.doors()
	}
	for _, entry := range entries {
		if entry.Kind == voice.Talk && entry.Answered == nil && !r.readOnly() {
			v.Wishes = append(v.Wishes, view.TalkWish{
				Text: entry.Text, When: r.L().When(entry.At, r.Scope.Today()), Done: place.address("/snakket/" + entry.ID.String()),
			})
			continue
		}
		said := r.saidWords(entry)
		if entry.How == voice.Together && entry.Kind != voice.Talk {
			said.How = r.L().T("voice.together.how")
			said.Share, said.Remove = place.entry(entry.ID, "/del"), place.entry(entry.ID, "/fjern")
		}
		v.Said = append(v.Said, said)
	}
	return r.Show(view.ChildPage(page, v))
}

// voiceAnswer notes that the coordinator has talked with the child.
func (a *App) voiceAnswer(r *Request) error {
	place, err := r.wordsBeside()
	if err != nil {
		return err
	}
	id, err := r.ID("entry")
	if err != nil {
		return err
	}
	if err := voice.Answer(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(place.home(), "done.voice_answered", place.address("/snakket/"+id.String()+"/angre"))
}

// voiceUnanswer takes that back.
func (a *App) voiceUnanswer(r *Request) error {
	place, err := r.wordsBeside()
	if err != nil {
		return err
	}
	id, err := r.ID("entry")
	if err != nil {
		return err
	}
	if err := voice.Unanswer(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(place.home(), "done.voice_unanswered", "")
}

// voiceOurs is what the children of one's own family want one to see.
func (a *App) voiceOurs(r *Request) error {
	children, err := r.childrensWords()
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("voice.ours"))
	if err != nil {
		return err
	}
	page.Lead = r.L().T("voice.ours.lead")
	return r.Show(view.OurChildrenPage(page, children))
}

// childrensWords is what the children of the family let the viewer see, child
// by child. Pages that show a family to a caregiver or to the team call it; it
// is empty without a child's yes to this very person.
func (r *Request) childrensWords() ([]view.SaidBy, error) {
	entries, err := voice.SharedWith(r.Context(), r.Access)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	names, err := r.childrensNames()
	if err != nil {
		return nil, err
	}
	var children []view.SaidBy
	var order []uuid.UUID
	for _, entry := range entries {
		at := slices.Index(order, entry.Child)
		if at < 0 {
			at = len(order)
			order = append(order, entry.Child)
			children = append(children, view.SaidBy{Name: names[entry.Child]})
		}
		children[at].Said = append(children[at].Said, r.saidWords(entry))
	}
	return children, nil
}

// childrensNames are the children's first names, for whoever may know them.
func (r *Request) childrensNames() (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	if !r.Access.May(policy.SectionIdentity, policy.ActionSee) {
		return names, nil
	}
	members, err := casefile.Members(r.Context(), r.Access)
	for _, member := range members {
		names[member.ID] = member.FirstName()
	}
	return names, err
}
