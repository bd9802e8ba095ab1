package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"

// table has our words on the left and the format's on the right.
type table map[string]string

var (
	reasons = table{
		stafettlogg.GoalReached: "maal_naadd", stafettlogg.IndividualPlan: "individuell_plan", stafettlogg.Moved: "flyttet",
		stafettlogg.Withdrawn: "samtykke_trukket", stafettlogg.OtherReason: "annet",
	}
	states        = table{stafettlogg.Open: "aapen", stafettlogg.Closed: "lukket"}
	goalStates    = table{"active": "aktiv", "reached": "naadd", "ended": "avsluttet"}
	measureStates = table{"planned": "planlagt", "under_way": "i_gang", "done": "utfort", "stopped": "avbrutt"}
	roles         = table{"caregiver": "foresatt", "service": "tjeneste", "child": "barn"}
)

// ours is our word for one of the format's, which the schema has checked.
func (t table) ours(theirs string) string {
	for our, their := range t {
		if their == theirs {
			return our
		}
	}
	return ""
}
