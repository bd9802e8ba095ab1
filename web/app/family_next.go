package app

import (
	"github.com/a-h/templ"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// familyNext is the one thing most worth doing for this family now, or nil
// when nothing is: then the page does not invent one.
func (r *Request) familyNext(facts familyFacts) *view.NextStep {
	if facts.closed != nil {
		return nil
	}
	step, href, label := r.likeliest(facts)
	if href == "" {
		return nil
	}
	step.Eyebrow = r.L().T("family.next")
	step.Action = templ.Component(view.LinkButton(view.Button{Label: label, Href: href}))
	return &step
}

// likeliest goes through what may be next in the order it is natural to do it.
func (r *Request) likeliest(facts familyFacts) (step view.NextStep, href, label string) {
	l, p := r.L(), facts.plan
	planHref, newMeeting := familyAddress(r.Access.ID, "/plan"), familyAddress(r.Access.ID, "/moter/ny")
	switch {
	case len(facts.meetings) == 0 && len(p.Goals) == 0:
		return view.NextStep{Icon: view.IconCalendar, Title: l.T("family.next.first_meeting"), Text: l.T("family.next.first_meeting.text")},
			newMeeting, l.T("family.next.first_meeting.do")
	case len(p.Remarks) > 0:
		return view.NextStep{Icon: view.IconMessage, Title: l.N("family.next.remarks", len(p.Remarks)), Text: l.T("family.next.remarks.text")},
			planHref + "/forslag", l.T("family.next.remarks.do")
	case len(p.Goals) == 0 && facts.next != nil && facts.firstMeeting() == nil:
		return view.NextStep{Icon: view.IconCalendar, Title: l.T("family.next.prepare", "When", l.When(facts.next.StartsAt, r.Scope.Today())),
			Text: l.T("family.next.prepare.text")}, r.meetingPath(facts.next.ID, ""), l.T("family.next.prepare.do")
	case len(p.Goals) == 0:
		return view.NextStep{Icon: view.IconPlan, Title: l.T("family.next.begin_plan", "ThePlan", l.T("word.the_plan")), Text: l.T("family.next.begin_plan.text")},
			planHref, l.T("family.next.begin_plan.do")
	case p.State == plan.StateProposed:
		return view.NextStep{Icon: view.IconHand, Title: l.T("family.next.answers"), Text: r.waitingFor(p)},
			planHref + "/avtale", l.T("family.next.answers.do")
	case p.State == plan.StateDraft && mustTasks(p) > 0:
		return view.NextStep{Icon: view.IconPlan, Title: l.N("family.next.finish_plan", mustTasks(p)), Text: l.T("family.next.finish_plan.text")},
			planHref, l.T("family.next.finish_plan.do")
	case p.State == plan.StateDraft:
		return view.NextStep{Icon: view.IconPlan, Title: l.T("family.next.propose"), Text: l.T("family.next.propose.text")},
			planHref + "/avtale", l.T("family.next.propose.do")
	}
	return r.likeliestLater(facts, planHref, newMeeting)
}

// likeliestLater is for a family whose plan is agreed.
func (r *Request) likeliestLater(facts familyFacts, planHref, newMeeting string) (step view.NextStep, href, label string) {
	l, today := r.L(), r.Scope.Today()
	evaluate := facts.plan.Period.EvaluateOn
	switch {
	case overdue(facts.plan, today) > 0:
		return view.NextStep{Icon: view.IconClock, Title: l.N("family.next.overdue", overdue(facts.plan, today)), Text: l.T("family.next.overdue.text")},
			planHref, l.T("family.next.overdue.do")
	case !evaluate.IsZero() && today.DaysUntil(evaluate) <= plan.Ahead:
		return view.NextStep{Icon: view.IconStar, Title: l.T("family.next.evaluate"), Text: l.T("family.next.evaluate.text")},
			planHref, l.T("family.next.evaluate.do")
	case facts.next == nil:
		return view.NextStep{Icon: view.IconCalendar, Title: l.T("family.next.meeting"), Text: l.T("family.next.meeting.text")},
			newMeeting, l.T("family.next.meeting.do")
	case today.DaysUntil(clock.DateOf(facts.next.StartsAt)) <= plan.Ahead:
		return view.NextStep{Icon: view.IconCalendar, Title: l.T("family.next.prepare", "When", l.When(facts.next.StartsAt, today)),
			Text: l.T("family.next.prepare.text")}, r.meetingPath(facts.next.ID, ""), l.T("family.next.prepare.do")
	}
	return view.NextStep{}, "", ""
}

func (r *Request) waitingFor(p plan.View) string {
	if p.Proposed == nil {
		return ""
	}
	var names []string
	for _, party := range p.Proposed.Parties {
		if party.Waits() && party.Name != "" {
			names = append(names, party.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return r.L().T("family.next.answers.text", "Names", r.L().List(names))
}

func mustTasks(p plan.View) int {
	count := 0
	for _, task := range plan.Missing(p) {
		if task.Must {
			count++
		}
	}
	return count
}

func overdue(p plan.View, today clock.Date) int {
	count := 0
	for _, measure := range p.Measures() {
		if measure.Overdue(today) {
			count++
		}
	}
	return count
}

// familyWaits lists what is due, to be evaluated or to be answered, most
// urgent first.
func (r *Request) familyWaits(p plan.View) []view.WaitRow {
	today := r.Scope.Today()
	var rows []view.WaitRow
	planHref := familyAddress(r.Access.ID, "/plan")
	for _, remark := range p.Remarks {
		text := r.L().T(plan.DueProposal.Key())
		if remark.Kind == plan.RemarkNote {
			text = r.L().T(plan.DueNote.Key())
		}
		rows = append(rows, view.WaitRow{Title: text, Meta: []string{remark.Who, r.L().When(remark.At, r.Scope.Today())}, Href: planHref + "/forslag", Tone: view.Attention, Tag: r.L().T("family.waits.answer")})
	}
	for _, goal := range p.Goals {
		if goal.State != plan.GoalActive {
			continue
		}
		for _, measure := range goal.Measures {
			if row, waits := r.measureWaits(measure, today); waits {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

func (r *Request) measureWaits(measure plan.Measure, today clock.Date) (view.WaitRow, bool) {
	address := familyAddress(r.Access.ID, "/plan/t/"+measure.ID.String())
	row := view.WaitRow{Title: measure.What, Href: address}
	switch {
	case measure.Overdue(today):
		row.Tone, row.Tag = view.Attention, r.L().T("family.waits.overdue")
		row.Meta = []string{r.L().T("family.waits.was_due", "When", r.L().Date(measure.Due, today))}
	case measure.Status != plan.StatusStopped && !measure.EvaluateOn.IsZero() && today.DaysUntil(measure.EvaluateOn) <= plan.Ahead:
		row.Tone, row.Tag, row.Href = view.Info, r.L().T("family.waits.evaluate"), address+"/evaluer"
		row.Meta = []string{r.L().T("family.waits.evaluate_on", "When", r.L().Duration(measure.EvaluateOn, today))}
		if measure.EvaluateOn < today {
			row.Meta = []string{r.L().T("family.waits.was_to_evaluate", "When", r.L().Date(measure.EvaluateOn, today))}
		}
	case measure.Status.Open() && !measure.Due.IsZero() && today.DaysUntil(measure.Due) <= plan.Ahead:
		row.Tone, row.Tag = view.Info, r.L().T("family.waits.soon")
		row.Meta = []string{r.L().T("family.waits.due", "When", r.L().Duration(measure.Due, today))}
	default:
		return row, false
	}
	return row, true
}
