package tenants

import (
	"context"
	"database/sql"
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Querier runs the hot queries that are written by hand: a Scope on kept
// statements, a Tx inside its transaction. For packages below tenants only.
type Querier interface {
	Query(ctx context.Context, query string, arguments ...any) (*sql.Rows, error)
}

// Query runs a query inside the transaction.
func (tx *Tx) Query(ctx context.Context, query string, arguments ...any) (*sql.Rows, error) {
	return tx.sql.QueryContext(ctx, query, arguments...)
}

// ReadRows reads all rows that a query finds. into gives the places of a
// row's columns, in the query's order; sealed ones with SealedColumn.
func ReadRows[T any](ctx context.Context, q Querier, into func(*T) []any, query string, arguments ...any) (list []*T, err error) {
	rows, err := q.Query(ctx, query, arguments...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		one := new(T)
		if err := rows.Scan(into(one)...); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// SealedColumn is the place of a sealed column, which may be NULL.
func SealedColumn(field *seal.Sealed) any { return (*[]byte)(field) }
