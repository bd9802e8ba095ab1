// Command hverdag runs Hverdag and looks after it.
//
//	hverdag demo           everything on this machine, with invented families
//	hverdag serve          the service
//	hverdag migrate        bring every database to this program's version
//	hverdag municipality   list, create, activate and suspend municipalities
//	hverdag console invite let one of the foundation's people in to the console
//	hverdag audit verify   recompute the logs and say what does not fit
//	hverdag plugin add     put a signed release of a plugin in the catalogue
//	hverdag config check   say what is wrong with the settings
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
)

type commands struct {
	Demo         demoCommand         `cmd:"" help:"Run everything on this machine, with four municipalities of invented families."`
	Serve        serveCommand        `cmd:"" help:"Run the service."`
	Migrate      migrateCommand      `cmd:"" help:"Bring every database to this program's version, one municipality at a time."`
	Municipality municipalityCommand `cmd:"" help:"List, create, activate and suspend municipalities."`
	Console      consoleCommand      `cmd:"" help:"Let the foundation's people in to the console."`
	Audit        auditCommand        `cmd:"" help:"Verify the logs of who has looked."`
	Plugin       pluginCommand       `cmd:"" help:"Add plugins to the catalogue, and say whose are trusted."`
	Config       configCommand       `cmd:"" help:"Show and check the settings."`
}

func main() {
	sandbox.Main() // a plugin that is about to be shut in, and nothing else, stays here
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli commands
	options := append(config.Options(),
		kong.Name("hverdag"),
		kong.Description("Hverdagsplan for families, municipality by municipality."),
		kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	chosen := kong.Parse(&cli, options...)
	if err := chosen.Run(); err != nil {
		fmt.Fprintf(os.Stderr, "hverdag: %v\n", err)
		os.Exit(1)
	}
}
