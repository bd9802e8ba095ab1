package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// showSeen is what somebody else sees, with a banner that says so. Nothing is
// shown that the viewer may not see themself.
func (r *Request) showSeen(seen *casefile.Access, place team.Place, back, label string) error {
	shared, err := team.SharedWith(r.Context(), seen)
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("shared.as.title"), "/lag")
	page.H1 = r.sharedName(shared)
	v, err := r.sharedView(seen)
	if err != nil {
		return err
	}
	text := r.L().T("shared.as.text", "Sees", seenInWords(r.L(), shared.Sections), "Until", r.untilWords(team.Part{Until: shared.Until}, false))
	v.Banner = &view.SharedBanner{Who: place.Who, Text: text, Back: view.Link{Label: label, Href: back}}
	return r.Show(view.SharedPage(page, v))
}
