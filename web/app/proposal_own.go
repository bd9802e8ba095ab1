package app

import (
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// What a proposal can be about, as it stands in the form: the whole plan, or
// a goal or a measure with its id.
const (
	aboutWhole   = "hele"
	aboutGoal    = "mal:"
	aboutMeasure = "tiltak:"
)

// proposalForm is where a caregiver asks for a change, and reads what was
// answered before.
func (a *App) proposalForm(r *Request) error {
	o, err := r.readOwnPlan()
	if err != nil {
		return err
	}
	key := r.DraftKey("foresla")
	typed, kept, err := r.Draft(key)
	if err != nil {
		return err
	}
	return r.showProposals(o, typed, kept, r.Show)
}

func (r *Request) showProposals(o ownPlan, f *form.Form, kept string, show func(templ.Component) error) error {
	page, err := r.ownPage(r.L().T("our_plan.propose.title"))
	if err != nil {
		return err
	}
	page.Width, page.Lead, page.Form = view.WidthNarrow, r.L().T("our_plan.propose.lead", "Name", r.coordinatorName(o.overview)), f
	page.Breadcrumbs = []view.Link{{Label: r.L().T("our_plan.title"), Href: r.ownAddress("/")}}
	v := view.ProposalView{
		Post: r.ownAddress("/plan/foresla"), Back: r.ownAddress("/"), Draft: r.DraftKey("foresla"), Kept: kept,
		Closed: o.closed(), Coordinator: r.coordinatorName(o.overview),
	}
	v.Options, v.About = r.proposalOptions(o)
	remarks, err := plan.Remarks(r.Context(), r.Access)
	if err != nil {
		return err
	}
	for _, one := range remarks {
		v.Earlier = append(v.Earlier, r.earlierWords(o, one))
	}
	return show(view.ProposalPage(page, v))
}

// proposalOptions are the whole plan, its goals, and the one measure that was
// pointed at, with the one that was pointed at chosen.
func (r *Request) proposalOptions(o ownPlan) ([]view.Option, string) {
	options := []view.Option{{Value: aboutWhole, Label: r.L().T("our_plan.propose.whole")}}
	chosen, pointed := "", firstOf(r.Request.Form("about"), pointedAt(r))
	for _, goal := range o.read.Goals {
		value := aboutGoal + goal.ID.String()
		options = append(options, view.Option{Value: value, Label: goal.Title})
		if value == pointed {
			chosen = value
		}
	}
	for _, measure := range o.read.Measures() {
		if value := aboutMeasure + measure.ID.String(); value == pointed {
			chosen = value
			options = slices.Insert(options, 0, view.Option{Value: value, Label: measure.What})
		}
	}
	return options, chosen
}

func pointedAt(r *Request) string {
	if goal := r.Query("mal"); goal != "" {
		return aboutGoal + goal
	}
	return aboutMeasure + r.Query("tiltak")
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// earlierWords is a proposal and its answer in words.
func (r *Request) earlierWords(o ownPlan, one plan.Remark) view.EarlierRemark {
	shown := view.EarlierRemark{
		Text: one.Text, When: r.L().When(one.At, r.Scope.Today()), State: r.L().T(one.State.Key()),
		Tone: remarkTone(one.State), Answer: one.Answer, About: r.L().T("our_plan.propose.whole"),
	}
	if one.AnsweredAt != nil {
		shown.Answered = r.L().T("our_plan.propose.answered", "Name", sentence(r.coordinatorName(o.overview)), "When", r.L().When(*one.AnsweredAt, r.Scope.Today()))
	}
	if one.Goal != nil {
		goal, _ := o.read.Goal(*one.Goal)
		shown.About = goal.Title
	}
	if one.Measure == nil {
		return shown
	}
	shown.About = ""
	for _, measure := range o.read.Measures() {
		if measure.ID == *one.Measure {
			shown.About = measure.What
		}
	}
	return shown
}

func remarkTone(state plan.RemarkState) view.Tone {
	switch state {
	case plan.RemarkAccepted:
		return view.Good
	case plan.RemarkAnswered:
		return view.Info
	}
	return view.Neutral
}

// proposalSend sends it to the coordinator.
func (a *App) proposalSend(r *Request) error {
	o, err := r.readOwnPlan()
	if err != nil {
		return err
	}
	if o.closed() {
		return tenants.ErrConflict
	}
	f := r.Form()
	options, _ := r.proposalOptions(o)
	about := f.Choice("about", optionValues(options)...)
	text := f.Prose("text", plan.MaxText)
	f.Require("about", "our_plan.propose.about.missing")
	f.Require("text", "proposal.text.missing")
	if !f.OK() {
		return r.showProposals(o, f, "", r.ShowFaults)
	}
	goal, measure := aboutIDs(about)
	_, err = plan.AddProposal(r.Context(), r.Visit, r.Access.ID, goal, measure, text)
	if err != nil && Faults(f, err) {
		return r.showProposals(o, f, "", r.ShowFaults)
	}
	if err != nil {
		return err
	}
	r.DropDraft(r.DraftKey("foresla"))
	return r.Done(r.ownAddress("/plan/foresla#tidligere"), "done.our_plan.proposed", "")
}

func optionValues(options []view.Option) []string {
	values := make([]string, 0, len(options))
	for _, one := range options {
		values = append(values, one.Value)
	}
	return values
}

// aboutIDs reads what Choice has let through.
func aboutIDs(about string) (goal, measure *uuid.UUID) {
	kind, text, _ := strings.Cut(about, ":")
	id, err := uuid.Parse(text)
	if err != nil {
		return nil, nil
	}
	if kind+":" == aboutGoal {
		return &id, nil
	}
	return nil, &id
}
