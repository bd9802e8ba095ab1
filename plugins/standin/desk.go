package standin

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// Desk is an sdk.Host for the tests of a plugin that needs no process: its way
// out leads into a World.
type Desk struct {
	World World

	mu    sync.Mutex
	state map[string][]byte
	lines []string
}

// HTTP asks the world.
func (d *Desk) HTTP() *http.Client { return d.World.Client() }

// ReadState reads what was kept.
func (d *Desk) ReadState(_ context.Context, key string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.state[key]), nil
}

// WriteState keeps a value.
func (d *Desk) WriteState(_ context.Context, key string, value []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.state == nil {
		d.state = map[string][]byte{}
	}
	d.state[key] = slices.Clone(value)
	return nil
}

// Folder is nowhere: no plugin that is tested with a Desk exchanges files.
func (d *Desk) Folder() sdk.Folder { return nil }

// Log keeps a line.
func (d *Desk) Log(_ context.Context, _ sdk.LogLevel, text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, text)
}

// Said is what was logged.
func (d *Desk) Said() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Join(d.lines, "\n")
}
