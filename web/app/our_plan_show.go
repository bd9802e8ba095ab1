package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// ownPlan is everything a caregiver's pages need to know of the plan.
type ownPlan struct {
	overview casefile.Overview
	read     plan.View
	frozen   plan.Snapshot // what stands on the page: agreed, else proposed, else as it is being written
	agreed   bool          // frozen is what the family has agreed on
	changes  bool          // changes of it can be proposed: it is not what waits for an answer
}

func (r *Request) readOwnPlan() (o ownPlan, err error) {
	o.overview, err = casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return o, err
	}
	o.read, err = plan.Read(r.Context(), r.Access)
	if err != nil {
		return o, err
	}
	switch {
	case o.read.InForce != nil:
		o.agreed = true
		o.frozen, err = plan.ReadVersion(r.Context(), r.Access, o.read.InForce.Number)
	case o.read.Proposed != nil:
		o.frozen, err = plan.ReadVersion(r.Context(), r.Access, o.read.Proposed.Number)
	default:
		o.frozen = underWay(o.read)
	}
	return o, err
}

func (o ownPlan) closed() bool { return o.overview.State == casefile.StateClosed }

// ourPlan is where a caregiver begins, and what a young person finds behind a
// door of theirs: what the family agreed on, in its own words. On the first visit the page that says what this is comes before.
func (a *App) ourPlan(r *Request) error {
	if !r.Session.User.Welcomed && r.Access.Is(policy.RelationCaregiver) {
		return r.SeeOther("/velkommen")
	}
	o, err := r.readOwnPlan()
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("our_plan.title"))
	if err != nil {
		return err
	}
	o.changes = o.agreed || !r.waitsForMe(o)
	v := view.OurPlanView{Content: r.ourContent(o), Parties: r.ourParties(o)}
	page.Lead = r.ourLead(o)
	if err := r.ourOffers(o, &v.Content); err != nil {
		return err
	}
	if v.Ask, err = r.ourAsk(o); err != nil {
		return err
	}
	if v.Notices, err = r.ourNotices(o); err != nil {
		return err
	}
	if v.Meeting, err = r.ourMeeting(); err != nil {
		return err
	}
	if v.Coordinator, err = r.reachable(o.overview); err != nil {
		return err
	}
	v.Ahead = r.ownAddress("/framover")
	if r.Access.Is(policy.RelationCaregiver) {
		v.Children = r.ownAddress("/barna")
	}
	if !o.closed() && r.Access.May(policy.SectionProposals, policy.ActionPropose) {
		v.Propose = r.ownAddress("/plan/foresla")
	}
	return r.Show(view.OurPlanPage(page, v))
}

// ourLead says in one breath how the plan stands.
func (r *Request) ourLead(o ownPlan) string {
	switch {
	case o.agreed && o.read.InForce.AgreedAt != nil:
		return r.L().T("our_plan.lead.agreed", "Date", r.dayOf(*o.read.InForce.AgreedAt))
	case o.read.Proposed != nil:
		return r.L().T("our_plan.lead.proposed")
	case len(o.frozen.Goals)+len(o.frozen.Strengths)+len(o.frozen.Needs) > 0:
		return r.L().T("our_plan.lead.draft")
	}
	return ""
}

// ourMeeting is the next meeting, or nil when none is planned.
func (r *Request) ourMeeting() (*view.OurMeeting, error) {
	next, err := journal.NextMeeting(r.Context(), r.Access)
	if errors.Is(err, tenants.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	shown := r.meetingWords(next)
	return &shown, nil
}

func (r *Request) meetingWords(m journal.Meeting) view.OurMeeting {
	shown := view.OurMeeting{
		When: capital(r.L().DateTime(m.StartsAt, r.Scope.Today())), Where: m.Place,
		Who: r.L().List(r.allNamed(m.Participants)), Agenda: m.Agenda, Interpreter: m.Interpreter,
	}
	if m.State == journal.StatePlanned {
		shown.File = r.ownAddress("/framover/" + m.ID.String() + "/kalender.ics")
	}
	return shown
}
