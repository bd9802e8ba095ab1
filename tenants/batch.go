package tenants

import (
	"context"
	"database/sql"
	"fmt"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Question is a hot query that is written by hand. Into gives the places of a
// row's columns, in the query's order; sealed ones with SealedColumn.
type Question[T any] struct {
	Text string
	Into func(*T) []any
}

// Read reads all rows that the question finds: from a batch the ones it read,
// when it was asked there.
func (q Question[T]) Read(ctx context.Context, from Querier, arguments ...any) ([]*T, error) {
	if found, asked := q.Answered(from); asked {
		return found, nil
	}
	return ReadRows(ctx, from, q.Into, q.Text, arguments...)
}

// Answered is what a batch read, when the question was asked there.
func (q Question[T]) Answered(from Querier) ([]*T, bool) {
	batch, gathers := from.(*Batch)
	if !gathers {
		return nil, false
	}
	found, asked := batch.found[q.Text].(*[]*T)
	if !asked {
		return nil, false
	}
	return *found, true
}

// Ask puts the question in a batch, once, for Read to answer when the batch has
// run.
func (q Question[T]) Ask(b *Batch, arguments ...any) {
	found := new([]*T)
	b.found[q.Text] = found
	b.asked = append(b.asked, asked{text: q.Text, arguments: arguments, row: func() []any {
		one := new(T)
		*found = append(*found, one)
		return q.Into(one)
	}})
}

// Batch gathers questions that do not depend on each other, so that a page asks
// them in one round trip. PostgreSQL answers them after one another on one
// connection (pgx.Batch); on SQLite, where no trip is saved, they are run one by
// one as statements that are kept prepared. It is for one request and one
// goroutine.
type Batch struct {
	scope *Scope
	asked []asked
	found map[string]any // text of a question to the rows it found
}

type asked struct {
	text      string
	arguments []any
	row       func() []any // the places of one more row
}

// Batch begins gathering questions. For packages below tenants only.
func (s *Scope) Batch() *Batch { return &Batch{scope: s, found: map[string]any{}} }

// Query runs what was not asked in the batch.
func (b *Batch) Query(ctx context.Context, query string, arguments ...any) (*sql.Rows, error) {
	return b.scope.Query(ctx, query, arguments...)
}

// Run reads the answers to all that was asked.
func (b *Batch) Run(ctx context.Context) error {
	if len(b.asked) == 0 {
		return nil
	}
	if b.scope.dialect != dialect.Postgres {
		return b.oneByOne(ctx)
	}
	connection, err := b.scope.read.Conn(ctx)
	if err != nil {
		return err
	}
	err = connection.Raw(func(driver any) error {
		own, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("running a batch on %T", driver)
		}
		return b.pipelined(ctx, own.Conn())
	})
	if closed := connection.Close(); err == nil {
		err = closed
	}
	return err
}

func (b *Batch) pipelined(ctx context.Context, connection *pgx.Conn) (err error) {
	var questions pgx.Batch
	for _, one := range b.asked {
		questions.Queue(one.text, one.arguments...)
	}
	answers := connection.SendBatch(ctx, &questions)
	defer func() {
		if closed := answers.Close(); err == nil {
			err = closed
		}
	}()
	for _, one := range b.asked {
		rows, err := answers.Query()
		if err != nil {
			return err
		}
		for rows.Next() {
			if err := rows.Scan(one.row()...); err != nil {
				rows.Close()
				return err
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

func (b *Batch) oneByOne(ctx context.Context) error {
	for _, one := range b.asked {
		if err := b.readOne(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

func (b *Batch) readOne(ctx context.Context, one asked) error {
	rows, err := b.scope.Query(ctx, one.text, one.arguments...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what went wrong is in Err
	for rows.Next() {
		if err := rows.Scan(one.row()...); err != nil {
			return err
		}
	}
	return rows.Err()
}
