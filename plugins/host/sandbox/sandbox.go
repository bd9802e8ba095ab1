// Package sandbox shuts a plugin's process in. The host starts its own program
// again as a launcher, which takes everything away from itself and then becomes
// the plugin: what the plugin never had it cannot misuse.
//
// There are two ways, for the machines that allow one and not the other. See
// docs/decisions/0012-two-ways-to-shut-a-plugin-in.md.
package sandbox

import (
	"errors"
	"path/filepath"
	"strings"
)

// Kind is a way of shutting in.
type Kind string

// The ways. Namespaces is the better one; Landlock needs nothing of the
// machine but a kernel; None is the operator's developer mode.
const (
	Namespaces Kind = "namespaces"
	Landlock   Kind = "landlock"
	None       Kind = "none"
)

// ErrNone is returned when the machine allows neither way.
var ErrNone = errors.New("neither namespaces nor Landlock can be used on this machine")

// Argument is the first argument of the launcher.
const Argument = "plugin-sandbox"

// specVariable is the launcher's whole environment.
const specVariable = "HVERDAG_SANDBOX"

// Spec is a process and what it is left with.
type Spec struct {
	Kind    Kind
	Release string // the folder it may read and run
	Entry   string // the program within it

	// Interpreter runs the entry when it is not a program of its own; it and
	// what it loads are in Readable, folders the operator has named.
	Interpreter string   `json:",omitempty"`
	Readable    []string `json:",omitempty"`

	// Sockets is where it makes its socket, when it has no folder of its own:
	// with Landlock and None.
	Sockets string `json:",omitempty"`

	Limits Limits
}

// Limits are what a process may use. The kernel holds them; memory and
// processor time are watched by the host besides.
type Limits struct {
	Data      uint64 // bytes it may map to write in
	Space     uint64 // bytes of addresses
	Files     uint64 // open at once
	Processes uint64 // threads; held with Namespaces only
	Everybody uint64 // threads of all who are the same user, from where on it gets none; held with Landlock
	Scratch   uint64 // bytes of its own temporary folder; only with Namespaces
}

// Usual are limits that suit programs in Go.
func Usual() Limits {
	return Limits{Data: 768 << 20, Space: 4 << 30, Files: 256, Processes: 96, Everybody: 4096, Scratch: 16 << 20}
}

// UsualFor are limits for a runtime; one with a just-in-time compiler takes
// many addresses and uses few of them.
func UsualFor(runtime string) Limits {
	limits := Usual()
	if runtime != "" {
		limits.Data, limits.Space = 2<<30, 64<<30
	}
	return limits
}

// check refuses a Spec that could reach outside what it names.
func (s Spec) check() error {
	switch s.Kind {
	case Namespaces, Landlock, None:
	default:
		return errors.New("no such kind of sandbox")
	}
	if !filepath.IsAbs(s.Release) {
		return errors.New("the release's folder has no full path")
	}
	if !filepath.IsLocal(s.Entry) {
		return errors.New("the program is not within the release")
	}
	if s.Kind != Namespaces && !filepath.IsAbs(s.Sockets) {
		return errors.New("there is no folder for the socket")
	}
	for _, folder := range s.Readable {
		if !filepath.IsAbs(folder) || filepath.Clean(folder) == "/" {
			return errors.New("a readable folder must be a full path below the root")
		}
	}
	if s.Interpreter != "" && !s.readable(s.Interpreter) {
		return errors.New("the interpreter is not in a readable folder")
	}
	return nil
}

func (s Spec) readable(path string) bool {
	for _, folder := range s.Readable {
		if path == folder || strings.HasPrefix(path, filepath.Clean(folder)+"/") {
			return true
		}
	}
	return false
}

// Folders as the plugin sees them when it has namespaces of its own.
const (
	insideRelease = "/plugin"
	insideScratch = "/tmp"
)

// SocketFolder is where the process makes its socket, as it sees it.
func (s Spec) SocketFolder() string {
	if s.Kind == Namespaces {
		return insideScratch
	}
	return s.Sockets
}
