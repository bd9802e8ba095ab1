package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/emergency"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// emergencyFamily shows a family to somebody who has let themself in: what
// keeps somebody safe, to read. Everybody else is sent to their own page of it.
func (a *App) emergencyFamily(r *Request) error {
	until := emergency.Until(r.Access)
	if until.IsZero() {
		if r.Access.Is(policy.RelationCaregiver) || r.Access.Is(policy.RelationChild) {
			return r.SeeOther("/")
		}
		return r.SeeOther(familyAddress(r.Access.ID, ""))
	}
	overview, err := casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("emergency.title"))
	page.H1, page.QuickExit = r.L().T("emergency.family", "Code", casefile.Code(r.Access.ID)), true
	page.Breadcrumbs = []view.Link{{Label: r.L().T("emergency.title"), Href: "/nodtilgang"}}
	v := view.EmergencyFamilyView{Until: r.L().T("emergency.until", "Time", r.L().Time(until))}
	if v.Coordinator, err = r.reachable(overview); err != nil {
		return err
	}
	if err := r.emergencyPeople(&v); err != nil {
		return err
	}
	if err := r.emergencyPlans(&v); err != nil {
		return err
	}
	return r.Show(view.EmergencyFamilyPage(page, v))
}

func (r *Request) emergencyPeople(v *view.EmergencyFamilyView) error {
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return err
	}
	for _, member := range members {
		one := r.familyPerson(member)
		person := view.EmergencyPerson{Name: one.Name, Role: one.Role, Phone: one.Phone, Address: member.Address}
		if one.Interpreter != "" {
			person.Meta = append(person.Meta, one.Interpreter)
		}
		v.People = append(v.People, person)
	}
	if !r.Access.May(policy.SectionBarred, policy.ActionSee) {
		return nil
	}
	barred, err := casefile.BarredPeople(r.Context(), r.Access)
	for _, one := range barred {
		v.Barred = append(v.Barred, view.EmergencyBarred{Name: one.Name, Relation: one.Relation, Reason: one.Reason})
	}
	return err
}

// emergencyPlans are the measures that stand and the meetings that come.
func (r *Request) emergencyPlans(v *view.EmergencyFamilyView) error {
	seen, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return err
	}
	today := r.Scope.Today()
	for _, one := range seen.Measures() {
		if !one.Status.Open() {
			continue
		}
		line := view.EmergencyLine{Title: one.What}
		if !one.Due.IsZero() {
			line.Meta = []string{r.L().T("emergency.due", "Date", r.L().Date(one.Due, today))}
		}
		v.Measures = append(v.Measures, line)
	}
	meetings, err := journal.Meetings(r.Context(), r.Access)
	for _, one := range meetings {
		if one.State == journal.StatePlanned && one.StartsAt.After(r.Scope.Clock().Now()) {
			v.Meetings = append(v.Meetings, view.EmergencyLine{
				Title: sentence(r.L().DateTime(one.StartsAt, today)), Meta: []string{one.Place},
			})
		}
	}
	return err
}
