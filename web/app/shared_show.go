package app

import (
	"errors"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// familyOpen is a family at its address, for whoever may see anything of it:
// the coordinator's page, or what is shared with the team and guests. The
// family's own people have their pages at addresses of their own.
func (a *App) familyOpen(r *Request) error {
	switch {
	case r.Access.May(policy.SectionOverview, policy.ActionEdit):
		return a.familyShow(r)
	case r.Access.Is(policy.RelationTeam), r.Access.Is(policy.RelationGuest):
		return a.sharedShow(r)
	case r.Access.Is(policy.RelationEmergency):
		return r.SeeOther(familyAddress(r.Access.ID, "/nod"))
	case r.Access.Is(policy.RelationCaregiver), r.Access.Is(policy.RelationChild):
		return r.SeeOther("/")
	}
	return tenants.ErrNotFound
}

// sharedShow is what a family shares with the viewer, on one page.
func (a *App) sharedShow(r *Request) error {
	shared, err := team.SharedWith(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("shared.title"), "")
	page.H1 = r.sharedName(shared)
	v, err := r.sharedView(r.Access)
	if err != nil {
		return err
	}
	v.Why, v.Ends = r.sharedWhy(shared), r.endsSoon(shared)
	if v.Words, err = r.childrensWords(); err != nil {
		return err
	}
	v.Empty = v.Empty && len(v.Words) == 0
	if r.Access.May(policy.SectionDocuments, policy.ActionSee) {
		v.Documents = familyAddress(r.Access.ID, "/dokumenter")
	}
	if r.Access.May(policy.SectionMessages, policy.ActionSee) {
		v.Messages = familyAddress(r.Access.ID, "/meldinger")
	}
	seat, err := team.MySeat(r.Context(), r.Access)
	if err != nil {
		return err
	}
	if seat != noID {
		v.Leave = "/invitasjoner/" + seat.String() + "/forlat"
	}
	return r.Show(view.SharedPage(page, v))
}

// sharedName is what a family is called among those it is shared with: by its
// children where the yes shows who they are, else by its code.
func (r *Request) sharedName(shared team.Shared) string {
	if len(shared.Children) > 0 {
		return r.L().T("shared.around", "Names", r.L().List(shared.Children))
	}
	return r.L().T("shared.family", "Code", shared.Code)
}

func (r *Request) sharedWhy(shared team.Shared) string {
	part := team.Part{Until: shared.Until}
	switch {
	case shared.Until == nil:
		return r.L().T("shared.why.open")
	case shared.Guest:
		return r.L().T("shared.why.guest", "When", r.L().DateTime(*shared.Until, r.Scope.Today()))
	case shared.UnitName == "":
		return r.L().T("shared.why.team", "Date", r.L().Date(part.LastDay(), r.Scope.Today()))
	}
	return r.L().T("shared.why", "Unit", shared.UnitName, "Date", r.L().Date(part.LastDay(), r.Scope.Today()))
}

// guestsLast is how long before a guest's hours are over the page says that it
// is soon.
const guestsLast = 2 * time.Hour

// endsSoon reports whether what is shared ends within two weeks; what is shown
// to a guest for a day, within the last hours.
func (r *Request) endsSoon(shared team.Shared) bool {
	switch {
	case shared.Until == nil:
		return false
	case shared.Guest:
		return shared.Until.Sub(r.Scope.Clock().Now()) <= guestsLast
	}
	return r.Scope.Today().DaysUntil(clock.DateOf(*shared.Until)) <= 14
}

// sharedView is everything of a family that somebody may see: read through
// their access alone, by the same projections as everybody's.
func (r *Request) sharedView(a *casefile.Access) (v view.SharedView, err error) {
	if a.May(policy.SectionIdentity, policy.ActionSee) {
		members, err := casefile.Members(r.Context(), a)
		if err != nil {
			return v, err
		}
		for _, one := range members {
			person := r.familyPerson(one)
			v.People = append(v.People, view.PersonView{Name: person.Name, Role: person.Role, Tone: person.Tone})
		}
	}
	if err := r.sharePlan(a, &v); err != nil {
		return v, err
	}
	if err := r.shareMeetings(a, &v); err != nil {
		return v, err
	}
	overview, err := casefile.ReadOverview(r.Context(), a)
	switch {
	case errors.Is(err, tenants.ErrNotFound):
	case err != nil:
		return v, err
	default:
		if v.Talk, err = r.reachable(overview); err != nil {
			return v, err
		}
	}
	v.Empty = len(v.People) == 0 && v.Strengths == nil && v.Needs == nil && v.Goals == nil && v.Meetings == nil &&
		!a.May(policy.SectionDocuments, policy.ActionSee) && !a.May(policy.SectionMessages, policy.ActionSee)
	return v, nil
}

func (r *Request) sharePlan(a *casefile.Access, v *view.SharedView) error {
	read, err := plan.Read(r.Context(), a)
	if err != nil {
		return err
	}
	if read.Shows(policy.SectionStrengths) {
		v.Strengths = &view.SharedNotes{Lives: r.notes(read.Strengths, "")}
	}
	if read.Shows(policy.SectionNeeds) {
		v.Needs = &view.SharedNotes{Lives: r.notes(read.Needs, "")}
	}
	if !read.Shows(policy.SectionGoals) {
		return nil
	}
	v.Goals = &view.SharedGoals{Measures: read.Shows(policy.SectionMeasures)}
	for _, goal := range read.Goals {
		if a.Shows(policy.SectionGoals, goal.Member) {
			v.Goals.Goals = append(v.Goals.Goals, r.goalCard(goal, false))
		}
	}
	return nil
}

func (r *Request) shareMeetings(a *casefile.Access, v *view.SharedView) error {
	if !a.May(policy.SectionMeetings, policy.ActionSee) {
		return nil
	}
	next, err := journal.NextMeeting(r.Context(), a)
	switch {
	case err == nil:
		shown := r.meetingWords(next)
		shown.File = ""
		v.Meeting = &shown
	case !errors.Is(err, tenants.ErrNotFound):
		return err
	}
	meetings, err := journal.Meetings(r.Context(), a)
	if err != nil {
		return err
	}
	v.Meetings = &view.SharedMeetings{}
	for _, one := range meetings {
		if one.State == journal.StateHeld {
			v.Meetings.Held = append(v.Meetings.Held, view.SharedMeeting{
				When: sentence(r.L().Date(clock.DateOf(one.StartsAt), r.Scope.Today())), Agreed: one.Agreed,
			})
		}
	}
	return nil
}
