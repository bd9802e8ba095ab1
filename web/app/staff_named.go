package app

import (
	"cmp"
	"slices"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// staffNames is how staff are named to the one who reads.
type staffNames struct {
	byRole bool
	roles  []staffRole // what stands instead of a name, the longest name first
	failed bool
}

type staffRole struct{ name, role string }

// byRole reports whether the reader is told of staff by role and not by name.
func (r *Request) byRole() bool { return r.staffNamed().byRole }

// named is what somebody is called to the reader: a colleague is the role they
// have, where the family is told of staff by role; everybody else has their
// name. A name inside a longer text is taken out of it too.
func (r *Request) named(name string) string {
	known := r.staffNamed()
	if !known.byRole || name == "" {
		return name
	}
	if known.failed {
		return r.L().T("named.staff")
	}
	for _, one := range known.roles {
		name = strings.ReplaceAll(name, one.name, one.role)
	}
	return name
}

// allNamed is named for each of several.
func (r *Request) allNamed(names []string) []string {
	if !r.byRole() {
		return names
	}
	said := make([]string, 0, len(names))
	for _, name := range names {
		said = append(said, r.named(name))
	}
	return said
}

// coordinatorName is what the family calls its coordinator.
func (r *Request) coordinatorName(overview casefile.Overview) string {
	if r.byRole() {
		return r.theCoordinator()
	}
	return firstName(overview.Coordinator)
}

// staffNamed reads it once for a request. When it cannot be read nobody is
// named.
func (r *Request) staffNamed() staffNames {
	if r.names != nil {
		return *r.names
	}
	r.names = &staffNames{}
	if r.Access == nil {
		return *r.names
	}
	byRole, err := r.Access.NamesByRole(r.Context())
	if err == nil && !byRole {
		return *r.names
	}
	r.names.byRole = true
	var people []directory.Person
	if err == nil {
		people, err = directory.StaffNames(r.Context(), r.Scope)
	}
	if err != nil {
		r.Scope.Log().Warn("how staff are named could not be read", "cause", err.Error())
		r.names.failed = true
		return *r.names
	}
	for _, one := range people {
		if strings.TrimSpace(one.Name) == "" {
			continue
		}
		role := cmp.Or(r.Access.TitleOf(one.Title, policy.RelationNone), r.L().T("named.staff"))
		r.names.roles = append(r.names.roles, staffRole{name: one.Name, role: sentence(role)})
	}
	slices.SortFunc(r.names.roles, func(x, y staffRole) int { return cmp.Compare(len(y.name), len(x.name)) })
	return *r.names
}
