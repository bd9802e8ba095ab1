package app

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// connectionTry tries the system behind, and shows at once what it says: a
// plugin's own words are kept nowhere.
func (a *App) connectionTry(r *Request) error {
	id, err := r.ID("plugin")
	if err != nil {
		return err
	}
	err = connection.Try(r.Context(), r.Visit, id)
	problem, known := asProblem(err)
	if err != nil && !known {
		return err
	}
	if err == nil {
		return r.Done(connectionAddress(id), "done.connection_tried", "")
	}
	one, err := connection.Show(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	return a.showConnection(r, one, r.problem(problem))
}

// connectionPause stops a connection for now.
func (a *App) connectionPause(r *Request) error {
	return connectionDo(r, connection.Pause, "done.connection_paused")
}

// connectionResume has it go on.
func (a *App) connectionResume(r *Request) error {
	return connectionDo(r, connection.Resume, "done.connection_resumed")
}

// connectionRestart lets one that crashed too often begin anew.
func (a *App) connectionRestart(r *Request) error {
	return connectionDo(r, connection.Restart, "done.connection_restarted")
}

// connectionDo does something with a connection that needs no form. Where it is
// done already, the page is shown as it is now.
func connectionDo(r *Request, do func(context.Context, *tenants.Visit, uuid.UUID) error, done string) error {
	id, err := r.ID("plugin")
	if err != nil {
		return err
	}
	err = do(r.Context(), r.Visit, id)
	if errors.Is(err, tenants.ErrConflict) {
		return r.SeeOther(connectionAddress(id))
	}
	if err != nil {
		return err
	}
	return r.Done(connectionAddress(id), done, "")
}

// connectionRemoveAsk says what happens before a connection goes.
func (a *App) connectionRemoveAsk(r *Request) error {
	one, err := r.connectionOf()
	if err != nil {
		return err
	}
	page := r.underConnection(r.L().T("connection.remove.title", "Title", r.connectionTitle(one)), one)
	page.Lead = r.L().T("connection.remove.lead")
	return r.Show(view.ConnectionRemovePage(page, view.ConnectionRemoveView{
		Notice: a.PluginNotice, Post: connectionAddress(one.ID) + "/fjern", Back: connectionAddress(one.ID),
		Goes: []string{
			r.L().T("connection.remove.goes.settings"), r.L().T("connection.remove.goes.grant"), r.L().T("connection.remove.goes.runs"),
			r.L().T("connection.remove.goes.links"),
		},
		Stays: []string{
			r.L().T("connection.remove.stays.directory"), r.L().T("connection.remove.stays.plans"), r.L().T("connection.remove.stays.log"),
		},
	}))
}

// connectionRemove removes it for good.
func (a *App) connectionRemove(r *Request) error {
	id, err := r.ID("plugin")
	if err != nil {
		return err
	}
	err = connection.Remove(r.Context(), r.Visit, id, stafettlogg.ConnectionRemoved(r.Visit.Viewer.ID), services.ConnectionRemoved)
	if err != nil {
		return err
	}
	return r.Done(connectionsPath, "done.connection_removed", "")
}
