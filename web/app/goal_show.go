package app

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// goalShow shows one goal: how it comes along, its measures and evaluations.
func (a *App) goalShow(r *Request) error {
	id, err := r.ID("goal")
	if err != nil {
		return err
	}
	read, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return err
	}
	goal, there := read.Goal(id)
	if !there {
		return tenants.ErrNotFound
	}
	history, err := plan.GoalHistory(r.Context(), r.Access, id)
	if err != nil {
		return err
	}
	page := r.planSub(r.L().T("goal.one"))
	page.H1, page.Eyebrow = goal.Title, r.lifeWord(goal.Area)
	if r.open() && goal.State == plan.GoalActive {
		page.Actions = view.GoalActions(page, r.goalAt(id, "/evaluer"))
	}
	v := r.goalView(goal, history)
	if err := r.goalOffers(goal, v.Measures); err != nil {
		return err
	}
	if r.open() {
		v.Moves = append(v.Moves, r.goalPlaces(read, id)...)
	}
	return r.Show(view.GoalPage(page, v))
}

// goalPlaces moves the goal up or down the plan, where there is a place.
func (r *Request) goalPlaces(read plan.View, id uuid.UUID) []view.Post {
	at := slices.IndexFunc(read.Goals, func(g plan.Goal) bool { return g.ID == id })
	var moves []view.Post
	if at > 0 {
		moves = append(moves, view.Post{Label: r.L().T("goal.up"), Action: r.goalAt(id, "/opp")})
	}
	if at < len(read.Goals)-1 {
		moves = append(moves, view.Post{Label: r.L().T("goal.down"), Action: r.goalAt(id, "/ned")})
	}
	return moves
}

func (r *Request) goalView(goal plan.Goal, history []plan.Point) view.GoalView {
	edit := r.open()
	v := view.GoalView{Words: goal.ChildWords, WordsBy: r.wordsBy(goal.Whom), Facts: r.goalFacts(goal)}
	for _, measure := range goal.Measures {
		row := r.measureRow(measure, edit, "mal")
		row.Who = r.whoseMeasure(measure)
		if measure.Why != "" {
			row.Notice = joinLines(measure.Why, row.Notice)
		}
		v.Measures = append(v.Measures, row)
	}
	v.Trend, v.TrendText = r.goalTrend(history)
	for _, point := range slices.Backward(history) {
		v.Looks = append(v.Looks, r.lookBack(goal, point))
	}
	if !edit {
		return v
	}
	v.Add, v.Change, v.Remove = r.goalAt(goal.ID, "/tiltak"), r.goalAt(goal.ID, "/endre"), r.goalAt(goal.ID, "/fjern")
	for _, state := range plan.GoalStates() {
		if state != goal.State {
			v.Moves = append(v.Moves, view.Post{Label: r.goalMove(state), Action: r.goalAt(goal.ID, "/stand/"+string(state))})
		}
	}
	return v
}

// goalOffers says of each measure that is about an offer which may be over, that
// it may.
func (r *Request) goalOffers(goal plan.Goal, rows []view.MeasureRow) error {
	var texts []services.Mention
	for _, measure := range goal.Measures {
		texts = append(texts, mentionOf(measure))
	}
	offers, err := r.offersNow(texts)
	if err != nil {
		return err
	}
	for i, offer := range offers {
		if offer.Gone != "" {
			rows[i].Notice = joinLines(rows[i].Notice, offer.Gone)
		}
	}
	return nil
}

func joinLines(first, second string) string {
	if second == "" {
		return first
	}
	return first + " " + second
}

func (r *Request) goalMove(state plan.GoalState) string {
	switch state {
	case plan.GoalReached:
		return r.L().T("goal.move.reached")
	case plan.GoalStopped:
		return r.L().T("goal.move.stopped")
	}
	return r.L().T("goal.move.active")
}

// goalTrend is the small picture of how the goal has come along: its own
// evaluations, or, as long as there are none, those of its measures.
func (r *Request) goalTrend(history []plan.Point) (points []view.ScalePoint, about string) {
	own := slices.ContainsFunc(history, func(p plan.Point) bool { return p.Measure == nil && p.EffectSaid })
	for _, point := range history {
		if point.EffectSaid && (point.Measure == nil) == own {
			points = append(points, view.ScalePoint{
				When: r.L().DateShort(point.On, r.Scope.Today()), Value: int(point.Effect),
			})
		}
	}
	if own {
		return points, r.L().T("goal.development.own")
	}
	return points, r.L().T("goal.development.measures")
}

func (r *Request) lookBack(goal plan.Goal, point plan.Point) view.LookBack {
	look := view.LookBack{
		When: r.L().Date(point.On, r.Scope.Today()), Of: point.What,
		Experience: point.ChildExperience, ExperienceBy: r.experienceBy(goal.Whom), Text: point.WhatItDid,
	}
	if point.Measure != nil {
		look.Done = r.L().T(point.Done.Key())
	}
	if point.EffectSaid {
		effect := int(point.Effect)
		look.Effect = &effect
	}
	if point.NextStep != "" {
		look.Next = r.L().T("goal.next", "Next", r.L().T(point.NextStep.Key()))
	}
	return look
}

func (r *Request) experienceBy(whom string) string {
	if whom == "" {
		return r.L().T("goal.experience.child")
	}
	return r.L().T("goal.experience.by", "Name", whom)
}

func (r *Request) goalFacts(goal plan.Goal) []view.SummaryRow {
	whom := goal.Whom
	if whom == "" {
		whom = r.L().T("plan.member.family")
	}
	done := 0
	for _, measure := range goal.Measures {
		if measure.Status == plan.StatusDone {
			done++
		}
	}
	return []view.SummaryRow{
		{Key: r.L().T("plan.member.label"), Value: whom},
		{Key: r.L().T("plan.area.label"), Value: r.areaWord(goal.Area)},
		{Key: r.L().T("goal.state"), Value: r.L().T(goal.State.Key())},
		{Key: r.L().T("goal.measures"), Value: r.L().T("progress.of", "Done", done, "Total", len(goal.Measures))},
	}
}
