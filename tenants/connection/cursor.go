package connection

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Cursor is how far a connection has been read, in the plugin's own words; empty
// when it never has. Domain packages that read what has changed keep it.
func Cursor(ctx context.Context, scope *tenants.Scope, id uuid.UUID) (string, error) {
	row, err := scope.Client().Plugin.Get(ctx, id)
	if err != nil {
		return "", fmt.Errorf("reading how far a connection is read: %w", err)
	}
	place := scope.Row(table, id)
	cursor := openText(place, "cursor", row.Cursor)
	return cursor, place.Err()
}

// KeepCursor keeps how far a connection has been read, once everything before it
// is stored.
func KeepCursor(ctx context.Context, scope *tenants.Scope, id uuid.UUID, cursor string) error {
	return scope.InTx(ctx, func(tx *tenants.Tx) error {
		place := tx.Row(table, id)
		update := tx.Client().Plugin.UpdateOneID(id).SetCursor(place.Seal("cursor", cursor))
		if err := place.Err(); err != nil {
			return err
		}
		return update.Exec(ctx)
	})
}
