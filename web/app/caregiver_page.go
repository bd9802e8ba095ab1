package app

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// ownPage begins a page of a caregiver's own family. Whoever belongs to
// several chooses among them over the content.
func (r *Request) ownPage(title string) (*view.Page, error) {
	page := r.Page(title)
	page.Family, page.QuickExit = true, true
	if len(r.OwnFamilies) < 2 {
		return page, nil
	}
	page.SubNavLabel = r.L().T("our_plan.families")
	for _, id := range r.OwnFamilies {
		label, err := r.ownFamilyName(id)
		if errors.Is(err, tenants.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		page.SubNav = append(page.SubNav, view.NavItem{
			Label: label, Href: r.Path() + "?familie=" + id.String(), Current: id == r.Access.ID,
		})
	}
	return page, nil
}

// ownFamilyName is what one calls one of several families of one's own: by
// its children.
func (r *Request) ownFamilyName(id uuid.UUID) (string, error) {
	access := r.Access
	if id != access.ID {
		other, err := casefile.Enter(r.Context(), r.Visit, id)
		if err != nil {
			return "", err
		}
		access = other
	}
	members, err := casefile.Members(r.Context(), access)
	if err != nil {
		return "", err
	}
	var names []string
	for _, one := range members {
		if one.Kind == casefile.Child {
			names = append(names, one.FirstName())
		}
	}
	return r.L().List(names), nil
}

// ownAddress is an address in the family that is shown now.
func (r *Request) ownAddress(path string) string {
	if len(r.OwnFamilies) < 2 {
		return path
	}
	path, fragment, hasFragment := strings.Cut(path, "#")
	join := "?"
	if strings.Contains(path, "?") {
		join = "&"
	}
	path += join + "familie=" + r.Access.ID.String()
	if hasFragment {
		path += "#" + fragment
	}
	return path
}

// reachable is the family's coordinator, and how to reach them.
func (r *Request) reachable(overview casefile.Overview) (view.Reachable, error) {
	reach, err := directory.ReachOf(r.Context(), r.Scope, overview.CoordinatorID)
	if errors.Is(err, tenants.ErrNotFound) {
		return r.coordinatorAs(view.Reachable{Name: overview.Coordinator}), nil
	}
	if err != nil {
		return view.Reachable{}, err
	}
	return r.coordinatorAs(view.Reachable{Name: reach.Name, Phone: reach.Phone}), nil
}

// coordinatorAs is the coordinator by name, or by role alone.
func (r *Request) coordinatorAs(reach view.Reachable) view.Reachable {
	reach.Role, reach.Called = r.coordinatorWord(), firstName(reach.Name)
	if r.byRole() {
		reach.Name, reach.Role, reach.Called = capital(r.theCoordinator()), "", r.theCoordinator()
	}
	return reach
}

// The municipality's own words: as a title or the first word of a sentence,
// and inside one.
func (r *Request) coordinatorWord() string { return capital(r.L().T("word.coordinator")) }
func (r *Request) thePlan() string         { return capital(r.L().T("word.the_plan")) }
func (r *Request) theCoordinator() string  { return r.L().T("word.the_coordinator") }

// firstName is how somebody is spoken of among those who know them.
func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}

// lowered is a word inside a sentence; initials stay as they are.
func lowered(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	second, _ := utf8.DecodeRuneInString(word[size:])
	if unicode.IsUpper(second) {
		return word
	}
	return string(unicode.ToLower(first)) + word[size:]
}
