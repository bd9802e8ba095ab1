package main

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
)

const where = "https://stafettlogg.example" + logvendor.Base

// TestMain lets the host start plugins from here, and has no test wait for a system that is asked again.
func TestMain(m *testing.M) {
	sandbox.Main()
	pause = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	os.Exit(m.Run())
}

// connected is the plugin with the stand-in behind it.
type connected struct {
	host.Plugin
	vendor *logvendor.Server
	world  *plugintest.World
}

func connect(t *testing.T, options logvendor.Options) connected {
	t.Helper()
	options.Token = "hemmelig"
	vendor, err := logvendor.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vendor.Close() })
	world := plugintest.NewWorld(t)
	world.Secret(settingToken, "hemmelig")
	world.Handle("stafettlogg.example", vendor)
	plugin := plugintest.Open(t, &system{}, world, map[string]string{settingAddress: where + "/"})
	return connected{plugin, vendor, world}
}

func (c connected) write(t *testing.T, write stafettlogg.Write) stafettlogg.Receipt {
	t.Helper()
	receipt, err := c.Write(t.Context(), write)
	if err != nil {
		t.Fatalf("%s: %v", write.Key, err)
	}
	return receipt
}

func (c connected) start(t *testing.T) string {
	t.Helper()
	return c.write(t, stafettlogg.Write{Key: "start", Start: &stafettlogg.Log{ChildReference: "barn-1", AgeGroup: "6-12", Level: "1"}}).LogID
}

func (c connected) read(t *testing.T, logID string) stafettlogg.Log {
	t.Helper()
	log, err := c.Read(t.Context(), logID)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// problem is what the host makes of an error.
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
