package main

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// The settings.
const (
	settingAddress = "base_url"
	settingToken   = "token"
	settingWords   = "words"
)

// Describe says what the plugin asks for.
func (s *system) Describe() sdk.Description {
	return sdk.Description{
		Name: "stafettlogg-http", Version: "1.0.0",
		Settings: []sdk.Setting{
			{
				Key: settingAddress, Kind: sdk.Address, Required: true,
				Label: sdk.Words{NB: "Adressen til stafettloggsystemet", NN: "Adressa til stafettloggsystemet"},
				Help: sdk.Words{
					NB: "Leverandøren gir deg den. Den begynner med https.",
					NN: "Leverandøren gir deg henne. Ho byrjar med https.",
				},
			},
			{
				Key: settingToken, Kind: sdk.Secret, Required: true,
				Label: sdk.Words{NB: "Nøkkel", NN: "Nøkkel"},
				Help:  sdk.Words{NB: "Leverandøren lager en for kommunen.", NN: "Leverandøren lagar ein for kommunen."},
			},
			{
				Key: settingWords, Kind: sdk.LongText,
				Label: sdk.Words{NB: "Egne ord i systemet", NN: "Eigne ord i systemet"},
				Help: sdk.Words{
					NB: "Bare når systemet bruker andre ord enn vanlig. Ett på hver linje, for eksempel: tiltak PÅ VENT = planned",
					NN: "Berre når systemet bruker andre ord enn vanleg. Eitt på kvar linje, til dømes: tiltak PÅ VENT = planned",
				},
			},
		},
		Features: []string{
			stafettlogg.Starts, stafettlogg.Meetings, stafettlogg.Baton, stafettlogg.Closes, stafettlogg.Attachments,
		},
		Receives: receives,
		Hosts: []sdk.HostName{{
			Name: sdk.FromSetting(settingAddress),
			Why: sdk.Words{
				NB: "Der ligger stafettloggene til kommunen.",
				NN: "Der ligg stafettloggane til kommunen.",
			},
		}},
	}
}

var receives = []sdk.DataClass{
	{Name: manifest.ClassChildReference, Why: sdk.Words{
		NB: "Begge systemene må vite at det er samme barn, uten å si navnet.",
		NN: "Begge systema må vite at det er same barnet, utan å seie namnet.",
	}},
	{Name: manifest.ClassAgeGroup, Why: sdk.Words{
		NB: "Stafettloggen viser hvilken aldersgruppe barnet er i.",
		NN: "Stafettloggen viser kva aldersgruppe barnet er i.",
	}},
	{Name: manifest.ClassGoals, Why: sdk.Words{
		NB: "Målene skal være de samme i planen og i stafettloggen.",
		NN: "Måla skal vere dei same i planen og i stafettloggen.",
	}},
	{Name: manifest.ClassMeasures, Why: sdk.Words{
		NB: "Tiltakene skal være de samme i planen og i stafettloggen.",
		NN: "Tiltaka skal vere dei same i planen og i stafettloggen.",
	}},
	{Name: manifest.ClassLevel, Why: sdk.Words{
		NB: "En ny stafettlogg begynner på et nivå og et trinn.",
		NN: "Ein ny stafettlogg byrjar på eit nivå og eit trinn.",
	}},
	{Name: manifest.ClassParticipants, Why: sdk.Words{
		NB: "En ny stafettlogg viser hvilke tjenester som er med.",
		NN: "Ein ny stafettlogg viser kva tenester som er med.",
	}},
	{Name: manifest.ClassBaton, Why: sdk.Words{
		NB: "Stafettpinnen kan tilbys og tas imot i begge systemene.",
		NN: "Stafettpinnen kan bli tilbydd og teken imot i begge systema.",
	}},
	{Name: manifest.ClassPlanDocument, Why: sdk.Words{
		NB: "Mål og tiltak kan legges ved stafettloggen som PDF.",
		NN: "Mål og tiltak kan leggjast ved stafettloggen som PDF.",
	}},
}
