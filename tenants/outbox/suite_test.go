package outbox

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/migrate"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// Suite holds the outbox's promises on one kind of database. open gives an
// empty one with no tables.
func Suite(t *testing.T, open func(testing.TB) (*sql.DB, Dialect)) {
	for name, test := range map[string]func(*testing.T, *bench){
		"AMessageOfARolledBackTransactionIsNotSent":    testRollback,
		"TheSameKeyTwiceIsOneMessage":                  testSameKey,
		"AMessageThatCouldNeverBeSentIsRefused":        testRefused,
		"TwoDispatchersSendEachMessageOnce":            testTwoDispatchers,
		"AKilledDispatchersMessageIsSentByTheNext":     testKilled,
		"AMessageThatKillsItsDispatcherDiesItself":     testWornOut,
		"AFailedMessageWaitsLongerEachTimeAndThenDies": testBackoff,
		"APermanentFailureIsDeadAtOnce":                testPermanent,
		"AFamilysMessagesLeaveInOrder":                 testOrder,
		"AMessageForLaterHoldsNothingBack":             testLater,
		"ALaneThatStandsHoldsNoOtherLaneBack":          testLanes,
		"ASystemThatIsSlowHoldsNoNoticeBack":           testSlow,
		"AFamilysMessagesCanBeRecalled":                testRecall,
		"AMessageThatLeftDuringRecallIsSaidToHaveLeft": testRecallInFlight,
		"NothingOfWhatWasSaidIsReadableInTheTable":     testNothingReadable,
		"AStoppingProgramGivesItsMessageBack":          testStopping,
		"APanicAndAMissingHandlerAreFailures":          testPanic,
		"ATamperedMessageIsNotSent":                    testTampered,
	} {
		t.Run(name, func(t *testing.T) {
			db, dialect := open(t)
			test(t, newBench(t, db, dialect))
		})
	}
}

func TestTheOutboxKeepsItsPromisesOnSQLite(t *testing.T) {
	Suite(t, func(t testing.TB) (*sql.DB, Dialect) {
		path := filepath.Join(t.TempDir(), "municipality.db")
		db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)")
		must(t, err)
		db.SetMaxOpenConns(1)
		t.Cleanup(func() { db.Close() })
		return db, SQLite
	})
}

func TestTheOutboxKeepsItsPromisesOnPostgres(t *testing.T) {
	Suite(t, func(t testing.TB) (*sql.DB, Dialect) {
		db, err := sql.Open("pgx", testenv.NewDatabase(t))
		must(t, err)
		db.SetMaxOpenConns(6)
		t.Cleanup(func() { db.Close() })
		return db, Postgres
	})
}

// bench is one database with the outbox's table, and one dispatcher on it.
type bench struct {
	*Box
	t     *testing.T
	fixed *clock.Fixed
}

func newBench(t *testing.T, db *sql.DB, d Dialect) *bench {
	t.Helper()
	names := map[Dialect]string{SQLite: dialect.SQLite, Postgres: dialect.Postgres}
	driver := entsql.OpenDB(names[d], db)
	must(t, migrate.Create(t.Context(), migrate.NewSchema(driver), []*schema.Table{migrate.OutboxMessagesTable}))
	keys, err := seal.NewKeys(uuid.New())
	must(t, err)
	fixed := clock.NewFixed(time.Date(2026, 11, 3, 9, 42, 0, 0, time.UTC))
	b := &bench{t: t, fixed: fixed}
	b.Box = b.another(db, d, keys)
	return b
}

// another is one more replica's dispatcher, with the middle of every jitter.
func (b *bench) another(db *sql.DB, d Dialect, keys *seal.Keys) *Box {
	box := New(Config{DB: db, Dialect: d, Keys: keys, Clock: b.fixed, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	box.jitter = func() float64 { return 0.5 }
	return box
}

func (b *bench) enqueue(messages ...Message) {
	b.t.Helper()
	tx, err := b.db.Begin()
	must(b.t, err)
	defer tx.Rollback()
	for _, m := range messages {
		must(b.t, EnqueueTx(context.Background(), tx, b.keys, b.fixed, m))
	}
	must(b.t, tx.Commit())
}

func (b *bench) recall(caseFile uuid.UUID) {
	b.t.Helper()
	tx, err := b.db.Begin()
	must(b.t, err)
	defer tx.Rollback()
	must(b.t, b.Recall(context.Background(), tx, caseFile))
	must(b.t, tx.Commit())
}

// work delivers all that is due with one handler for the kind "mail".
func (b *bench) work(handler Handler) int {
	b.t.Helper()
	n, err := b.Work(context.Background(), map[string]Handler{"mail": handler}, 1000)
	must(b.t, err)
	return n
}

// states are the messages' states, attempts and errors, in order of writing.
func (b *bench) states() (out []string) {
	b.t.Helper()
	rows, err := b.db.Query(`SELECT state, attempts, last_error FROM outbox_messages ORDER BY id`)
	must(b.t, err)
	defer rows.Close()
	for rows.Next() {
		var state, lastError string
		var attempts int
		must(b.t, rows.Scan(&state, &attempts, &lastError))
		out = append(out, fmt.Sprintf("%s %d %s", state, attempts, lastError))
	}
	must(b.t, rows.Err())
	return out
}

func (b *bench) wantStates(want ...string) {
	b.t.Helper()
	if got := b.states(); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		b.t.Errorf("messages are %q, want %q", got, want)
	}
}

func sent(context.Context, Delivery) error { return nil }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
