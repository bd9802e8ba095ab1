package app

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// userFilters are the lists there are, by the word in the address.
var userFilters = []struct {
	word string
	role policy.Role
	left bool
}{
	{"", policy.RoleNone, false},
	{"koordinator", policy.RoleCoordinator, false},
	{"fagperson", policy.RoleProfessional, false},
	{"administrator", policy.RoleAdministrator, false},
	{"sluttet", policy.RoleNone, true},
}

// userList lists the municipality's own people, all or of one role.
func (a *App) userList(r *Request) error {
	page := 1
	if n, err := strconv.Atoi(r.Query("side")); err == nil {
		page = n
	}
	return r.showUsers(userFilterOf(r.Query("vis")), r.Query("vis"), page)
}

// userSearch finds people by name. It is a POST, so that the name is in no
// address and no log.
func (a *App) userSearch(r *Request) error {
	f := r.Form()
	search := f.Line("sok", 200)
	page, given := f.Int("side", 1, 100_000)
	if !given {
		page = 1
	}
	return r.showUsers(directory.UserFilter{Search: search}, "", page)
}

func userFilterOf(word string) directory.UserFilter {
	for _, filter := range userFilters {
		if filter.word != word {
			continue
		}
		if filter.left {
			return directory.UserFilter{State: directory.StateLeft}
		}
		return directory.UserFilter{Role: filter.role}
	}
	return directory.UserFilter{}
}

func (r *Request) showUsers(filter directory.UserFilter, vis string, number int) error {
	filter.Page = number
	found, err := directory.List(r.Context(), r.Visit, filter)
	if err != nil {
		return err
	}
	rows, err := r.userRows(found.Items)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("users.title"))
	page.Lead, page.Width = r.L().T("users.lead"), view.WidthWide
	page.Actions = view.LinkButton(view.Button{Label: r.L().T("users.invite"), Href: "/admin/brukere/ny", Icon: view.IconPlus})
	page.SubNavLabel, page.SubNav = r.L().T("users.filter"), r.userFilterNav(vis, filter.Search)
	return r.Show(view.UserListPage(page, view.UserListView{
		Rows: rows, Search: filter.Search, Total: found.Total, Narrowed: filter.Search != "" || vis != "",
		Paging: userPaging(found, filter.Search, vis),
	}))
}

func (r *Request) userFilterNav(vis, search string) []view.NavItem {
	labels := []string{
		r.L().T("users.filter.all"), capital(r.L().T("word.coordinators")), r.L().T("users.filter.professionals"),
		r.L().T("users.filter.administrators"), r.L().T("users.filter.left"),
	}
	var items []view.NavItem
	for i, filter := range userFilters {
		href := "/admin/brukere"
		if filter.word != "" {
			href += "?vis=" + filter.word
		}
		items = append(items, view.NavItem{Label: labels[i], Href: href, Current: search == "" && vis == filter.word})
	}
	return items
}

func userPaging(found directory.Page[directory.User], search, vis string) view.PagingView {
	paging := view.PagingView{Page: found.Page, Pages: found.Pages}
	where := func(n int) string {
		if n < 1 || n > found.Pages {
			return ""
		}
		if search != "" {
			return strconv.Itoa(n)
		}
		return "/admin/brukere?vis=" + queryEscape(vis) + "&side=" + strconv.Itoa(n)
	}
	if search != "" {
		paging.Action, paging.Hidden = "/admin/brukere/sok", []view.Hidden{{Name: "sok", Value: search}}
	}
	paging.Prev, paging.Next = where(found.Page-1), where(found.Page+1)
	return paging
}

func (r *Request) userRows(users []directory.User) ([]view.UserRow, error) {
	var ids []uuid.UUID
	for _, u := range users {
		if u.UnitID != uuid.Nil {
			ids = append(ids, u.UnitID)
		}
	}
	units, err := directory.UnitNames(r.Context(), r.Scope, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]view.UserRow, 0, len(users))
	for _, u := range users {
		state, tone := r.userState(u.State)
		row := view.UserRow{
			Name: u.Name, Href: userAddress(u.ID), Title: u.Title, Unit: units[u.UnitID],
			Roles: r.rolesInWords(u.Roles), State: state, Tone: tone, Seen: r.L().T("users.seen.never"),
		}
		if !u.SignedInAt.IsZero() {
			row.Seen = r.L().Duration(clock.DateOf(u.SignedInAt), r.Scope.Today())
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func userAddress(id uuid.UUID) string { return "/admin/brukere/" + id.String() }

func (r *Request) userState(state directory.State) (string, view.Tone) {
	switch state {
	case directory.StateInvited:
		return r.L().T("users.state.invited"), view.Info
	case directory.StateLeft:
		return r.L().T("users.state.left"), view.Neutral
	default:
		return r.L().T("users.state.active"), view.Good
	}
}
