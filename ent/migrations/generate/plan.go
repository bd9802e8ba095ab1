package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"

	control "github.com/stinesofiesstiftelse/hverdagspakke/ent/control/migrate"
	tenant "github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/migrate"
)

// tableSet is one of the two schemas.
type tableSet struct {
	name   string
	tables []*schema.Table
}

var sets = []tableSet{
	{name: "control", tables: control.Tables},
	{name: "tenant", tables: tenant.Tables},
}

// folders are where each dialect's files are, under a set's folder.
var folders = map[string]string{dialect.SQLite: "sqlite", dialect.Postgres: "postgres"}

// fileContent writes a plan's statements with what each does above it.
var fileContent = template.Must(template.New("content").Parse(
	`{{ range .Changes }}{{ with .Comment }}-- {{ . }}
{{ end }}{{ .Cmd }};
{{ end }}`))

// plan writes what a set's schema has that its files have not, as one file
// more, and reports whether there was anything. scratch must be an empty
// database of the dialect; it is emptied again.
func plan(ctx context.Context, scratch *sql.DB, entDialect string, set tableSet, dir migrate.Dir, file string) (bool, error) {
	formatter, err := migrate.NewTemplateFormatter(template.Must(template.New("name").Parse(file)), fileContent)
	if err != nil {
		return false, fmt.Errorf("preparing a file: %w", err)
	}
	differ, err := schema.NewMigrate(entsql.OpenDB(entDialect, scratch),
		schema.WithDir(dir), schema.WithMigrationMode(schema.ModeReplay), schema.WithFormatter(formatter),
		schema.WithDropColumn(true), schema.WithDropIndex(true), schema.WithIndent("  "), schema.WithErrNoPlan(true))
	if err != nil {
		return false, fmt.Errorf("preparing the comparison: %w", err)
	}
	err = differ.NamedDiff(ctx, file, set.tables...)
	if errors.Is(err, migrate.ErrNoPlan) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("comparing schema and files: %w", err)
	}
	return true, nil
}

// generateSet writes a set's next migration for both dialects, under one
// version. A dialect in which nothing changes has no file of that version.
func (s *scratchServer) generateSet(ctx context.Context, root string, set tableSet, name string) error {
	version, err := nextVersion(filepath.Join(root, set.name))
	if err != nil {
		return err
	}
	file := fmt.Sprintf("%04d_%s.sql", version, name)
	for _, entDialect := range []string{dialect.SQLite, dialect.Postgres} {
		folder := filepath.Join(root, set.name, folders[entDialect])
		dir, err := migrate.NewLocalDir(folder)
		if err != nil {
			return fmt.Errorf("opening %s: %w", folder, err)
		}
		changed, err := s.planIn(ctx, entDialect, set, dir, file)
		if err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
		if changed {
			fmt.Println("wrote", filepath.Join(folder, file))
		} else {
			fmt.Println("nothing has changed for", folder)
		}
	}
	return nil
}

func (s *scratchServer) planIn(ctx context.Context, entDialect string, set tableSet, dir migrate.Dir, file string) (changed bool, err error) {
	scratch, err := s.open(ctx, entDialect)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, scratch.Close()) }()
	return plan(ctx, scratch, entDialect, set, dir, file)
}

func nextVersion(folder string) (int, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.sql"))
	if err != nil {
		return 0, fmt.Errorf("listing %s: %w", folder, err)
	}
	last := 0
	for _, file := range files {
		number, _, _ := strings.Cut(filepath.Base(file), "_")
		version, err := strconv.Atoi(number)
		if err != nil {
			return 0, fmt.Errorf("%s does not begin with a version", file)
		}
		last = max(last, version)
	}
	return last + 1, nil
}

func hashAll(root string) error {
	for _, set := range sets {
		for _, folder := range folders {
			path := filepath.Join(root, set.name, folder)
			dir, err := migrate.NewLocalDir(path)
			if err != nil {
				return fmt.Errorf("opening %s: %w", path, err)
			}
			sum, err := dir.Checksum()
			if err != nil {
				return fmt.Errorf("summing %s: %w", path, err)
			}
			if err := migrate.WriteSumFile(dir, sum); err != nil {
				return fmt.Errorf("writing the sum of %s: %w", path, err)
			}
		}
	}
	return nil
}
