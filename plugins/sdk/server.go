package sdk

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding"

	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/base/v1"
	levelsv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/levels/v1"
	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
	stafettloggv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/stafettlogg/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// ServerOptions are what a gRPC server that serves a plugin must have; for test
// kits that do not use Serve.
func ServerOptions() []grpc.ServerOption {
	return []grpc.ServerOption{
		grpc.MaxRecvMsgSize(MaxMessage), grpc.MaxSendMsgSize(MaxMessage),
		grpc.ForceServerCodecV2(codec{encoding.GetCodecV2("proto")}),
		grpc.StaticStreamWindowSize(window), grpc.StaticConnWindowSize(window), grpc.NumStreamWorkers(workers),
		grpc.UnaryInterceptor(guardCall), grpc.StreamInterceptor(guardStream),
	}
}

// window is how much of what the host sends is under way at most. It does not
// grow: measuring how far it could takes a message for each call.
const window = 1 << 20

// workers are goroutines that stay: a new one for each call grows its stack anew
// each time, which costs a tenth of the call. More calls at once than there are
// workers get goroutines of their own.
const workers = 32

// Register serves p on a gRPC server made with ServerOptions: base/v1, and those
// jobs that p does. ended is called when the host's stream has ended. It is for test
// kits; plugins use Serve.
func Register(server *grpc.Server, p Plugin, ended func()) {
	s := &base{plugin: p, link: newLink(), ended: ended}
	basev1.RegisterPluginServer(server, s)
	if registers(p) {
		registryv1.RegisterRegistryServer(server, &registryServer{base: s})
	}
	if system, does := p.(stafettlogg.System); does {
		stafettloggv1.RegisterStafettloggServer(server, &stafettloggServer{base: s, system: system})
	}
	if model, does := p.(levels.Model); does {
		levelsv1.RegisterLevelsServer(server, &levelsServer{base: s, model: model})
	}
}

// base serves what every plugin answers.
type base struct {
	basev1.UnimplementedPluginServer
	plugin     Plugin
	link       *link
	ended      func()
	busy       sync.RWMutex // Configure alone, everything else together
	configured atomic.Bool
}

// Describe tells what the plugin is.
func (s *base) Describe(context.Context, *basev1.DescribeRequest) (*basev1.DescribeResponse, error) {
	return DescriptionProto(Described(s.plugin)), nil
}

// Configure waits until nothing else is being served.
func (s *base) Configure(ctx context.Context, request *basev1.ConfigureRequest) (*basev1.ConfigureResponse, error) {
	for !s.busy.TryLock() {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
	defer s.busy.Unlock()
	setup := SetupOf(request, s.link)
	setup.Settings = withDefaults(setup.Settings, s.plugin.Describe().Settings)
	if err := s.plugin.Configure(ctx, setup); err != nil {
		return nil, err
	}
	s.configured.Store(true)
	return &basev1.ConfigureResponse{}, nil
}

// CheckHealth tries the system behind.
func (s *base) CheckHealth(ctx context.Context, _ *basev1.CheckHealthRequest) (*basev1.CheckHealthResponse, error) {
	done, err := s.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	health, err := s.plugin.Check(ctx)
	return HealthProto(health), err
}

// Attach is the host's stream.
func (s *base) Attach(stream attachment) error {
	defer func() { go s.end() }()
	return s.link.attach(stream)
}

// farewell is how long what is being served may take when the host has left.
const farewell = time.Second

// end waits until nothing is being served, and not long, and tells that the
// host has left.
func (s *base) end() {
	late := time.Now().Add(farewell)
	for time.Now().Before(late) {
		if s.busy.TryLock() {
			s.busy.Unlock()
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	s.ended()
}

// begin begins to serve something that needs the settings.
func (s *base) begin() (done func(), err error) {
	asked.Store(true)
	s.busy.RLock()
	if !s.configured.Load() {
		s.busy.RUnlock()
		return nil, &Fault{Source: FromHost, Code: CodeNotConfigured}
	}
	return s.busy.RUnlock, nil
}

// guardCall makes panics and errors of the plugin's methods into faults.
func guardCall(ctx context.Context, request any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (answer any, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			answer, err = nil, StatusOf(ctx, afterPanic(info.FullMethod, panicked))
		}
	}()
	answer, err = handle(ctx, request)
	if err != nil {
		return nil, StatusOf(ctx, err)
	}
	return answer, nil
}

func guardStream(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = StatusOf(stream.Context(), afterPanic(info.FullMethod, panicked))
		}
	}()
	return StatusOf(stream.Context(), handle(server, stream))
}

// afterPanic writes where it happened to stderr, which the author reads. What
// was in the plugin's hands then is not sent to anybody.
func afterPanic(method string, panicked any) error {
	fmt.Fprintf(os.Stderr, "panic in %s: %v\n%s", method, panicked, debug.Stack())
	return &Fault{Source: FromPlugin, Code: CodePanic, Cause: fmt.Errorf("panic in %s", method)}
}
