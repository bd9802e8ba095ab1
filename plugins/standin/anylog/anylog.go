// Package anylog draws stafettlogger for property tests of adapters: whatever a
// log may hold, with letters, quotation marks and formulas that are hard on
// formats.
package anylog

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

var (
	texts = rapid.StringMatching(`[a-zæøåA-ZÆØÅ0-9 .,;:"'<>&=+@\\\n-]{0,40}[a-zæøå0-9]`)
	words = rapid.StringMatching(`[a-zæøå]{0,10}`)
	ids   = rapid.StringMatching(`[a-f0-9]{8}`)
	units = rapid.SampledFrom([]string{"", "999999999"})
)

func day(t *rapid.T, name string) string {
	n := rapid.IntRange(0, 3000).Draw(t, name)
	if n%3 == 0 {
		return ""
	}
	return time.Date(2024, 1, n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

func one(t *rapid.T, name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }

// Draw draws an open log as it is begun: goals, measures and meetings have our
// ids, and measures name their goals by them.
func Draw(t *rapid.T) stafettlogg.Log {
	log := stafettlogg.Log{
		ChildReference: words.Draw(t, "child"), AgeGroup: one(t, "age", "0-5", "6-12", "13-15", "16-18", "19-23"),
		Level: words.Draw(t, "level"), Step: words.Draw(t, "step"), State: stafettlogg.Open,
		Holder: stafettlogg.Holder{Role: texts.Draw(t, "role"), UnitOrgNumber: units.Draw(t, "unit"), Since: day(t, "since")},
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "goals") {
		log.Goals = append(log.Goals, stafettlogg.Goal{
			OurID: fmt.Sprint("g", i), Text: texts.Draw(t, "text"), Area: one(t, "area", "", "1.1", "3.2"),
			State: one(t, "state", "active", "reached", "ended"),
		})
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "measures") {
		log.Measures = append(log.Measures, measure(t, fmt.Sprint("t", i), log.Goals))
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "meetings") {
		log.Meetings = append(log.Meetings, stafettlogg.Meeting{
			OurID: fmt.Sprint("m", i), Date: fmt.Sprintf("2026-11-%02d", i+1), Present: rapid.SliceOfN(texts, 0, 3).Draw(t, "present"),
			Agenda: rapid.SliceOfN(texts, 0, 2).Draw(t, "agenda"), Agreed: rapid.SliceOfN(texts, 0, 2).Draw(t, "agreed"),
			Decision: one(t, "decision", "", "maal_naadd_avslutt", "effekt_fortsett", "ikke_effekt_nye_tiltak", "behov_for_andre"),
		})
	}
	for range rapid.IntRange(0, 3).Draw(t, "participants") {
		log.Participants = append(log.Participants, stafettlogg.Participant{
			Role: one(t, "role", "caregiver", "service", "child"), UnitOrgNumber: units.Draw(t, "unit"), ConsentID: ids.Draw(t, "consent"),
		})
	}
	for range rapid.IntRange(0, 3).Draw(t, "transitions") {
		log.Transitions = append(log.Transitions, stafettlogg.Transition{
			From: words.Draw(t, "from"), To: "2", Date: day(t, "date"), Reason: texts.Draw(t, "why"),
		})
	}
	return log
}

func measure(t *rapid.T, id string, goals []stafettlogg.Goal) stafettlogg.Measure {
	m := stafettlogg.Measure{
		OurID: id, What: texts.Draw(t, "what"), Responsible: words.Draw(t, "who"), Start: day(t, "start"), Due: day(t, "due"),
		Evaluate: day(t, "evaluate"), State: one(t, "state", "planned", "under_way", "done", "stopped"),
	}
	if len(goals) > 0 && rapid.Bool().Draw(t, "with a goal") {
		m.GoalID = rapid.SampledFrom(goals).Draw(t, "goal").OurID
	}
	if effect := rapid.IntRange(-3, 2).Draw(t, "effect"); effect >= -2 {
		m.Effect = &effect
	}
	return m
}

// Shown is a log as text to be compared: without the other system's ids and
// versions, with goals named by our ids.
func Shown(log stafettlogg.Log) string {
	ours := map[string]string{}
	log.Goals, log.Measures, log.Meetings = slices.Clone(log.Goals), slices.Clone(log.Measures), slices.Clone(log.Meetings)
	for i, goal := range log.Goals {
		if goal.ID != "" {
			ours[goal.ID] = goal.OurID
		}
		log.Goals[i].ID, log.Goals[i].Version = "", ""
	}
	shown := fmt.Sprintf("%+v\n", []any{log.ChildReference, log.AgeGroup, log.Level, log.Step, log.State, log.Holder, log.OfferedTo,
		log.Goals, log.Participants, log.Transitions})
	for _, m := range log.Measures {
		effect := "none"
		if m.Effect != nil {
			effect = fmt.Sprint(*m.Effect)
		}
		if our, known := ours[m.GoalID]; known {
			m.GoalID = our
		}
		m.ID, m.Version, m.Effect = "", "", nil
		shown += fmt.Sprintf("%+v %s\n", m, effect)
	}
	for _, m := range log.Meetings {
		m.ID = ""
		shown += fmt.Sprintf("%q\n", m)
	}
	return shown
}
