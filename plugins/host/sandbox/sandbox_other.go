//go:build !linux

package sandbox

import (
	"os/exec"
	"path/filepath"
)

// Command starts a plugin as it is: only Linux can shut one in, and elsewhere
// only an operator's developer mode runs any.
func Command(_ []string, spec Spec, env []string) (*exec.Cmd, error) {
	if err := spec.check(); err != nil {
		return nil, err
	}
	if spec.Kind != None {
		return nil, ErrNone
	}
	program := filepath.Join(spec.Release, spec.Entry)
	cmd := exec.Command(program)
	if spec.Interpreter != "" {
		cmd = exec.Command(spec.Interpreter, program)
	}
	cmd.Dir, cmd.Env = spec.Release, env
	return cmd, nil
}

// HostPath is where the host finds a path of the process with that number.
func (s Spec) HostPath(_ int, path string) string { return path }

// Main has nothing to do where nothing can be shut in.
func Main() {}

// Best says that nothing can be shut in.
func Best([]string) (Kind, error) { return None, ErrNone }

// Try says that nothing can be shut in.
func Try([]string, Kind) error { return ErrNone }
