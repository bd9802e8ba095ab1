package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// infoRoutes are pages open to anybody, which show nothing of anybody.
func (a *App) infoRoutes() []Route {
	return []Route{
		public(http.MethodGet, "/hjelp", a.infoHelp),
		public(http.MethodGet, "/personvern", a.infoPrivacy),
		public(http.MethodGet, "/tilgjengelighet", a.infoAccessibility),
	}
}

func (a *App) infoHelp(r *Request) error {
	page := r.infoPage(r.L().T("help.title"), r.L().T("help.lead"))
	return r.Show(view.HelpPage(page, r.L().T("word.the_coordinator")))
}

func (a *App) infoPrivacy(r *Request) error {
	return r.Show(view.PrivacyPage(r.infoPage(r.L().T("privacy.title"), r.L().T("privacy.lead"))))
}

func (a *App) infoAccessibility(r *Request) error {
	return r.Show(view.AccessibilityPage(r.infoPage(r.L().T("accessibility.title"), r.L().T("accessibility.lead"))))
}

func (r *Request) infoPage(title, lead string) *view.Page {
	page := r.Page(title)
	page.Lead, page.Width = lead, view.WidthNarrow
	return page
}
