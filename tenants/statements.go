package tenants

import (
	"context"
	"database/sql"
	"sync"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
)

// statementsKept is how many different queries a municipality keeps prepared,
// the first ones it is asked. A list's query differs with its length; what
// there is no room for is prepared each time.
const statementsKept = 120

// statements reads from a pool with statements that are kept prepared, since
// preparing one costs SQLite about as much as executing it. pgx keeps its own.
type statements struct {
	*sql.DB
	mu   sync.RWMutex
	kept map[string]*sql.Stmt
}

func keepStatements(db *sql.DB) *statements {
	return &statements{DB: db, kept: map[string]*sql.Stmt{}}
}

// QueryContext is the pool's own, with a kept statement when there is one.
func (s *statements) QueryContext(ctx context.Context, query string, arguments ...any) (*sql.Rows, error) {
	statement, err := s.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	if statement == nil {
		return s.DB.QueryContext(ctx, query, arguments...)
	}
	return statement.QueryContext(ctx, arguments...)
}

func (s *statements) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	s.mu.RLock()
	statement, full := s.kept[query], len(s.kept) >= statementsKept
	s.mu.RUnlock()
	if statement != nil || full {
		return statement, nil
	}
	fresh, err := s.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if statement = s.kept[query]; statement != nil { // somebody else was first
		return statement, fresh.Close()
	}
	s.kept[query] = fresh
	return fresh, nil
}

// reads is ent's driver over kept statements.
type reads struct {
	*entsql.Driver
	db *sql.DB
}

// Tx begins a transaction on the pool itself.
func (d reads) Tx(ctx context.Context) (dialect.Tx, error) {
	return entsql.OpenDB(d.Dialect(), d.db).Tx(ctx)
}

// Close closes the pool, and its statements with it.
func (d reads) Close() error { return d.db.Close() }

// readDriver is the driver of the client that reads, and what the queries
// written by hand are run on.
func readDriver(kind string, db *sql.DB) (dialect.Driver, entsql.ExecQuerier) {
	if kind != dialect.SQLite {
		return entsql.OpenDB(kind, db), db
	}
	kept := keepStatements(db)
	return reads{Driver: entsql.NewDriver(kind, entsql.Conn{ExecQuerier: kept}), db: db}, kept
}
