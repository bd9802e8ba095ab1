package main

import (
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// root is the folder of migrations, seen from this package.
const root = ".."

func scratch(t *testing.T, entDialect string) *sql.DB {
	t.Helper()
	db, err := openMemory()
	if entDialect == dialect.Postgres {
		db, err = openPostgres(testenv.NewDatabase(t))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// copied returns a copy of a set's folder, so that a test may write there.
func copied(t *testing.T, set tableSet, entDialect string) *migrate.LocalDir {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(folder, os.DirFS(filepath.Join(root, set.name, folders[entDialect]))); err != nil {
		t.Fatal(err)
	}
	dir, err := migrate.NewLocalDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func everyFolder(t *testing.T, check func(t *testing.T, set tableSet, entDialect string)) {
	for _, set := range sets {
		for _, entDialect := range []string{dialect.SQLite, dialect.Postgres} {
			t.Run(set.name+"/"+folders[entDialect], func(t *testing.T) { check(t, set, entDialect) })
		}
	}
}

func TestTheMigrationsMakeWhatTheSchemaSays(t *testing.T) {
	everyFolder(t, func(t *testing.T, set tableSet, entDialect string) {
		dir := copied(t, set, entDialect)
		changed, err := plan(t.Context(), scratch(t, entDialect), entDialect, set, dir, "9999_drift.sql")
		if err != nil {
			t.Fatal(err)
		}
		if changed {
			text, _ := fs.ReadFile(dir, "9999_drift.sql")
			t.Errorf("the schema has changed; run make migration name=WHAT_CHANGED. It would write:\n%s", text)
		}
	})
}

func TestAChangedColumnIsNoticed(t *testing.T) {
	everyFolder(t, func(t *testing.T, set tableSet, entDialect string) {
		table := *set.tables[0]
		table.Columns = append([]*schema.Column{}, table.Columns...)
		table.AddColumn(&schema.Column{Name: "unheard_of", Type: table.Columns[0].Type, Nullable: true})
		tables := append([]*schema.Table{&table}, set.tables[1:]...)
		dir := copied(t, set, entDialect)
		changed, err := plan(t.Context(), scratch(t, entDialect), entDialect, tableSet{set.name, tables}, dir, "9999_drift.sql")
		if err != nil || !changed {
			t.Errorf("a new column gives changed=%v, err=%v", changed, err)
		}
		text, err := fs.ReadFile(dir, "9999_drift.sql")
		if err != nil || !strings.Contains(string(text), "unheard_of") {
			t.Errorf("the new column is not in the file written: %v\n%s", err, text)
		}
	})
}

func TestAHandEditOfAReleasedMigrationIsNoticed(t *testing.T) {
	everyFolder(t, func(t *testing.T, set tableSet, entDialect string) {
		dir := copied(t, set, entDialect)
		if err := migrate.Validate(dir); err != nil {
			t.Fatalf("atlas.sum does not fit the files: %v; a new file written by hand needs make migration hash=1", err)
		}
		first, err := dir.Files()
		if err != nil {
			t.Fatal(err)
		}
		if err := dir.WriteFile(first[0].Name(), append(first[0].Bytes(), "-- edited\n"...)); err != nil {
			t.Fatal(err)
		}
		if migrate.Validate(dir) == nil {
			t.Error("an edited file passes")
		}
	})
}

// Ent never plans the removal of a table, so that drift alone does not show it.
func TestTheMigrationsMakeNoTableThatTheSchemaLacks(t *testing.T) {
	everyFolder(t, func(t *testing.T, set tableSet, entDialect string) {
		db := scratch(t, entDialect)
		steps := migrations.Tenant(entDialect)
		if set.name == "control" {
			steps = migrations.Control(entDialect)
		}
		if _, _, err := migrations.Apply(t.Context(), db, entDialect, steps); err != nil {
			t.Fatal(err)
		}
		want := map[string]bool{"schema_versions": true}
		for _, table := range set.tables {
			want[table.Name] = true
		}
		have := tablesOf(t, db, entDialect)
		for name := range have {
			if !want[name] {
				t.Errorf("table %s is not in the schema; write a migration that drops it by hand", name)
			}
		}
		if len(have) != len(want) {
			t.Errorf("the database has %d tables, the schema %d", len(have), len(want))
		}
	})
}

func tablesOf(t *testing.T, db *sql.DB, entDialect string) map[string]bool {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if entDialect == dialect.Postgres {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	}
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	have := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		have[name] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return have
}

func TestOneVersionHasOneNameInBothDialects(t *testing.T) {
	for _, set := range sets {
		names := map[string]string{}
		for _, folder := range folders {
			files, err := filepath.Glob(filepath.Join(root, set.name, folder, "*.sql"))
			if err != nil || len(files) == 0 {
				t.Fatalf("no migrations in %s/%s: %v", set.name, folder, err)
			}
			for _, file := range files {
				version, name, _ := strings.Cut(filepath.Base(file), "_")
				if other, ok := names[version]; ok && other != name {
					t.Errorf("%s: version %s is both %s and %s", set.name, version, other, name)
				}
				names[version] = name
			}
		}
	}
}

func TestAMigrationHasAProperName(t *testing.T) {
	for _, name := range []string{"", "Add", "add measures", "../add", "1add"} {
		if err := generate(t.Context(), t.TempDir(), name, false); err == nil {
			t.Errorf("the name %q is accepted", name)
		}
	}
}
