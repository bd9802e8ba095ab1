package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// notes gathers strengths or needs under the family's words for life. path is
// where one is changed; empty when it may not be.
func (r *Request) notes(list []plan.Noted, path string) []view.PlanLife {
	var lives []view.PlanLife
	for _, life := range plan.Lives() {
		one := view.PlanLife{Word: r.L().T(life.Key())}
		for _, noted := range list {
			if noted.Area.FamilyWord() != life {
				continue
			}
			note := view.PlanNote{Text: noted.Text, Whom: noted.Whom, SaidBy: r.saidBy(noted.SaidBy)}
			if path != "" {
				note.Href = r.planAt(path + "/" + noted.ID.String())
			}
			one.Notes = append(one.Notes, note)
		}
		if len(one.Notes) > 0 {
			lives = append(lives, one)
		}
	}
	return lives
}

func (r *Request) saidBy(who string) string {
	if who == "" {
		return ""
	}
	return r.L().T("plan.said_by", "Who", who)
}

// wordsBy is whose sentence stands beside a goal.
func (r *Request) wordsBy(whom string) string {
	if whom == "" {
		return r.L().T("goal.words.child")
	}
	return r.L().T("goal.words.by", "Name", whom)
}

// goalCard is a goal with its measures; edit says whether it can be changed.
func (r *Request) goalCard(goal plan.Goal, edit bool) view.GoalCard {
	card := view.GoalCard{
		ID: goal.ID.String(), Title: goal.Title, Area: r.lifeWord(goal.Area), Whom: goal.Whom,
		Words: goal.ChildWords, WordsBy: r.wordsBy(goal.Whom), Total: len(goal.Measures),
	}
	if goal.State != plan.GoalActive {
		card.State, card.StateTone = r.L().T(goal.State.Key()), goalTone(goal.State)
	}
	if goal.Latest != nil && goal.Latest.EffectSaid {
		card.Latest = &view.ScalePoint{Value: int(goal.Latest.Effect)}
	}
	for _, measure := range goal.Measures {
		if measure.Status == plan.StatusDone {
			card.Done++
		}
		card.Measures = append(card.Measures, r.measureRow(measure, edit, "plan"))
	}
	if !edit {
		return card
	}
	card.Href, card.Add = r.goalAt(goal.ID, ""), r.goalAt(goal.ID, "/tiltak")
	card.Evaluate, card.Change = r.goalAt(goal.ID, "/evaluer"), r.goalAt(goal.ID, "/endre")
	return card
}

func goalTone(state plan.GoalState) view.Tone {
	if state == plan.GoalReached {
		return view.Good
	}
	return view.Neutral
}

// measureRow is a measure in a list. from is the page it is on, to come back
// to.
func (r *Request) measureRow(m plan.Measure, edit bool, from string) view.MeasureRow {
	today := r.Scope.Today()
	row := view.MeasureRow{
		ID: m.ID.String(), What: m.What, Who: r.whoseMeasure(withoutUnit(m)), When: r.measureWhen(m),
		Status: r.L().T(m.Status.Key()), Tone: statusTone(m.Status),
	}
	if m.Overdue(today) {
		row.Late = r.L().T("measure.late")
	}
	if !edit {
		return row
	}
	row.Href = r.measureAt(m.ID, "")
	if m.Responsible != nil && !m.Reaches && m.Status.Open() {
		row.Notice = r.L().T("measure.not_shared")
	}
	if !m.EvaluateOn.IsZero() && m.EvaluateOn <= today {
		row.Evaluate = r.measureAt(m.ID, "/evaluer")
	}
	row.Moves = r.measureMoves(m, from)
	return row
}

// whoseMeasure is who is responsible, with title and unit.
func (r *Request) whoseMeasure(m plan.Measure) string {
	who := r.named(m.Who)
	if who == "" {
		who = r.L().T("measure.nobody")
	}
	for _, more := range []string{m.WhoTitle, m.UnitName} {
		if more != "" {
			who += ", " + more
		}
	}
	return who
}

// withoutUnit is for lists, where name and title are enough.
func withoutUnit(m plan.Measure) plan.Measure {
	m.UnitName = ""
	return m
}

// measureWhen is the date that matters now.
func (r *Request) measureWhen(m plan.Measure) string {
	today := r.Scope.Today()
	switch {
	case m.Status == plan.StatusDone && m.StatusAt != nil:
		return r.L().T("measure.done_on", "Date", r.L().DateShort(clock.DateOf(*m.StatusAt), today))
	case !m.Due.IsZero():
		return r.L().T("measure.due_on", "Date", r.L().DateShort(m.Due, today), "When", r.L().Duration(m.Due, today))
	case !m.EvaluateOn.IsZero():
		return r.L().T("measure.evaluate_on", "Date", r.L().DateShort(m.EvaluateOn, today))
	}
	return ""
}

func statusTone(status plan.Status) view.Tone {
	switch status {
	case plan.StatusUnderWay:
		return view.Info
	case plan.StatusDone:
		return view.Good
	}
	return view.Neutral
}

// measureMoves are the clicks that say how far a measure has come.
func (r *Request) measureMoves(m plan.Measure, from string) []view.StatusMove {
	move := func(label string, to plan.Status, quiet bool) view.StatusMove {
		return view.StatusMove{
			Label: label, Action: r.measureAt(m.ID, "/stand/"+string(to)), Quiet: quiet,
			Hidden: []view.Hidden{{Name: "fra", Value: from}, {Name: "var", Value: string(m.Status)}},
		}
	}
	switch m.Status {
	case plan.StatusPlanned:
		return []view.StatusMove{
			move(r.L().T("measure.move.begin"), plan.StatusUnderWay, false),
			move(r.L().T("measure.move.done"), plan.StatusDone, true),
		}
	case plan.StatusUnderWay:
		return []view.StatusMove{move(r.L().T("measure.move.done"), plan.StatusDone, false)}
	case plan.StatusDone:
		return []view.StatusMove{move(r.L().T("measure.move.undo"), plan.StatusUnderWay, true)}
	}
	return []view.StatusMove{move(r.L().T("measure.move.again"), plan.StatusPlanned, true)}
}
