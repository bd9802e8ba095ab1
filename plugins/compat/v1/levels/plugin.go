package main

import (
	"context"
	"strconv"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/levels"
)

// model is the plugin. The SDK sees that it is a levels.Model by its methods
// Read and Assess, and serves it as one.
type model struct{ days int }

// Describe says what the plugin is and asks for. This one needs nothing from
// outside, and receives nothing about anybody.
func (m *model) Describe() sdk.Description {
	return sdk.Description{
		Name:    "levels-compat",
		Version: "0.1.0",
		Settings: []sdk.Setting{{
			Key: "days", Kind: sdk.Number, Required: true, Default: "42",
			Label: sdk.Words{NB: "Dager til evaluering", NN: "Dagar til evaluering"},
			Help:  sdk.Words{NB: "Hvor lenge et tiltak får virke.", NN: "Kor lenge eit tiltak får verke."},
		}},
	}
}

// Configure keeps what the municipality has chosen.
func (m *model) Configure(_ context.Context, setup sdk.Setup) error {
	days, err := strconv.Atoi(setup.Settings["days"])
	if err != nil || days < 1 || days > 365 {
		return sdk.BadSetting("days", "settings.days", sdk.Words{
			NB: "Skriv et tall fra 1 til 365.", NN: "Skriv eit tal frå 1 til 365.",
		})
	}
	m.days = days
	return nil
}

// Check has nothing behind it to try.
func (m *model) Check(context.Context) (sdk.Health, error) { return sdk.Health{OK: true}, nil }

// Read gives the whole model.
func (m *model) Read(context.Context) (levels.Levels, error) { return ours(m.days), nil }

// Assess tells whether the work may move on, and by when things must be done.
func (m *model) Assess(_ context.Context, move levels.Move) (levels.Assessment, error) {
	began, err := time.Parse(time.DateOnly, move.On)
	if err != nil {
		return levels.Assessment{WhyNot: levels.Words{NB: "Datoen mangler.", NN: "Datoen manglar."}}, nil
	}
	all := ours(m.days)
	for _, way := range all.Transitions {
		if way.From != move.Level || way.To != move.To || way.Outcome != move.Outcome {
			continue
		}
		if needsConsent(all, way.To) && !move.Consent {
			return levels.Assessment{WhyNot: levels.Words{
				NB: "Familien må si ja til neste nivå først.", NN: "Familien må seie ja til neste nivå først.",
			}}, nil
		}
		return levels.Assessment{Allowed: true, Deadlines: deadlines(way, began)}, nil
	}
	return levels.Assessment{WhyNot: levels.Words{
		NB: "Kommunen har ingen vei dit fra dette nivået.", NN: "Kommunen har ingen veg dit frå dette nivået.",
	}}, nil
}

func needsConsent(all levels.Levels, code string) bool {
	for _, level := range all.Levels {
		if level.Code == code {
			return level.NeedsConsent
		}
	}
	return false
}

func deadlines(way levels.Transition, began time.Time) []levels.Deadline {
	if way.MeetingWithinDays == 0 {
		return nil
	}
	return []levels.Deadline{{
		What: levels.Words{NB: "Første møte", NN: "Første møte"},
		Due:  began.AddDate(0, 0, way.MeetingWithinDays).Format(time.DateOnly),
	}}
}
