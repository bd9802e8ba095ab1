package audit

import (
	"context"
	"database/sql"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"github.com/google/uuid"
	_ "modernc.org/sqlite"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/migrate"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Suite holds the log's promises on one kind of database. open gives an empty
// one with no tables.
func Suite(t *testing.T, open func(testing.TB) (*sql.DB, Dialect)) {
	for name, test := range map[string]func(*testing.T, *bench){
		"ConcurrentCallersLoseAndDuplicateNothing": testConcurrentCallers,
		"TwoReplicasInterleaveWithoutAGap":         testTwoReplicas,
		"ARolledBackAppendLeavesTheLogWhole":       testRollback,
		"AFailedCommitIsToldToEveryCaller":         testFailedCommit,
		"EveryTamperingIsFoundAndNamed":            testTampering,
		"ARewrittenLogIsFoundBySignedHeads":        testRewritten,
		"AnErasedFamilyKeepsTheTreeProvable":       testErased,
		"AFamilyReadsItsOwnLines":                  testRead,
		"ATamperedLineIsNotShownToAnotherFamily":   testTamperedRead,
		"ASignedHeadVouchesForTheTree":             testSignHead,
		"ALineIsProvenByASignedHead":               testProve,
		"AChangedProofIsRefused":                   testProofsRefused,
		"APlaceIsFoundByTime":                      testPlaceAt,
		"ACallerWhoGaveUpIsNotWaitedFor":           testGivenUp,
		"AClosedLogRecordsNothing":                 testClosed,
	} {
		t.Run(name, func(t *testing.T) {
			db, dialect := open(t)
			test(t, newBench(t, db, dialect))
		})
	}
}

func TestTheLogKeepsItsPromisesOnSQLite(t *testing.T) {
	Suite(t, func(t testing.TB) (*sql.DB, Dialect) { return openSQLite(t, ""), SQLite })
}

// bench is one database with the log's tables, and what a log needs.
type bench struct {
	db      *sql.DB
	dialect Dialect
	keys    *seal.Keys
	clock   *clock.Fixed
}

var tables = []*schema.Table{migrate.AuditEntriesTable, migrate.AuditHeadsTable, migrate.AuditSignedHeadsTable}

func newBench(t testing.TB, db *sql.DB, d Dialect) *bench {
	t.Helper()
	names := map[Dialect]string{SQLite: dialect.SQLite, Postgres: dialect.Postgres}
	driver := entsql.OpenDB(names[d], db)
	must(t, migrate.Create(t.Context(), migrate.NewSchema(driver), tables))
	keys, err := seal.NewKeys(uuid.New())
	must(t, err)
	return &bench{db: db, dialect: d, keys: keys, clock: clock.NewFixed(time.Date(2026, 11, 3, 9, 42, 0, 123456000, time.UTC))}
}

func openSQLite(t testing.TB, path string) *sql.DB {
	t.Helper()
	if path == "" {
		path = filepath.Join(t.TempDir(), "municipality.db")
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)")
	must(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func (b *bench) open(t testing.TB) *Log {
	t.Helper()
	l, err := Open(context.Background(), Config{
		DB: b.db, Dialect: b.dialect, Keys: b.keys, Clock: b.clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	must(t, err)
	t.Cleanup(func() { l.Close() })
	return l
}

func (b *bench) verify(t testing.TB, heads ...SignedHead) Report {
	t.Helper()
	return b.verifyWith(t, VerifyConfig{Keys: b.keys, Heads: heads})
}

func (b *bench) verifyWith(t testing.TB, c VerifyConfig) Report {
	t.Helper()
	c.DB, c.Dialect = b.db, b.dialect
	report, err := Verify(context.Background(), c)
	must(t, err)
	return report
}

func (b *bench) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	_, err := b.db.Exec(query, args...)
	must(t, err)
}

// wantWhole fails unless everything fits and the log has size lines.
func wantWhole(t testing.TB, report Report, size int64) {
	t.Helper()
	if report.Size != size {
		t.Errorf("the log has %d lines, not %d", report.Size, size)
	}
	for _, f := range report.Findings {
		t.Errorf("found in a whole log: %s", f)
	}
}

func look(caseFile, actor uuid.UUID, sections ...string) Entry {
	return Entry{
		Actor: actor, CaseFile: caseFile, Kind: KindLook, Action: "look",
		Role: "professional", Relation: "responsible", Basis: "consent", Rule: "r12", Sections: sections,
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
