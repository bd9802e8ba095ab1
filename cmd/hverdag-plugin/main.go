// Command hverdag-plugin helps whoever writes a plugin of Hverdag.
//
//	hverdag-plugin new     begin a plugin that works, with tests
//	hverdag-plugin check   try it on all that goes wrong, and say how it went
//	hverdag-plugin run     run it, with live logs, real systems or a debugger
//	hverdag-plugin demo    begin a demo municipality that can install it
//	hverdag-plugin record  keep a session with a live system for tests
//	hverdag-plugin sign    make keys, and the signed manifest of a release
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
)

type commands struct {
	New    newCommand    `cmd:"" help:"Begin a plugin that works, with tests that pass."`
	Check  checkCommand  `cmd:"" help:"Run the conformance suite on a plugin and print a report."`
	Run    runCommand    `cmd:"" help:"Run a plugin and ask it things, with everything it does shown as it does it."`
	Demo   demoCommand   `cmd:"" help:"Begin a local demo that has the plugin in its catalogue, and show what it logs."`
	Record recordCommand `cmd:"" help:"Run a plugin against live systems and keep the session for tests, without secrets and personal data."`
	Sign   signCommand   `cmd:"" help:"Make a publisher's keys, and the signed manifest of a release."`
}

func main() {
	sandbox.Main() // when check starts this program again to shut a plugin in
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli commands
	chosen := kong.Parse(&cli,
		kong.Name("hverdag-plugin"),
		kong.Description("For those who write plugins of Hverdag. The tutorial is docs/plugins/tutorial.md."),
		kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err := chosen.Run(); err != nil {
		fmt.Fprintf(os.Stderr, "hverdag-plugin: %v\n", err)
		os.Exit(1)
	}
}
