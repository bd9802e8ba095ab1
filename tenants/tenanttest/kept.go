package tenanttest

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Kept is a house on SQLite as it stood at a moment, from which houses alike
// are built in a fraction of the time it takes to furnish one.
type Kept struct {
	files            map[string][]byte
	now              time.Time
	scope, neighbour uuid.UUID
	people           map[string]directory.User
	tokens           map[uuid.UUID]string
}

// Keep notes down a house on SQLite as it stands. Nobody may be writing in it.
func (h *House) Keep() *Kept {
	h.T.Helper()
	kept := &Kept{
		files: map[string][]byte{}, now: h.Clock.Now(), scope: h.Scope.ID, neighbour: h.Neighbour.ID,
		people: maps.Clone(h.people), tokens: maps.Clone(h.tokens),
	}
	names, err := filepath.Glob(filepath.Join(h.Folder, "*.db*"))
	must(h.T, err)
	if len(names) == 0 {
		h.T.Fatal("only a house on SQLite can be kept")
	}
	for _, name := range names {
		if filepath.Ext(name) == ".db-shm" { // made anew of the log beside it
			continue
		}
		kept.files[filepath.Base(name)], err = os.ReadFile(name)
		must(h.T, err)
	}
	return kept
}

// House is a house of its own that stands as the kept one did. It runs no
// plugins until UsePlugins.
func (k *Kept) House(t testing.TB) *House {
	t.Helper()
	ctx := context.Background()
	house := newHouse(t)
	house.onFiles()
	for name, content := range k.files {
		must(t, os.WriteFile(filepath.Join(house.Folder, name), content, 0o600))
	}
	house.Clock.Set(k.now)
	house.people, house.tokens = maps.Clone(k.people), maps.Clone(k.tokens)
	house.open()
	var err error
	house.Scope, err = house.Registry.ByID(ctx, k.scope)
	must(t, err)
	house.Neighbour, err = house.Registry.ByID(ctx, k.neighbour)
	must(t, err)
	return house
}
