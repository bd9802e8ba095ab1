package main

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// The settings and their choices.
const (
	settingWay      = "way"
	wayFolder       = "folder"
	wayHTTP         = "http"
	settingAddress  = "base_url"
	settingToken    = "token"
	settingFormat   = "format"
	formatJSON      = "json"
	formatCSV       = "csv"
	settingReceipts = "receipts"
	receiptsWait    = "wait"
	receiptsNone    = "delivered"
)

// Describe says what the plugin asks for.
func (e *exchange) Describe() sdk.Description {
	return sdk.Description{
		Name: "stafettlogg-exchange", Version: "1.0.0", Folder: true,
		Features: []string{
			stafettlogg.Starts, stafettlogg.Meetings, stafettlogg.Baton, stafettlogg.Closes, stafettlogg.Attachments,
		},
		Settings: []sdk.Setting{
			{
				Key: settingWay, Kind: sdk.Choice, Default: wayFolder,
				Label: sdk.Words{NB: "Slik går filene", NN: "Slik går filene"},
				Choices: []sdk.Option{
					{Value: wayFolder, Label: sdk.Words{NB: "Gjennom en mappe", NN: "Gjennom ei mappe"}},
					{Value: wayHTTP, Label: sdk.Words{NB: "Over nettet", NN: "Over nettet"}},
				},
			},
			{
				Key: settingAddress, Kind: sdk.Address,
				Label: sdk.Words{NB: "Adresse", NN: "Adresse"},
				Help:  sdk.Words{NB: "Bare når filene går over nettet. Begynner med https.", NN: "Berre når filene går over nettet. Byrjar med https."},
			},
			{
				Key: settingToken, Kind: sdk.Secret,
				Label: sdk.Words{NB: "Nøkkel", NN: "Nøkkel"},
				Help:  sdk.Words{NB: "Bare når filene går over nettet.", NN: "Berre når filene går over nettet."},
			},
			{
				Key: settingFormat, Kind: sdk.Choice, Default: formatJSON,
				Label: sdk.Words{NB: "Filene vi lager", NN: "Filene vi lagar"},
				Choices: []sdk.Option{
					{Value: formatJSON, Label: sdk.Words{NB: "JSON", NN: "JSON"}},
					{Value: formatCSV, Label: sdk.Words{NB: "Regneark (CSV)", NN: "Rekneark (CSV)"}},
				},
			},
			{
				Key: settingReceipts, Kind: sdk.Choice, Default: receiptsWait,
				Label: sdk.Words{NB: "Når er noe levert?", NN: "Når er noko levert?"},
				Help: sdk.Words{
					NB: "Velg kvittering når det andre systemet kan svare. Uten kvittering vet ingen om det er lest.",
					NN: "Vel kvittering når det andre systemet kan svare. Utan kvittering veit ingen om det er lese.",
				},
				Choices: []sdk.Option{
					{Value: receiptsWait, Label: sdk.Words{NB: "Når det andre systemet har kvittert", NN: "Når det andre systemet har kvittert"}},
					{Value: receiptsNone, Label: sdk.Words{NB: "Når filen er lagt fram", NN: "Når fila er lagd fram"}},
				},
			},
		},
		Receives: receives,
		Hosts: []sdk.HostName{{
			Name: sdk.FromSetting(settingAddress),
			Why:  sdk.Words{NB: "Der hentes og leveres filene, når de går over nettet.", NN: "Der blir filene henta og leverte, når dei går over nettet."},
		}},
	}
}

var receives = []sdk.DataClass{
	{Name: manifest.ClassChildReference, Why: sdk.Words{
		NB: "Begge systemene må vite at det er samme barn, uten å si navnet.",
		NN: "Begge systema må vite at det er same barnet, utan å seie namnet.",
	}},
	{Name: manifest.ClassAgeGroup, Why: sdk.Words{
		NB: "Filen for en ny stafettlogg sier hvilken aldersgruppe barnet er i.",
		NN: "Fila for ein ny stafettlogg seier kva aldersgruppe barnet er i.",
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
		NB: "Filen for en ny stafettlogg sier hvilke tjenester som er med.",
		NN: "Fila for ein ny stafettlogg seier kva tenester som er med.",
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
