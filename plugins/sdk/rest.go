package sdk

import (
	"runtime/debug"
	"sync/atomic"
	"time"
)

// asked tells that something has been asked of the plugin since the last look.
// It is the process's, as its memory is.
var asked atomic.Bool

// quiet is how long nothing must have been asked before a plugin rests.
const quiet = 3 * time.Second

// rest gives back the memory that work has taken, when there is no more of it
// for a while: a municipality's plugins wait most of the day, and there are many
// municipalities on a machine.
func rest() {
	for worked := false; ; {
		time.Sleep(quiet)
		if asked.Swap(false) {
			worked = true
			continue
		}
		if worked {
			debug.FreeOSMemory()
			worked = false
		}
	}
}
