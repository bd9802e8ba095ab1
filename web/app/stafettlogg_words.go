package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func (r *Request) linkState(one *stafettlogg.Link) (string, view.Tone) {
	switch one.State {
	case stafettlogg.Starting:
		return r.L().T("stafettlogg.state.starting"), view.Info
	case stafettlogg.Active:
		return r.L().T("stafettlogg.state.active"), view.Good
	case stafettlogg.Closed:
		return r.L().T("stafettlogg.state.closed"), view.Attention
	}
	return r.L().T("stafettlogg.state.ended"), view.Neutral
}

// logProblem says in plain words whose fault it is that another system could not
// be asked; empty when that is not what an error tells.
func (r *Request) logProblem(err error) string {
	problem, is := asProblem(err)
	if !is {
		return ""
	}
	return r.logFault(problem.Whose)
}

func (r *Request) logFault(whose string) string {
	switch whose {
	case "system":
		return r.L().T("stafettlogg.fault.system")
	case "plugin":
		return r.L().T("stafettlogg.fault.plugin")
	case "settings":
		return r.L().T("stafettlogg.fault.settings")
	}
	return r.L().T("stafettlogg.fault.ours")
}

func (r *Request) endedBecause(why string) string {
	switch why {
	case stafettlogg.EndedWithdrawn:
		return r.L().T("stafettlogg.ended.withdrawn")
	case stafettlogg.EndedRunOut:
		return r.L().T("stafettlogg.ended.run_out")
	case stafettlogg.EndedStrict:
		return r.L().T("stafettlogg.stop.strict")
	case stafettlogg.EndedFollowUp:
		return r.L().T("stafettlogg.ended.follow_up")
	case stafettlogg.EndedRemoved:
		return r.L().T("stafettlogg.ended.removed")
	}
	return r.L().T("stafettlogg.ended.here")
}

func (r *Request) stopWords(why string) string {
	switch why {
	case stafettlogg.StopStrict:
		return r.L().T("stafettlogg.stop.strict")
	case stafettlogg.StopClosed:
		return r.L().T("stafettlogg.ended.follow_up")
	case stafettlogg.StopNotTheirs:
		return r.L().T("stafettlogg.stop.no_child")
	case stafettlogg.StopNoSystem:
		return r.L().T("stafettlogg.stop.no_system")
	}
	return r.L().T("stafettlogg.stop.no_consent")
}

// dayWords writes a day of another system in words; as it stands when it is none.
func (r *Request) dayWords(day string) string {
	if day == "" {
		return r.L().T("stafettlogg.none")
	}
	if date := clock.Date(day); !date.Time().IsZero() {
		return r.L().DateFull(date)
	}
	return day
}
