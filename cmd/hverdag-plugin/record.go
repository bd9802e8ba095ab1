package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/replay"
)

type recordCommand struct {
	world
	Out     string   `required:"" help:"The file to write: testdata/session.json."`
	Do      []string `default:"check" sep:"none" help:"What to ask: --do check --do list."`
	Program []string `arg:"" optional:"" passthrough:"" help:"A folder with a plugin in Go, or a program and what it is started with."`
}

// Run records a session. What is asked is asked of the systems as they are.
func (c *recordCommand) Run(ctx context.Context) error {
	subject, done, err := program(c.Program)
	if err != nil {
		return err
	}
	defer done()
	c.Live = true
	opened, settings, err := c.open()
	if err != nil {
		return err
	}
	defer opened.Close()
	recorder := &replay.Recorder{
		Through: http.DefaultTransport, Redact: replay.Redaction{Secrets: slices.Collect(maps.Values(c.Secret))},
	}
	opened.Through = recorder
	running, err := plugintest.Start(ctx, subject, opened, settings, &shown{})
	if err != nil {
		return err
	}
	defer running.Close()
	for _, line := range c.Do {
		if err := ask(ctx, running, line); err != nil {
			return err
		}
	}
	recording := recorder.Recording()
	if err := recording.Save(c.Out); err != nil {
		return err
	}
	fmt.Printf("%d answers of %s are in %s, without secrets, cookies, numbers and addresses of persons.\nRead it before you share it: a name in running text is not found by itself.\n",
		len(recording.Log.Entries), strings.Join(recording.Hosts(), ", "), c.Out)
	return nil
}
