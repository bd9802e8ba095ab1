package app

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// userLeaveAsk asks once more before somebody's user ends.
func (a *App) userLeaveAsk(r *Request) error {
	id, err := r.ID("user")
	if err != nil {
		return err
	}
	return r.showLeave(id, nil)
}

// userLeave ends a colleague's roles and sessions at once.
func (a *App) userLeave(r *Request) error {
	id, err := r.ID("user")
	if err != nil {
		return err
	}
	f := r.Form()
	err = directory.Leave(r.Context(), r.Visit, id)
	if Faults(f, err) {
		return r.showLeave(id, f)
	}
	if err != nil {
		return err
	}
	return r.Done("/admin/brukere", "done.user_left", "")
}

func (r *Request) showLeave(id uuid.UUID, f *form.Form) error {
	u, err := directory.Get(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	page := r.userPage(r.L().T("users.leave.title"))
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: u.Name, Href: userAddress(id)})
	page.Form, page.Width = f, view.WidthNarrow
	shown := view.UserLeavePage(page, u.Name, userAddress(id)+"/slutt", userAddress(id))
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

// userRemind sends the invitation once more.
func (a *App) userRemind(r *Request) error {
	return userDo(r, directory.Remind, "done.user_reminded")
}

// userSignOut ends a colleague's sessions, when a phone is lost.
func (a *App) userSignOut(r *Request) error {
	return userDo(r, directory.SignOutEverywhere, "done.user_signed_out")
}

func userDo(r *Request, do func(context.Context, *tenants.Visit, uuid.UUID) error, done string) error {
	id, err := r.ID("user")
	if err != nil {
		return err
	}
	if err := do(r.Context(), r.Visit, id); err != nil {
		return err
	}
	return r.Done(userAddress(id), done, "")
}
