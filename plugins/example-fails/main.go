// Command example-fails is a plugin for the demo that does what nobody wants of
// one, so that people can see what becomes of it: it ends in the middle of its
// work, and its next version asks for more. It reads no register and sends
// nothing.
package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// releaseFile beside the program says which version the release is.
const releaseFile = "release.json"

// failsKey is the setting that has it fail.
const failsKey = "fails"

// release is what sets one version apart from another.
type release struct {
	Version string `json:"version"`
	Host    string `json:"host"` // that it asks to talk to; empty: none
}

func main() { sdk.Serve(&plugin{release: readRelease(filepath.Dir(os.Args[0]))}) }

// readRelease reads which version this is; the first has no file.
func readRelease(folder string) release {
	said := release{Version: "1.0.0"}
	text, err := os.ReadFile(filepath.Join(folder, releaseFile))
	if err != nil {
		return said
	}
	if err := json.Unmarshal(text, &said); err != nil {
		return release{Version: "0.0.0"} // not what its manifest says: it is not run
	}
	return said
}

type plugin struct {
	release release
	fails   bool
}

// Describe says what this version asks for.
func (p *plugin) Describe() sdk.Description {
	said := sdk.Description{
		Name: "example-fails", Version: p.release.Version,
		Settings: []sdk.Setting{{
			Key: failsKey, Kind: sdk.YesNo, Default: "yes", Label: sdk.Words{NB: "Skal eksempelet feile?", NN: "Skal dømet feile?"},
		}},
	}
	if p.release.Host != "" {
		said.Hosts = []sdk.HostName{{Name: p.release.Host, Why: sdk.Words{
			NB: "Ingenting. Eksempelet viser bare hvordan det er å bli spurt om mer.", NN: "Ingenting. Dømet viser berre korleis det er å bli spurd om meir.",
		}}}
	}
	return said
}

// Configure takes whether it is to fail.
func (p *plugin) Configure(_ context.Context, setup sdk.Setup) error {
	p.fails = setup.Settings[failsKey] != "no"
	return nil
}

// Check ends the whole program when it is to fail.
func (p *plugin) Check(context.Context) (sdk.Health, error) {
	if p.fails {
		os.Exit(1)
	}
	return sdk.Health{OK: true}, nil
}

// List has nothing to list.
func (p *plugin) List(context.Context, registry.Query, *registry.Writer) (registry.End, error) {
	return registry.End{Complete: true}, nil
}
