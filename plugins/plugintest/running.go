package plugintest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// Running is a plugin that runs, for programs such as `hverdag-plugin run`.
type Running struct {
	Said sdk.Description
	a    *attached
}

// Start runs a plugin in a world with everything it asks for granted. record
// is told what it does; nil is the world.
func Start(ctx context.Context, subject Subject, world *World, settings map[string]string, record host.Recorder) (*Running, error) {
	connected, err := subject.connect(ctx)
	if err != nil {
		return nil, err
	}
	said, err := connected.client.Describe(ctx)
	if err != nil {
		connected.end()
		return nil, errors.New(told(err))
	}
	in := Instance(said, world, settings)
	if record != nil {
		in.Record = record
	}
	a, err := connected.attach(in, world)
	if err != nil {
		connected.end()
		return nil, err
	}
	if err := a.configure(ctx, in.Setup); err != nil {
		a.close()
		return nil, ProblemOf(err)
	}
	return &Running{Said: said, a: a}, nil
}

// Use calls do with the plugin, as one operation.
func (r *Running) Use(ctx context.Context, do func(context.Context, host.Plugin) error) error {
	operation, done := r.a.broker.operate(ctx)
	defer done()
	return do(ctx, running(r.a.conn, operation))
}

// Close ends the plugin, or lets go of one that is being debugged.
func (r *Running) Close() { r.a.close() }

// Debugged is a plugin that somebody has started with sdk.DebugEnv set to path,
// in a debugger for instance. It is waited for.
func Debugged(path string) Subject { return debugged(path) }

type debugged string

// Way says how it is run.
func (debugged) Way() string { return "in a debugger" }

func (d debugged) connect(ctx context.Context) (*connection, error) {
	var text []byte
	for {
		var err error
		if text, err = os.ReadFile(string(d)); err == nil {
			break
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("no plugin has said in %s where it listens", string(d))
		case <-time.After(100 * time.Millisecond):
		}
	}
	var where sdk.Reattach
	if err := json.Unmarshal(text, &where); err != nil {
		return nil, fmt.Errorf("reading %s: %w", string(d), err)
	}
	conn, err := grpc.NewClient("unix://"+where.Address, append(client.DialOptions(),
		grpc.WithTransportCredentials(insecure.NewCredentials()))...)
	if err != nil {
		return nil, err
	}
	return &connection{conn: conn, client: client.New(conn), end: func() { _ = conn.Close() }, pid: where.Process}, nil
}
