package audit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// reference is what the log should be, by tlog's own functions over the rows
// as they stand.
func reference(t rapid.TB, b *bench) (actions []string, root tlog.Hash) {
	rows, err := b.db.Query(selectRow + ` ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			out[i] = stored[index]
		}
		return out, nil
	})
	for place := int64(0); rows.Next(); place++ {
		var r row
		if err := r.scan(rows); err != nil {
			t.Fatal(err)
		}
		if r.id != place {
			t.Fatalf("line %d stands at place %d", place, r.id)
		}
		text, err := r.open(b.keys, place)
		if err != nil {
			t.Fatal(err)
		}
		record := binary.BigEndian.AppendUint64([]byte(leafName), uint64(place))
		record = binary.BigEndian.AppendUint64(record, uint64(r.at.UnixMicro()))
		hashes, err := tlog.StoredHashes(place, append(record, r.commitment...), reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
		actions = append(actions, text.Action)
	}
	root, err = tlog.TreeHash(int64(len(actions)), reader)
	if err != nil {
		t.Fatal(err)
	}
	return actions, root
}

// caller is one of several at the same time: what it hands in, how, and
// whether it takes it back.
type caller struct {
	batches  []int
	inTx     bool
	rollback bool
}

func drawCallers(t *rapid.T) []caller {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) caller {
		inTx := rapid.Bool().Draw(t, "in a transaction")
		return caller{
			batches:  rapid.SliceOfN(rapid.IntRange(1, 40), 1, 4).Draw(t, "entries in each batch"),
			inTx:     inTx,
			rollback: inTx && rapid.Bool().Draw(t, "rolled back"),
		}
	}), 1, 8).Draw(t, "callers")
}

func (c caller) run(l *Log, name string) error {
	for i, size := range c.batches {
		entries := make([]Entry, size)
		for j := range entries {
			entries[j] = look(uuid.New(), uuid.New(), "goals", "measures")
			entries[j].Action = fmt.Sprintf("%s.%d.%d", name, i, j)
		}
		if err := c.hand(l, entries); err != nil {
			return err
		}
	}
	return nil
}

func (c caller) hand(l *Log, entries []Entry) error {
	ctx := context.Background()
	if !c.inTx {
		return l.Record(ctx, entries...)
	}
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	settle, err := l.AppendTx(ctx, tx, entries)
	if err != nil {
		return err
	}
	if c.rollback {
		err = tx.Rollback()
		settle(false)
		return err
	}
	err = tx.Commit()
	settle(err == nil)
	return err
}

// wanted are the runs of actions that must stand next to each other.
func (c caller) wanted(name string) (runs [][]string) {
	if c.rollback {
		return nil
	}
	for i, size := range c.batches {
		var run []string
		for j := range size {
			run = append(run, fmt.Sprintf("%s.%d.%d", name, i, j))
		}
		runs = append(runs, run)
	}
	return runs
}

func testConcurrentCallers(t *testing.T, b *bench) {
	rapid.Check(t, func(rt *rapid.T) {
		b.exec(t, `DELETE FROM audit_entries`)
		b.exec(t, `DELETE FROM audit_heads`)
		checkCallers(rt, b, drawCallers(rt), []*Log{b.open(t)})
	})
}

// checkCallers lets callers loose on the logs in turn and compares what then
// stands in the table with the reference.
func checkCallers(t rapid.TB, b *bench, callers []caller, logs []*Log) {
	errs := make([]error, len(callers))
	var all sync.WaitGroup
	for i, c := range callers {
		all.Go(func() { errs[i] = c.run(logs[i%len(logs)], fmt.Sprint("c", i)) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	actions, root := reference(t, b)
	want := 0
	for i, c := range callers {
		last := -1
		for _, run := range c.wanted(fmt.Sprint("c", i)) {
			want += len(run)
			at := slices.Index(actions, run[0])
			if at <= last || !slices.Equal(actions[at:min(at+len(run), len(actions))], run) {
				t.Fatalf("batch beginning %s stands at %d, after %d, or is not whole", run[0], at, last)
			}
			last = at
		}
	}
	if len(actions) != want {
		t.Fatalf("%d lines, want %d", len(actions), want)
	}
	checkHead(t, b, int64(want), root)
}

func checkHead(t rapid.TB, b *bench, size int64, root tlog.Hash) {
	e, err := scanEdge(b.db.QueryRow(selectHead))
	if err != nil {
		t.Fatal(err)
	}
	if e.size != size || e.root() != root {
		t.Fatalf("the head row says size %d and root %v; it is %d and %v", e.size, e.root(), size, root)
	}
	report, err := Verify(context.Background(), VerifyConfig{DB: b.db, Dialect: b.dialect, Keys: b.keys})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Findings) > 0 || report.Root != root || report.Size != size {
		t.Fatalf("Verify of a whole log: %+v", report)
	}
}

func testTwoReplicas(t *testing.T, b *bench) {
	logs := []*Log{b.open(t), b.open(t)}
	var callers []caller
	for i := range 8 {
		callers = append(callers, caller{batches: []int{1, 3, 1, 70, 1, 2, 1, 1}, inTx: i >= 6, rollback: i == 7})
	}
	checkCallers(t, b, callers, logs)
}

func TestTwoProcessesShareOneSQLiteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "municipality.db")
	b := newBench(t, openSQLite(t, path), SQLite)
	other := *b
	other.db = openSQLite(t, path)
	logs := []*Log{b.open(t), other.open(t)}
	checkCallers(t, b, []caller{{batches: []int{1, 2, 3, 4}}, {batches: []int{4, 3, 2, 1}}, {batches: []int{9, 9}, inTx: true}, {batches: []int{1, 1, 1}}}, logs)
}

func testRollback(t *testing.T, b *bench) {
	l := b.open(t)
	must(t, l.Record(t.Context(), look(uuid.New(), uuid.New())))
	must(t, caller{batches: []int{5}, inTx: true, rollback: true}.run(l, "gone"))
	must(t, l.Record(t.Context(), look(uuid.New(), uuid.New())))

	// A caller who forgets settle, both ways.
	for _, end := range []string{"commit", "rollback"} {
		tx, err := b.db.Begin()
		must(t, err)
		_, err = l.AppendTx(t.Context(), tx, []Entry{look(uuid.New(), uuid.New())})
		must(t, err)
		must(t, map[string]func() error{"commit": tx.Commit, "rollback": tx.Rollback}[end]())
		must(t, l.Record(t.Context(), look(uuid.New(), uuid.New())))
	}
	wantWhole(t, b.verify(t), 5)

	// Two appends in one transaction follow each other.
	tx, err := b.db.Begin()
	must(t, err)
	for range 2 {
		settle, err := l.AppendTx(t.Context(), tx, []Entry{look(uuid.New(), uuid.New())})
		must(t, err)
		defer settle(true)
	}
	must(t, tx.Commit())
	wantWhole(t, b.verify(t), 7)
}

func testFailedCommit(t *testing.T, b *bench) {
	l := b.open(t)
	must(t, l.Record(t.Context(), look(uuid.New(), uuid.New())))
	b.exec(t, `ALTER TABLE audit_entries RENAME TO audit_entries_away`)
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() { errs[i] = l.Record(context.Background(), look(uuid.New(), uuid.New())) })
	}
	all.Wait()
	for i, err := range errs {
		if err == nil {
			t.Errorf("caller %d was told that its look is on record", i)
		}
	}
	b.exec(t, `ALTER TABLE audit_entries_away RENAME TO audit_entries`)
	must(t, l.Record(t.Context(), look(uuid.New(), uuid.New())))
	wantWhole(t, b.verify(t), 2)
}

// A copy of the files in the middle of a transaction is what a machine that
// lost its power leaves behind.
func TestALogCutOffInTheMiddleOfABatchIsWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "municipality.db")
	b := newBench(t, openSQLite(t, path), SQLite)
	l := b.open(t)
	must(t, l.Record(t.Context(), look(uuid.New(), uuid.New()), look(uuid.New(), uuid.New())))
	tx, err := b.db.Begin()
	must(t, err)
	_, err = l.AppendTx(t.Context(), tx, slices.Repeat([]Entry{look(uuid.New(), uuid.New())}, 3000))
	must(t, err)
	left := filepath.Join(t.TempDir(), "left.db")
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + end)
		must(t, err)
		must(t, os.WriteFile(left+end, data, 0o600))
	}
	must(t, tx.Rollback())

	after := *b
	after.db = openSQLite(t, left)
	wantWhole(t, after.verify(t), 2)
	must(t, after.open(t).Record(t.Context(), look(uuid.New(), uuid.New())))
	wantWhole(t, after.verify(t), 3)
}

func testGivenUp(t *testing.T, b *bench) {
	l := b.open(t)
	must(t, l.Record(t.Context(), look(uuid.New(), uuid.New())))
	tx, err := b.db.Begin() // another writer, which makes the log wait
	must(t, err)
	settle, err := l.AppendTx(t.Context(), tx, []Entry{look(uuid.New(), uuid.New())})
	must(t, err)
	waiting := make(chan error)
	go func() { waiting <- l.Record(context.Background(), look(uuid.New(), uuid.New())) }()
	ctx, cancel := context.WithCancel(t.Context())
	go func() { waiting <- l.Record(ctx, look(uuid.New(), uuid.New())) }()
	cancel()
	if err := <-waiting; !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who gave up got %v", err)
	}
	must(t, tx.Commit())
	settle(true)
	must(t, <-waiting)
	if err := l.Record(ctx, look(uuid.New(), uuid.New())); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who had given up before got %v", err)
	}
	report := b.verify(t)
	if len(report.Findings) > 0 || report.Size < 3 || report.Size > 4 {
		t.Errorf("after a caller gave up: %+v", report)
	}
}

func testClosed(t *testing.T, b *bench) {
	l := b.open(t)
	errs := make([]error, 20)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = l.Record(context.Background(), look(uuid.New(), uuid.New())) })
	}
	must(t, l.Close())
	all.Wait()
	recorded := int64(0)
	for _, err := range errs {
		if err == nil {
			recorded++
		} else if !errors.Is(err, ErrClosed) {
			t.Errorf("a closed log answered %v", err)
		}
	}
	wantWhole(t, b.verify(t), recorded)
	if err := l.Record(t.Context(), look(uuid.New(), uuid.New())); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed log answered %v", err)
	}
}

func TestAnEntryWithoutKindOrActionIsRefused(t *testing.T) {
	b := newBench(t, openSQLite(t, ""), SQLite)
	l := b.open(t)
	for _, e := range []Entry{{Kind: "glance", Action: "look"}, {Kind: KindLook}, {}} {
		if err := l.Record(t.Context(), look(uuid.New(), uuid.New()), e); !errors.Is(err, ErrEntry) {
			t.Errorf("%+v gave %v", e, err)
		}
	}
	wantWhole(t, b.verify(t), 0)
}

func TestTheEdgeIsThatOfTlog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), sha256.Size, sha256.Size), 0, 200).Draw(t, "records")
		var e edge
		var stored []tlog.Hash
		reader := tlog.HashReaderFunc(func(indexes []int64) (out []tlog.Hash, err error) {
			for _, index := range indexes {
				out = append(out, stored[index])
			}
			return out, nil
		})
		for i, record := range records {
			hashes, err := tlog.StoredHashes(int64(i), record, reader)
			if err != nil {
				t.Fatal(err)
			}
			stored = append(stored, hashes...)
			e.add(tlog.RecordHash(record))
		}
		root, err := tlog.TreeHash(int64(len(records)), reader)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseEdge(e.size, e.bytes(), e.link[:])
		if err != nil || e.root() != root || again.root() != root {
			t.Fatalf("root %v, want %v (%v)", e.root(), root, err)
		}
	})
}
