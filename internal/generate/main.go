// Command generate writes the code that is made from the ent schema, the templ
// pages and the plugins' contracts. Run it from the repository's root, as `make generate` does.
//
// With -check it writes nothing there: it generates beside and says which
// files would change, so that code in the tree is never older than its source.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

const (
	module = "github.com/stinesofiesstiftelse/hverdagspakke"
	pages  = "web/view" // where the templ files are
	protos = "plugins/proto"
)

// schemas are the folders of ent's two clients.
var schemas = []string{"ent/control", "ent/tenant"}

func main() {
	check := flag.Bool("check", false, "write nothing; say what would change")
	flag.Parse()
	if err := run(".", *check); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(root string, check bool) (err error) {
	if !check {
		return generateAll(root, root)
	}
	beside, err := os.MkdirTemp("", "hverdag-generated-")
	if err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(beside)) }()
	if err := generateAll(root, beside); err != nil {
		return err
	}
	stale, err := compareAll(root, beside)
	if err != nil {
		return err
	}
	for _, name := range stale {
		fmt.Fprintln(os.Stderr, "not as it would be generated:", name)
	}
	if len(stale) > 0 {
		return errors.New("generated code is older than its source; run make generate")
	}
	return nil
}

// generateAll reads sources under root and writes what they give under target.
func generateAll(root, target string) error {
	for _, schema := range schemas {
		if err := generateEnt(root, target, schema); err != nil {
			return fmt.Errorf("%s: %w", schema, err)
		}
	}
	if _, err := os.Stat(filepath.Join(root, pages)); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err := generatePages(root, target); err != nil {
		return fmt.Errorf("%s: %w", pages, err)
	}
	if err := generateProtos(root, target); err != nil {
		return fmt.Errorf("%s: %w", protos, err)
	}
	if err := generateReference(root, target); err != nil {
		return fmt.Errorf("%s: %w", reference, err)
	}
	return nil
}
