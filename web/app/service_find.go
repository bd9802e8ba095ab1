package app

import (
	"strconv"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services/search"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// serviceSeek is where help is sought in own words.
func (a *App) serviceSeek(r *Request) error {
	return r.Show(view.ServiceSearchPage(r.servicesPage(nil), r.serviceSearchView()))
}

// serviceSearch seeks. It is a POST, so that what somebody seeks help with
// stands in no address, no history and no log.
func (a *App) serviceSearch(r *Request) error {
	f, v := r.Form(), r.serviceSearchView()
	q, side := readSeek(f, &v)
	if !f.OK() {
		return r.ShowFaults(view.ServiceSearchPage(r.servicesPage(f), v))
	}
	if err := a.seek(r, q, side, &v); err != nil {
		return err
	}
	return r.Show(view.ServiceSearchPage(r.servicesPage(f), v))
}

// readSeek reads what is sought, and which page of what was found.
func readSeek(f *form.Form, v *view.ServiceSearchView) (q search.Question, side int) {
	v.Words, v.Level, v.Area = f.Line("sok", 300), f.Line("level", 40), f.Line("area", 10)
	age, hasAge := f.Int("age", 0, 120)
	q = search.Question{Words: v.Words, Age: -1, Level: known(v.Level, services.Levels), Area: knownArea(v.Area)}
	if hasAge {
		q.Age, v.Age = age, strconv.Itoa(age)
	}
	side, err := strconv.Atoi(f.Line("side", 10))
	if err != nil {
		side = 1
	}
	return q, side
}

func sideIn(n, pages int) string {
	if n < 1 || n > pages {
		return ""
	}
	return strconv.Itoa(n)
}

// known is a word of a list, or nothing.
func known(word string, words []string) string {
	for _, one := range words {
		if one == word {
			return word
		}
	}
	return ""
}

func knownArea(code string) string {
	if plan.Area(code).Valid() {
		return code
	}
	return ""
}

func (r *Request) servicesPage(f *form.Form) *view.Page {
	page := r.Page(r.L().T("service.title"))
	page.Form, page.Width = f, view.WidthWide
	switch {
	case r.isYoung():
		page.Lead = r.L().T("service.lead.young")
	case page.Family:
		page.Lead = r.L().T("service.lead.family")
	default:
		page.Lead = r.L().T("service.lead")
	}
	return page
}

// isYoung reports whether the page is for a young person.
func (r *Request) isYoung() bool {
	roles := r.Visit.Viewer.Roles
	return roles.Has(policy.RoleYoungPerson) && !roles.Has(policy.RoleCaregiver)
}

func (r *Request) serviceSearchView() view.ServiceSearchView {
	return view.ServiceSearchView{
		Action: "/tilbud/sok", Levels: r.serviceLevels(), Areas: r.serviceAreas(), Themes: r.serviceAreas(), Ask: r.serviceAsk(),
	}
}

// serviceAsk is whom to ask when nothing fits.
func (r *Request) serviceAsk() view.ServiceAsk {
	roles := r.Visit.Viewer.Roles
	switch {
	case r.isYoung():
		return view.ServiceAsk{Text: r.L().T("service.ask.young"), Label: r.L().T("service.ask.write"), Href: "/meldinger", Children: true}
	case roles.Has(policy.RoleCaregiver):
		return view.ServiceAsk{Text: r.L().T("service.ask.family", "Coordinator", r.theCoordinator()), Label: r.L().T("service.ask.write"), Href: "/meldinger"}
	case roles.Has(policy.RoleCoordinator):
		return view.ServiceAsk{Text: r.L().T("service.ask.coordinator"), Label: r.L().T("service.ask.units"), Href: "/tjenester"}
	}
	return view.ServiceAsk{Text: r.L().T("service.ask.staff", "Coordinator", r.theCoordinator())}
}

func (r *Request) serviceRow(hit services.Hit) view.ServiceRow {
	s := hit.Service
	row := view.ServiceRow{
		ID: s.ID.String(), Title: s.Title, Href: "/tilbud/" + s.ID.String(), Text: firstLine(s.About), Phone: s.Phone,
		Meta: []string{hit.Unit, r.agesInWords(s), r.serviceLevel(s.Level)},
	}
	for _, why := range hit.Why {
		if seenInTitle(why) {
			continue
		}
		row.Why = append(row.Why, r.whyFound(why))
	}
	return row
}

// seenInTitle says whether the title itself shows why: the word stands in it,
// alone or as a part of a longer one.
func seenInTitle(why search.Reason) bool {
	return why.Place == search.InTitle && (why.How == search.Same || strings.Contains(strings.ToLower(why.Found), strings.ToLower(why.Asked)))
}

// firstLine is the beginning of a text, for a list.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	const most = 160
	if letters := []rune(line); len(letters) > most {
		return strings.TrimSpace(string(letters[:most])) + "…"
	}
	return line
}

// whyFound says why an offer was found: which word, and where.
func (r *Request) whyFound(why search.Reason) string {
	place := r.foundPlace(why.Place)
	switch why.How {
	case search.Same, search.Begins:
		return r.L().T("service.why.same", "Found", why.Found, "Place", place)
	case search.Slip:
		return r.L().T("service.why.slip", "Asked", why.Asked, "Found", why.Found, "Place", place)
	}
	return r.L().T("service.why.like", "Asked", why.Asked, "Found", why.Found, "Place", place)
}

func (r *Request) foundPlace(place string) string {
	switch place {
	case search.InTitle:
		return r.L().T("service.in.title")
	case search.InKeywords:
		return r.L().T("service.in.keywords")
	case search.InArea:
		return r.L().T("service.in.area")
	case search.InUnit:
		return r.L().T("service.in.unit")
	case search.InHow:
		return r.L().T("service.in.how")
	}
	return r.L().T("service.in.about")
}
