package testenv

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
)

// lines are this process' connections for making and dropping databases, one
// to each address: PostgreSQL starts a process for every connection, which
// costs as much as what is done there.
var lines switchboard

type switchboard struct {
	mu   sync.Mutex
	open map[string]*pgx.Conn
}

// execute runs statements one by one on the line to an address.
func execute(ctx context.Context, address string, statements ...string) error {
	lines.mu.Lock()
	defer lines.mu.Unlock()
	connection, err := lines.to(ctx, address)
	if err != nil {
		return fmt.Errorf("reaching the test PostgreSQL: %w", err)
	}
	for _, statement := range statements {
		if _, err := connection.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", withoutPassword(statement), err)
		}
	}
	return nil
}

func (s *switchboard) to(ctx context.Context, address string) (*pgx.Conn, error) {
	if known := s.open[address]; known != nil && !known.IsClosed() && known.Ping(ctx) == nil {
		return known, nil
	}
	connection, err := pgx.Connect(ctx, address)
	if err != nil {
		return nil, err
	}
	if s.open == nil {
		s.open = map[string]*pgx.Conn{}
	}
	s.open[address] = connection
	return connection, nil
}

// hangUp ends them all.
func (s *switchboard) hangUp() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var faults []error
	for address, connection := range s.open {
		faults = append(faults, connection.Close(context.Background()))
		delete(s.open, address)
	}
	return errors.Join(faults...)
}
