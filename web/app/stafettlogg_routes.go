package app

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// stafettloggRoutes are the coordinator's pages about the stafettlogger that a
// family's plan is tied to, and the family's own page about what is sent.
func (a *App) stafettloggRoutes() []Route {
	log, see, edit := policy.SectionStafettlogg, policy.ActionSee, policy.ActionEdit
	return []Route{
		family(http.MethodGet, "/stafettlogg", log, edit, a.stafettloggShow),
		family(http.MethodPost, "/stafettlogg", log, edit, a.stafettloggMake),
		family(http.MethodGet, "/stafettlogg/:link", log, edit, a.logLinkShow),
		family(http.MethodGet, "/stafettlogg/:link/dokument", log, edit, a.logDocumentShow),
		family(http.MethodPost, "/stafettlogg/:link/dokument", log, edit, a.logDocumentAttach),
		family(http.MethodPost, "/stafettlogg/:link/les", log, edit, a.logLinkRefresh),
		family(http.MethodPost, "/stafettlogg/:link/send", log, edit, a.logLinkSendAll),
		family(http.MethodPost, "/stafettlogg/:link/avslutt", log, edit, a.logLinkEnd),
		family(http.MethodPost, "/stafettlogg/:link/stafettpinne", log, edit, a.logBatonOffer),
		family(http.MethodPost, "/stafettlogg/:link/stafettpinne/svar", log, edit, a.logBatonAnswer),
		family(http.MethodGet, "/stafettlogg/:link/:item", log, edit, a.logItemShow),
		family(http.MethodPost, "/stafettlogg/:link/:item", log, edit, a.logItemSettle),
		family(http.MethodPost, "/stafettlogg/:link/:item/send", log, edit, a.logItemSend),
		family(http.MethodPost, "/stafettlogg/:link/:item/la-sta", log, edit, a.logItemLeave),
		family(http.MethodPost, "/stafettlogg/:link/:item/ta-inn", log, edit, a.logItemTake),
		family(http.MethodPost, "/stafettlogg/:link/:item/samme", log, edit, a.logItemPair),
		own(http.MethodGet, "/stafettlogg", log, see, a.stafettloggOwn),
	}
}

// logCrumb is the level above a link's pages.
func (r *Request) logCrumb() view.Link {
	return view.Link{Label: r.L().T("stafettlogg.title"), Href: familyAddress(r.Access.ID, "/stafettlogg")}
}

func (r *Request) logAt(link uuid.UUID, part string) string {
	return familyAddress(r.Access.ID, "/stafettlogg/"+link.String()+part)
}

// headLog says on the page whose stafettlogg it is, in a family with several
// children. The title stays as neutral as it was.
func (r *Request) headLog(page *view.Page, member uuid.UUID) error {
	names, err := r.memberNames()
	if err != nil {
		return err
	}
	if name := names[member]; name != "" {
		page.H1 = r.L().T("stafettlogg.of", "Name", name)
	}
	return r.eyebrow(page)
}
