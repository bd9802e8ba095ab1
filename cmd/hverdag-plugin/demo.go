package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
)

type demoCommand struct {
	Hverdag string `default:"hverdag" help:"The program hverdag."`
	Data    string `type:"path" help:"An empty folder for the demo's data; a temporary one unless given."`
	Addr    string `default:"127.0.0.1:8080" help:"The address the demo listens on."`
	Plugin  string `arg:"" default:"." type:"existingdir" help:"The folder of a plugin in Go."`
}

// Run builds the plugin, signs it with a key that is thrown away, and begins a
// demo that has it in its catalogue. What the demo logs is shown as it comes.
func (c *demoCommand) Run(ctx context.Context) (err error) {
	folder, err := os.MkdirTemp("", "hverdag-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if c.Data == "" {
		c.Data = filepath.Join(folder, "data")
	}
	release := filepath.Join(folder, "release")
	public, err := c.release(ctx, release)
	if err != nil {
		return err
	}
	for _, arguments := range [][]string{
		{"migrate"}, {"plugin", "trust", public}, {"plugin", "add", "--publish", release}, {"demo", "--addr", c.Addr},
	} {
		if err := c.hverdag(ctx, arguments...); err != nil {
			return fmt.Errorf("hverdag %s: %w", arguments[0], err)
		}
	}
	return nil
}

// hverdag runs a command of the program, on the demo's data. An interrupt lets
// it end by itself.
func (c *demoCommand) hverdag(ctx context.Context, arguments ...string) error {
	command := exec.CommandContext(ctx, c.Hverdag, arguments...)
	command.Env = append(os.Environ(), "HVERDAG_PROFILE=demo", "HVERDAG_DATA="+c.Data)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	if err := command.Run(); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

// release makes a signed release of the plugin, and returns the public key.
func (c *demoCommand) release(ctx context.Context, folder string) (public string, err error) {
	about, err := readAbout(filepath.Join(c.Plugin, "about.json"))
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	program := filepath.Join(folder, about.Entry)
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", program, ".")
	build.Dir, build.Env, build.Stderr = c.Plugin, append(os.Environ(), "CGO_ENABLED=0"), os.Stderr
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("building the plugin: %w", err)
	}
	private, public, err := manifest.NewKey("demo")
	if err != nil {
		return "", err
	}
	_, _, err = writeManifest(ctx, folder, about, private)
	return public, err
}
