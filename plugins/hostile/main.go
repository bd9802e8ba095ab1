// Command hostile is a plugin that tries what a plugin must not be able to do.
// The tests of plugins/host start it as any other plugin, shut in as any other,
// and see to it that nothing comes of it. What it does before it is told
// anything is decided by the name it is started by, and the rest by its
// settings.
package main

import (
	"os"
	"path/filepath"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

func main() {
	if early, known := beforehand[filepath.Base(os.Args[0])]; known {
		early()
	}
	sdk.Serve(&hostile{})
}
