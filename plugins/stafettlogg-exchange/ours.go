package main

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
)

// ours makes a log of a document that fits the schema.
func ours(d format.Object) stafettlogg.Log {
	child, _ := d["barn"].(format.Object)
	log := stafettlogg.Log{
		LogID: format.Text(d, "loggId"), Version: format.Version(d), ChildReference: format.Text(child, "pseudonym"),
		AgeGroup: format.Text(child, "aldersgruppe"), Level: format.Text(d, "nivaa"), Step: format.Text(d, "trinn"),
		State: states.ours(format.Text(d, "tilstand")), ClosedBecause: reasons.ours(format.Text(d, "lukketGrunn")),
	}
	if held, ok := d["stafettholder"].(format.Object); ok {
		log.Holder = holder(held)
	}
	if offered, ok := d["tilbudtTil"].(format.Object); ok {
		to := holder(offered)
		log.OfferedTo = &to
	}
	for _, one := range format.Items(d, "maal") {
		log.Goals = append(log.Goals, stafettlogg.Goal{
			ID: format.Text(one, "id"), OurID: format.Text(one, "eksternId"), Text: format.Text(one, "tekst"),
			Area: format.Text(one, "omraade"), State: goalStates.ours(format.Text(one, "status")), Version: format.Version(one),
		})
	}
	for _, one := range format.Items(d, "tiltak") {
		log.Measures = append(log.Measures, measure(one))
	}
	for _, one := range format.Items(d, "moter") {
		log.Meetings = append(log.Meetings, stafettlogg.Meeting{
			ID: format.Text(one, "id"), OurID: format.Text(one, "eksternId"), Date: format.Text(one, "dato"),
			Present: texts(one, "tilstede"), Agenda: texts(one, "agenda"), Agreed: texts(one, "avtaler"),
			Decision: format.Text(one, "beslutning"),
		})
	}
	for _, one := range format.Items(d, "deltakere") {
		log.Participants = append(log.Participants, stafettlogg.Participant{
			Role: roles.ours(format.Text(one, "rolle")), UnitOrgNumber: format.Text(one, "enhetOrgnr"), ConsentID: format.Text(one, "samtykkeId"),
		})
	}
	for _, one := range format.Items(d, "overganger") {
		log.Transitions = append(log.Transitions, stafettlogg.Transition{
			From: format.Text(one, "fra"), To: format.Text(one, "til"), Date: format.Text(one, "dato"), Reason: format.Text(one, "begrunnelse"),
		})
	}
	return log
}

func holder(o format.Object) stafettlogg.Holder {
	return stafettlogg.Holder{UnitOrgNumber: format.Text(o, "enhetOrgnr"), Role: format.Text(o, "rolle"), Since: format.Text(o, "fra")}
}

func measure(one format.Object) stafettlogg.Measure {
	m := stafettlogg.Measure{
		ID: format.Text(one, "id"), OurID: format.Text(one, "eksternId"), GoalID: format.Text(one, "maalId"), What: format.Text(one, "hva"),
		Responsible: format.Text(one, "ansvarlig"), Start: format.Text(one, "start"), Due: format.Text(one, "frist"),
		Evaluate: format.Text(one, "evalueres"), State: measureStates.ours(format.Text(one, "status")), Version: format.Version(one),
	}
	if effect, ok := one["effekt"].(float64); ok {
		n := int(effect)
		m.Effect = &n
	}
	return m
}

func texts(o format.Object, field string) []string {
	values, _ := o[field].([]any)
	var list []string
	for _, value := range values {
		if text, ok := value.(string); ok {
			list = append(list, text)
		}
	}
	return list
}
