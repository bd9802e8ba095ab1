package main

import (
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
)

// startOf is a new log. Goals, measures and meetings have our ids, and measures
// name their goals by them.
func startOf(log stafettlogg.Log) format.Object {
	d, child := format.Object{}, format.Object{}
	set(child, "pseudonym", log.ChildReference)
	set(child, "aldersgruppe", log.AgeGroup)
	if len(child) > 0 {
		d["barn"] = child
	}
	set(d, "nivaa", log.Level)
	set(d, "trinn", log.Step)
	if log.Holder.Role != "" {
		d["stafettholder"] = holderOf(log.Holder)
	}
	list(d, "maal", log.Goals, func(i int, g stafettlogg.Goal) format.Object { return goalOf(g, idOf(g.OurID, "m", i)) })
	list(d, "tiltak", log.Measures, func(i int, m stafettlogg.Measure) format.Object {
		return measureOf(m, idOf(m.OurID, "t", i), false)
	})
	list(d, "moter", log.Meetings, func(i int, m stafettlogg.Meeting) format.Object {
		return meetingOf(m, idOf(m.OurID, "x", i), false)
	})
	list(d, "deltakere", log.Participants, func(_ int, p stafettlogg.Participant) format.Object {
		one := format.Object{"rolle": roles[p.Role]}
		set(one, "enhetOrgnr", p.UnitOrgNumber)
		set(one, "samtykkeId", p.ConsentID)
		return one
	})
	list(d, "overganger", log.Transitions, func(_ int, t stafettlogg.Transition) format.Object {
		one := format.Object{"til": t.To}
		set(one, "fra", t.From)
		set(one, "dato", t.Date)
		set(one, "begrunnelse", t.Reason)
		return one
	})
	return d
}

// idOf is our id of something in a new log, or its place when it has none.
func idOf(ourID, letter string, number int) string {
	if ourID != "" {
		return ourID
	}
	return fmt.Sprintf("%s%d", letter, number+1)
}

func list[T any](d format.Object, field string, items []T, make func(int, T) format.Object) {
	var all []any
	for i, item := range items {
		all = append(all, make(i, item))
	}
	if len(all) > 0 {
		d[field] = all
	}
}
