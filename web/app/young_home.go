package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// youngHome is where a young person begins: somebody to talk with, their own
// words, and what comes.
func (a *App) youngHome(r *Request) error {
	overview, err := casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return err
	}
	entries, err := voice.Own(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("young.home.title"))
	if err != nil {
		return err
	}
	page.Width, page.Lead = view.WidthYoung, r.L().T("young.home.lead")
	page.H1 = r.L().T("young.home.hello", "Name", firstName(r.Session.User.Name))
	v := view.YoungHomeView{Ahead: r.ownAddress("/framover"), Doors: r.youngDoors()}
	if v.Meeting, err = r.ourMeeting(); err != nil {
		return err
	}
	if v.Coordinator, err = r.reachable(overview); err != nil {
		return err
	}
	if !r.readOnly() {
		v.Talk = r.ownAddress("/ord/snakk")
	}
	if asked := waits(entries); asked != nil {
		v.Asked, v.Talk = r.L().When(asked.At, r.Scope.Today()), r.ownAddress("/ord/snakk")
	}
	return r.Show(view.YoungHomePage(page, v))
}

func (r *Request) youngDoors() []view.Door {
	l := r.L()
	return []view.Door{
		{Picture: view.PictureDreams, Title: l.T("young.words"), Text: l.T("young.words.text"), Href: r.ownAddress("/ord")},
		{Picture: view.PictureGood, Title: l.T("young.plan"), Text: l.T("young.plan.text"), Href: r.ownAddress("/plan")},
		{Picture: view.PictureAdult, Title: l.T("young.adult"), Text: l.T("young.adult.text"), Href: r.ownAddress("/ord/voksen")},
		{Picture: view.PictureSees, Title: l.T("young.sharing"), Text: l.T("young.sharing.text"), Href: r.ownAddress("/deling")},
		{Picture: view.PictureTalk, Title: l.T("young.messages"), Text: l.T("young.messages.text"), Href: r.ownAddress("/meldinger")},
		{Picture: view.PictureRights, Title: l.T("young.rights"), Text: l.T("young.rights.text"), Href: r.ownAddress("/rettigheter")},
	}
}

// talkFaults shows the wish to talk again, with what is wrong with it.
func (r *Request) talkFaults(f *form.Form) error {
	overview, err := casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return err
	}
	place := r.ownWords()
	page, err := place.page(r.L().T("young.talk"))
	if err != nil {
		return err
	}
	page.Form = f
	v := view.YoungTalkView{Back: r.ownAddress("/"), Post: place.address("/snakk")}
	if v.Coordinator, err = r.reachable(overview); err != nil {
		return err
	}
	return r.ShowFaults(view.YoungTalkPage(page, v))
}
