package plugintest

import (
	"sync"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// latest is the Recorder of a session that outlives its first use: each use
// brings its own, and the last one is told.
type latest struct {
	mu  sync.Mutex
	now host.Recorder
}

func (l *latest) set(record host.Recorder) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if record != nil {
		l.now = record
	}
}

func (l *latest) get() host.Recorder {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

// Called tells the last user's Recorder.
func (l *latest) Called(call host.Call) { l.get().Called(call) }

// Said tells the last user's Recorder.
func (l *latest) Said(level sdk.LogLevel, text string) { l.get().Said(level, text) }

// Changed tells the last user's Recorder.
func (l *latest) Changed(status host.Status) { l.get().Changed(status) }
