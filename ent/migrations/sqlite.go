package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// suspendForeignKeys turns the foreign keys of a SQLite connection off and
// returns what turns them on again. SQLite changes a table by making a new one
// and dropping the old; with foreign keys on, the drop would delete or refuse
// because of the rows that refer to it. SQLite ignores the setting inside a
// transaction, hence before it. See "Making Other Kinds Of Table Schema
// Changes" in SQLite's documentation of ALTER TABLE.
func suspendForeignKeys(ctx context.Context, conn *sql.Conn) (restore func(), err error) {
	var on bool
	if err := conn.QueryRowContext(ctx, "PRAGMA foreign_keys").Scan(&on); err != nil {
		return nil, fmt.Errorf("asking about foreign keys: %w", err)
	}
	if !on {
		return func() {}, nil
	}
	if err := execute(ctx, conn, "PRAGMA foreign_keys = off"); err != nil {
		return nil, fmt.Errorf("turning foreign keys off: %w", err)
	}
	return func() {
		if err := execute(context.WithoutCancel(ctx), conn, "PRAGMA foreign_keys = on"); err != nil {
			discard(conn)
		}
	}, nil
}

// checkForeignKeys refuses a migration that leaves a row referring to nothing.
func checkForeignKeys(ctx context.Context, conn *sql.Conn) (err error) {
	rows, err := conn.QueryContext(ctx, `SELECT "table", "parent" FROM pragma_foreign_key_check`)
	if err != nil {
		return fmt.Errorf("checking foreign keys: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if rows.Next() {
		var table, parent string
		if err := rows.Scan(&table, &parent); err != nil {
			return fmt.Errorf("checking foreign keys: %w", err)
		}
		return fmt.Errorf("a row of %s refers to none in %s", table, parent)
	}
	return rows.Err()
}
