package plugintest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// CallTime is how long a call may take, as in the host.
const CallTime = 30 * time.Second

// Runner runs plugins in the test's own process, behind the real gRPC layer.
// It is a host.Runner.
type Runner struct {
	world  *World
	makers map[string]func() sdk.Plugin
	mu     sync.Mutex
	open   map[string]*session
}

// InProcess returns a Runner of the plugins that makers make; an instance is
// served by the one that describes itself with its name. Each municipality has
// its own, as with processes. Requests go to world; nil is one without systems.
func InProcess(t testing.TB, world *World, makers ...func() sdk.Plugin) *Runner {
	t.Helper()
	if world == nil {
		world = NewWorld(t)
	}
	r := &Runner{world: world, makers: map[string]func() sdk.Plugin{}, open: map[string]*session{}}
	for _, maker := range makers {
		r.makers[maker().Describe().Name] = maker
	}
	t.Cleanup(r.Close)
	return r
}

var _ host.Runner = (*Runner)(nil)

// Use starts the instance unless it runs, and calls do with it.
func (r *Runner) Use(ctx context.Context, in host.Instance, do func(context.Context, host.Plugin) error) error {
	s, err := r.session(ctx, in)
	if err != nil {
		return err
	}
	return s.use(ctx, do)
}

// Status tells whether the instance runs.
func (r *Runner) Status(municipality uuid.UUID, plugin string) host.Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.open[key(municipality, plugin)]
	if s == nil {
		return host.Status{State: host.Stopped}
	}
	return host.Status{State: host.Healthy, Since: s.since, ProcessID: os.Getpid()}
}

// Stop ends the instance.
func (r *Runner) Stop(municipality uuid.UUID, plugin string) {
	r.mu.Lock()
	s := r.open[key(municipality, plugin)]
	delete(r.open, key(municipality, plugin))
	r.mu.Unlock()
	if s != nil {
		s.close()
	}
}

// Close ends every instance.
func (r *Runner) Close() {
	r.mu.Lock()
	open := r.open
	r.open = map[string]*session{}
	r.mu.Unlock()
	for _, s := range open {
		s.close()
	}
}

func key(municipality uuid.UUID, plugin string) string { return municipality.String() + " " + plugin }

func (r *Runner) session(ctx context.Context, in host.Instance) (*session, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	name := key(in.Municipality, in.Manifest.Name)
	if s := r.open[name]; s != nil {
		s.record.set(in.Record)
		return s, s.renew(ctx, in.Setup)
	}
	maker := r.makers[in.Manifest.Name]
	if maker == nil {
		return nil, &host.Problem{Whose: host.Ours, Code: "host.no_such_plugin", Lasting: true}
	}
	s, err := start(ctx, maker(), in, r.world)
	if err != nil {
		return nil, err
	}
	r.open[name] = s
	return s, nil
}

// serve serves p over an in-memory connection.
func serve(p sdk.Plugin) (*connection, error) {
	listener := bufconn.Listen(1 << 20)
	server := grpc.NewServer(sdk.ServerOptions()...)
	sdk.Register(server, p, func() {})
	go func() { _ = server.Serve(listener) }()
	dial := func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }
	conn, err := grpc.NewClient("passthrough:///plugin", append(client.DialOptions(),
		grpc.WithContextDialer(dial), grpc.WithTransportCredentials(insecure.NewCredentials()))...)
	if err != nil {
		server.Stop()
		return nil, fmt.Errorf("connecting to the plugin: %w", err)
	}
	end := func() {
		_ = conn.Close()
		server.Stop()
	}
	return &connection{conn: conn, client: client.New(conn), end: end}, nil
}

// session is one running plugin, attached and configured.
type session struct {
	*attached
	record *latest
	since  time.Time
	setup  sdk.Setup // it was last configured with
}

// renew configures the plugin anew when it is set up otherwise, as the host does.
func (s *session) renew(ctx context.Context, setup sdk.Setup) error {
	if reflect.DeepEqual(s.setup, setup) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, CallTime)
	defer cancel()
	if err := s.configure(ctx, setup); err != nil {
		return ProblemOf(err)
	}
	s.setup = setup
	return nil
}

// start serves p, attaches and configures it.
func start(ctx context.Context, p sdk.Plugin, in host.Instance, world *World) (*session, error) {
	served, err := serve(p)
	if err != nil {
		return nil, err
	}
	in = withWorld(in, world)
	record := &latest{now: in.Record}
	in.Record = record
	a, err := served.attach(in, world)
	if err != nil {
		served.end()
		return nil, ProblemOf(err)
	}
	ctx, cancel := context.WithTimeout(ctx, CallTime)
	defer cancel()
	if err := a.configure(ctx, in.Setup); err != nil {
		a.close()
		return nil, ProblemOf(err)
	}
	return &session{attached: a, record: record, since: time.Now(), setup: in.Setup}, nil
}

func withWorld(in host.Instance, world *World) host.Instance {
	if in.State == nil {
		in.State = world
	}
	if in.Record == nil {
		in.Record = world
	}
	if in.Folder == "" {
		in.Folder = world.Root
	}
	if in.Secret == nil {
		in.Secret = func(key string) (string, error) {
			value, set := world.secretOf(key)
			if !set {
				return "", errors.New("not set")
			}
			return value, nil
		}
	}
	return in
}

func (s *session) use(ctx context.Context, do func(context.Context, host.Plugin) error) error {
	operation, done := s.broker.operate(ctx)
	defer done()
	return do(ctx, running(s.conn, operation))
}
