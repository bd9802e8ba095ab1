package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// The example that shows what becomes of a plugin that fails, and of one whose
// next version asks for more.
const (
	exampleName     = "example-fails"
	exampleNext     = "1.1.0"
	exampleRelease  = "release.json"
	exampleManifest = `{"version": "` + exampleNext + `", "host": "eksempel.example"}`
)

// demoBackoff is how long the demo's host waits after a first crash: a visitor
// shall not wait minutes for a quarantine.
const demoBackoff = 50 * time.Millisecond

// buildNextExample makes the example's second release of its first: the same
// program, which reads beside it which version it is.
func buildNextExample(ctx context.Context, first, tool, key, about string) (string, error) {
	place := first + "-next"
	program, err := os.ReadFile(filepath.Join(first, exampleName))
	if err != nil {
		return "", fmt.Errorf("reading the example: %w", err)
	}
	if err := copyProgram(program, filepath.Join(place, exampleName)); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(place, exampleRelease), []byte(exampleManifest), 0o600); err != nil {
		return "", fmt.Errorf("writing the example's version: %w", err)
	}
	if err := os.Remove(filepath.Join(place, manifest.FileName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("signing the example anew: %w", err)
	}
	return place, run(exec.CommandContext(ctx, tool, "sign", "release", place, "--key", key, "--about", about))
}

// tryUntilQuarantined tries a plugin that crashes until it is not started any
// more, as its administrator would.
func tryUntilQuarantined(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	for range 20 {
		var problem *host.Problem
		if err := connection.Try(ctx, v, id); !errors.As(err, &problem) {
			return err
		}
		if problem.Code == host.CodeQuarantined {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(problem.RetryAfter + 10*time.Millisecond):
		}
	}
	return nil
}
