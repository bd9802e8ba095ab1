// Command generate writes new migrations: what has changed in the ent schema
// since the last one, as SQL for both dialects. Run it from the repository's
// root, as `make migration name=add_measures` does.
//
// With -hash it only writes the folders' checksums anew, after a migration has
// been written by hand. It starts a throw-away PostgreSQL for the comparison.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

var goodName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func main() {
	name := flag.String("name", "", "what the migration does, in small letters: add_measures")
	root := flag.String("root", filepath.Join("ent", "migrations"), "the folder of migrations")
	hash := flag.Bool("hash", false, "only write the checksums anew")
	flag.Parse()
	if err := generate(context.Background(), *root, *name, *hash); err != nil {
		fmt.Fprintln(os.Stderr, "migration:", err)
		os.Exit(1)
	}
}

func generate(ctx context.Context, root, name string, hashOnly bool) error {
	if hashOnly {
		return hashAll(root)
	}
	if !goodName.MatchString(name) {
		return fmt.Errorf("a name in small letters is needed, such as name=add_measures")
	}
	server, err := startScratch(ctx)
	if err != nil {
		return err
	}
	defer server.stop()
	for _, set := range sets {
		if err := server.generateSet(ctx, root, set, name); err != nil {
			return fmt.Errorf("%s: %w", set.name, err)
		}
	}
	return nil
}
