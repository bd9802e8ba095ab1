package connection

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/pluginstate"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

const (
	stateTable = "plugin_states"
	mostStates = 1000     // keys one plugin may keep
	mostState  = 64 << 10 // bytes under one key
)

// reserved begins the keys that are ours: what Remember keeps beside what the
// plugin keeps itself.
const reserved = "host."

// state keeps what a plugin wants to remember; it is a host.State.
type state struct {
	scope  *tenants.Scope
	plugin uuid.UUID
}

// own is what the plugin itself gets of it.
type own struct{ *state }

// Read reads what is kept under a key of the plugin's own.
func (o own) Read(ctx context.Context, key string) ([]byte, bool, error) {
	if strings.HasPrefix(key, reserved) {
		return nil, false, nil
	}
	return o.state.Read(ctx, key)
}

// Write keeps a value under a key of the plugin's own: there is no room under
// another.
func (o own) Write(ctx context.Context, key string, value []byte) error {
	if strings.HasPrefix(key, reserved) {
		return host.ErrStateFull
	}
	return o.state.Write(ctx, key, value)
}

// Read reads what is kept under a key.
func (s *state) Read(ctx context.Context, key string) ([]byte, bool, error) {
	row, err := s.scope.Client().PluginState.Query().
		Where(pluginstate.PluginID(s.plugin), pluginstate.Key(key)).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("reading a plugin's state: %w", err)
	}
	value, err := s.scope.Open(stateTable, "value", row.ID, row.Value)
	if err != nil {
		return nil, false, err
	}
	return []byte(value), true, nil
}

// Write keeps a value under a key; nil forgets it.
func (s *state) Write(ctx context.Context, key string, value []byte) error {
	if len(value) > mostState || len(key) > 200 {
		return host.ErrStateFull
	}
	return s.scope.InTx(ctx, func(tx *tenants.Tx) error {
		client := tx.Client().PluginState
		mine := client.Query().Where(pluginstate.PluginID(s.plugin))
		if len(value) == 0 {
			_, err := client.Delete().Where(pluginstate.PluginID(s.plugin), pluginstate.Key(key)).Exec(ctx)
			return err
		}
		row, err := mine.Clone().Where(pluginstate.Key(key)).Only(ctx)
		if err == nil {
			sealed, err := tx.Seal(stateTable, "value", row.ID, string(value))
			if err != nil {
				return err
			}
			return client.UpdateOne(row).SetValue(sealed).Exec(ctx)
		}
		if !tenant.IsNotFound(err) {
			return fmt.Errorf("reading a plugin's state: %w", err)
		}
		return s.add(ctx, tx, mine, key, value)
	})
}

func (s *state) add(ctx context.Context, tx *tenants.Tx, mine *tenant.PluginStateQuery, key string, value []byte) error {
	count, err := mine.Count(ctx)
	if err != nil {
		return fmt.Errorf("counting a plugin's state: %w", err)
	}
	if count >= mostStates {
		return host.ErrStateFull
	}
	id := tenants.NewID()
	sealed, err := tx.Seal(stateTable, "value", id, string(value))
	if err != nil {
		return err
	}
	return tx.Client().PluginState.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).
		SetPluginID(s.plugin).SetKey(key).SetValue(sealed).Exec(ctx)
}
