package plan

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// View is a plan as one viewer may see it. A section that is not allowed was
// not read, and is empty.
type View struct {
	Family    uuid.UUID
	State     State
	Version   int // of the plan's dates, for ChangePeriod; 0 when there is no plan yet
	Period    Period
	Strengths []Noted
	Needs     []Noted
	Goals     []Goal
	Remarks   []Remark // open ones
	Proposed  *Version // waits for the parties' answers
	InForce   *Version // agreed last

	sees map[policy.Section]bool
}

// Shows reports whether a section was shown, so that a page can tell a part
// that is empty from one that is not this viewer's.
func (v *View) Shows(section policy.Section) bool { return v.sees[section] }

// Goal finds a goal of the plan.
func (v *View) Goal(id uuid.UUID) (Goal, bool) {
	for _, one := range v.Goals {
		if one.ID == id {
			return one, true
		}
	}
	return Goal{}, false
}

// Measures lists the measures of all goals.
func (v *View) Measures() []Measure {
	var list []Measure
	for _, one := range v.Goals {
		list = append(list, one.Measures...)
	}
	return list
}

// Read returns the whole plan as the viewer may see it: one question a table,
// however many goals there are, and the names of people and units, in one
// batch. It returns an empty view when the viewer may see nothing of the plan.
func Read(ctx context.Context, a *casefile.Access) (View, error) {
	batch := a.Visit.Batch()
	asked := Ask(a, batch)
	if err := batch.Run(ctx); err != nil {
		return View{}, fmt.Errorf("reading plan: %w", err)
	}
	return asked.Read(ctx)
}

// Asked is a plan that a batch asks for, together with what else a page needs.
type Asked struct{ reading }

// Ask puts in a batch what Read needs, and notes the looks.
func Ask(a *casefile.Access, b *tenants.Batch) *Asked {
	r := reading{Access: a, view: View{Family: a.ID, sees: map[policy.Section]bool{}}, batch: b}
	for _, section := range []policy.Section{
		policy.SectionStrengths, policy.SectionNeeds, policy.SectionGoals, policy.SectionMeasures,
		policy.SectionEvaluations, policy.SectionAgreement, policy.SectionProposals, policy.SectionIdentity,
	} {
		r.view.sees[section] = a.See(section)
	}
	r.ask()
	return &Asked{r}
}

// Read returns the plan when the batch has run.
func (r *Asked) Read(ctx context.Context) (View, error) {
	for _, part := range []func(context.Context) error{
		r.header, r.observations, r.goals, r.evaluations, r.people, r.remarks, r.names,
	} {
		if err := part(ctx); err != nil {
			return View{}, err
		}
	}
	return r.view, nil
}

// reading is a plan on its way to a viewer.
type reading struct {
	*casefile.Access
	view  View
	batch *tenants.Batch
}

func (r *reading) shows(section policy.Section) bool { return r.view.Shows(section) }

// ask gathers the questions to what the viewer may see. What they may not see
// is not asked for.
func (r *reading) ask() {
	family := r.ID.String()
	if r.shows(policy.SectionStrengths) {
		strengthRows.Ask(r.batch, family)
	}
	if r.shows(policy.SectionNeeds) {
		needRows.Ask(r.batch, family)
	}
	if r.shows(policy.SectionGoals) {
		r.askGoals(family)
	}
	if r.shows(policy.SectionIdentity) {
		casefile.AskNamed(r.batch, true, r.ID)
	} else if r.shows(policy.SectionAgreement) {
		casefile.AskNamed(r.batch, false, r.ID)
	}
	if r.shows(policy.SectionAgreement) {
		versionRows.Ask(r.batch, family)
		answerRows.Ask(r.batch, family)
	}
	if r.shows(policy.SectionProposals) {
		remarkRows.Ask(r.batch, remarkArguments(r.Access, true)...)
		if r.Limited() {
			aboutRows.Ask(r.batch, family, family)
		}
	}
	r.askNames(family)
}

// askNames asks what those are called whom the plan names. Where a unit would
// locate somebody, it is asked for once it is known whom it is about.
func (r *reading) askNames(family string) {
	if r.shows(policy.SectionMeasures) || r.shows(policy.SectionProposals) {
		everybody := r.shows(policy.SectionProposals) && r.May(policy.SectionProposals, policy.ActionEdit)
		calledInPlan.Ask(r.batch, family, family, everybody, r.Visit.Viewer.ID.String())
	}
	if r.shows(policy.SectionMeasures) && !r.Facts.Strict {
		unitsInPlan.Ask(r.batch, family)
	}
}

func (r *reading) askGoals(family string) {
	headerRow.Ask(r.batch, family)
	goalRows.Ask(r.batch, family)
	if r.shows(policy.SectionMeasures) {
		measureRows.Ask(r.batch, family)
		if r.May(policy.SectionMeasures, policy.ActionEdit) {
			casefile.AskInside(r.batch, r.ID)
		}
	}
	if r.shows(policy.SectionEvaluations) {
		evaluationRows.Ask(r.batch, family)
	}
}

