package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// youngWords is what a young person has said, with who may see each, and the
// houses to go into.
func (a *App) youngWords(r *Request) error {
	place := r.ownWords()
	entries, err := voice.Own(r.Context(), r.Access)
	if err != nil {
		return err
	}
	people, err := voice.OwnListeners(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page, err := place.page(r.L().T("young.words"))
	if err != nil {
		return err
	}
	page.Lead = r.L().T("young.words.lead")
	var v view.YoungWordsView
	if !r.readOnly() {
		v.Doors = append(place.doors(), view.Door{
			Picture: view.PictureTalk, Title: r.L().T("young.talk"), Href: place.address("/snakk"),
		})
	}
	for _, entry := range entries {
		said, err := r.ownSaid(place, entry, people)
		if err != nil {
			return err
		}
		v.Said = append(v.Said, said)
	}
	return r.Show(view.YoungWordsPage(page, v))
}

func (r *Request) ownSaid(place wordsPlace, entry voice.Entry, people []voice.Listener) (view.Said, error) {
	said := r.saidWords(entry)
	if entry.How == voice.Together {
		said.How = r.L().T("young.together")
	}
	people, err := voice.With(r.Context(), r.Access, people, entry)
	if err != nil {
		return said, err
	}
	said.Who = r.L().T("young.only_you")
	if names := r.allNamed(namesOf(people, entry.Yes)); len(names) > 0 {
		said.Who = r.L().T("young.sees", "Names", r.L().List(names))
	}
	said.Remove = place.entry(entry.ID, "/fjern")
	if entry.Kind != voice.Talk {
		said.Share = place.entry(entry.ID, "/del")
	}
	return said, nil
}

// youngTalk is "I want to talk with somebody".
func (a *App) youngTalk(r *Request) error {
	place := r.ownWords()
	entries, err := voice.Own(r.Context(), r.Access)
	if err != nil {
		return err
	}
	overview, err := casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page, err := place.page(r.L().T("young.talk"))
	if err != nil {
		return err
	}
	v := view.YoungTalkView{Back: r.ownAddress("/")}
	if v.Coordinator, err = r.reachable(overview); err != nil {
		return err
	}
	if asked := waits(entries); asked != nil {
		v.Asked, v.Words = r.L().When(asked.At, r.Scope.Today()), asked.Text
		v.Regret = place.entry(asked.ID, "/fjern")
	} else if !r.readOnly() {
		v.Post = place.address("/snakk")
	}
	return r.Show(view.YoungTalkPage(page, v))
}

// waits is the wish to talk that nobody has answered yet, or nil.
func waits(entries []voice.Entry) *voice.Entry {
	for i := range entries {
		if entries[i].Kind == voice.Talk && entries[i].Answered == nil {
			return &entries[i]
		}
	}
	return nil
}

// youngTalkAsk tells the coordinator at once.
func (a *App) youngTalkAsk(r *Request) error {
	f := r.Form()
	text := f.Prose("text", voice.MaxText)
	if !f.OK() {
		return r.talkFaults(f)
	}
	_, err := voice.AskToTalk(r.Context(), r.Visit, r.Access.ID, text)
	if Faults(f, err) {
		return r.talkFaults(f)
	}
	if err != nil {
		return err
	}
	return r.Done(r.ownWords().address("/snakk"), "done.voice_talk", "")
}
