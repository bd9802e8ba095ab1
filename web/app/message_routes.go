package app

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// messageRoutes are the conversations one is in: under the family's address
// for those who work there, under one's own for the family itself.
func (a *App) messageRoutes() []Route {
	messages, see, edit := policy.SectionMessages, policy.ActionSee, policy.ActionEdit
	var routes []Route
	for _, under := range []func(string, string, policy.Section, policy.Action, func(*Request) error) Route{family, own} {
		routes = append(routes,
			under(http.MethodGet, "/meldinger", messages, see, a.conversationList),
			under(http.MethodGet, "/meldinger/ny", messages, edit, a.conversationNew),
			under(http.MethodPost, "/meldinger/ny", messages, edit, a.conversationBegin),
			under(http.MethodGet, "/meldinger/:conversation", messages, see, a.conversationShow),
			under(http.MethodPost, "/meldinger/:conversation", messages, edit, a.conversationWrite),
			under(http.MethodPost, "/meldinger/:conversation/forlat", messages, edit, a.conversationLeave),
		)
	}
	return routes
}

// underOwn reports whether the route is of the family's own pages, with no
// family in its address.
func (r *Request) underOwn() bool { return r.Param("id") == "" }

// partPath is where a part of the family is: under the family's address, or
// under one's own.
func (r *Request) partPath(path string) string {
	if r.underOwn() {
		return r.ownAddress(path)
	}
	return familyAddress(r.Access.ID, path)
}

// partPage begins a page of a part of the family that both those who work
// there and the family itself have.
func (r *Request) partPage(title, current string) (*view.Page, error) {
	if r.underOwn() {
		return r.ownPage(title)
	}
	page := r.FamilyPage(title, current)
	return page, r.eyebrow(page)
}

func (r *Request) conversationPath(id uuid.UUID, rest string) string {
	return r.partPath("/meldinger/" + id.String() + rest)
}

// unread counts conversations with something new in them, for the menu. A menu
// without the number is better than no page.
func (r *Request) unread() message.Counts {
	from := tenants.Querier(r.Visit)
	if r.batch != nil {
		from = r.batch
	}
	counts, err := message.Unread(r.Context(), r.Visit, from)
	if err != nil {
		r.Scope.Log().Warn("unread messages could not be counted", "cause", err.Error())
	}
	return counts
}
