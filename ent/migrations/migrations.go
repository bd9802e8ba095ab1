// Package migrations holds the versioned SQL that brings a database to the
// shape the program knows: two sets (the control plane's and a municipality's)
// for two dialects. The files are made from the ent schema by the program in
// generate (`make migration name=...`), and a test there compares them with
// the schema. A file that has been released is never changed; it is followed
// by another.
//
// A migration must leave the previous release of the program working, because
// both run while the municipalities are taken one after the other: first add,
// then use, and remove only what no running release reads.
//
// Only tenants and tenants/provision may apply migrations.
package migrations

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"entgo.io/ent/dialect"
)

// Migration is one step. Its SQL runs in one transaction.
type Migration struct {
	Version int
	Name    string
	SQL     string
}

//go:embed control/*/*.sql tenant/*/*.sql
var files embed.FS

var (
	control = byDialect("control")
	tenant  = byDialect("tenant")
)

// Control returns the control plane's migrations in order, for one of ent's
// two dialect names that the program supports.
func Control(entDialect string) []Migration { return control(entDialect) }

// Tenant returns a municipality's migrations in order, for one of ent's two
// dialect names that the program supports.
func Tenant(entDialect string) []Migration { return tenant(entDialect) }

// Latest is the version that a set brings a database to.
func Latest(set []Migration) int {
	if len(set) == 0 {
		return 0
	}
	return set[len(set)-1].Version
}

// byDialect reads a set's files at the first need. The files are part of the
// program, so that one that cannot be read, or a dialect that does not exist,
// is the programmer's mistake.
func byDialect(set string) func(string) []Migration {
	sqlite := sync.OnceValue(func() []Migration { return mustRead(path.Join(set, "sqlite")) })
	postgres := sync.OnceValue(func() []Migration { return mustRead(path.Join(set, "postgres")) })
	return func(entDialect string) []Migration {
		switch entDialect {
		case dialect.SQLite:
			return slices.Clone(sqlite())
		case dialect.Postgres:
			return slices.Clone(postgres())
		default:
			panic(fmt.Sprintf("migrations: there are none for dialect %q", entDialect))
		}
	}
}

func mustRead(folder string) []Migration {
	read, err := readFolder(files, folder)
	if err != nil {
		panic("migrations: " + err.Error())
	}
	return read
}

func readFolder(from fs.FS, folder string) ([]Migration, error) {
	names, err := fs.Glob(from, path.Join(folder, "*.sql"))
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", folder, err)
	}
	found := make([]Migration, 0, len(names))
	for _, name := range names {
		m, err := readMigration(from, name)
		if err != nil {
			return nil, err
		}
		if last := Latest(found); m.Version <= last {
			return nil, fmt.Errorf("%s comes after version %d", name, last)
		}
		found = append(found, m)
	}
	return found, nil
}

// readMigration reads a file named by its version and what it does:
// 0002_add_measures.sql.
func readMigration(from fs.FS, file string) (Migration, error) {
	text, err := fs.ReadFile(from, file)
	if err != nil {
		return Migration{}, fmt.Errorf("reading %s: %w", file, err)
	}
	number, name, ok := strings.Cut(strings.TrimSuffix(path.Base(file), ".sql"), "_")
	version, err := strconv.Atoi(number)
	if !ok || err != nil || version < 1 || len(number) != 4 {
		return Migration{}, fmt.Errorf("%s is not named by a version of four digits and a word", file)
	}
	return Migration{Version: version, Name: name, SQL: string(text)}, nil
}
