package app

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func (a *App) youngShare(r *Request) error     { return r.ownWords().share(nil) }
func (a *App) youngShareSave(r *Request) error { return r.ownWords().shareSave() }
func (a *App) youngShareStop(r *Request) error { return r.ownWords().shareStop() }
func (a *App) youngRemove(r *Request) error    { return r.ownWords().remove() }
func (a *App) youngRestore(r *Request) error   { return r.ownWords().restore() }

func (a *App) voiceShare(r *Request) error {
	return r.beside(func(w wordsPlace) error { return w.share(nil) })
}
func (a *App) voiceShareSave(r *Request) error { return r.beside(wordsPlace.shareSave) }
func (a *App) voiceShareStop(r *Request) error { return r.beside(wordsPlace.shareStop) }
func (a *App) voiceRemove(r *Request) error    { return r.beside(wordsPlace.remove) }
func (a *App) voiceRestore(r *Request) error   { return r.beside(wordsPlace.restore) }

// said is the thing of the address, and whom it can be shared with.
func (w wordsPlace) said() (entry voice.Entry, people []voice.Listener, err error) {
	id, err := w.r.ID("entry")
	if err != nil {
		return entry, nil, err
	}
	ctx, access := w.r.Context(), w.r.Access
	if w.together {
		entry, err = voice.ReadTogether(ctx, access, id)
		if err == nil && entry.Child != w.child.ID {
			err = tenants.ErrNotFound
		}
	} else {
		entry, err = voice.ReadOwn(ctx, access, id)
	}
	if err != nil {
		return entry, nil, err
	}
	if entry.Kind == voice.Talk {
		return entry, nil, tenants.ErrNotFound // it is said to the coordinator, and taken back whole
	}
	people, err = voice.Listeners(ctx, access, entry.Child)
	if err != nil {
		return entry, nil, err
	}
	people, err = voice.With(ctx, access, people, entry)
	return entry, people, err
}

// share asks who may see one thing: one person a tick, and a stop for each who
// sees it now.
func (w wordsPlace) share(f *form.Form) error {
	entry, people, err := w.said()
	if err != nil {
		return err
	}
	page, err := w.page(w.r.L().T("young.share.title"))
	if err != nil {
		return err
	}
	page.Form, page.Lead = f, w.r.L().T("young.share.lead")
	if w.together {
		page.Lead = w.r.L().T("voice.share.lead", "Name", w.child.FirstName())
	}
	v := view.YoungShareView{Said: w.r.saidWords(entry), Post: w.entry(entry.ID, "/del"), Back: w.home()}
	for _, one := range people {
		switch {
		case slices.Contains(entry.Yes, one.User):
			v.Sees = append(v.Sees, view.YoungListener{
				Name: w.r.named(one.Name), Role: w.r.listenerWord(one), Stop: w.entry(entry.ID, "/stopp"),
				Hidden: []view.Hidden{{Name: "who", Value: one.User.String()}},
			})
		case !w.r.readOnly():
			v.May = append(v.May, w.r.listenerOptions([]voice.Listener{one})...)
		}
	}
	if f == nil {
		return w.r.Show(view.YoungSharePage(page, v))
	}
	return w.r.ShowFaults(view.YoungSharePage(page, v))
}

// shareSave keeps the child's yes to each who was ticked.
func (w wordsPlace) shareSave() error {
	entry, people, err := w.said()
	if err != nil {
		return err
	}
	f := w.r.Form()
	chosen := chosenListeners(f, people)
	if f.OK() && len(chosen) == 0 {
		f.Wrong("who", "voice.who.missing")
	}
	if !f.OK() {
		return w.share(f)
	}
	err = voice.SayYes(w.r.Context(), w.r.Visit, w.r.Access.ID, entry.ID, chosen)
	if Faults(f, err) {
		return w.share(f)
	}
	if err != nil {
		return err
	}
	return w.r.Done(w.home(), "done.voice_shared", "")
}

// shareStop takes the yes to one person back at once.
func (w wordsPlace) shareStop() error {
	id, err := w.r.ID("entry")
	if err != nil {
		return err
	}
	who := w.r.Form().UUID("who")
	if who == uuid.Nil {
		return w.r.SeeOther(w.entry(id, "/del"))
	}
	err = voice.TakeBack(w.r.Context(), w.r.Visit, w.r.Access.ID, id, who)
	if err != nil {
		return err
	}
	return w.r.Done(w.home(), "done.voice_stopped", "")
}

// remove takes one thing away; it can be undone at once.
func (w wordsPlace) remove() error {
	id, err := w.r.ID("entry")
	if err != nil {
		return err
	}
	if err := voice.Remove(w.r.Context(), w.r.Visit, w.r.Access.ID, id); err != nil {
		return err
	}
	return w.r.Done(w.home(), "done.voice_removed", w.entry(id, "/tilbake"))
}

// restore brings it back.
func (w wordsPlace) restore() error {
	id, err := w.r.ID("entry")
	if err != nil {
		return err
	}
	if err := voice.Restore(w.r.Context(), w.r.Visit, w.r.Access.ID, id); err != nil {
		return err
	}
	return w.r.Done(w.home(), "done.voice_restored", "")
}

// listenerWord is what somebody is to the child.
func (r *Request) listenerWord(one voice.Listener) string {
	switch one.Relation {
	case policy.RelationCoordinator:
		return r.coordinatorWord()
	case policy.RelationCaregiver:
		return r.L().T("young.listener.caregiver")
	case policy.RelationTeam:
		if one.Title == "" { // none, or one that would tell where somebody is
			return r.L().T("conversation.of_team")
		}
		return capital(one.Title)
	}
	return r.L().T("young.listener.gone")
}

// saidWords is one thing that was said, without who may see it.
func (r *Request) saidWords(entry voice.Entry) view.Said {
	l := r.L()
	said := view.Said{
		ID: "o-" + entry.ID.String(), What: houseWord(l, entry.Kind), Text: entry.Text, Face: entry.Face,
		When: capital(l.When(entry.At, r.Scope.Today())),
	}
	switch entry.Kind {
	case voice.Face:
		said.What, said.FaceWord = faceQuestion(l, entry.Question), faceWords(l)[entry.Face-voice.Saddest]
	case voice.SafeAdult:
		said.What = l.T("young.adult")
	case voice.Talk:
		said.What = l.T("young.talk")
	}
	return said
}

// namesOf are those a yes stands to, in a list.
func namesOf(people []voice.Listener, yes []uuid.UUID) []string {
	var names []string
	for _, one := range people {
		if slices.Contains(yes, one.User) {
			names = append(names, one.Name)
		}
	}
	return names
}
