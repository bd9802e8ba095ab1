package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// agreementRoutes are what the family says to the plan: answers, versions,
// proposals and notes.
func (a *App) agreementRoutes() []Route {
	edit := policy.ActionEdit
	agreement, proposals := policy.SectionAgreement, policy.SectionProposals
	return []Route{
		family(http.MethodGet, "/plan/avtale", agreement, edit, a.agreementShow),
		family(http.MethodPost, "/plan/avtale", agreement, edit, a.agreementPropose),
		family(http.MethodGet, "/plan/avtale/:number/:party", agreement, edit, a.agreementAnswerForm),
		family(http.MethodPost, "/plan/avtale/:number/:party", agreement, edit, a.agreementAnswer),
		family(http.MethodGet, "/plan/versjoner", agreement, edit, a.versionList),
		family(http.MethodGet, "/plan/versjoner/sammenlign", agreement, edit, a.versionCompare),
		family(http.MethodGet, "/plan/versjoner/:number", agreement, edit, a.versionShow),
		family(http.MethodGet, "/plan/forslag", proposals, edit, a.remarkList),
		family(http.MethodGet, "/plan/forslag/:remark", proposals, edit, a.remarkForm),
		family(http.MethodPost, "/plan/forslag/:remark", proposals, edit, a.remarkAnswer),
	}
}
