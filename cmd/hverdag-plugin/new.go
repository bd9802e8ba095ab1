package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/scaffold"
)

type newCommand struct {
	Name   string `arg:"" help:"What the plugin is called: a-z, 0-9 and hyphen."`
	Kind   string `required:"" enum:"registry,stafettlogg,levels" help:"What it does: ${enum}."`
	Lang   string `default:"go" enum:"go" help:"The language; for others see plugins/examples/node."`
	Folder string `help:"Where to write it; a folder with its name unless given."`
	Module string `help:"The Go module it is; its name unless given."`
	SDK    string `name:"sdk" help:"The folder of Hverdag's repository, to build with what is there; found by itself when it is above."`
}

// Run begins a plugin.
func (c *newCommand) Run() error {
	folder := c.Folder
	if folder == "" {
		folder = c.Name
	}
	sdk := c.SDK
	if sdk == "" {
		sdk = scaffold.FindSDK(filepath.Dir(folder))
	}
	err := scaffold.Write(folder, scaffold.Plugin{Name: c.Name, Kind: c.Kind, Module: c.Module, SDK: sdk})
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stdout, "%s is begun in %s. Now:\n\n  cd %s\n", c.Name, folder, folder)
	if sdk == "" {
		fmt.Fprintln(os.Stdout, "  go mod tidy")
	}
	fmt.Fprintln(os.Stdout, "  hverdag-plugin check")
	return nil
}
