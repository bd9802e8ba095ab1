package main

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
)

// TestConformance is what `hverdag-plugin check` runs.
func TestConformance(t *testing.T) {
	plugintest.Run(t, func() sdk.Plugin { return &model{} }, plugintest.Fixture{})
}

func TestTheFirstMeetingIsWithinThreeWeeksOverAMonthsEnd(t *testing.T) {
	plugin := plugintest.Open(t, &model{}, plugintest.NewWorld(t), nil)
	move := levels.Move{Level: "1", Outcome: "behov_for_andre", To: "2", On: "2026-12-20", Consent: true}
	answer, err := plugin.Assess(t.Context(), move)
	if err != nil || !answer.Allowed || len(answer.Deadlines) != 1 || answer.Deadlines[0].Due != "2027-01-10" {
		t.Errorf("%+v %v", answer, err)
	}
	move.Consent = false
	if answer, err = plugin.Assess(t.Context(), move); err != nil || answer.Allowed {
		t.Errorf("without the family's yes: %+v %v", answer, err)
	}
}
