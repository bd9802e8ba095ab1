package plugintest_test

import (
	"io"
	"sync"
)

// locked is a writer that several may write to.
type locked struct {
	mu sync.Mutex
	to io.Writer
}

func (l *locked) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(text)
}
