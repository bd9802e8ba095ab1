package host

import (
	"context"
	"errors"
	"slices"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// Codes of a Problem that the host itself tells of. Those that begin with
// plugin are the plugin's fault, and those with host ours.
const (
	CodeCrashed        = "plugin.crashed"        // its process ended
	CodeTimeout        = sdk.CodeTimeout         // it did not answer
	CodeStartTimeout   = "plugin.start_timeout"  // it was not ready in time
	CodeNotStarted     = "plugin.not_started"    // it did not become a plugin
	CodeLies           = "plugin.lies"           // it is not what its manifest says
	CodeMemory         = "plugin.memory"         // it took too much
	CodeThreads        = "plugin.threads"        // it started too many
	CodeBusy           = "plugin.busy"           // it used the processor all the time
	CodeClutter        = "plugin.clutter"        // it filled the folder of its socket
	CodeTooLarge       = sdk.CodeTooLarge        // it answered more than a message may hold
	CodeInvalidAnswer  = "plugin.invalid_answer" // it answered what cannot be understood
	CodeWaiting        = "plugin.waiting"        // crashed; RetryAfter says when
	CodeQuarantined    = "plugin.quarantined"    // crashed too often
	CodeStopped        = "host.stopped"          // somebody stopped it, or the host is stopping
	CodeNoSandbox      = "host.no_sandbox"       // this machine cannot shut it in
	CodeReleaseMissing = "host.release_missing"  // its files are not on this machine
	CodeReleaseChanged = "host.release_changed"  // its files are not what the manifest says
	CodePlatform       = "host.platform"         // the release is for other machines
	CodeNoRuntime      = "host.no_runtime"       // the operator has named no interpreter
	CodeCannotStart    = "host.cannot_start"     // the machine refused to start a process
	CodeNotImplemented = sdk.CodeNotImplemented  // it does not do that job
)

// errOurs is in what kept us from starting a process at all.
var errOurs = errors.New("the host could not start a process")

var whose = map[sdk.Source]string{
	sdk.FromPlugin: Plugins, sdk.FromSystem: Systems, sdk.FromSettings: Settings, sdk.FromHost: Ours,
}

// ours are codes that only the host says: what is done about them is not for a
// plugin to decide.
var ours = []string{
	CodeCrashed, CodeStartTimeout, CodeNotStarted, CodeLies, CodeMemory, CodeThreads, CodeBusy, CodeClutter, CodeWaiting, CodeQuarantined,
	CodeStopped, CodeNoSandbox, CodeReleaseMissing, CodeReleaseChanged, CodePlatform, CodeNoRuntime, CodeCannotStart,
}

// problemOf turns the error of a call into a Problem. What a plugin says is
// cleaned on the way. It is not in the cause, which is for the operator's log:
// a plugin may say something of a child there.
func problemOf(err error) *Problem {
	fault := sdk.FaultsOf(err)[0]
	problem := &Problem{
		Whose: whose[fault.Source], Code: cleanCode(fault.Code), Field: cleanCode(fault.Field), RetryAfter: fault.RetryAfter,
		Message: sdk.Words{NB: cleanLine(fault.Message.NB, 300), NN: cleanLine(fault.Message.NN, 300)},
		Cause:   quiet(err),
	}
	if slices.Contains(ours, problem.Code) {
		problem.Code = sdk.CodeError
	}
	switch problem.Whose {
	case "":
		problem.Whose = Plugins
	case Settings:
		problem.Lasting = true
	}
	if problem.Code == "" {
		problem.Code = sdk.CodeError
	}
	if problem.Code == CodeNotImplemented {
		problem.Lasting = true
	}
	return problem
}

// quiet is how a call ended, without what the plugin said of it.
func quiet(err error) error { return errors.New("the call ended as " + status.Code(err).String()) }

// explain tells why a call of this process failed. A caller who gave up gets
// what the context says; that is nobody's fault.
func (p *process) explain(ctx context.Context, err error) *Problem {
	if why := p.why(); why != nil {
		return why
	}
	said := status.Code(err)
	if said == codes.Unavailable && len(status.Convert(err).Details()) == 0 {
		if why := p.dying(); why != nil {
			return why
		}
	}
	if ctx.Err() != nil || said == codes.DeadlineExceeded {
		return p.telling(&Problem{Whose: Plugins, Code: CodeTimeout, Cause: quiet(err)}, err)
	}
	return p.telling(problemOf(err), err)
}

// telling adds what the plugin said of it, in developer mode.
func (p *process) telling(problem *Problem, err error) *Problem {
	if p.house.Developer {
		problem.Cause = errors.New(cleanLine(err.Error(), 500))
	}
	return problem
}

// NoFolder is the Problem of a program that cannot make the folder a plugin
// exchanges files in.
func NoFolder(cause error) *Problem {
	return &Problem{Whose: Ours, Code: "host.no_folder", Cause: cause}
}
