package main

import (
	"errors"
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
)

// logParts is a log as it comes: in parts, in the system's words.
type logParts struct {
	sak          wireSak
	goals        []wireGoal
	measures     []wireMeasure
	meetings     []wireMeeting
	participants []wireParticipant
	transitions  []wireTransition
}

// translation collects what could not be understood while a log is put into our
// words.
type translation struct {
	words *dictionary
	errs  []error
}

func (t *translation) word(table, theirs string) string {
	ours, err := t.words.read(table, theirs)
	if err != nil {
		t.errs = append(t.errs, err)
	}
	return ours
}

// date takes a day, also when the system has put a time behind it.
func (t *translation) date(text string) string {
	if text == "" {
		return ""
	}
	day, is := when.Day(text)
	if !is {
		t.errs = append(t.errs, oddAnswer("a date that is none"))
	}
	return day
}

func (t *translation) holder(h *wireHolder) stafettlogg.Holder {
	if h == nil {
		return stafettlogg.Holder{}
	}
	return stafettlogg.Holder{UnitOrgNumber: h.Unit, Role: h.Role, Since: t.date(h.Since)}
}

func (d *dictionary) log(parts logParts) (stafettlogg.Log, error) {
	t := &translation{words: d}
	sak := parts.sak
	log := stafettlogg.Log{
		LogID: sak.ID, Version: sak.Version, ChildReference: sak.Child.Reference, AgeGroup: t.word(wordAge, sak.Child.AgeGroup),
		Level: sak.Level, Step: sak.Step, State: t.word(wordState, sak.State), ClosedBecause: t.word(wordReason, sak.Reason),
		Holder: t.holder(sak.Holder),
	}
	if sak.Offered != nil {
		offered := t.holder(sak.Offered)
		log.OfferedTo = &offered
	}
	t.items(&log, parts)
	for _, one := range parts.participants {
		log.Participants = append(log.Participants, stafettlogg.Participant{
			Role: t.word(wordRole, one.Role), UnitOrgNumber: one.Unit, ConsentID: one.Consent,
		})
	}
	for _, one := range parts.transitions {
		log.Transitions = append(log.Transitions, stafettlogg.Transition{
			From: one.From, To: one.To, Date: t.date(one.Date), Reason: one.Reason,
		})
	}
	return log, errors.Join(t.errs...)
}

// items takes goals, measures and meetings, each once: a list that is read page
// by page may have the same one twice.
func (t *translation) items(log *stafettlogg.Log, parts logParts) {
	seen := map[string]bool{}
	fresh := func(kind, id string) bool {
		known := seen[kind+id]
		seen[kind+id] = true
		return !known
	}
	for _, one := range parts.goals {
		if fresh("goal", one.ID) {
			log.Goals = append(log.Goals, stafettlogg.Goal{
				ID: one.ID, OurID: one.OurID, Text: one.Text, Area: one.Area, State: t.word(wordGoal, one.State), Version: one.Version,
			})
		}
	}
	for _, one := range parts.measures {
		if fresh("measure", one.ID) {
			log.Measures = append(log.Measures, t.measure(one))
		}
	}
	for _, one := range parts.meetings {
		if fresh("meeting", one.ID) {
			log.Meetings = append(log.Meetings, stafettlogg.Meeting{
				ID: one.ID, OurID: one.OurID, Date: t.date(one.Date), Present: one.Present, Agenda: one.Agenda, Agreed: one.Agreed,
				Decision: t.word(wordDecision, one.Decision),
			})
		}
	}
}

func (t *translation) measure(one wireMeasure) stafettlogg.Measure {
	measure := stafettlogg.Measure{
		ID: one.ID, OurID: one.OurID, GoalID: one.GoalID, What: one.What, Responsible: one.Responsible,
		Start: t.date(one.Start), Due: t.date(one.Due), Evaluate: t.date(one.Evaluate),
		State: t.word(wordMeasure, one.State), Version: one.Version,
	}
	if effect, err := strconv.Atoi(t.word(wordEffect, one.Effect)); err == nil {
		measure.Effect = &effect
	}
	return measure
}
