package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// problemOf is what is wrong with a connection, whose fault it is and what to
// do about it; nil when nothing is.
func (r *Request) problemOf(one connection.Installed) *view.ConnectionProblem {
	switch {
	case one.Release == nil:
		return r.problem(&host.Problem{Whose: host.Ours, Code: host.CodeReleaseMissing})
	case one.Release.Withdrawn():
		return r.problem(&host.Problem{Whose: host.Ours, Code: connection.CodeWithdrawn})
	case one.Whose == "" || one.State != connection.Active:
		return nil
	case one.Health == connection.HealthQuarantined:
		return r.problem(&host.Problem{Whose: host.Plugins, Code: host.CodeQuarantined})
	}
	return r.problem(&host.Problem{Whose: one.Whose, Code: one.Code})
}

// problem says a fault in words.
func (r *Request) problem(p *host.Problem) *view.ConnectionProblem {
	said := &view.ConnectionProblem{Tone: view.Danger}
	switch p.Whose {
	case host.Settings:
		said.Tone, said.Title = view.Attention, r.L().T("connection.whose.settings")
	case host.Systems:
		said.Title = r.L().T("connection.whose.system")
	case host.Plugins:
		said.Title = r.L().T("connection.whose.plugin")
	default:
		said.Title = r.L().T("connection.whose.host")
	}
	said.Lines = append(said.Lines, r.happened(p))
	if message := r.said(p.Message); message != "" {
		said.Lines = append(said.Lines, r.L().T("connection.plugin_says", "Text", message))
	}
	said.Lines = append(said.Lines, r.whatToDo(p.Whose), r.L().T("connection.code", "Code", p.Code))
	return said
}

// happened tells what happened, for the faults there are words for, and of the
// others whose it is.
func (r *Request) happened(p *host.Problem) string {
	switch p.Code {
	case connection.CodeNoSetting:
		return r.L().T("connection.fault.no_setting")
	case connection.CodeWithdrawn:
		return r.L().T("connection.fault.withdrawn")
	case connection.CodePaused:
		return r.L().T("connection.fault.paused")
	case connection.CodeNotGranted:
		return r.L().T("connection.fault.not_granted")
	case connection.CodeNotWell:
		return r.L().T("connection.fault.not_well")
	case host.CodeReleaseMissing, host.CodeReleaseChanged:
		return r.L().T("connection.fault.release")
	case host.CodeNoSandbox:
		return r.L().T("connection.fault.no_sandbox")
	case host.CodeQuarantined:
		return r.L().T("connection.fault.quarantined")
	case host.CodeCrashed, host.CodeWaiting, sdk.CodePanic:
		return r.L().T("connection.fault.crashed")
	case host.CodeMemory, host.CodeBusy, host.CodeThreads, host.CodeTooLarge:
		return r.L().T("connection.fault.too_much")
	case host.CodeTimeout, host.CodeStartTimeout:
		return r.L().T("connection.fault.timeout")
	case host.CodeLies, host.CodeNotStarted, host.CodeInvalidAnswer:
		return r.L().T("connection.fault.lies")
	case sdk.CodeUnreachable, sdk.CodeSystemTimeout:
		return r.L().T("connection.fault.unreachable")
	case "system.rate_limited":
		return r.L().T("connection.fault.rate_limited")
	}
	switch p.Whose {
	case host.Settings:
		return r.L().T("connection.fault.settings")
	case host.Systems:
		return r.L().T("connection.fault.system")
	case host.Plugins:
		return r.L().T("connection.fault.plugin")
	}
	return r.L().T("connection.fault.host")
}

func (r *Request) whatToDo(whose string) string {
	switch whose {
	case host.Settings:
		return r.L().T("connection.do.settings")
	case host.Systems:
		return r.L().T("connection.do.system")
	case host.Plugins:
		return r.L().T("connection.do.plugin")
	}
	return r.L().T("connection.do.host")
}

// asProblem is the fault in an error, if it holds one.
func asProblem(err error) (*host.Problem, bool) {
	var problem *host.Problem
	found := errors.As(err, &problem)
	return problem, found
}
