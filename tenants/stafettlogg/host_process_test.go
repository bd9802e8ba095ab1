package stafettlogg_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// hostVariable makes the test's program be a municipality's program that
// delivers what is queued, so that a test can kill it.
const hostVariable = "HVERDAG_STAFETTLOGG_HOST"

// hosting is what such a program is told.
type hosting struct {
	Where         tenanttest.Elsewhere
	Now           time.Time // when it starts
	Releases, Run string
	System        string // address of the system behind
	Drain         bool   // deliver all there is, whenever it is due, and end
}

// deliverers is how many deliver at once, as several replicas would.
const deliverers = 3

// running is a clock that began at another time than the machine's.
type running struct {
	mu    sync.Mutex
	ahead time.Duration
}

func startingAt(now time.Time) *running { return &running{ahead: time.Until(now)} }

func (r *running) Now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return time.Now().Add(r.ahead).UTC().Truncate(time.Microsecond)
}

func (r *running) advance(by time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ahead += by
}

// behind sends every request to one address.
type behind string

func (b behind) RoundTrip(request *http.Request) (*http.Response, error) {
	at, err := url.Parse(string(b))
	if err != nil {
		return nil, err
	}
	sent := request.Clone(request.Context())
	sent.URL.Scheme, sent.URL.Host = at.Scheme, at.Host
	return http.DefaultTransport.RoundTrip(sent)
}

// actAsHost is the program. It delivers until it is killed.
func actAsHost() int {
	var told hosting
	err := json.Unmarshal([]byte(os.Getenv(hostVariable)), &told)
	if err == nil {
		err = told.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func (told hosting) run() (err error) {
	now := startingAt(told.Now)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	supervisor, err := host.New(host.Config{
		Releases: told.Releases, Run: told.Run, Launcher: []string{self}, Outside: behind(told.System),
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	if err != nil {
		return err
	}
	defer supervisor.Close()
	scope, end, err := told.Where.Open(ctx, now, supervisor)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	for {
		delivered, err := deliverAll(scope)
		if err != nil {
			return err
		}
		if delivered > 0 {
			continue
		}
		if !told.Drain {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		left := 0
		err = scope.ReadDB().QueryRow(`SELECT COUNT(*) FROM outbox_messages WHERE state = 'waiting'`).Scan(&left)
		if err != nil || left == 0 {
			return err
		}
		now.advance(13 * time.Hour) // longer than anything waits to be tried again
	}
}

// deliverAll delivers what is due, by several at once.
func deliverAll(scope *tenants.Scope) (delivered int, err error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	handlers := map[string]outbox.Handler{stafettlogg.OutboxKind: stafettlogg.Deliver(scope)}
	for range deliverers {
		all.Go(func() {
			n, failed := scope.Outbox().Work(ctx, handlers, 1000)
			mu.Lock()
			defer mu.Unlock()
			delivered, err = delivered+n, errors.Join(err, failed)
		})
	}
	all.Wait()
	return delivered, err
}
