package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// userInvite shows the form for a new colleague.
func (a *App) userInvite(r *Request) error { return r.showInvite(nil) }

// userInviteSend makes the colleague a user and sends them word.
func (a *App) userInviteSend(r *Request) error {
	f := r.Form()
	roles, names := policy.RoleSet(0), staffRoleNames()
	for _, name := range f.Many("roles", names...) {
		role, err := policy.ParseRole(name)
		if err != nil {
			return err
		}
		roles = roles.With(role)
	}
	profile := readProfile(f)
	if !f.OK() {
		return r.showInvite(f)
	}
	_, err := directory.Invite(r.Context(), r.Visit, directory.Invitation{
		Name: profile.Name, Title: profile.Title, Email: profile.Email, Phone: profile.Phone,
		Roles: roles, UnitID: profile.UnitID, Language: profile.Language,
	})
	if Faults(f, err) {
		return r.showInvite(f)
	}
	if err != nil {
		return err
	}
	return r.Done("/admin/brukere", "done.user_invited", "")
}

func (r *Request) showInvite(f *form.Form) error {
	units, err := r.unitChoices(uuid.Nil)
	if err != nil {
		return err
	}
	page := r.userPage(r.L().T("users.invite.title"))
	page.Lead, page.Form, page.Width = r.L().T("users.invite.lead"), f, view.WidthNarrow
	v := view.UserInviteView{Profile: view.UserProfile{Units: units}}
	for _, role := range directory.StaffRoles() {
		v.Roles = append(v.Roles, view.Option{Value: role.String(), Label: r.roleWord(role), Hint: r.roleHint(role)})
	}
	if f == nil {
		return r.Show(view.UserInvitePage(page, v))
	}
	return r.ShowFaults(view.UserInvitePage(page, v))
}

func staffRoleNames() []string {
	var names []string
	for _, role := range directory.StaffRoles() {
		names = append(names, role.String())
	}
	return names
}
