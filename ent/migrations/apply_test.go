package migrations

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // the SQLite driver

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// bothDialects runs a test on both; open gives another pool on the same
// database, as another process would have.
func bothDialects(t *testing.T, check func(t *testing.T, entDialect string, open func() *sql.DB)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "test.db")
		pragmas := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "foreign_keys(1)"}}
		check(t, dialect.SQLite, func() *sql.DB {
			db, err := sql.Open("sqlite", "file:"+path+"?"+pragmas.Encode())
			return closing(t, db, err)
		})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		config, err := pgx.ParseConfig(testenv.NewDatabase(t))
		if err != nil {
			t.Fatal(err)
		}
		check(t, dialect.Postgres, func() *sql.DB { return closing(t, stdlib.OpenDB(*config), nil) })
	})
}

func closing(t *testing.T, db *sql.DB, err error) *sql.DB {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func family(more ...Migration) []Migration {
	return append([]Migration{
		{Version: 1, Name: "begin", SQL: "CREATE TABLE parents (id integer PRIMARY KEY);\nINSERT INTO parents VALUES (1);"},
		{Version: 2, Name: "add_children", SQL: "CREATE TABLE children (id integer PRIMARY KEY, parent_id integer NOT NULL REFERENCES parents (id) ON DELETE CASCADE);\nINSERT INTO children VALUES (7, 1);"},
	}, more...)
}

func TestAnEmptyDatabaseIsBroughtToTheLatestVersionAndThenLeftAlone(t *testing.T) {
	bothDialects(t, func(t *testing.T, entDialect string, open func() *sql.DB) {
		db := open()
		expectVersion(t, db, 0)
		set := Tenant(entDialect)
		for _, want := range []int{0, Latest(set)} {
			from, to, err := Apply(t.Context(), db, entDialect, set)
			if err != nil || from != want || to != Latest(set) {
				t.Fatalf("migrated from %d to %d, %v; want from %d to %d", from, to, err, want, Latest(set))
			}
		}
		expectVersion(t, db, Latest(set))
		if Latest(set) < 1 || number(t, db, "SELECT count(*) FROM case_files") != 0 {
			t.Error("the municipality's tables are not there")
		}
	})
}

func TestADatabaseOfANewerProgramIsNotTouched(t *testing.T) {
	bothDialects(t, func(t *testing.T, entDialect string, open func() *sql.DB) {
		db := open()
		mustApply(t, db, entDialect, family())
		from, to, err := Apply(t.Context(), db, entDialect, family()[:1])
		if !errors.Is(err, ErrNewer) || from != 2 || to != 2 {
			t.Errorf("an older program got %d, %d, %v", from, to, err)
		}
	})
}

func TestAMigrationThatFailsLeavesNothingHalfDoneAndCanBeTriedAgain(t *testing.T) {
	bothDialects(t, func(t *testing.T, entDialect string, open func() *sql.DB) {
		db := open()
		broken := Migration{Version: 3, Name: "broken", SQL: "CREATE TABLE half (id integer);\nINSERT INTO nowhere VALUES (1);"}
		from, to, err := Apply(t.Context(), db, entDialect, family(broken))
		if err == nil || from != 0 || to != 2 || !strings.Contains(err.Error(), "migration 3 (broken)") {
			t.Fatalf("got %d, %d, %v; want a failure after 2 that names migration 3", from, to, err)
		}
		expectVersion(t, db, 2)
		mended := Migration{Version: 3, Name: "mended", SQL: "CREATE TABLE half (id integer);"}
		mustApply(t, db, entDialect, family(mended))
		expectVersion(t, db, 3)
	})
}

func TestProcessesThatMigrateAtOnceDoEachStepOnce(t *testing.T) {
	bothDialects(t, func(t *testing.T, entDialect string, open func() *sql.DB) {
		var group sync.WaitGroup
		for range 8 {
			db := open()
			group.Go(func() {
				_, to, err := Apply(t.Context(), db, entDialect, family())
				if err != nil || to != 2 {
					t.Errorf("one of several got version %d, %v", to, err)
				}
			})
		}
		group.Wait()
		db := open()
		if number(t, db, "SELECT count(*) FROM children") != 1 || number(t, db, "SELECT count(*) FROM schema_versions") != 2 {
			t.Error("a step was done twice or not at all")
		}
	})
}

func TestAMigrationCutShortLeavesNoTransactionOpen(t *testing.T) {
	bothDialects(t, func(t *testing.T, entDialect string, open func() *sql.DB) {
		slow := Migration{Version: 3, Name: "slow", SQL: "CREATE TABLE half (id integer);\nSELECT pg_sleep(60);"}
		if entDialect == dialect.SQLite {
			slow.SQL = "CREATE TABLE half AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n;"
		}
		db := open()
		db.SetMaxOpenConns(1)
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		if _, to, err := Apply(ctx, db, entDialect, family(slow)); err == nil || to != 2 {
			t.Fatalf("a migration that never ends gives version %d, %v", to, err)
		}
		quick := Migration{Version: 3, Name: "quick", SQL: "CREATE TABLE half (id integer);"}
		mustApply(t, open(), entDialect, family(quick))
		expectVersion(t, db, 3)
	})
}

// SQLite changes a table by making another and dropping the first.
func TestATableMadeAnewOnSQLiteKeepsTheRowsThatReferToIt(t *testing.T) {
	anew := Migration{Version: 3, Name: "anew", SQL: `PRAGMA foreign_keys = off;
		CREATE TABLE new_parents (id integer PRIMARY KEY, name text NOT NULL DEFAULT '');
		INSERT INTO new_parents (id) SELECT id FROM parents;
		DROP TABLE parents;
		ALTER TABLE new_parents RENAME TO parents;
		PRAGMA foreign_keys = on;`}
	t.Run("sqlite", func(t *testing.T) {
		db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "test.db")+"?_pragma=foreign_keys(1)")
		closing(t, db, err)
		db.SetMaxOpenConns(1)
		mustApply(t, db, dialect.SQLite, family(anew))
		if number(t, db, "SELECT count(*) FROM children") != 1 {
			t.Error("the rows that refer to the table are gone")
		}
		if number(t, db, "PRAGMA foreign_keys") != 1 {
			t.Error("the connection came back with foreign keys off")
		}
	})
}

