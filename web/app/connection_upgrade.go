package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// connectionUpgrade takes a later release into use, or has it wait when it asks
// for more.
func (a *App) connectionUpgrade(r *Request) error {
	id, err := r.ID("plugin")
	if err != nil {
		return err
	}
	waits, err := connection.Upgrade(r.Context(), r.Visit, id, r.Form().Line("release", 64))
	switch {
	case errors.Is(err, tenants.ErrConflict), errors.Is(err, tenants.ErrNotFound):
		return r.Done(connectionAddress(id), "done.connection_changed_meanwhile", "")
	case err != nil:
		return err
	case waits:
		return r.SeeOther(connectionAddress(id) + "/oppgradering")
	}
	return r.Done(connectionAddress(id), "done.connection_upgraded", "")
}

// connectionUpgradeAsk shows exactly what a release that waits asks for that
// nobody has answered.
func (a *App) connectionUpgradeAsk(r *Request) error {
	one, err := r.connectionOf()
	if err != nil {
		return err
	}
	return a.showUpgrade(r, one, nil)
}

// connectionUpgradeApprove answers it, and takes the release into use.
func (a *App) connectionUpgradeApprove(r *Request) error {
	one, err := r.connectionOf()
	if err != nil {
		return err
	}
	f := r.Form()
	if one.Wanted == nil {
		return a.showUpgrade(r, one, f)
	}
	given := r.readGrant(f, one.Wanted.Manifest, one.Wider, one.Settings)
	if !f.OK() {
		return a.showUpgrade(r, one, f)
	}
	err = connection.ApproveUpgrade(r.Context(), r.Visit, one.ID, f.Line("release", 64), given)
	if errors.Is(err, tenants.ErrConflict) {
		return r.Done(connectionAddress(one.ID), "done.connection_changed_meanwhile", "")
	}
	if err != nil {
		return err
	}
	return r.Done(connectionAddress(one.ID), "done.connection_upgraded", "")
}

// connectionUpgradeDecline leaves it; the installed one goes on.
func (a *App) connectionUpgradeDecline(r *Request) error {
	return connectionDo(r, connection.DeclineUpgrade, "done.connection_declined")
}

func (a *App) showUpgrade(r *Request, one connection.Installed, f *form.Form) error {
	if one.Wanted == nil { // answered, or left, by somebody else
		return r.SeeOther(connectionAddress(one.ID))
	}
	m := one.Wanted.Manifest
	page := r.underConnection(r.L().T("connection.next.upgrade", "Version", m.Version), one)
	page.Lead, page.Form = r.L().T("connection.upgrade.lead", "Version", one.Version), f
	v := view.GrantView{
		Notice: a.PluginNotice, Post: connectionAddress(one.ID) + "/oppgradering", Back: connectionAddress(one.ID),
		Digest: one.Wanted.Digest, Asks: r.asks(m, one.Wider, nil, one.Settings),
		Kept:    r.asks(m, keptAsks(m, one.Wider), &one.Grant, one.Settings),
		Decline: connectionAddress(one.ID) + "/oppgradering/la-vaere",
	}
	if f != nil {
		return r.ShowFaults(view.GrantPage(page, v))
	}
	return r.Show(view.GrantPage(page, v))
}

// keptAsks are those that have been answered before.
func keptAsks(m manifest.Manifest, wider []manifest.Ask) []manifest.Ask {
	var kept []manifest.Ask
	for _, ask := range m.Asks.Each() {
		isNew := false
		for _, other := range wider {
			isNew = isNew || other == ask
		}
		if !isNew {
			kept = append(kept, ask)
		}
	}
	return kept
}
