package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

func (a *App) homeRoutes() []Route {
	return []Route{
		account(http.MethodGet, "/", policy.ActionSee, a.home),
		room(http.MethodGet, "/mine-tiltak", policy.SectionMyMeasures, policy.ActionSee, a.measuresMine),
	}
}

// home is where a person begins: what their most demanding role needs first.
// Each of the pages asks the policy for what it shows.
func (a *App) home(r *Request) error {
	roles := r.Visit.Viewer.Roles
	switch {
	case roles.Has(policy.RoleCoordinator):
		return a.through(r, room(http.MethodGet, "/", policy.SectionMyDay, policy.ActionSee, a.myDay))
	case roles.Has(policy.RoleCaregiver):
		return a.through(r, own(http.MethodGet, "/", policy.SectionGoals, policy.ActionSee, a.ourPlan))
	case roles.Has(policy.RoleYoungPerson):
		return a.through(r, own(http.MethodGet, "/", policy.SectionVoice, policy.ActionSee, a.youngHome))
	case roles.Has(policy.RoleProfessional):
		return a.through(r, room(http.MethodGet, "/", policy.SectionMyMeasures, policy.ActionSee, a.measuresMine))
	case roles.Has(policy.RoleLeader):
		return r.SeeOther("/enhet")
	case roles.Has(policy.RoleAdministrator):
		return r.SeeOther("/admin/brukere")
	case roles.Has(policy.RolePrivacyOfficer):
		return r.SeeOther("/personvernombud")
	case roles.Has(policy.RoleGuest):
		return a.sharedHome(r)
	}
	return tenants.ErrNotFound
}

// through runs another route's handler after asking for its resource.
func (a *App) through(r *Request, route Route) error {
	if err := a.admit(r, route); err != nil {
		return err
	}
	return route.Handle(r)
}
