package app

import (
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// serviceShow tells what an offer is, for whom, and how to get in touch.
func (a *App) serviceShow(r *Request) error {
	id, err := r.ID("service")
	if err != nil {
		return err
	}
	s, err := services.Get(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	units, err := directory.UnitsByID(r.Context(), r.Scope, unitsOf(s))
	if err != nil {
		return err
	}
	gone, err := services.IsGone(r.Context(), r.Scope, id)
	if err != nil {
		return err
	}
	unit := units[s.UnitID]
	v := view.ServiceShowView{
		About: linesOf(s.About), How: linesOf(s.How), Facts: r.serviceFacts(s, unit), Phone: s.Phone, Email: s.Email,
		Website: s.Website, Referral: s.Referral, Gone: gone, Closed: !s.Shown(),
		Unit: unit.Name, UnitAddress: unit.Address, UnitPhone: unit.Phone, Ask: r.serviceAsk(),
	}
	if r.Visit.Decide(policy.Facts{}, policy.SectionServices, policy.ActionEdit).Allow {
		v.Edit = serviceAddress(id)
	}
	page := r.Page(r.L().T("service.title"))
	page.H1, page.Width = s.Title, view.WidthWide
	page.Breadcrumbs = []view.Link{{Label: r.L().T("service.title"), Href: "/tilbud"}}
	return r.Show(view.ServiceShowPage(page, v))
}

func unitsOf(all ...services.Service) []uuid.UUID {
	var ids []uuid.UUID
	for _, s := range all {
		if s.UnitID != uuid.Nil {
			ids = append(ids, s.UnitID)
		}
	}
	return ids
}

func linesOf(text string) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// serviceFacts are what is said of an offer, in words.
func (r *Request) serviceFacts(s services.Service, unit directory.Unit) []view.ServiceFact {
	ages := r.agesInWords(s)
	if ages == "" {
		ages = r.L().T("service.ages.all")
	}
	var areas []string
	for _, code := range s.Areas {
		areas = append(areas, lowered(r.L().T(plan.Area(code).Key())))
	}
	var facts []view.ServiceFact
	for _, fact := range []view.ServiceFact{
		{Label: r.L().T("service.field.ages"), Text: ages},
		{Label: r.L().T("service.field.audience"), Text: r.serviceAudience(s.Audience)},
		{Label: r.L().T("service.field.level"), Text: r.serviceLevel(s.Level)},
		{Label: r.L().T("service.field.areas"), Text: sentenceOr(r.L().List(areas), "")},
		{Label: r.L().T("service.field.unit"), Text: unit.Name},
	} {
		if fact.Text != "" {
			facts = append(facts, fact)
		}
	}
	return facts
}