func (r *reading) header(ctx context.Context) (err error) {
	if r.shows(policy.SectionGoals) {
		r.view.State, r.view.Version, r.view.Period, err = header(ctx, r.batch, r.ID)
	}
	return err
}

func (r *reading) observations(ctx context.Context) (err error) {
	if r.shows(policy.SectionStrengths) {
		r.view.Strengths, err = shownObservations(ctx, r.Access, r.batch, Strength)
		if err != nil {
			return err
		}
	}
	if r.shows(policy.SectionNeeds) {
		r.view.Needs, err = shownObservations(ctx, r.Access, r.batch, Need)
	}
	return err
}

func (r *reading) goals(ctx context.Context) error {
	if !r.shows(policy.SectionGoals) {
		return nil
	}
	all, err := goals(ctx, r.Visit.Scope, r.batch, r.ID)
	if err != nil {
		return err
	}
	r.view.Goals = onlyShown(r.Access, policy.SectionGoals, all, aboutGoal)
	if !r.shows(policy.SectionMeasures) {
		return nil
	}
	list, err := measures(ctx, r.Visit.Scope, r.batch, r.ID)
	if err != nil {
		return err
	}
	gather(r.view.Goals, list)
	for i := range r.view.Goals {
		if goal := &r.view.Goals[i]; !r.Shows(policy.SectionMeasures, goal.Member) {
			goal.Measures = nil
		}
	}
	return nil
}

// names fills in what those are called who are responsible for measures, and
// who wrote remarks.
func (r *reading) names(ctx context.Context) error {
	return nameResponsible(ctx, r.Access, r.batch, r.view.under(), r.view.Remarks)
}

// under is each measure of the plan with whom it is about.
func (v *View) under() []aboutMeasure {
	var list []aboutMeasure
	for i := range v.Goals {
		for j := range v.Goals[i].Measures {
			list = append(list, aboutMeasure{Measure: &v.Goals[i].Measures[j], member: v.Goals[i].Member})
		}
	}
	return list
}

func (r *reading) evaluations(ctx context.Context) error {
	view := &r.view
	if !r.shows(policy.SectionEvaluations) || len(view.Goals) == 0 {
		return nil
	}
	points, err := latest(ctx, r.Visit.Scope, r.batch, r.ID)
	if err != nil {
		return err
	}
	for i := range view.Goals {
		goal := &view.Goals[i]
		if !r.Shows(policy.SectionEvaluations, goal.Member) {
			continue
		}
		if point, there := points[goal.ID]; there {
			goal.Latest = point.ofGoal()
		}
		for j := range goal.Measures {
			if point, there := points[goal.Measures[j].ID]; there {
				goal.Measures[j].Latest = point.ofMeasure()
			}
		}
	}
	return nil
}

// people reads the family once, for the first names beside what is about
// one member and for who was asked to agree.
func (r *reading) people(ctx context.Context) error {
	named := r.shows(policy.SectionIdentity)
	if !named && !r.shows(policy.SectionAgreement) {
		return nil
	}
	people, err := casefile.NamedOf(ctx, r.Visit.Scope, r.batch, named, r.ID)
	if err != nil {
		return err
	}
	family := people.ByID()
	hideNames(r.Access, family)
	if named {
		r.view.nameWhom(family)
	}
	return r.agreement(ctx, family)
}

// hideNames forgets what those are called whom the viewer may not see.
func hideNames(a *casefile.Access, family map[uuid.UUID]casefile.Named) {
	for id, one := range family {
		if one.First != "" && !a.Shows(policy.SectionIdentity, &id) {
			one.First = ""
			family[id] = one
		}
	}
}

func (v *View) nameWhom(family map[uuid.UUID]casefile.Named) {
	for _, list := range [][]Noted{v.Strengths, v.Needs} {
		for i := range list {
			if id := list[i].Member; id != nil {
				list[i].Whom = family[*id].First
			}
		}
	}
	for i := range v.Goals {
		if id := v.Goals[i].Member; id != nil {
			v.Goals[i].Whom = family[*id].First
		}
	}
}

func (r *reading) agreement(ctx context.Context, family map[uuid.UUID]casefile.Named) error {
	view := &r.view
	if !r.shows(policy.SectionAgreement) {
		return nil
	}
	list, err := versions(ctx, r.Access, r.batch, family)
	if err != nil {
		return err
	}
	for i := range list {
		switch one := &list[i]; {
		case one.State == VersionProposed && view.Proposed == nil:
			view.Proposed = one
		case one.State == VersionAgreed && view.InForce == nil:
			view.InForce = one
		}
	}
	return nil
}

func (r *reading) remarks(ctx context.Context) (err error) {
	if r.shows(policy.SectionProposals) {
		r.view.Remarks, err = remarks(ctx, r.Access, r.batch, true)
	}
	return err
}
