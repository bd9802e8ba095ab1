package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// world is what is around a plugin that is run by hand.
type world struct {
	Set     map[string]string `help:"A setting: --set base_url=https://…"`
	Secret  map[string]string `help:"A secret: --secret token=…"`
	Fixture string            `type:"path" help:"Settings, recordings and files as for check."`
	Live    bool              `help:"Let requests go to the systems as they are, instead of to recordings."`
	Plain   bool              `help:"With --live: let addresses be http too."`
	Folder  string            `type:"path" help:"The folder for exchange: its in and out. A temporary one unless given."`
}

// open makes the world.
func (w *world) open() (_ *plugintest.World, settings map[string]string, err error) {
	root := w.Folder
	if root == "" {
		if root, err = os.MkdirTemp("", "hverdag-run-"); err != nil {
			return nil, nil, err
		}
	}
	opened, err := plugintest.OpenWorld(root)
	if err != nil {
		return nil, nil, err
	}
	settings = map[string]string{}
	if w.Fixture != "" {
		fixture, err := plugintest.LoadFixture(w.Fixture)
		if err != nil {
			return nil, nil, err
		}
		for key, value := range fixture.Settings {
			settings[key] = value
		}
		for key, value := range fixture.Secrets {
			opened.Secret(key, value)
		}
		if err := fixture.World(opened); err != nil {
			return nil, nil, err
		}
	}
	for key, value := range w.Set {
		settings[key] = value
	}
	for key, value := range w.Secret {
		opened.Secret(key, value)
	}
	if w.Live {
		opened.Through, opened.Plain = http.DefaultTransport, w.Plain
	}
	return opened, settings, nil
}

type runCommand struct {
	world
	Do      []string `help:"What to ask, instead of reading it from the terminal: --do check --do list." sep:"none"`
	Debug   bool     `help:"Wait for a plugin that is started in a debugger."`
	Attach  string   `type:"path" help:"Attach to a plugin that is being debugged, by the file it wrote."`
	Program []string `arg:"" optional:"" passthrough:"" help:"A folder with a plugin in Go, or a program and what it is started with."`
}

// Run runs a plugin by hand.
func (c *runCommand) Run(ctx context.Context) error {
	subject, done, err := c.subject()
	if err != nil {
		return err
	}
	defer done()
	opened, settings, err := c.open()
	if err != nil {
		return err
	}
	defer opened.Close()
	running, err := plugintest.Start(ctx, subject, opened, settings, &shown{})
	if err != nil {
		return err
	}
	defer running.Close()
	fmt.Printf("%s %s runs %s. Its folder is %s.\n", running.Said.Name, running.Said.Version, subject.Way(), opened.Root)
	if len(c.Do) > 0 {
		for _, line := range c.Do {
			if err := ask(ctx, running, line); err != nil {
				return err
			}
		}
		return nil
	}
	return converse(ctx, running)
}

func (c *runCommand) subject() (_ plugintest.Subject, done func(), err error) {
	switch {
	case c.Attach != "":
		return plugintest.Debugged(c.Attach), func() {}, nil
	case c.Debug:
		folder, err := os.MkdirTemp("", "hverdag-debug-")
		if err != nil {
			return nil, nil, err
		}
		path := filepath.Join(folder, "where.json")
		fmt.Printf("Start the plugin in your debugger, for instance:\n\n  %s=%s dlv debug .\n\n", sdk.DebugEnv, path)
		return plugintest.Debugged(path), func() { _ = os.RemoveAll(folder) }, nil
	}
	return program(c.Program)
}

// program is what is named: a folder is built first.
func program(named []string) (_ plugintest.Subject, done func(), err error) {
	if len(named) > 0 && named[0] == "--" {
		named = named[1:]
	}
	if len(named) == 0 {
		named = []string{"."}
	}
	if info, err := os.Stat(named[0]); err != nil || !info.IsDir() {
		return plugintest.Process(os.Stderr, named...), func() {}, nil
	}
	folder, err := os.MkdirTemp("", "hverdag-run-")
	if err != nil {
		return nil, nil, err
	}
	done = func() { _ = os.RemoveAll(folder) }
	built := filepath.Join(folder, "plugin")
	build := exec.Command("go", "build", "-o", built, ".")
	build.Dir, build.Stderr = named[0], os.Stderr
	if err := build.Run(); err != nil {
		done()
		return nil, nil, fmt.Errorf("building the plugin: %w", err)
	}
	return plugintest.Process(os.Stderr, append([]string{built}, named[1:]...)...), done, nil
}

// shown prints what a plugin does, as it does it.
type shown struct{ mu sync.Mutex }

// Called prints a request.
func (s *shown) Called(call host.Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	came := fmt.Sprint(call.Status)
	if call.Refused != "" {
		came = "refused: " + call.Refused
	}
	fmt.Printf("  → %s %s %s: %s (%d bytes in, %v)\n", call.Kind, call.Method, call.Place, came, call.In, call.Took.Round(1e6))
}

// Said prints a line to the administrator.
func (s *shown) Said(level sdk.LogLevel, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := map[sdk.LogLevel]string{sdk.Info: "info", sdk.Warn: "warn", sdk.Error: "error"}[level]
	fmt.Printf("  ✎ %s: %s\n", name, text)
}

// Changed prints nothing: the process is the author's own.
func (s *shown) Changed(host.Status) {}

func converse(ctx context.Context, running *plugintest.Running) error {
	fmt.Println("Ask: describe, check, list, find REFERENCE, read LOG, levels. End with quit.")
	lines := make(chan string)
	go func() {
		defer close(lines)
		from := bufio.NewScanner(os.Stdin)
		for from.Scan() {
			lines <- from.Text()
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return nil
		case line, more := <-lines:
			if !more || strings.TrimSpace(line) == "quit" {
				return nil
			}
			if err := ask(ctx, running, line); err != nil {
				fmt.Println("  ✗", err)
			}
		}
	}
}

var errNotAsked = errors.New("that cannot be asked; try describe, check, list, find REFERENCE, read LOG or levels")
