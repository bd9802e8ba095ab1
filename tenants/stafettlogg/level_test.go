package stafettlogg

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
)

func TestALevelIsShownWithItsStepAndTheWaysOn(t *testing.T) {
	model := levels.Levels{
		Levels: []levels.Level{
			{Code: "0", Steps: []levels.Step{{Code: "del", DeadlineDays: 14}}}, {Code: "A", NeedsConsent: true},
		},
		Transitions: []levels.Transition{{From: "0", To: "A"}, {From: "0"}, {From: "A", To: "0"}},
	}
	for _, yes := range []bool{true, false} {
		found, known, err := levelOf(model, "0", "del", yes)
		if err != nil || !known || found.Step.DeadlineDays != 14 || len(found.Ways) != 2 {
			t.Fatalf("%+v %v %v", found, known, err)
		}
		if found.Ways[0].NeedsYes == yes || found.Ways[1].NeedsYes {
			t.Errorf("with a yes %v, %+v", yes, found.Ways)
		}
	}
	if _, known, _ := levelOf(model, "7", "", true); known {
		t.Error("a level that the municipality does not have is shown")
	}
	if found, _, _ := levelOf(model, "0", "annet", true); found.Step.Code != "" {
		t.Error("a step that the level does not have is shown")
	}
}
