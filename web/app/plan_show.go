package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// planShow shows the whole plan.
func (a *App) planShow(r *Request) error {
	asked, err := r.ask(casefile.AskOverview)
	if err != nil {
		return err
	}
	read, err := asked.Read(r.Context())
	if err != nil {
		return err
	}
	overview, err := casefile.OverviewFrom(r.Context(), r.Access, r.batch)
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.thePlan(), "/plan")
	page.Eyebrow, page.Lead = overview.ShortName, r.planLead(read)
	page.Actions = view.Group(
		view.LinkButton(view.Button{Label: r.L().T("plan.to_table"), Href: r.planAt("/bord"), Variant: view.Secondary, Icon: view.IconPeople}),
		view.LinkButton(view.Button{Label: r.L().T("action.print"), Href: r.planAt("/utskrift"), Variant: view.Quiet, Icon: view.IconPrint}),
	)
	return r.Show(view.PlanPage(page, r.planView(read)))
}

func (r *Request) planView(read plan.View) view.PlanView {
	edit := r.open()
	v := view.PlanView{
		Agreement: r.agreementBox(read), Period: r.periodBox(read),
		Strengths: view.PlanNotes{
			Title: r.L().T("plan.part.strength"), Empty: r.L().T("plan.page.strengths.empty"), Tone: view.Warm,
			AddLabel: r.L().T("plan.page.strengths.add"),
		},
		Needs: view.PlanNotes{
			Title: r.L().T("plan.page.needs"), Empty: r.L().T("plan.page.needs.empty"), Tone: view.Accent,
			AddLabel: r.L().T("plan.page.needs.add"),
		},
		More: []view.Link{
			{Label: r.L().T("version.list"), Href: r.planAt("/versjoner")},
			{Label: r.L().T("remark.list"), Href: r.planAt("/forslag")},
		},
	}
	strengths, needs := "", ""
	if edit {
		v.Next, v.AddGoal = r.planNext(read), r.planAt("/m/ny")
		strengths, needs = "/styrke", "/behov"
		v.Strengths.Add, v.Needs.Add = r.planAt("/styrke/ny"), r.planAt("/behov/ny")
		r.planTasks(&v, read)
	}
	v.Strengths.Lives, v.Needs.Lives = r.notes(read.Strengths, strengths), r.notes(read.Needs, needs)
	for _, goal := range read.Goals {
		v.Goals = append(v.Goals, r.goalCard(goal, edit))
	}
	for _, remark := range read.Remarks {
		v.Remarks = append(v.Remarks, r.remarkCard(read, remark))
	}
	return v
}

// planLead says in a sentence how the plan stands.
func (r *Request) planLead(read plan.View) string {
	switch {
	case len(read.Goals) == 0:
		return r.L().T("plan.page.lead.begin")
	case read.State == plan.StateDraft && read.InForce != nil:
		return r.L().T("plan.page.lead.changed")
	case read.State == plan.StateDraft:
		return r.L().T("plan.page.lead.draft")
	case read.State == plan.StateProposed:
		return r.L().T("plan.page.lead.proposed")
	}
	return r.L().T("plan.page.lead.agreed")
}

// planTasks are what is left while the plan is a draft.
func (r *Request) planTasks(v *view.PlanView, read plan.View) {
	v.Ready = true
	if read.State != plan.StateDraft {
		return
	}
	for _, task := range plan.Missing(read) {
		one := view.Task{Title: r.L().T(task.Key), Hint: task.Title, Href: r.taskAt(task)}
		if task.Must {
			v.Tasks, v.Ready = append(v.Tasks, one), false
			continue
		}
		v.Later = append(v.Later, one)
	}
}

// taskAt is where a task is done.
func (r *Request) taskAt(task plan.Task) string {
	switch task.Key {
	case "plan.missing.strength":
		return r.planAt("/styrke/ny")
	case "plan.missing.need":
		return r.planAt("/behov/ny")
	case "plan.missing.goal":
		return r.planAt("/m/ny")
	case "plan.missing.measure":
		return r.goalAt(task.Target, "/tiltak")
	case "plan.missing.evaluate_on":
		return r.planAt("/tid")
	}
	return r.measureAt(task.Target, "")
}

// periodBox is how long the plan lasts, in words.
func (r *Request) periodBox(read plan.View) view.PeriodBox {
	p, today := read.Period, r.Scope.Today()
	box := view.PeriodBox{Lasts: r.periodWords(p.From, p.To)}
	if !p.EvaluateOn.IsZero() {
		box.Evaluate = r.L().T("plan.period.evaluated", "Date", r.L().Date(p.EvaluateOn, today))
		box.When = r.L().Duration(p.EvaluateOn, today)
	}
	if r.open() && r.Access.May(policy.SectionGoals, policy.ActionEdit) {
		box.Change = r.planAt("/tid")
	}
	return box
}

// goalIn finds the title of a goal or of the measure's, and where it is.
func (r *Request) goalIn(read plan.View, goal, measure *uuid.UUID) (title, href string) {
	for _, one := range read.Goals {
		if goal != nil && one.ID == *goal {
			return one.Title, r.goalAt(one.ID, "")
		}
		for _, m := range one.Measures {
			if measure != nil && m.ID == *measure {
				return m.What, r.measureAt(m.ID, "")
			}
		}
	}
	return "", ""
}
