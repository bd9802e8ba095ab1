package main

import (
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// fields is a JSON object that is sent. Nothing is in it that the host has not
// given.
type fields map[string]any

// set puts a text there, unless it is empty.
func (f fields) set(name, value string) {
	if value != "" {
		f[name] = value
	}
}

// day puts a day there. In a change, a day that is empty is taken away.
func (f fields) day(name, value string, change bool) {
	if value != "" {
		f[name] = value
	} else if change {
		f[name] = nil
	}
}

// lines puts a list there, unless it is empty and nothing is changed by it.
func (f fields) lines(name string, values []string, change bool) {
	if len(values) > 0 {
		f[name] = values
	} else if change {
		f[name] = []string{}
	}
}

func (d *dictionary) goal(goal stafettlogg.Goal) fields {
	f := fields{"tekst": goal.Text}
	f.set("eksternId", goal.OurID)
	f.set("omraade", goal.Area)
	f.set("status", d.write(wordGoal, goal.State))
	return f
}

func (d *dictionary) measure(measure stafettlogg.Measure) fields {
	change := measure.ID != ""
	f := fields{"hva": measure.What}
	f.set("eksternId", measure.OurID)
	f.set("status", d.write(wordMeasure, measure.State))
	if change {
		f["maalId"], f["ansvarlig"], f["effekt"] = measure.GoalID, measure.Responsible, nil
	} else {
		f.set("maalId", measure.GoalID)
		f.set("ansvarlig", measure.Responsible)
	}
	f.day("start", measure.Start, change)
	f.day("frist", measure.Due, change)
	f.day("evalueres", measure.Evaluate, change)
	if measure.Effect != nil {
		f.set("effekt", d.write(wordEffect, strconv.Itoa(*measure.Effect)))
	}
	return f
}

func (d *dictionary) meeting(meeting stafettlogg.Meeting) fields {
	change := meeting.ID != ""
	f := fields{}
	f.set("eksternId", meeting.OurID)
	f.set("dato", meeting.Date)
	f.lines("tilstede", meeting.Present, change)
	f.lines("agenda", meeting.Agenda, change)
	f.lines("avtaler", meeting.Agreed, change)
	if change {
		f["beslutning"] = nil
	}
	f.set("beslutning", d.write(wordDecision, meeting.Decision))
	return f
}

func holderFields(holder stafettlogg.Holder) fields {
	f := fields{"rolle": holder.Role}
	f.set("enhet", holder.UnitOrgNumber)
	f.set("fra", holder.Since)
	return f
}

// start is a new log. In it measures name their goals by our ids, as theirs are
// not given yet.
func (d *dictionary) start(log stafettlogg.Log) fields {
	f, child := fields{}, fields{}
	child.set("pseudonym", log.ChildReference)
	child.set("aldersgruppe", d.write(wordAge, log.AgeGroup))
	if len(child) > 0 {
		f["barn"] = child
	}
	f.set("nivaa", log.Level)
	f.set("trinn", log.Step)
	if log.Holder.Role != "" {
		f["stafettholder"] = holderFields(log.Holder)
	}
	put(f, "maal", log.Goals, d.goal)
	put(f, "tiltak", log.Measures, d.newMeasure)
	put(f, "moter", log.Meetings, d.newMeeting)
	put(f, "deltakere", log.Participants, d.participant)
	put(f, "overganger", log.Transitions, transition)
	return f
}

func (d *dictionary) newMeasure(measure stafettlogg.Measure) fields {
	measure.ID = ""
	return d.measure(measure)
}

func (d *dictionary) newMeeting(meeting stafettlogg.Meeting) fields {
	meeting.ID = ""
	return d.meeting(meeting)
}

func (d *dictionary) participant(one stafettlogg.Participant) fields {
	f := fields{"rolle": d.write(wordRole, one.Role)}
	f.set("enhet", one.UnitOrgNumber)
	f.set("samtykkeId", one.ConsentID)
	return f
}

func transition(one stafettlogg.Transition) fields {
	f := fields{"til": one.To}
	f.set("fra", one.From)
	f.set("dato", one.Date)
	f.set("begrunnelse", one.Reason)
	return f
}

func put[T any](f fields, name string, items []T, make func(T) fields) {
	if len(items) == 0 {
		return
	}
	list := []fields{}
	for _, item := range items {
		list = append(list, make(item))
	}
	f[name] = list
}
