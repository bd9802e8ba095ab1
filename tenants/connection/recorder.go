package connection

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

const (
	callTable = "plugin_calls"
	mostCalls = 300 // of one run kept one by one; the rest as a sum for each place
	mostLate  = 10  // that come after the run's end
	kindLog   = "log"
)

// recorder keeps what a plugin does during one run, and writes it down when the
// run ends. It is a host.Recorder.
type recorder struct {
	scope       *tenants.Scope
	plugin, run uuid.UUID
	mu          sync.Mutex
	calls       []call
	rest        map[string]*call // by place
	over        bool             // the run has been written down
	late        int
}

// call is a request, or a line for the administrator.
type call struct {
	host.Call
	at    time.Time
	line  string
	level sdk.LogLevel
	times int // more than one: a sum
}

func newRecorder(scope *tenants.Scope, plugin, run uuid.UUID) *recorder {
	return &recorder{scope: scope, plugin: plugin, run: run, rest: map[string]*call{}}
}

// Called keeps a request that was sent out, or refused.
func (r *recorder) Called(c host.Call) { r.add(call{Call: c, times: 1}) }

// Said keeps a line for the administrator.
func (r *recorder) Said(level sdk.LogLevel, text string) {
	r.add(call{Call: host.Call{Kind: kindLog}, line: text, level: level, times: 1})
}

// Changed has nothing to keep: how the process is is asked of the Runner, and
// how the run ended is kept with it.
func (r *recorder) Changed(host.Status) {}

func (r *recorder) add(c call) {
	c.at = r.scope.Clock().Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.over:
		r.comesLate(c)
	case len(r.calls) < mostCalls:
		r.calls = append(r.calls, c)
	case c.Kind != kindLog:
		r.sum(c)
	}
}

// comesLate writes down what is told of after the plugin has answered: what it
// said and sent goes another way than its answer does. The caller holds mu.
func (r *recorder) comesLate(c call) {
	r.late++
	if r.late > mostLate {
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), endPatience)
		defer cancel()
		err := r.scope.InTx(ctx, func(tx *tenants.Tx) error {
			row, err := c.row(tx, r.plugin, r.run)
			if err != nil {
				return err
			}
			return row.Exec(ctx)
		})
		if err != nil {
			r.scope.Log().Warn("what a plugin said late cannot be written down", "cause", err.Error())
		}
	}()
}

func (r *recorder) sum(c call) {
	key := c.Kind + " " + c.Place
	total := r.rest[key]
	if total == nil {
		total = &call{Call: host.Call{Kind: c.Kind, Place: c.Place}, at: c.at}
		r.rest[key] = total
	}
	total.times++
	total.Out, total.In, total.Took = total.Out+c.Out, total.In+c.In, total.Took+c.Took
}

// write writes what was kept.
func (r *recorder) write(ctx context.Context, tx *tenants.Tx) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = true
	all := r.calls
	for _, total := range r.rest {
		all = append(all, *total)
	}
	const atOnce = 100
	for len(all) > 0 {
		part := all[:min(atOnce, len(all))]
		all = all[len(part):]
		rows := make([]*tenant.PluginCallCreate, 0, len(part))
		for _, one := range part {
			row, err := one.row(tx, r.plugin, r.run)
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		if err := tx.Client().PluginCall.CreateBulk(rows...).Exec(ctx); err != nil {
			return fmt.Errorf("writing down what a plugin sent: %w", err)
		}
	}
	return nil
}

// row is a call as it is written.
func (c call) row(tx *tenants.Tx, plugin, run uuid.UUID) (*tenant.PluginCallCreate, error) {
	id := tenants.NewID()
	row := tx.Client().PluginCall.Create().SetID(id).SetCreatedAt(c.at).SetPluginID(plugin).SetRunID(run).
		SetKind(c.Kind).SetPlace(cutTo(c.Place, 200)).SetMethod(c.method()).SetStatus(c.Status).
		SetBytesOut(c.Out).SetBytesIn(c.In).SetMilliseconds(int(c.Took.Milliseconds()))
	line := c.line
	if line == "" {
		line = c.Refused
	}
	if line == "" {
		return row, nil
	}
	sealed, err := tx.Seal(callTable, "line", id, line)
	if err != nil {
		return nil, err
	}
	return row.SetLine(sealed), nil
}

// method is the request's method, the level of a line, or how many requests
// were summed.
func (c call) method() string {
	switch {
	case c.Kind == kindLog && c.level == sdk.Error:
		return "error"
	case c.Kind == kindLog && c.level == sdk.Warn:
		return "warn"
	case c.Kind == kindLog:
		return "info"
	case c.times > 1 || c.Method == "":
		return fmt.Sprintf("+%d", c.times)
	}
	return cutTo(c.Method, 20)
}