func TestAMigrationThatOrphansARowIsRefused(t *testing.T) {
	bothDialects(t, func(t *testing.T, entDialect string, open func() *sql.DB) {
		orphans := Migration{Version: 3, Name: "orphans", SQL: "INSERT INTO children VALUES (8, 99);"}
		db := open()
		if _, to, err := Apply(t.Context(), db, entDialect, family(orphans)); err == nil || to != 2 {
			t.Errorf("a row that refers to nothing gives version %d, %v", to, err)
		}
	})
}

func TestAnUnknownDialectIsRefused(t *testing.T) {
	if _, _, err := Apply(t.Context(), nil, "mysql", family()); err == nil {
		t.Error("Apply takes any dialect")
	}
	defer func() {
		if recover() == nil {
			t.Error("Tenant has migrations for any dialect")
		}
	}()
	Tenant("mysql")
}

func TestFilesAreReadInOrderAndBadNamesAreRefused(t *testing.T) {
	good := fstest.MapFS{"x/0010_later.sql": {}, "x/0002_early.sql": {Data: []byte("SELECT 1;")}, "x/atlas.sum": {}}
	read, err := readFolder(good, "x")
	if err != nil || len(read) != 2 || read[0] != (Migration{2, "early", "SELECT 1;"}) || read[1].Version != 10 {
		t.Errorf("read %v, %v", read, err)
	}
	for _, name := range []string{"1_short.sql", "0001.sql", "begin.sql", "0000_nought.sql"} {
		if _, err := readFolder(fstest.MapFS{"x/" + name: {}}, "x"); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	twice := fstest.MapFS{"x/0001_a.sql": {}, "x/0001_b.sql": {}}
	if _, err := readFolder(twice, "x"); err == nil {
		t.Error("one version with two names is accepted")
	}
}

func mustApply(t *testing.T, db *sql.DB, entDialect string, set []Migration) {
	t.Helper()
	if _, to, err := Apply(t.Context(), db, entDialect, set); err != nil || to != Latest(set) {
		t.Fatalf("migrated to %d, %v; want %d", to, err, Latest(set))
	}
}

func expectVersion(t *testing.T, db *sql.DB, want int) {
	t.Helper()
	if at, err := Version(t.Context(), db); err != nil || at != want {
		t.Fatalf("the database says version %d, %v; want %d", at, err, want)
	}
}

func number(t *testing.T, db *sql.DB, query string) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
