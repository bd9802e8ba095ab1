package host

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"google.golang.org/protobuf/proto"
)

// attempt is one try to start a process. Those who wait for it read problem
// when over is closed.
type attempt struct {
	seat    *seat
	in      Instance
	over    chan struct{}
	problem *Problem
}

func (a *attempt) run() {
	s := a.seat
	started, problem := a.start()
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.over()
	if problem == nil {
		s.running, s.idle = started, s.house.Clock.Now()
		started.watched()
		return
	}
	a.problem = problem
	s.house.Log.Warn("plugin did not start", "plugin", s.key.plugin, "municipality", s.key.municipality, "problem", problem)
	if problem.Whose == Ours { // the plugin is not to blame, and the next may succeed
		s.turn(Stopped, problem)
		return
	}
	s.crashed(problem)
}

// start takes the process to where it can be configured. It ends the process
// again when anything fails.
func (a *attempt) start() (*process, *Problem) {
	house := a.seat.house
	ctx, cancel := context.WithTimeout(house.ctx, house.Limits.Start)
	defer cancel()
	spec, problem := a.spec()
	if problem != nil {
		return nil, problem
	}
	if problem := house.verified.check(spec.Release, a.in); problem != nil {
		return nil, problem
	}
	started, err := launch(ctx, a.seat, a.in, spec)
	if err != nil {
		return nil, startProblem(ctx, house, err)
	}
	said, err := client.New(started.conn).Describe(ctx)
	if err != nil {
		why := started.explain(ctx, err)
		started.stop(why)
		return nil, why
	}
	if lie := lies(said, a.in); lie != nil {
		why := &Problem{Whose: Plugins, Code: CodeLies, Lasting: true, Cause: lie}
		started.stop(why)
		return nil, why
	}
	if err := started.attach(); err != nil {
		why := started.explain(ctx, err)
		started.stop(why)
		return nil, why
	}
	return started, nil
}

// startProblem tells whose fault it is that no process came to be.
func startProblem(ctx context.Context, house *Supervisor, err error) *Problem {
	if house.ctx.Err() != nil {
		return &Problem{Whose: Ours, Code: CodeStopped, Cause: err}
	}
	if errors.Is(err, errOurs) {
		return &Problem{Whose: Ours, Code: CodeCannotStart, Cause: err}
	}
	if ctx.Err() != nil {
		return &Problem{Whose: Plugins, Code: CodeStartTimeout, Cause: err}
	}
	return &Problem{Whose: Plugins, Code: CodeNotStarted, Cause: err}
}

// spec decides how the process is shut in.
func (a *attempt) spec() (sandbox.Spec, *Problem) {
	house, m := a.seat.house, a.in.Manifest
	spec := sandbox.Spec{Release: filepath.Join(house.Releases, a.in.Digest), Entry: m.Entry, Limits: sandbox.UsualFor(m.Runtime)}
	if !isDigest(a.in.Digest) {
		return spec, &Problem{Whose: Ours, Code: CodeReleaseMissing, Lasting: true, Cause: errors.New("the digest is not one")}
	}
	if platform := runtime.GOOS + "/" + runtime.GOARCH; m.Platform != platform && m.Platform != runtime.GOOS+"/any" {
		return spec, &Problem{Whose: Ours, Code: CodePlatform, Lasting: true, Cause: errors.New("the release is for " + m.Platform)}
	}
	if m.Runtime != "" {
		spec.Interpreter, spec.Readable = house.Interpreters[m.Runtime], house.Readable
		if spec.Interpreter == "" {
			return spec, &Problem{Whose: Ours, Code: CodeNoRuntime, Lasting: true, Cause: errors.New("no interpreter for " + m.Runtime)}
		}
	}
	spec.Kind = house.Sandbox
	if spec.Kind == "" {
		best, err := sandbox.Best(house.Launcher)
		if err != nil && !house.Developer {
			return spec, &Problem{Whose: Ours, Code: CodeNoSandbox, Lasting: true, Cause: err}
		}
		spec.Kind = best
	}
	if spec.Kind == sandbox.None && !house.Developer {
		return spec, &Problem{Whose: Ours, Code: CodeNoSandbox, Lasting: true, Cause: sandbox.ErrNone}
	}
	return spec, nil
}

// lies compares what the plugin says of itself with what its signed manifest
// says of it.
func lies(description sdk.Description, in Instance) error {
	m := in.Manifest
	signed := sdk.DescriptionProto(sdk.Description{
		Name: m.Name, Version: m.Version, Features: m.Features,
		Settings: m.Asks.Settings, Receives: m.Asks.Receives, Hosts: m.Asks.Hosts, Folder: m.Asks.Folder,
	})
	said := sdk.DescriptionProto(description)
	slices.Sort(said.Features)
	slices.Sort(signed.Features)
	switch {
	case said.GetName() != signed.GetName():
		return errors.New("it says that it has another name")
	case said.GetVersion() != signed.GetVersion():
		return errors.New("it says that it is of another version")
	case !slices.Equal(said.GetFeatures(), signed.GetFeatures()):
		return errors.New("it says that it can do something else")
	case !proto.Equal(said, signed):
		return errors.New("it asks for something else")
	}
	return nil
}
