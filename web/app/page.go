package app

import (
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// warnBefore is how long before the session ends the page asks whether to go
// on; WCAG 2.2.1 wants at least 20 seconds.
const warnBefore = 2 * time.Minute

// Page begins a page with everything around its content: the menu of the
// person's roles, what was just done, and when the session ends. title is
// already in the person's language and names nobody.
func (r *Request) Page(title string) *view.Page {
	page := &view.Page{L: r.L(), Title: title}
	if r.Scope == nil {
		return page
	}
	page.Now, page.Today = r.Scope.Clock().Now(), r.Scope.Today()
	page.Municipality = r.L().T("layout.municipality", "Name", r.Scope.Name)
	page.Flash = r.flash()
	if r.Session == nil {
		return page
	}
	user := r.Session.User
	page.User = &view.User{
		Name: user.Name, Role: r.roleInWords(), Settings: "/meg", SignOut: "/logg-ut",
	}
	page.TextSize, page.Scheme = view.TextSize(user.TextSize), view.Scheme(user.ColourScheme)
	page.Session = &view.Session{
		Warn: r.Session.IdleUntil.Sub(page.Now) - warnBefore,
		End:  r.Session.IdleUntil.Sub(page.Now), Over: "/logg-inn",
	}
	r.menu(page)
	return page
}

// FamilyPage begins a page about the family of the route, with its parts as a
// second menu and the way out always in the same place.
func (r *Request) FamilyPage(title, current string) *view.Page {
	page := r.Page(title)
	page.QuickExit = true
	if r.Access.Facts.Relation != policy.RelationCoordinator {
		return page
	}
	base := "/f/" + r.Access.ID.String()
	page.SubNavLabel = r.L().T("family.nav")
	for _, part := range []struct {
		label, path string
		section     policy.Section
	}{
		{r.L().T("family.nav.overview"), "", policy.SectionOverview},
		{r.L().T("family.nav.plan"), "/plan", policy.SectionGoals},
		{r.L().T("family.nav.team"), "/lag", policy.SectionTeam},
		{r.L().T("consent.title"), "/samtykker", policy.SectionConsents},
		{r.L().T("family.nav.log"), "/logg", policy.SectionJournal},
		{r.L().T("family.nav.messages"), "/meldinger", policy.SectionMessages},
		{r.L().T("family.nav.documents"), "/dokumenter", policy.SectionDocuments},
		{r.L().T("family.nav.members"), "/personer", policy.SectionIdentity},
		{r.L().T("stafettlogg.title"), "/stafettlogg", policy.SectionStafettlogg},
		{r.L().T("family.nav.looks"), "/sett", policy.SectionAccessLog},
	} {
		if r.Access.May(part.section, policy.ActionSee) {
			item := view.NavItem{Label: part.label, Href: base + part.path, Current: part.path == current}
			if part.section == policy.SectionMessages {
				item.Count = r.unread()[r.Access.ID]
			}
			page.SubNav = append(page.SubNav, item)
		}
	}
	page.Breadcrumbs = []view.Link{{Label: r.L().T("nav.families"), Href: "/familier"}}
	return page
}

// sharingPath is where somebody of the family sees who sees what.
const sharingPath = "/deling"

// menu is what the person's roles may open, in the order of a working day.
func (r *Request) menu(page *view.Page) {
	add := func(label, href string) {
		page.Nav = append(page.Nav, view.NavItem{Label: label, Href: href, Current: r.under(href)})
	}
	roles := r.Visit.Viewer.Roles
	if roles.Has(policy.RoleCoordinator) {
		add(r.L().T("nav.my_day"), "/")
		add(r.L().T("nav.families"), "/familier")
		add(r.L().T("service.title"), "/tilbud")
		add(r.L().T("nav.units"), "/tjenester")
		page.User.Links = append(page.User.Links,
			view.Link{Label: r.L().T("nav.absence"), Href: "/fravaer"},
			view.Link{Label: r.L().T("nav.emergency"), Href: "/nodtilgang"})
	}
	if roles.Has(policy.RoleLeader) {
		add(r.L().T("nav.leader"), "/enhet")
	}
	if roles.Has(policy.RoleProfessional) {
		add(r.L().T("nav.my_measures"), r.homeOf(policy.RoleProfessional))
	}
	if !roles.Has(policy.RoleCoordinator) && (roles.Has(policy.RoleLeader) || roles.Has(policy.RoleProfessional) || roles.Has(policy.RolePrivacyOfficer)) {
		add(r.L().T("service.title"), "/tilbud")
	}
	if roles.Has(policy.RoleLeader) || roles.Has(policy.RoleProfessional) {
		add(r.L().T("nav.invitations"), "/invitasjoner")
	}
	if roles.Has(policy.RoleAdministrator) {
		add(r.L().T("nav.users"), "/admin/brukere")
		add(r.L().T("nav.admin_units"), "/admin/tjenester")
		add(r.L().T("service.admin.title"), servicesPath)
		add(r.L().T("nav.words"), "/admin/ord")
		add(r.L().T("nav.connections"), connectionsPath)
		add(r.L().T("nav.outgoing"), "/admin/utsending")
		add(r.L().T("consent.rules.title"), rulesPath)
	}
	if roles.Has(policy.RolePrivacyOfficer) {
		add(r.L().T("nav.privacy"), "/personvernombud")
		if !roles.Has(policy.RoleAdministrator) {
			add(r.L().T("nav.connections"), connectionsPath)
		}
	}
	if roles.Has(policy.RoleYoungPerson) && !roles.Has(policy.RoleCaregiver) {
		r.youngMenu(page)
	}
	if roles.Has(policy.RoleCaregiver) {
		page.Family, page.QuickExit = true, true
		for _, item := range []view.NavItem{
			{Label: r.L().T("nav.plan"), Href: "/", Icon: view.IconPlan},
			{Label: r.L().T("nav.ahead"), Href: "/framover", Icon: view.IconCalendar},
			{Label: r.L().T("nav.messages"), Href: "/meldinger", Icon: view.IconMessage, Count: r.unread().Total()},
			{Label: r.L().T("nav.sharing"), Href: sharingPath, Icon: view.IconPeople},
			{Label: r.L().T("nav.help"), Href: "/rettigheter", Icon: view.IconHelp},
		} {
			item.Current = r.under(item.Href)
			page.Nav = append(page.Nav, item)
			if item.Href != sharingPath { // the bar at the thumb has room for four; that one is in the menu
				page.BottomNav = append(page.BottomNav, item)
			}
		}
		page.User.Links = append(page.User.Links,
			view.Link{Label: r.L().T("service.title"), Href: "/tilbud"},
			view.Link{Label: r.L().T("nav.sharing"), Href: sharingPath},
			view.Link{Label: r.L().T("nav.seen"), Href: "/sett"},
			view.Link{Label: r.L().T("nav.documents"), Href: "/dokumenter"},
			view.Link{Label: r.L().T("stafettlogg.title"), Href: "/stafettlogg"})
	}
}

// youngMenu is the menu of a young person, on top and at the thumb.
func (r *Request) youngMenu(page *view.Page) {
	page.Family, page.QuickExit = true, true
	for _, item := range []view.NavItem{
		{Label: r.L().T("nav.young.home"), Href: "/", Icon: view.IconHome},
		{Label: r.L().T("nav.young.words"), Href: "/ord", Icon: view.IconPen},
		{Label: r.L().T("nav.ahead"), Href: "/framover", Icon: view.IconCalendar},
		{Label: r.L().T("nav.help"), Href: "/rettigheter", Icon: view.IconHelp},
	} {
		item.Current = r.under(item.Href)
		page.Nav = append(page.Nav, item)
		page.BottomNav = append(page.BottomNav, item)
	}
	page.User.Links = append(page.User.Links,
		view.Link{Label: r.L().T("service.title"), Href: "/tilbud"},
		view.Link{Label: r.L().T("nav.messages"), Href: "/meldinger"},
		view.Link{Label: r.L().T("nav.sharing"), Href: sharingPath},
		view.Link{Label: r.L().T("nav.seen"), Href: "/sett"})
}

func (r *Request) under(href string) bool {
	path := r.Path()
	if href == "/" {
		return path == "/"
	}
	return path == href || strings.HasPrefix(path, href+"/")
}

// homeOf is where a role begins; a person with several has the later ones'
// pages at addresses of their own.
func (r *Request) homeOf(role policy.Role) string {
	if r.Visit.Viewer.Roles.Has(policy.RoleCoordinator) && role != policy.RoleCoordinator {
		return "/mine-tiltak"
	}
	return "/"
}

func (r *Request) roleInWords() string {
	var words []string
	for role := range r.Visit.Viewer.Roles.Each() {
		words = append(words, roleWord(r.L(), role))
	}
	return r.L().List(words)
}

func roleWord(l *locale.Localizer, role policy.Role) string {
	switch role {
	case policy.RoleCoordinator:
		return l.T("role.coordinator")
	case policy.RoleCaregiver:
		return l.T("role.caregiver")
	case policy.RoleProfessional:
		return l.T("role.professional")
	case policy.RoleAdministrator:
		return l.T("role.administrator")
	case policy.RoleYoungPerson:
		return l.T("role.young_person")
	case policy.RoleLeader:
		return l.T("role.leader")
	case policy.RolePrivacyOfficer:
		return l.T("role.privacy_officer")
	case policy.RoleGuest:
		return l.T("role.guest")
	case policy.RoleProgrammeLead:
		return l.T("role.programme_lead")
	}
	return ""
}
