package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // the SQLite driver

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
)

// scratchServer lends empty databases of both dialects, one after the other.
// What plan does to one it undoes.
type scratchServer struct{ postgres *testenv.Server }

func startScratch(ctx context.Context) (*scratchServer, error) {
	postgres, err := testenv.StartPostgres(ctx, testenv.Options{})
	if err != nil {
		return nil, fmt.Errorf("starting a throw-away PostgreSQL: %w", err)
	}
	return &scratchServer{postgres: postgres}, nil
}

func (s *scratchServer) stop() {
	if err := s.postgres.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, "migration:", err)
	}
}

func (s *scratchServer) open(_ context.Context, entDialect string) (*sql.DB, error) {
	if entDialect == dialect.SQLite {
		return openMemory()
	}
	return openPostgres(s.postgres.URL)
}

// openMemory opens a SQLite database that lives in its one connection.
func openMemory() (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file::memory:?_pragma=foreign_keys(1)")
	if err != nil {
		return nil, fmt.Errorf("opening SQLite: %w", err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func openPostgres(address string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("reading PostgreSQL's address: %w", err)
	}
	return stdlib.OpenDB(*config), nil
}
