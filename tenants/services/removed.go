package services

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/upstream"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// ConnectionRemoved ends what hangs on a register that the municipality
// removes: what it asked about its entries is not asked any more. Units and
// services from it stay, and so does where they came from, for pages to say that
// the source is removed, and for the same register to know them if it is
// installed again. It is a connection.Ending, for connection.Remove, which has
// asked who may.
func ConnectionRemoved(ctx context.Context, tx *tenants.Tx, plugin uuid.UUID) error {
	name, err := connection.NameIn(ctx, tx, plugin)
	if err != nil {
		return err
	}
	_, err = tx.Client().Upstream.Delete().Where(upstream.PluginID(plugin), upstream.TargetID(uuid.Nil)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("ending questions of a register: %w", err)
	}
	return moveTies(ctx, tx, plugin, removedRegister(name))
}

// takeUpAgain ties a register to what it listed before it was removed and
// installed again, so that it is recognised by the register's own id of it, and
// what the municipality has put right since stays. It does nothing for a
// register that has not been removed, or has been taken up already, and returns
// ErrNotFound for one that is removed now.
func takeUpAgain(ctx context.Context, tx *tenants.Tx, plugin uuid.UUID) error {
	name, err := connection.NameIn(ctx, tx, plugin)
	if err != nil {
		return err
	}
	return moveTies(ctx, tx, removedRegister(name), plugin)
}

// moveTies cannot meet a tie of the same entry: a connection gets ties of its
// own only after it has taken up those of the removed one.
func moveTies(ctx context.Context, tx *tenants.Tx, from, to uuid.UUID) error {
	err := tx.Client().Upstream.Update().Where(upstream.PluginID(from)).SetPluginID(to).Exec(ctx)
	if err != nil {
		return fmt.Errorf("moving what a register lists: %w", err)
	}
	return nil
}

// removedRegister is the id that the ties of a removed register are kept under.
// It is made of the plugin's name, which is all that its next installation has
// in common with it, and is no connection's.
func removedRegister(name string) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("hverdag:removed-register:"+name))
}
