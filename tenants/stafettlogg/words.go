package stafettlogg

import "github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"

// StateKey is the locale key of the state of a goal or a measure; empty for one
// that we do not know.
func StateKey(kind Kind, state string) string {
	if kind == KindMeasure {
		return plan.Status(state).Key()
	}
	return goalState(state).Key()
}
