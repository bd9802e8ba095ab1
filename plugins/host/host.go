// Package host runs plugins: one process for each municipality and plugin,
// started when it is needed, shut in, watched, and stopped when it is idle.
//
// Whoever wants something of a plugin calls Use on a Runner:
//
//	err := runner.Use(ctx, instance, func(ctx context.Context, p host.Plugin) error {
//		health, err := p.Check(ctx)
//		...
//	})
//
// Errors that come out of Use are *Problem when the plugin, the system behind
// it, its settings or the host was at fault.
package host

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// Runner gives a running plugin to those who need one. The Supervisor is one;
// plugintest.InProcess is another, for tests.
type Runner interface {
	// Use starts the instance's process unless it runs, and calls do with it.
	// What do asks of the plugin is one operation: the plugin may reach out
	// through the host while it lasts and no longer.
	Use(ctx context.Context, in Instance, do func(ctx context.Context, p Plugin) error) error

	// Status tells how the instance's process is in this replica.
	Status(municipality uuid.UUID, plugin string) Status

	// Stop ends the instance's process, if it runs; the next Use starts it with
	// what it is given then.
	Stop(municipality uuid.UUID, plugin string)
}

// Plugin is a running plugin. A method of a job it does not do fails with a
// *Problem with the code "plugin.not_implemented".
type Plugin interface {
	Check(ctx context.Context) (sdk.Health, error)

	// List calls each with what the register has, in chunks, and tells how the
	// list ended. When it fails, nothing that came before it counts. Each may
	// keep what is in a chunk, not its lists: the next chunk is in the same ones.
	List(ctx context.Context, query registry.Query, each func(registry.Chunk) error) (registry.End, error)
	Inspect(ctx context.Context, file registry.File) (registry.Inspection, error)
	Publish(ctx context.Context, directory registry.Directory) ([]registry.File, error)

	stafettlogg.System

	ReadLevels(ctx context.Context) (levels.Levels, error)
	Assess(ctx context.Context, move levels.Move) (levels.Assessment, error)
}

// Instance is a plugin as one municipality has installed it.
type Instance struct {
	Municipality uuid.UUID
	Manifest     manifest.Manifest
	Digest       string // of the manifest; names the folder of its files
	Grant        manifest.Grant
	Setup        sdk.Setup // Host is filled in by the runner
	Secret       func(key string) (string, error)
	State        State
	Folder       string // where files are exchanged; empty: nowhere
	Record       Recorder
}

// State keeps what a plugin wants to remember. Values are at most 64 KiB.
type State interface {
	Read(ctx context.Context, key string) (value []byte, found bool, err error)
	// Write keeps a value; nil forgets. It returns ErrStateFull when the plugin
	// keeps too much already.
	Write(ctx context.Context, key string, value []byte) error
}

// ErrStateFull is what a State says to a plugin that wants to keep more than it
// may: the plugin's own doing, and nothing for an operator's log.
var ErrStateFull = errors.New("the plugin keeps too much")

// Recorder is told what a plugin does. It must be quick, and safe for
// concurrent use.
type Recorder interface {
	// Called tells of a request the host sent out, or refused, for the plugin.
	Called(Call)
	// Said tells of a line the plugin wrote to the administrator.
	Said(level sdk.LogLevel, text string)
	// Changed tells that the process is in another state.
	Changed(Status)
}

// Call is one thing the host did, or refused to do, outside for a plugin.
type Call struct {
	Kind    string // http, folder
	Place   string // host name, or in and out
	Method  string
	Status  int    // HTTP status; zero when there was no answer
	Refused string // why the host did not do it; empty when it did
	Out, In int    // bytes
	Took    time.Duration
}

// States of a process.
const (
	Stopped     = "stopped"
	Starting    = "starting"
	Healthy     = "healthy"
	Degraded    = "degraded"    // runs, and its last call failed
	Waiting     = "waiting"     // crashed; started again after a while
	Quarantined = "quarantined" // crashed too often; an administrator must start it
)

// Status is how a process is.
type Status struct {
	State     string
	Since     time.Time
	Crashes   int // within the last hour
	RetryAt   time.Time
	Memory    int64 // bytes of its own
	Problem   *Problem
	Sandbox   string // namespaces, landlock, or none (developer mode)
	ProcessID int
}

// Whose fault a Problem is.
const (
	Ours     = "host"
	Plugins  = "plugin"
	Systems  = "system" // the system behind the plugin
	Settings = "settings"
)

// Problem is a fault in or behind a plugin.
type Problem struct {
	Whose      string
	Code       string // stable: "plugin.crashed", "system.rate_limited", "host.refused"
	Field      string // the setting at fault
	RetryAfter time.Duration
	Message    sdk.Words // what the plugin says to the administrator; may be empty
	Lasting    bool      // trying again as it is cannot help
	Cause      error     // for the operator's log
}

// Error says it for a log.
func (p *Problem) Error() string {
	if p.Cause == nil {
		return p.Whose + ": " + p.Code
	}
	return p.Whose + ": " + p.Code + ": " + p.Cause.Error()
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Cause }
