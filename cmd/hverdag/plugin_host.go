package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// pluginHost runs the municipalities' plugins once it is started: commands that
// only look after the databases run none. It is a host.Runner.
type pluginHost struct {
	exchange string // where plugins exchange files

	mu         sync.Mutex
	supervisor *host.Supervisor // nil until it is started
	notice     view.PluginNotice
}

func (p *pluginHost) runner() host.Runner {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.supervisor == nil {
		return host.Nowhere{}
	}
	return p.supervisor
}

// Use runs the plugin, with its own folder for exchange when that is granted.
func (p *pluginHost) Use(ctx context.Context, in host.Instance, do func(context.Context, host.Plugin) error) error {
	if in.Grant.Folder {
		in.Folder = filepath.Join(p.exchange, in.Municipality.String(), in.Manifest.Name)
		for _, box := range []string{"in", "out"} {
			if err := os.MkdirAll(filepath.Join(in.Folder, box), 0o700); err != nil {
				return host.NoFolder(err)
			}
		}
	}
	return p.runner().Use(ctx, in, do)
}

// Status tells how a plugin's process is here.
func (p *pluginHost) Status(municipality uuid.UUID, plugin string) host.Status {
	return p.runner().Status(municipality, plugin)
}

// Stop ends a plugin's process here.
func (p *pluginHost) Stop(municipality uuid.UUID, plugin string) {
	p.runner().Stop(municipality, plugin)
}

// Restart forgets a plugin's crashes.
func (p *pluginHost) Restart(municipality uuid.UUID, plugin string) {
	if supervisor, runs := p.runner().(*host.Supervisor); runs {
		supervisor.Restart(municipality, plugin)
	}
}

// startPlugins lets plugins run from here on, until the store is closed.
// outside is asked instead of the internet, in the demo.
func (s *store) startPlugins(outside http.RoundTripper) error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding the program that shuts plugins in: %w", err)
	}
	launcher := []string{program}
	c := s.config.Plugins
	run, err := host.RunFolder(c.Run)
	if err != nil {
		return err
	}
	if c.Folder, err = filepath.Abs(c.Folder); err != nil {
		return fmt.Errorf("finding the plugins' folder: %w", err)
	}
	supervisor, err := host.New(host.Config{
		Releases: c.Folder, Run: run, Launcher: launcher, Developer: c.Developer,
		Interpreters: interpreters(c.Node), Readable: c.NodeFolders, Clock: clock.System{}, Log: s.log, Outside: outside,
		AllowPlain: func(name string) bool { return slices.Contains(c.PrivateHosts, name) },
		Limits:     host.Limits{Memory: int64(c.Memory) << 20, Backoff: s.backoff()},
	})
	if err != nil {
		return errors.Join(err, os.RemoveAll(run))
	}
	s.closers = append(s.closers, func() error {
		supervisor.Close()
		return os.RemoveAll(run)
	})
	s.plugins.mu.Lock()
	defer s.plugins.mu.Unlock()
	s.plugins.supervisor, s.plugins.notice = supervisor, s.pluginNotice(launcher)
	return nil
}

// backoff is the host's own, but in the demo.
func (s *store) backoff() time.Duration {
	if s.config.Profile == config.Demo {
		return demoBackoff
	}
	return 0
}

func interpreters(node string) map[string]string {
	if node == "" {
		return nil
	}
	return map[string]string{"node": node}
}

// pluginNotice finds out how this machine shuts plugins in, and says so once.
func (s *store) pluginNotice(launcher []string) view.PluginNotice {
	kind, err := sandbox.Best(launcher)
	line := shutIn(kind, err, s.config.Plugins.Developer)
	switch {
	case s.config.Plugins.Developer:
		s.log.Warn(line)
		return view.PluginsDeveloper
	case err != nil:
		s.log.Warn(line)
		return view.PluginsCannotRun
	}
	s.log.Info(line)
	return view.PluginsShutIn
}
