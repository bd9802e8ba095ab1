package plan

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
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

// Read returns the whole plan as the viewer may see it, one query a table,
// however many goals there are. It returns an empty view when the viewer may
// see nothing of the plan.
func Read(ctx context.Context, a *casefile.Access) (View, error) {
	view := View{Family: a.ID, sees: map[policy.Section]bool{}}
	for _, section := range []policy.Section{
		policy.SectionStrengths, policy.SectionNeeds, policy.SectionGoals, policy.SectionMeasures,
		policy.SectionEvaluations, policy.SectionAgreement, policy.SectionProposals,
	} {
		view.sees[section] = a.See(section)
	}
	for _, part := range []func(context.Context, *casefile.Access, *View) error{
		readHeader, readObservations, readGoals, readEvaluations, readPeople, readRemarks,
	} {
		if err := part(ctx, a, &view); err != nil {
			return View{}, err
		}
	}
	return view, nil
}

func readHeader(ctx context.Context, a *casefile.Access, view *View) (err error) {
	if view.Shows(policy.SectionGoals) {
		view.State, view.Version, view.Period, err = header(ctx, a.Visit, a.ID)
	}
	return err
}

func readObservations(ctx context.Context, a *casefile.Access, view *View) (err error) {
	if view.Shows(policy.SectionStrengths) {
		view.Strengths, err = shownObservations(ctx, a, Strength)
		if err != nil {
			return err
		}
	}
	if view.Shows(policy.SectionNeeds) {
		view.Needs, err = shownObservations(ctx, a, Need)
	}
	return err
}

func readGoals(ctx context.Context, a *casefile.Access, view *View) (err error) {
	if !view.Shows(policy.SectionGoals) {
		return nil
	}
	view.Goals, err = goals(ctx, a.Visit.Scope, a.Visit, a.ID)
	if err != nil {
		return err
	}
	view.Goals = onlyShown(a, policy.SectionGoals, view.Goals, aboutGoal)
	if !view.Shows(policy.SectionMeasures) {
		return nil
	}
	list, err := measures(ctx, a.Visit.Scope, a.Visit, a.ID)
	if err != nil {
		return err
	}
	gather(view.Goals, list)
	for i := range view.Goals {
		if goal := &view.Goals[i]; !a.Shows(policy.SectionMeasures, goal.Member) {
			goal.Measures = nil
		}
	}
	return nameResponsible(ctx, a, view.under())
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

func readEvaluations(ctx context.Context, a *casefile.Access, view *View) error {
	if !view.Shows(policy.SectionEvaluations) || len(view.Goals) == 0 {
		return nil
	}
	points, err := latest(ctx, a.Visit.Scope, a.Visit, a.ID)
	if err != nil {
		return err
	}
	for i := range view.Goals {
		goal := &view.Goals[i]
		if !a.Shows(policy.SectionEvaluations, goal.Member) {
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

// readPeople reads the family once, for the first names beside what is about
// one member and for who was asked to agree.
func readPeople(ctx context.Context, a *casefile.Access, view *View) error {
	named := a.See(policy.SectionIdentity)
	if !named && !view.Shows(policy.SectionAgreement) {
		return nil
	}
	family, err := peopleOf(ctx, a.Visit.Scope, a.Visit, named, a.ID)
	if err != nil {
		return err
	}
	hideNames(a, family)
	if named {
		view.nameWhom(family)
	}
	return readAgreement(ctx, a, view, family)
}

// hideNames forgets what those are called whom the viewer may not see.
func hideNames(a *casefile.Access, family map[uuid.UUID]person) {
	for id, one := range family {
		if one.first != "" && !a.Shows(policy.SectionIdentity, &id) {
			one.first = ""
			family[id] = one
		}
	}
}

func (v *View) nameWhom(family map[uuid.UUID]person) {
	for _, list := range [][]Noted{v.Strengths, v.Needs} {
		for i := range list {
			if id := list[i].Member; id != nil {
				list[i].Whom = family[*id].first
			}
		}
	}
	for i := range v.Goals {
		if id := v.Goals[i].Member; id != nil {
			v.Goals[i].Whom = family[*id].first
		}
	}
}

func readAgreement(ctx context.Context, a *casefile.Access, view *View, family map[uuid.UUID]person) error {
	if !view.Shows(policy.SectionAgreement) {
		return nil
	}
	list, err := versions(ctx, a, family)
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

func readRemarks(ctx context.Context, a *casefile.Access, view *View) (err error) {
	if view.Shows(policy.SectionProposals) {
		view.Remarks, err = remarks(ctx, a, true)
	}
	return err
}
