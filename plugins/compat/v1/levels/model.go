package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/levels"

// ours is the municipality's model. Change it to yours: the words are shown as
// they are written here.
func ours(days int) levels.Levels {
	return levels.Levels{
		Name: "BTI i Hverdagsnes",
		Levels: []levels.Level{
			{
				Code: "0", Name: words("Nivå 0: Undring", "Nivå 0: Undring"),
				About: words("Noen er bekymret for et barn.", "Nokon er uroa for eit barn."),
				Steps: []levels.Step{{
					Code: "0.1", Name: words("Del undringen", "Del undringa"),
					What: words("Snakk med foreldrene.", "Snakk med foreldra."), DeadlineDays: 14,
				}},
			},
			{
				Code: "1", Name: words("Nivå 1: Intern innsats", "Nivå 1: Intern innsats"),
				About: words("Én tjeneste hjelper.", "Éi teneste hjelper."), NeedsConsent: true,
				Steps: []levels.Step{
					{Code: "1.1", Name: words("Lag tiltak", "Lag tiltak"), DeadlineDays: 14},
					{Code: "1.2", Name: words("Evaluer", "Evaluer"), DeadlineDays: days},
				},
			},
			{
				Code: "2", Name: words("Nivå 2: Flere tjenester", "Nivå 2: Fleire tenester"),
				About: words("Flere tjenester hjelper sammen.", "Fleire tenester hjelper saman."), NeedsConsent: true,
				Steps: []levels.Step{{Code: "2.1", Name: words("Første møte", "Første møte"), DeadlineDays: 21}},
			},
		},
		Transitions: []levels.Transition{
			{From: "0", To: "1", ToStep: "1.1", Outcome: "behov_for_andre", Label: words("Vi trenger tiltak", "Vi treng tiltak")},
			{
				From: "1", To: "2", ToStep: "2.1", Outcome: "behov_for_andre", MeetingWithinDays: 21,
				Label: words("Vi trenger flere tjenester", "Vi treng fleire tenester"),
			},
			{From: "2", To: "1", ToStep: "1.2", Outcome: "effekt_fortsett", Label: words("Én tjeneste holder", "Éi teneste held")},
			{From: "1", Outcome: "maal_naadd_avslutt", Label: words("Målet er nådd", "Målet er nådd")},
			{From: "2", Outcome: "maal_naadd_avslutt", Label: words("Målet er nådd", "Målet er nådd")},
		},
	}
}

func words(nb, nn string) levels.Words { return levels.Words{NB: nb, NN: nn} }
