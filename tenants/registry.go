package tenants

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/singleflight"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/municipality"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/kv"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Why a host has no open municipality behind it.
var (
	ErrUnknownHost = errors.New("no municipality has this host")
	ErrSuspended   = errors.New("the municipality is suspended")
	ErrMaintenance = errors.New("the municipality is under maintenance")
)

// States of a municipality.
const (
	StateCreating   = "creating"
	StateOnboarding = "onboarding"
	StateActive     = "active"
	StateSuspended  = "suspended"
)

const (
	rowFor     = time.Second      // how old a known state may be
	retryAfter = 2 * time.Second  // before a municipality that would not open is tried again
	idleFor    = 10 * time.Minute // before an unused municipality is closed
	changed    = "municipalities" // kv channel: something changed in the control plane
)

// Config is what a Registry needs.
type Config struct {
	Control *Control
	KEK     seal.KEK
	KV      kv.Store
	Policy  *policy.Table
	Clock   clock.Clock
	Log     *slog.Logger
	Plugins host.Runner // runs the municipalities' plugins; none when nil
}

// Registry finds the municipality behind a host name and opens it. It is safe
// for concurrent use, and the only place where a Scope is made.
type Registry struct {
	Config
	opening singleflight.Group
	mu      sync.Mutex
	rows    map[string]knownRow
	open    map[uuid.UUID]*Scope
	failed  map[uuid.UUID]failure
}

type knownRow struct {
	row *control.Municipality // nil: there is none
	at  time.Time
}

type failure struct {
	err error
	at  time.Time
}

// NewRegistry returns a Registry that has opened nothing yet. It follows
// changes made by other replicas until ctx ends.
func NewRegistry(ctx context.Context, config Config) *Registry {
	if config.Plugins == nil {
		config.Plugins = host.Nowhere{}
	}
	r := &Registry{
		Config: config, rows: map[string]knownRow{},
		open: map[uuid.UUID]*Scope{}, failed: map[uuid.UUID]failure{},
	}
	go r.follow(ctx)
	return r
}

// ByHost returns the open municipality with exactly this host name (lower
// case, without port). It returns ErrUnknownHost, ErrSuspended, or
// ErrMaintenance when the municipality's database cannot serve; the cause is
// in the operator's log, not in the error's text for people.
func (r *Registry) ByHost(ctx context.Context, host string) (*Scope, error) {
	row, err := r.row(ctx, host)
	if err != nil {
		return nil, err
	}
	switch row.State {
	case StateSuspended:
		return nil, ErrSuspended
	case StateOnboarding, StateActive:
		return r.scope(ctx, row)
	default:
		return nil, ErrUnknownHost
	}
}

// ByID opens a municipality that is not suspended, for jobs and commands.
func (r *Registry) ByID(ctx context.Context, id uuid.UUID) (*Scope, error) {
	row, err := r.Control.client.Municipality.Get(ctx, id)
	if control.IsNotFound(err) {
		return nil, ErrUnknownHost
	}
	if err != nil {
		return nil, fmt.Errorf("reading municipality: %w", err)
	}
	if row.State == StateSuspended {
		return nil, ErrSuspended
	}
	return r.scope(ctx, row)
}

// Serving lists the municipalities that are onboarding or active.
func (r *Registry) Serving(ctx context.Context) ([]uuid.UUID, error) {
	ids, err := r.Control.client.Municipality.Query().
		Where(municipality.StateIn(StateOnboarding, StateActive)).
		Order(municipality.BySlug()).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing municipalities: %w", err)
	}
	return ids, nil
}

func (r *Registry) row(ctx context.Context, host string) (*control.Municipality, error) {
	r.mu.Lock()
	known, ok := r.rows[host]
	r.mu.Unlock()
	if !ok || time.Since(known.at) > rowFor {
		row, err := r.Control.client.Municipality.Query().Where(municipality.Host(host)).Only(ctx)
		if err != nil && !control.IsNotFound(err) {
			return nil, fmt.Errorf("looking up host: %w: %w", ErrMaintenance, err)
		}
		known = knownRow{row: row, at: time.Now()}
		r.remember(host, known)
	}
	if known.row == nil {
		return nil, ErrUnknownHost
	}
	return known.row, nil
}

