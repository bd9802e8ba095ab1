package app

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

type roleMove func(context.Context, *tenants.Visit, uuid.UUID, policy.Role) error

// userShow shows a colleague: who they are, what they may do, and how to
// change both.
func (a *App) userShow(r *Request) error {
	id, err := r.ID("user")
	if err != nil {
		return err
	}
	return r.showUser(id, nil, nil)
}

// showUser shows a colleague, with what was typed and what is wrong with it
// when f is given, and with both versions when somebody else saved first.
func (r *Request) showUser(id uuid.UUID, f *form.Form, conflict *view.BothVersions) error {
	u, err := directory.Get(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	units, err := r.unitChoices(u.UnitID)
	if err != nil {
		return err
	}
	page := r.userPage(r.L().T("users.one"))
	page.H1, page.Form = u.Name, f
	page.Lead = u.Title
	state, tone := r.userState(u.State)
	v := view.UserView{
		Profile: view.UserProfile{
			Name: u.Name, Title: u.Title, Email: u.Email, Phone: u.Phone, Language: u.Language, Units: units,
		},
		Version: u.Version, Save: userAddress(id), State: state, Tone: tone,
		Invited: u.State == directory.StateInvited, Left: u.State == directory.StateLeft, Own: id == r.Visit.Viewer.ID,
		Seen: r.L().T("users.seen.not_yet"), Roles: r.userRoles(u), Conflict: conflict,
		Remind: userAddress(id) + "/minn", SignOut: userAddress(id) + "/logg-ut", Leave: userAddress(id) + "/slutt",
	}
	if typed, read := f.Typed("version"); read && conflict == nil {
		v.Version, _ = strconv.Atoi(typed) // so that a later save still notices what others saved
	}
	if u.UnitID != uuid.Nil {
		v.Profile.Unit = u.UnitID.String()
	}
	if !u.SignedInAt.IsZero() {
		v.Seen = r.L().T("users.seen.when", "When", r.L().When(u.SignedInAt, r.Scope.Today()))
	}
	if f == nil || f.OK() && conflict == nil {
		return r.Show(view.UserPage(page, v))
	}
	return r.ShowFaults(view.UserPage(page, v))
}

// userPage begins a page under the list of people.
func (r *Request) userPage(title string) *view.Page {
	page := r.Page(title)
	page.Breadcrumbs = []view.Link{{Label: r.L().T("nav.users"), Href: "/admin/brukere"}}
	return page
}

// unitChoices are the units to choose from; chosen is among them even when it
// has been removed, so that saving the form does not lose it.
func (r *Request) unitChoices(chosen uuid.UUID) ([]view.Option, error) {
	units, err := directory.Units(r.Context(), r.Scope)
	if err != nil {
		return nil, err
	}
	var options []view.Option
	found := chosen == uuid.Nil
	for _, u := range units {
		options = append(options, view.Option{Value: u.ID.String(), Label: u.Name})
		found = found || u.ID == chosen
	}
	if found {
		return options, nil
	}
	names, err := directory.UnitNames(r.Context(), r.Scope, []uuid.UUID{chosen})
	if err != nil {
		return nil, err
	}
	return append(options, view.Option{Value: chosen.String(), Label: names[chosen]}), nil
}
