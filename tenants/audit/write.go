package audit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// moveHead says in one statement that the log grows from the head we know: it
// takes the head row's lock and touches no row when another replica was first.
var moveHead = map[Dialect]string{
	SQLite:   `UPDATE audit_heads SET size = ?, edge = ?, link = ? WHERE id = 1 AND size = ? AND link = ?`,
	Postgres: `UPDATE audit_heads SET size = $1, edge = $2, link = $3 WHERE id = 1 AND size = $4 AND link = $5`,
}

// Lines are inserted in runs of 64, 32, 16, ... 1, so that few statements need
// to be kept prepared.
const (
	runSizes = 7
	columns  = 8
)

// statements are the log's prepared statements on SQLite, where preparing
// costs as much as executing; pgx keeps its own for each connection.
type statements struct {
	move *sql.Stmt
	runs [runSizes]*sql.Stmt
}

func (s *statements) prepare(ctx context.Context, db *sql.DB, dialect Dialect) error {
	if dialect != SQLite {
		return nil
	}
	var err error
	if s.move, err = db.PrepareContext(ctx, moveHead[dialect]); err != nil {
		return fmt.Errorf("preparing audit statements: %w", err)
	}
	for i := range s.runs {
		if s.runs[i], err = db.PrepareContext(ctx, insertRuns[dialect][i]); err != nil {
			return errors.Join(fmt.Errorf("preparing audit statements: %w", err), s.close())
		}
	}
	return nil
}

func (s *statements) close() error {
	var errs []error
	for _, statement := range append([]*sql.Stmt{s.move}, s.runs[:]...) {
		if statement != nil {
			errs = append(errs, statement.Close())
		}
	}
	return errors.Join(errs...)
}

// insertRuns[dialect][i] inserts 1<<i lines. The SQLite driver's time grows
// with the square of the number of parameters when they have numbers.
var insertRuns = func() map[Dialect][runSizes]string {
	var sqlite, postgres [runSizes]string
	for i := range runSizes {
		sqlite[i] = insertRun(1<<i, func(int) string { return "?" })
		postgres[i] = insertRun(1<<i, func(n int) string { return "$" + strconv.Itoa(n) })
	}
	return map[Dialect][runSizes]string{SQLite: sqlite, Postgres: postgres}
}()

func insertRun(lines int, placeholder func(n int) string) string {
	var b strings.Builder
	b.WriteString(`INSERT INTO audit_entries (id, happened_at, case_file_id, actor_id, body, salt, commitment, link) VALUES `)
	for i := range lines {
		if i > 0 {
			b.WriteByte(',')
		}
		for c := range columns {
			b.WriteByte("(,"[min(c, 1)])
			b.WriteString(placeholder(i*columns + c + 1))
		}
		b.WriteByte(')')
	}
	return b.String()
}

// writer executes the log's statements within one transaction: prepared ones
// in the log's own, plain ones in a caller's, which may belong to another pool.
type writer struct {
	tx       *sql.Tx
	dialect  Dialect
	prepared *statements // nil for plain
}

func (w writer) moveHead(ctx context.Context, args ...any) (sql.Result, error) {
	if w.prepared != nil && w.prepared.move != nil {
		return w.tx.StmtContext(ctx, w.prepared.move).ExecContext(ctx, args...)
	}
	return w.tx.ExecContext(ctx, moveHead[w.dialect], args...)
}

func (w writer) insert(ctx context.Context, run int, args []any) error {
	var err error
	if w.prepared != nil && w.prepared.runs[run] != nil {
		_, err = w.tx.StmtContext(ctx, w.prepared.runs[run]).ExecContext(ctx, args...)
	} else {
		_, err = w.tx.ExecContext(ctx, insertRuns[w.dialect][run], args...)
	}
	return err
}

// append writes lines at the end of the log and returns its new edge. The
// head is moved first: that is both the lock and the proof that from is still
// the end. When it is not, the edge is read again within the transaction.
func (l *Log) append(ctx context.Context, w writer, from edge, lines []line) (edge, error) {
	for again := false; ; again = true {
		grown, sealed, err := l.grow(from, lines)
		if err != nil {
			return edge{}, err
		}
		result, err := w.moveHead(ctx, moveTo(from, grown)...)
		if err != nil {
			return edge{}, fmt.Errorf("moving audit head: %w", err)
		}
		moved, err := result.RowsAffected()
		if err != nil {
			return edge{}, fmt.Errorf("moving audit head: %w", err)
		}
		if moved == 1 {
			return grown, insertLines(ctx, w, sealed)
		}
		if again {
			return edge{}, fmt.Errorf("%w: the head row does not hold still", ErrDamaged)
		}
		if from, err = readEdge(ctx, w.tx, w.dialect); err != nil {
			return edge{}, err
		}
	}
}

// moveTo are the arguments of moveHead.
func moveTo(from, grown edge) []any {
	return []any{grown.size, grown.bytes(), grown.link[:], from.size, from.link[:]}
}

// sealedLine is a line in its place.
type sealedLine struct {
	*line
	place int64
	body  []byte
	link  [sha256.Size]byte
}

// grow seals lines for their places after from, and returns the edge after
// them.
func (l *Log) grow(from edge, lines []line) (edge, []sealedLine, error) {
	grown := from.clone()
	list := make([]sealedLine, 0, len(lines))
	for i := range lines {
		one := sealedLine{line: &lines[i], place: grown.size}
		sealed, err := l.keys.Seal(bodyPlace(one.place), one.text)
		if err != nil {
			return edge{}, nil, fmt.Errorf("sealing audit entry: %w", err)
		}
		one.body, one.link = sealed, grown.add(leafHash(one.place, one.at, one.commitment[:]))
		list = append(list, one)
	}
	return grown, list, nil
}

func insertLines(ctx context.Context, w writer, lines []sealedLine) error {
	for run := runSizes - 1; run >= 0; run-- {
		for size := 1 << run; len(lines) >= size; lines = lines[size:] {
			args := make([]any, 0, columns*size)
			for _, one := range lines[:size] {
				args = append(args, one.place, one.at, nullable(one.caseFile), nullable(one.actor),
					one.body, one.salt[:], one.commitment[:], one.link[:])
			}
			if err := w.insert(ctx, run, args); err != nil {
				return fmt.Errorf("inserting audit entries: %w", err)
			}
		}
	}
	return nil
}
