// Package plugintest tests plugins over the real gRPC layer.
//
// A World is what is outside the plugin: systems by host name, a folder, what
// the plugin has kept, secrets. Open runs a plugin in the test's own process and
// gives it as the host sees it; InProcess is a host.Runner for tests of what
// uses plugins; Run is the conformance suite.
package plugintest

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// World is what is outside a plugin. It is safe for concurrent use.
type World struct {
	Root string // the folder for exchange is in and out below it

	// Through sends the requests instead of the handlers: to the systems as they
	// are. Plain lets them be http.
	Through http.RoundTripper
	Plain   bool

	server *httptest.Server
	mu     sync.Mutex
	hosts  map[string]http.Handler
	state  map[string][]byte
	secret map[string]string
	calls  []host.Call
	lines  []Line
	told   []host.Status

	spoiled func(http.Handler) http.Handler // how the systems answer wrongly; nil: they do not
	asked   int                             // requests that have come
	ends    []func()                        // called when the World ends
}

// Line is what a plugin said to the administrator.
type Line struct {
	Level sdk.LogLevel
	Text  string
}

// NewWorld returns a World without systems. It ends with the test.
func NewWorld(t testing.TB) *World {
	t.Helper()
	world, err := OpenWorld(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(world.Close)
	return world
}

// OpenWorld returns a World whose folder is below root, for programs; Close
// ends it.
func OpenWorld(root string) (*World, error) {
	for _, box := range []string{"in", "out"} {
		if err := os.MkdirAll(filepath.Join(root, box), 0o700); err != nil {
			return nil, err
		}
	}
	w := &World{Root: root, hosts: map[string]http.Handler{}, state: map[string][]byte{}, secret: map[string]string{}}
	w.server = httptest.NewServer(http.HandlerFunc(w.answer))
	return w, nil
}

// Close ends a World that OpenWorld opened.
func (w *World) Close() {
	w.server.CloseClientConnections()
	w.server.Close()
	w.mu.Lock()
	ends := w.ends
	w.ends = nil
	w.mu.Unlock()
	for _, end := range ends {
		end()
	}
}

func (w *World) atEnd(end func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ends = append(w.ends, end)
}

// Handle has handler answer as the system with the host name.
func (w *World) Handle(name string, handler http.Handler) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hosts[name] = handler
}

// Secret sets what the host puts in for a secret setting.
func (w *World) Secret(key, value string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.secret[key] = value
}

// Put puts a file where the plugin finds it, as another system would: whole.
func (w *World) Put(t testing.TB, name string, content []byte) {
	t.Helper()
	half := filepath.Join(w.Root, "."+name)
	if err := os.WriteFile(half, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(half, filepath.Join(w.Root, "in", name)); err != nil {
		t.Fatal(err)
	}
}

// Got returns what the plugin has put out, by name.
func (w *World) Got(t testing.TB) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(w.Root, "out"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]byte{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(w.Root, "out", entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got[entry.Name()] = content
	}
	return got
}

// Calls returns what the host did or refused to do outside for the plugin.
func (w *World) Calls() []host.Call {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.calls)
}

// Lines returns what the plugin has said to the administrator.
func (w *World) Lines() []Line {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.lines)
}

// Read is what the plugin has kept under key; it makes a World a host.State.
func (w *World) Read(_ context.Context, key string) ([]byte, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	value, found := w.state[key]
	return slices.Clone(value), found, nil
}

// Write keeps value under key; nil forgets.
func (w *World) Write(_ context.Context, key string, value []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(value) == 0 {
		delete(w.state, key)
		return nil
	}
	w.state[key] = slices.Clone(value)
	return nil
}

// Called, Said and Changed make a World a host.Recorder.
func (w *World) Called(call host.Call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls = append(w.calls, call)
}

// Said keeps a line the plugin wrote.
func (w *World) Said(level sdk.LogLevel, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, Line{level, text})
}

// Changed keeps a state of the process.
func (w *World) Changed(status host.Status) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, status)
}

// requests is how many requests have come to the systems.
func (w *World) requests() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked
}

func (w *World) secretOf(key string) (string, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	value, set := w.secret[key]
	return value, set
}

func (w *World) secretKeys() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	keys := []string{}
	for key := range w.secret {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func (w *World) answer(to http.ResponseWriter, request *http.Request) {
	w.mu.Lock()
	name, _, err := net.SplitHostPort(request.Host)
	if err != nil {
		name = request.Host
	}
	handler := w.hosts[name]
	w.asked++
	if w.spoiled != nil {
		handler = w.spoiled(handler)
	}
	w.mu.Unlock()
	if handler == nil {
		panic(http.ErrAbortHandler) // there is no such system
	}
	handler.ServeHTTP(to, request)
}

// Transport reaches the World's systems, whatever the address' scheme and port:
// over a real connection on the loopback.
func (w *World) Transport() http.RoundTripper {
	if w.Through != nil {
		return w.Through
	}
	here := w.server.Listener.Addr().String()
	dial := &net.Dialer{Timeout: 5 * time.Second}
	plain := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dial.DialContext(ctx, "tcp", here)
	}}
	return roundTrip(func(request *http.Request) (*http.Response, error) {
		sent := request.Clone(request.Context())
		sent.URL.Scheme = "http"
		return plain.RoundTrip(sent)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip sends a request.
func (r roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }
