package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"

	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"
)

// features of ent that the program uses. Each adds to what is compiled, for
// every table; see docs/decisions before adding one.
var features = []string{"sql/versioned-migration", "sql/lock", "sql/upsert"}

func generateEnt(root, target, folder string) error {
	out := filepath.Join(target, folder)
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("making %s: %w", out, err)
	}
	config := &gen.Config{Target: out, Package: path.Join(module, folder)}
	source := "." + string(filepath.Separator) + filepath.Join(root, folder, "schema")
	return entc.Generate(source, config, entc.FeatureNames(features...))
}