// remember keeps known hosts; unknown ones only while they are few, so that
// nobody can fill the memory with invented names.
func (r *Registry) remember(host string, known knownRow) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known.row == nil && len(r.rows) > 10_000 {
		return
	}
	r.rows[host] = known
}

func (r *Registry) scope(ctx context.Context, row *control.Municipality) (*Scope, error) {
	r.mu.Lock()
	scope, isOpen := r.open[row.ID]
	broken, hasFailed := r.failed[row.ID]
	r.mu.Unlock()
	if isOpen && r.Control.Databases.Present(row.Database) {
		scope.used()
		return scope, nil
	}
	if isOpen {
		r.drop(row.ID)
	}
	if hasFailed && time.Since(broken.at) < retryAfter {
		return nil, broken.err
	}
	opened, err, _ := r.opening.Do(row.ID.String(), func() (any, error) { return r.openNow(ctx, row) })
	if err != nil {
		return nil, err
	}
	return opened.(*Scope), nil
}

func (r *Registry) openNow(ctx context.Context, row *control.Municipality) (*Scope, error) {
	r.mu.Lock()
	scope, isOpen := r.open[row.ID]
	r.mu.Unlock()
	if isOpen {
		return scope, nil
	}
	scope, err := r.openScope(context.WithoutCancel(ctx), row)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.Log.Error("municipality cannot be opened", "municipality", row.Slug, "cause", err.Error())
		err = fmt.Errorf("opening municipality %s: %w", row.Slug, ErrMaintenance)
		r.failed[row.ID] = failure{err: err, at: time.Now()}
		return nil, err
	}
	delete(r.failed, row.ID)
	scope.used()
	r.open[row.ID] = scope
	return scope, nil
}

// Fail takes note of a municipality whose database did not serve. One that is
// gone or damaged is closed, so that the next request tries to open it anew;
// one that was only busy stays open for everybody else. web calls it on
// ErrUnavailable.
func (r *Registry) Fail(id uuid.UUID, cause error) {
	r.Log.Error("municipality's database did not serve", "municipality", id, "cause", cause.Error())
	if isDatabaseGone(cause) {
		r.drop(id)
	}
}

func (r *Registry) drop(id uuid.UUID) {
	r.mu.Lock()
	scope, ok := r.open[id]
	delete(r.open, id)
	r.mu.Unlock()
	if !ok {
		return
	}
	if err := scope.Close(); err != nil {
		r.Log.Warn("closing municipality", "cause", err.Error())
	}
}

// Changed tells this and every other replica that a municipality's row was
// changed: created, suspended, resumed, migrated.
func (r *Registry) Changed(ctx context.Context) {
	r.forgetRows()
	if err := r.KV.Publish(ctx, changed, ""); err != nil {
		r.Log.Warn("telling the replicas", "cause", err.Error())
	}
}

func (r *Registry) forgetRows() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.rows)
	clear(r.failed)
}

// follow forgets what it knows when another replica says so, and closes what
// has not been used for a while. A missed message costs at most rowFor.
func (r *Registry) follow(ctx context.Context) {
	messages, err := r.KV.Subscribe(ctx, changed)
	if err != nil {
		r.Log.Warn("following the replicas", "cause", err.Error())
	}
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case _, ok := <-messages:
			if !ok {
				messages = nil
				continue
			}
			r.forgetRows()
		case <-tick.C:
			r.closeIdle()
		}
	}
}

func (r *Registry) closeIdle() {
	r.mu.Lock()
	var idle []uuid.UUID
	for id, scope := range r.open {
		if time.Since(scope.idleSince()) > idleFor {
			idle = append(idle, id)
		}
	}
	r.mu.Unlock()
	for _, id := range idle {
		r.drop(id)
	}
}

// Close closes every open municipality.
func (r *Registry) Close() {
	r.mu.Lock()
	ids := make([]uuid.UUID, 0, len(r.open))
	for id := range r.open {
		ids = append(ids, id)
	}
	r.mu.Unlock()
	for _, id := range ids {
		r.drop(id)
	}
}
