package plugintest

import (
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// LauncherEnv names the environment variable by which `hverdag-plugin check`
// lends Run a program that shuts plugins in, as a municipality's host does: a
// test's own program cannot.
const LauncherEnv = "HVERDAG_PLUGIN_LAUNCHER"

// ShutIn has Conform also run the program as it is run in a municipality, shut
// in. launcher is a program that calls sandbox.Main before anything else.
func ShutIn(program Subject, launcher string) Subject {
	p, ok := program.(process)
	if !ok {
		return program
	}
	p.launcher = launcher
	return p
}

func canBeShutIn(s *suite) string {
	p, ok := s.subject.(process)
	if !ok {
		return asProcess(s)
	}
	if p.launcher == "" {
		return "nothing shuts it in; hverdag-plugin check does"
	}
	if _, err := sandbox.Best([]string{p.launcher}); err != nil {
		return "this machine allows no sandbox: " + err.Error()
	}
	return ""
}

// notGranted is what plugins say of a host that is not granted.
const notGranted = "host.not_granted"

// shutIn runs the plugin in the host's own supervisor, where no host is
// granted: a plugin that asks for one must say so, and live.
func shutIn(ctx context.Context, s *suite) (err error) {
	p := s.subject.(process)
	house, err := os.MkdirTemp("", "hv") // a short path, for sockets
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(house)) }()
	if err := os.Chmod(house, 0o755); err != nil {
		return err
	}
	config := host.Config{Releases: filepath.Join(house, "releases"), Run: filepath.Join(house, "run"), Launcher: []string{p.launcher}}
	released, err := p.release(config.Releases)
	if err != nil {
		return err
	}
	if released.Runtime != "" {
		path, err := exec.LookPath(released.Runtime)
		if err != nil {
			return err
		}
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
		config.Interpreters = map[string]string{released.Runtime: path}
		config.Readable = present("/usr", "/lib", "/lib64", filepath.Dir(path))
	}
	m, err := manifest.Make(s.said, released, nil)
	if err != nil && len(m.Name) == 0 {
		return err
	}
	return s.inHouse(ctx, config, m)
}

// inHouse asks the plugin of its health and its job through a Supervisor.
func (s *suite) inHouse(ctx context.Context, config host.Config, m manifest.Manifest) error {
	folder := filepath.Join(config.Releases, "new")
	var err error
	if m.Files, err = manifest.Files(folder); err != nil {
		return err
	}
	text, err := manifest.Text(m)
	if err != nil {
		return err
	}
	digest := manifest.Digest(text)
	if err := os.Rename(folder, filepath.Join(config.Releases, digest)); err != nil {
		return err
	}
	world, err := s.world()
	if err != nil {
		return err
	}
	defer s.drop(world)
	supervisor, err := host.New(config)
	if err != nil {
		return err
	}
	defer supervisor.Close()
	in := Instance(s.said, world, s.fixture.Settings)
	in.Manifest, in.Digest, in.Grant.Digest = m, digest, digest
	in.Grant.Hosts = nil // nothing is asked of systems that somebody uses
	return supervisor.Use(ctx, in, func(ctx context.Context, p host.Plugin) error {
		_, err := p.Check(ctx)
		if err == nil && feature("registry")(s) == "" {
			_, err = p.List(ctx, s.fixture.Query, func(registry.Chunk) error { return nil })
		}
		if err == nil && feature("levels")(s) == "" {
			_, err = p.ReadLevels(ctx)
		}
		var problem *host.Problem
		if errors.As(err, &problem) && (problem.Code == notGranted || problem.Whose == host.Systems) {
			return nil // it said, as it should, that it could not reach its system
		}
		return err
	})
}

// release copies the program, and what is beside it when it needs an
// interpreter, to a folder "new".
func (p process) release(releases string) (manifest.About, error) {
	about := manifest.About{Publisher: "hverdag-plugin check", Platform: runtime.GOOS + "/" + runtime.GOARCH}
	folder := filepath.Join(releases, "new")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return about, err
	}
	if len(p.command) == 1 {
		about.Entry = "plugin"
		if needsLibraries(p.command[0]) {
			return about, errors.New("the program needs the machine's libraries, which are not there where it is shut in; build it with CGO_ENABLED=0")
		}
		return about, copyFile(p.command[0], filepath.Join(folder, about.Entry))
	}
	if len(p.command) != 2 || filepath.Base(p.command[0]) != "node" {
		return about, fmt.Errorf("%q cannot be run in a municipality: a release is one program, or one that node runs", p.command)
	}
	about.Runtime, about.Entry = "node", filepath.Base(p.command[1])
	return about, copyFolder(filepath.Dir(p.command[1]), folder)
}

// needsLibraries tells whether a program is linked when it starts.
func needsLibraries(path string) bool {
	program, err := elf.Open(path)
	if err != nil {
		return false // a script, or for another system
	}
	defer func() { _ = program.Close() }() // it is only read
	for _, part := range program.Progs {
		if part.Type == elf.PT_INTERP {
			return true
		}
	}
	return false
}

func copyFolder(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch {
		case entry.IsDir() && entry.Name() == ".bin": // links that npm makes
			return fs.SkipDir
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		case !entry.Type().IsRegular():
			return nil
		}
		return copyFile(path, filepath.Join(to, name))
	})
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o555)
}

func present(folders ...string) []string {
	var there []string
	for _, folder := range folders {
		if _, err := os.Stat(folder); err == nil {
			there = append(there, folder)
		}
	}
	return there
}
