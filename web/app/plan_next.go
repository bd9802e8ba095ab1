package app

import (
	"github.com/a-h/templ"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// planNext is the one thing most worth doing with the plan now.
func (r *Request) planNext(read plan.View) *view.NextStep {
	next := r.planNextStep(read)
	next.Eyebrow = r.L().T("plan.next")
	return &next
}

func (r *Request) planNextStep(read plan.View) view.NextStep {
	if len(read.Remarks) > 0 {
		return view.NextStep{
			Icon: view.IconMessage, Title: r.L().N("plan.next.remarks", len(read.Remarks)), Text: r.L().T("plan.next.remarks.text"),
			Action: nextButton(r.L().T("remark.answer"), r.planAt("/forslag/"+read.Remarks[len(read.Remarks)-1].ID.String())),
		}
	}
	switch read.State {
	case plan.StateProposed:
		return r.nextAnswer(read)
	case plan.StateAgreed:
		return r.nextFollowUp(read)
	}
	for _, task := range plan.Missing(read) {
		if task.Must {
			return view.NextStep{
				Icon: view.IconPen, Title: r.L().T(task.Key), Text: r.nextTaskText(task),
				Action: nextButton(r.nextTaskLabel(task), r.taskAt(task)),
			}
		}
	}
	return view.NextStep{
		Icon: view.IconHand, Title: r.L().T("plan.next.propose"), Text: r.L().T("plan.next.propose.text"),
		Action: nextButton(r.L().T("agreement.propose"), r.planAt("/avtale")),
	}
}

func nextButton(label, href string) templ.Component {
	return view.LinkButton(view.Button{Label: label, Href: href})
}

func (r *Request) nextTaskText(task plan.Task) string {
	switch task.Key {
	case "plan.missing.strength":
		return r.L().T("plan.next.strength.text")
	case "plan.missing.goal":
		return r.L().T("plan.next.goal.text")
	}
	return task.Title
}

func (r *Request) nextTaskLabel(task plan.Task) string {
	switch task.Key {
	case "plan.missing.strength":
		return r.L().T("plan.page.strengths.add")
	case "plan.missing.goal":
		return r.L().T("goal.new")
	}
	return r.L().T("measure.new")
}

// nextAnswer waits for those who have not said yes.
func (r *Request) nextAnswer(read plan.View) view.NextStep {
	var names []string
	if read.Proposed != nil {
		for _, party := range read.Proposed.Parties {
			if party.Waits() {
				names = append(names, party.Name)
			}
		}
	}
	return view.NextStep{
		Icon: view.IconClock, Title: r.L().T("plan.next.waiting", "Names", r.L().List(names)), Text: r.L().T("plan.next.waiting.text"),
		Action: nextButton(r.L().T("agreement.record"), r.planAt("/avtale")),
	}
}

// nextFollowUp is what an agreed plan asks for first.
func (r *Request) nextFollowUp(read plan.View) view.NextStep {
	today := r.Scope.Today()
	for _, measure := range read.Measures() {
		if !measure.EvaluateOn.IsZero() && measure.EvaluateOn <= today {
			return view.NextStep{
				Icon: view.IconStar, Title: r.L().T("plan.next.evaluate"), Text: measure.What,
				Action: nextButton(r.L().T("measure.evaluate"), r.measureAt(measure.ID, "/evaluer")),
			}
		}
	}
	for _, measure := range read.Measures() {
		if measure.Overdue(today) {
			return view.NextStep{
				Icon: view.IconClock, Title: r.L().T("plan.next.late"), Text: measure.What,
				Action: nextButton(r.L().T("plan.next.late.do"), r.measureAt(measure.ID, "")),
			}
		}
	}
	on := read.Period.EvaluateOn
	if on.IsZero() {
		return view.NextStep{
			Icon: view.IconCalendar, Title: r.L().T("plan.missing.evaluate_on"), Text: r.L().T("plan.next.date.text"),
			Action: nextButton(r.L().T("plan.next.date"), r.planAt("/tid")),
		}
	}
	return view.NextStep{
		Icon: view.IconPeople, Title: r.L().T("plan.period.evaluated", "Date", r.L().Date(on, today)), Text: r.L().T("plan.next.table.text"),
		Action: nextButton(r.L().T("plan.to_table"), r.planAt("/bord")),
	}
}
