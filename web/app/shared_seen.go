package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// showAs is the family as the person of the address sees it, with a banner that
// says so. Nothing is shown that the viewer may not see themself.
func (r *Request) showAs(back, label string) error {
	id, err := r.ID("person")
	if err != nil {
		return err
	}
	seen, reasons, err := team.SeenBy(r.Context(), r.Access, id)
	if err != nil {
		return err
	}
	v, err := r.sharedView(seen)
	if err != nil {
		return err
	}
	if v.Own, err = r.measuresOf(id); err != nil {
		return err
	}
	v.Empty = v.Empty && len(v.Own) == 0
	names, err := r.memberNames()
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("shared.as.title"), "/lag")
	page.H1 = r.L().T("shared.as", "Who", r.insiderName(reasons[0]))
	v.Banner = &view.SharedBanner{Back: view.Link{Label: label, Href: back}}
	v.Banner.Reasons = []view.SharedReason{{Why: r.insiderWhy(reasons[0]), Sees: r.insiderSees(reasons[0], names)}}
	v.Banner.Reasons = append(v.Banner.Reasons, r.reasonsAlso(reasons[1:], names)...)
	return r.Show(view.SharedPage(page, v))
}

// measuresOf are the measures somebody is responsible for, of those the reader
// may see: whoever has measures sees them, and nothing else by that.
func (r *Request) measuresOf(person uuid.UUID) ([]view.SharedMeasure, error) {
	if !r.Access.May(policy.SectionMeasures, policy.ActionSee) {
		return nil, nil
	}
	read, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	var own []view.SharedMeasure
	for _, one := range read.Measures() {
		if one.Responsible != nil && *one.Responsible == person {
			own = append(own, view.SharedMeasure{What: one.What, When: r.measureWhen(one)})
		}
	}
	return own, nil
}
