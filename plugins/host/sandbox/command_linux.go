package sandbox

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// nobody is who a plugin is when the host is root.
const nobody = 65534

// Command is how the process that spec describes is started: launcher is our
// own program with what comes before Argument, and env is everything the
// process gets of an environment. The thread that starts it must live as long
// as the process shall.
func Command(launcher []string, spec Spec, env []string) (*exec.Cmd, error) {
	if err := spec.check(); err != nil {
		return nil, fmt.Errorf("preparing a sandbox: %w", err)
	}
	encoded, err := json.Marshal(sealed{Spec: spec, Env: env})
	if err != nil {
		return nil, fmt.Errorf("preparing a sandbox: %w", err)
	}
	cmd := exec.Command(launcher[0], append(launcher[1:len(launcher):len(launcher)], Argument)...)
	cmd.Env = []string{specVariable + "=" + string(encoded)}
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if spec.Kind == Namespaces {
		addNamespaces(cmd.SysProcAttr)
	}
	return cmd, nil
}

func addNamespaces(attributes *syscall.SysProcAttr) {
	attributes.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID |
		syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS
	attributes.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
	attributes.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
	if os.Geteuid() == 0 {
		attributes.UidMappings = append(attributes.UidMappings, syscall.SysProcIDMap{ContainerID: nobody, HostID: nobody, Size: 1})
		attributes.GidMappings = append(attributes.GidMappings, syscall.SysProcIDMap{ContainerID: nobody, HostID: nobody, Size: 1})
		attributes.GidMappingsEnableSetgroups = true
	}
}

// sealed is what the launcher is given: the environment too, so that nothing in
// our own program takes itself for the plugin.
type sealed struct {
	Spec
	Env []string
}

// HostPath is where the host finds a path of the process with that number.
func (s Spec) HostPath(process int, path string) string {
	if s.Kind == Namespaces {
		return "/proc/" + strconv.Itoa(process) + "/root" + path
	}
	return path
}

// Main makes the process the plugin that the launcher was asked for, and never
// returns then. Programs that start plugins call it before anything else.
func Main() {
	if len(os.Args) < 2 || os.Args[len(os.Args)-1] != Argument {
		return
	}
	err := launch()
	fmt.Fprintf(os.Stderr, "sandbox: %v\n", err)
	os.Exit(126)
}

func launch() error {
	given := sealed{}
	if err := json.Unmarshal([]byte(os.Getenv(specVariable)), &given); err != nil {
		return fmt.Errorf("reading what to run: %w", err)
	}
	if err := given.check(); err != nil {
		return err
	}
	return become(given.Spec, given.Env)
}
