package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// underWay is the plan as it is being written, in the shape of a version.
func underWay(read plan.View) plan.Snapshot {
	now := plan.Snapshot{
		Period: plan.SnapshotPeriod(read.Period), Strengths: noted(read.Strengths), Needs: noted(read.Needs),
	}
	for _, one := range read.Goals {
		goal := plan.SnapshotGoal{
			ID: one.ID, Area: one.Area, Whom: one.Whom, Title: one.Title, ChildWords: one.ChildWords, State: one.State,
		}
		for _, measure := range one.Measures {
			goal.Measures = append(goal.Measures, plan.SnapshotMeasure{
				ID: measure.ID, What: measure.What, Why: measure.Why, Who: measure.Who, WhoTitle: measure.WhoTitle,
				Unit: measure.UnitName, From: measure.From, Due: measure.Due, EvaluateOn: measure.EvaluateOn,
				Status: measure.Status,
			})
		}
		now.Goals = append(now.Goals, goal)
	}
	return now
}

func noted(list []plan.Noted) []plan.SnapshotNoted {
	shown := make([]plan.SnapshotNoted, 0, len(list))
	for _, one := range list {
		shown = append(shown, plan.SnapshotNoted{ID: one.ID, Area: one.Area, Whom: one.Whom, Text: one.Text, SaidBy: one.SaidBy})
	}
	return shown
}

// ourContent is what a version says, with how far each thing has come by now:
// that is follow-up, and no change of what was agreed.
func (r *Request) ourContent(o ownPlan) view.OurContent {
	content := view.OurContent{Strengths: r.ourWords(o.frozen.Strengths), Needs: r.ourWords(o.frozen.Needs)}
	goals, measures := map[uuid.UUID]plan.Goal{}, map[uuid.UUID]plan.Measure{}
	for _, goal := range o.read.Goals {
		goals[goal.ID] = goal
	}
	for _, measure := range o.read.Measures() {
		measures[measure.ID] = measure
	}
	proposes := o.changes && !o.closed() && r.Access.May(policy.SectionProposals, policy.ActionPropose)
	for _, one := range o.frozen.Goals {
		shown := view.OurGoal{
			Title: one.Title, Area: r.L().T(one.Area.FamilyWord().Key()), Whom: one.Whom, Words: one.ChildWords,
		}
		live, stands := goals[one.ID]
		if stands {
			one.State = live.State
		}
		if one.State != plan.GoalActive {
			shown.State, shown.StateTone = r.L().T(one.State.Key()), goalTone(one.State)
		}
		if stands && proposes {
			shown.Propose = r.ownAddress("/plan/foresla?mal=" + one.ID.String())
		}
		for _, measure := range one.Measures {
			now, stands := measures[measure.ID]
			line := r.ourMeasure(measure, now, stands)
			if stands && proposes {
				line.Propose = r.ownAddress("/plan/foresla?tiltak=" + measure.ID.String())
			}
			shown.Measures = append(shown.Measures, line)
			if line.Done {
				shown.Done++
			}
		}
		content.Goals = append(content.Goals, shown)
	}
	return content
}

// ourOffers says of each measure that is about an offer how the offer stands
// now: what was agreed on stays as it was written.
func (r *Request) ourOffers(o ownPlan, content *view.OurContent) error {
	live := map[uuid.UUID]*uuid.UUID{}
	for _, measure := range o.read.Measures() {
		live[measure.ID] = measure.Unit
	}
	var texts []services.Mention
	for _, goal := range o.frozen.Goals {
		for _, measure := range goal.Measures {
			mention := services.Mention{Text: measure.Why}
			if unit := live[measure.ID]; unit != nil {
				mention.Unit = *unit
			}
			texts = append(texts, mention)
		}
	}
	offers, err := r.offersNow(texts)
	if err != nil {
		return err
	}
	for i := range content.Goals {
		measures := content.Goals[i].Measures
		for j := range measures {
			measures[j].Offer = offers[j]
		}
		offers = offers[len(measures):]
	}
	return nil
}

func (r *Request) ourMeasure(measure plan.SnapshotMeasure, now plan.Measure, stands bool) view.OurMeasure {
	if stands {
		measure.Status = now.Status
	}
	line := view.OurMeasure{
		What: measure.What, Why: measure.Why, Who: r.named(measure.Who), Unit: measure.Unit,
		Status: r.L().T(measure.Status.Key()), StatusTone: statusTone(measure.Status),
		Done: measure.Status == plan.StatusDone,
	}
	if measure.Who != "" && measure.WhoTitle != "" && line.Who == measure.Who {
		line.Who += ", " + lowered(measure.WhoTitle)
	}
	switch {
	case line.Done && stands && now.StatusAt != nil:
		line.When = r.L().T("our_plan.measure.done", "Date", r.dayOf(*now.StatusAt))
	case measure.Status.Open() && !measure.Due.IsZero():
		line.When = r.L().T("our_plan.measure.due", "Date", r.L().Date(measure.Due, r.Scope.Today()))
	}
	return line
}

func (r *Request) ourWords(list []plan.SnapshotNoted) []view.OurWords {
	words := make([]view.OurWords, 0, len(list))
	for _, one := range list {
		word := view.OurWords{Text: one.Text}
		if one.Whom != "" && one.Whom != one.SaidBy {
			word.Whom = r.L().T("our_plan.about", "Name", one.Whom)
		}
		if one.SaidBy != "" {
			word.By = r.L().T("our_plan.said_by", "Name", one.SaidBy)
		}
		words = append(words, word)
	}
	return words
}
