package app

import (
	"unicode"
	"unicode/utf8"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// userRoleGive gives a colleague a role, in force at their next request.
func (a *App) userRoleGive(r *Request) error {
	return a.userRoleMove(r, directory.GrantRole, "done.role_given", "/avslutt")
}

// userRoleEnd takes a role from a colleague; it is gone at their next request.
func (a *App) userRoleEnd(r *Request) error {
	return a.userRoleMove(r, directory.EndRole, "done.role_ended", "/gi")
}

func (a *App) userRoleMove(r *Request, move roleMove, done, undo string) error {
	id, err := r.ID("user")
	if err != nil {
		return err
	}
	role, err := policy.ParseRole(r.Param("role"))
	if err != nil {
		return tenants.ErrNotFound
	}
	f := r.Form()
	if err := move(r.Context(), r.Visit, id, role); err != nil {
		if !Faults(f, err) {
			return err
		}
		return r.showUser(id, f, nil)
	}
	return r.Done(userAddress(id), done, userAddress(id)+"/roller/"+role.String()+undo)
}

// roleWord is a role in words, with the municipality's own word for its
// coordinators.
func (r *Request) roleWord(role policy.Role) string {
	switch role {
	case policy.RoleCoordinator:
		return capital(r.L().T("word.coordinator"))
	default:
		return roleWord(r.L(), role)
	}
}

func (r *Request) roleHint(role policy.Role) string {
	switch role {
	case policy.RoleCoordinator:
		return r.L().T("users.role.coordinator.hint", "Plan", r.L().T("word.plan"))
	case policy.RoleProfessional:
		return r.L().T("users.role.professional.hint", "ThePlan", r.L().T("word.the_plan"))
	case policy.RoleLeader:
		return r.L().T("users.role.leader.hint")
	case policy.RolePrivacyOfficer:
		return r.L().T("users.role.privacy_officer.hint")
	default:
		return r.L().T("users.role.administrator.hint")
	}
}

func (r *Request) rolesInWords(roles policy.RoleSet) string {
	var words []string
	for role := range roles.Each() {
		words = append(words, r.roleWord(role))
	}
	if len(words) == 0 {
		return r.L().T("users.roles.none")
	}
	return r.L().List(words)
}

// userRoles are the roles somebody has or may be given.
func (r *Request) userRoles(u directory.User) []view.UserRole {
	var roles []view.UserRole
	own := u.ID == r.Visit.Viewer.ID
	for _, role := range directory.StaffRoles() {
		one := view.UserRole{Label: r.roleWord(role), Hint: r.roleHint(role), Held: u.Roles.Has(role)}
		if !own {
			address := userAddress(u.ID) + "/roller/" + role.String()
			one.Give, one.End = address+"/gi", address+"/avslutt"
		}
		roles = append(roles, one)
	}
	return roles
}

func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}
