package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logfiles"
)

const where = "https://utveksling.example" + logfiles.Base

// TestMain has no test wait for a system that is asked again.
func TestMain(m *testing.M) {
	pause = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	os.Exit(m.Run())
}

// exchanging is the plugin with a system at the other end.
type exchanging struct {
	host.Plugin
	world    *plugintest.World
	settings map[string]string
	system   *logfiles.System
}

func byFolder(t *testing.T, system *logfiles.System, settings map[string]string) *exchanging {
	t.Helper()
	world := plugintest.NewWorld(t)
	e := &exchanging{world: world, settings: settings, system: system}
	e.restart(t)
	return e
}

func byHTTP(t *testing.T, system *logfiles.System, settings map[string]string) *exchanging {
	t.Helper()
	all := map[string]string{settingWay: wayHTTP, settingAddress: where}
	for key, value := range settings {
		all[key] = value
	}
	world := plugintest.NewWorld(t)
	world.Handle("utveksling.example", system)
	e := &exchanging{world: world, settings: all, system: system}
	e.restart(t)
	return e
}

// restart begins a new plugin in the same world.
func (e *exchanging) restart(t testing.TB) {
	t.Helper()
	e.Plugin = plugintest.Open(t, newExchange(), e.world, e.settings)
}

// round has the other system do its round of the folder, if there is one.
func (e *exchanging) round(t testing.TB) {
	t.Helper()
	if e.settings[settingWay] == wayHTTP {
		return
	}
	if err := e.system.Round(e.world.Root); err != nil {
		t.Fatal(err)
	}
}

// remove takes a file away that the other system has put out.
func (e *exchanging) remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(e.world.Root, "in", name)); err != nil {
		t.Fatal(err)
	}
}

func (e *exchanging) log(t *testing.T, logID string) stafettlogg.Log {
	t.Helper()
	log, err := e.Read(t.Context(), logID)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func (e *exchanging) write(t *testing.T, write stafettlogg.Write) stafettlogg.Receipt {
	t.Helper()
	receipt, err := e.Write(t.Context(), write)
	if err != nil {
		t.Fatalf("%s: %v", write.Key, err)
	}
	return receipt
}

func problem(t *testing.T, err error) *host.Problem {
	t.Helper()
	var p *host.Problem
	if !errors.As(err, &p) {
		t.Fatalf("%v is no problem", err)
	}
	return p
}

func said(t *testing.T, words sdk.Words) {
	t.Helper()
	if words.NB == "" || words.NN == "" {
		t.Errorf("nothing is said in one of the languages: %+v", words)
	}
}

// example is the published example of a log.
func example(t *testing.T) format.Object {
	t.Helper()
	content, err := os.ReadFile("format/examples/logg.json")
	if err != nil {
		t.Fatal(err)
	}
	documents, problems := format.Read("logg.json", content)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return documents[0]
}

const exampleID = "0d3f3a52-6a1c-4f0e-9a51-0d2a4c1b7e01"
