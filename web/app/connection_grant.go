package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// connectionGrantAsk asks of each thing whether the plugin is to have it.
func (a *App) connectionGrantAsk(r *Request) error {
	one, err := r.connectionOf()
	if err != nil {
		return err
	}
	return a.showGrant(r, one, nil)
}

// connectionGrant keeps the answers, all of them or none.
func (a *App) connectionGrant(r *Request) error {
	one, err := r.connectionOf()
	if err != nil {
		return err
	}
	if one.Release == nil {
		return r.SeeOther(connectionAddress(one.ID))
	}
	f := r.Form()
	asked := one.Release.Manifest.Asks.Each()
	given := r.readGrant(f, one.Release.Manifest, asked, one.Settings)
	if !f.OK() {
		return a.showGrant(r, one, f)
	}
	if f.Line("release", 64) != one.Release.Digest { // another release came in between
		return r.Done(connectionAddress(one.ID), "done.connection_changed_meanwhile", "")
	}
	err = connection.Grant(r.Context(), r.Visit, one.ID, one.Release.Digest, given)
	if errors.Is(err, tenants.ErrConflict) {
		return r.Done(connectionAddress(one.ID), "done.connection_changed_meanwhile", "")
	}
	if err != nil {
		return err
	}
	return r.Done(connectionAddress(one.ID), "done.connection_granted", "")
}

// readGrant reads a yes or no to each thing; one without an answer is a fault,
// which says what it is about.
func (r *Request) readGrant(f *form.Form, m manifest.Manifest, asked []manifest.Ask, settings map[string]string) func(manifest.Ask) bool {
	given := map[manifest.Ask]bool{}
	for n, row := range r.asks(m, asked, nil, settings) {
		answer := f.Choice(row.Name, view.AnswerGrant, view.AnswerRefuse)
		if answer == "" {
			f.Wrong(row.Name, "connection.grant.missing", "What", row.Title)
		}
		given[asked[n]] = answer == view.AnswerGrant
	}
	return func(ask manifest.Ask) bool { return given[ask] }
}

func (a *App) showGrant(r *Request, one connection.Installed, f *form.Form) error {
	if one.Release == nil {
		return r.SeeOther(connectionAddress(one.ID))
	}
	page := r.underConnection(r.L().T("connection.grant"), one)
	page.Lead, page.Form = r.L().T("connection.grant.lead"), f
	m := one.Release.Manifest
	grant := &one.Grant
	if one.State == connection.Asked {
		grant = nil
	}
	v := view.GrantView{
		Notice: a.PluginNotice, Post: connectionAddress(one.ID) + "/tilgang", Back: connectionAddress(one.ID),
		Digest: one.Release.Digest, Asks: r.asks(m, m.Asks.Each(), grant, one.Settings),
	}
	if f != nil {
		return r.ShowFaults(view.GrantPage(page, v))
	}
	return r.Show(view.GrantPage(page, v))
}
