package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"
)

// batchLines is where a batch stops taking in more callers.
const batchLines = 512

// request is one call of Record waiting for its commit.
type request struct {
	lines []line
	done  chan error
}

// queue holds the calls that no batch has taken yet.
type queue struct {
	mu      sync.Mutex
	waiting []*request
	closed  bool
	wake    chan struct{}
}

func (q *queue) push(r *request) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return ErrClosed
	}
	q.waiting = append(q.waiting, r)
	q.nudge()
	return nil
}

func (q *queue) nudge() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// drop takes a call out again; false when a batch has it.
func (q *queue) drop(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, other := range q.waiting {
		if other == r {
			q.waiting = append(q.waiting[:i], q.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// take waits for calls and takes as many as fit one batch; false when the
// queue is closed and empty.
func (q *queue) take() ([]*request, bool) {
	for {
		q.mu.Lock()
		batch := q.cut()
		closed := q.closed
		q.mu.Unlock()
		if len(batch) > 0 {
			return batch, true
		}
		if closed {
			return nil, false
		}
		<-q.wake
	}
}

func (q *queue) cut() []*request {
	lines, n := 0, 0
	for n < len(q.waiting) && (n == 0 || lines+len(q.waiting[n].lines) <= batchLines) {
		lines += len(q.waiting[n].lines)
		n++
	}
	batch := q.waiting[:n:n]
	if q.waiting = q.waiting[n:]; len(q.waiting) == 0 {
		q.waiting = nil
	}
	return batch
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.nudge()
}

// Record writes entries, in their order and next to each other, and returns
// when they are durably committed. Callers at the same time share one commit.
//
// An error means that the entries are not known to be on record, and what they
// tell of must not be shown. When ctx ends while the commit is under way they
// may still come on record; a look too many is the safe side.
//
// It must not be called within a transaction on the same database: use
// AppendTx there.
func (l *Log) Record(ctx context.Context, entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("recording %d audit entries: %w", len(entries), err)
	}
	lines, err := l.lines(entries)
	if err != nil {
		return err
	}
	r := &request{lines: lines, done: make(chan error, 1)}
	if err := l.queue.push(r); err != nil {
		return err
	}
	select {
	case err = <-r.done:
	case <-ctx.Done():
		l.queue.drop(r)
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("recording %d audit entries: %w", len(entries), err)
	}
	return nil
}

// run is the writer: one batch after the other until the queue is closed.
func (l *Log) run() {
	defer close(l.stopped)
	for {
		batch, more := l.queue.take()
		if !more {
			return
		}
		err := l.commit(batch)
		if err != nil {
			l.log.Error("audit batch not committed", "calls", len(batch), "error", err)
		}
		for _, r := range batch {
			r.done <- err
		}
	}
}

func (l *Log) commit(batch []*request) error {
	ctx, cancel := l.batchContext()
	defer cancel()
	lines := batch[0].lines
	for _, r := range batch[1:] {
		lines = append(lines, r.lines...)
	}
	if l.dialect == Postgres {
		grown, first, err := l.appendAtOnce(ctx, l.current(), lines)
		if err != nil {
			return err
		}
		if first {
			l.settled(grown)
			return nil
		}
	}
	return l.commitAfter(ctx, lines)
}

// commitAfter writes lines in a transaction that reads where the log ends when
// that is not where we know.
func (l *Log) commitAfter(ctx context.Context, lines []line) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("beginning audit batch: %w", err)
	}
	w := writer{tx: tx, dialect: l.dialect, prepared: &l.write}
	grown, err := l.append(ctx, w, l.current(), lines)
	if err != nil {
		return errors.Join(err, rollback(tx))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing audit batch: %w", err)
	}
	l.settled(grown)
	return nil
}

func (l *Log) batchContext() (context.Context, context.CancelFunc) {
	if l.dialect == SQLite {
		return context.Background(), func() {}
	}
	return context.WithTimeout(context.Background(), batchTimeout)
}

func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("rolling back: %w", err)
	}
	return nil
}

// AppendTx writes entries within the caller's own transaction, which should be
// the last thing it does before it commits: from here until then other writers
// of the log wait (the head row is locked). The caller commits or rolls back,
// and then calls settle with what happened; when settle is forgotten the log
// is as right, only its next batch reads the head again.
func (l *Log) AppendTx(ctx context.Context, tx *sql.Tx, entries []Entry) (settle func(committed bool), err error) {
	lines, err := l.lines(entries)
	if err != nil {
		return nil, err
	}
	return l.appendTx(ctx, tx, lines)
}

func (l *Log) appendTx(ctx context.Context, tx *sql.Tx, lines []line) (func(bool), error) {
	if len(lines) == 0 {
		return func(bool) {}, nil
	}
	grown, err := l.append(ctx, writer{tx: tx, dialect: l.dialect}, l.current(), lines)
	if err != nil {
		return nil, err
	}
	return func(committed bool) {
		if committed {
			l.settled(grown)
		}
	}, nil
}

func nullable(id *uuid.UUID) any {
	if id == nil {
		return nil
	}
	return id.String()
}
