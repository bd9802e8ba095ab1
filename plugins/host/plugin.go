package host

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/base/v1"
	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// plugin is a running process as one operation sees it: the client of the
// contract over a connection that guards it.
type plugin struct{ *client.Client }

var _ Plugin = plugin{}

func newPlugin(p *process, in *Instance) plugin {
	return plugin{client.New(&guarded{process: p, in: in, limits: &p.house.Limits})}
}

// Check tries the system behind.
func (p plugin) Check(ctx context.Context) (sdk.Health, error) {
	health, err := p.Client.Check(ctx)
	lines(300, &health.Message.NB, &health.Message.NN)
	return health, err
}

// List calls each with what the register has.
func (p plugin) List(ctx context.Context, query registry.Query, each func(registry.Chunk) error) (registry.End, error) {
	end, err := p.Client.List(ctx, query, func(chunk registry.Chunk) error {
		cleanChunk(chunk)
		return each(chunk)
	})
	texts(&end.Cursor)
	return end, err
}

// guarded is the connection to a process while one operation uses it. Each call
// has a deadline and a token, whatever is answered is cleaned before anybody
// sees it, and errors say whose fault they are.
type guarded struct {
	process *process
	in      *Instance
	limits  *Limits
}

var _ client.Judge = (*guarded)(nil)

// Invoke makes one call.
func (g *guarded) Invoke(ctx context.Context, method string, request, answer any, options ...grpc.CallOption) error {
	serving, hush := context.WithCancelCause(ctx)
	defer hush(nil)
	late := hushAfter(g.limits.Call, hush)
	defer late.Stop()
	this := g.process.operations.begin(serving, g.in)
	defer g.process.operations.end(this)
	if err := g.process.conn.Invoke(this.carrying(serving), method, request, answer, options...); err != nil {
		return g.failed(ctx, serving, err)
	}
	g.fared(nil)
	if err := ctx.Err(); err != nil {
		return err // the caller gave up before the answer came
	}
	cleanAnswer(answer)
	return nil
}

// hushAfter gives a call up after a while. The plugin is not told when that will
// be, but that it has been: a deadline that is sent along is another text in
// each call, and another clock in the plugin, which costs a fifth of the call.
func hushAfter(after time.Duration, hush context.CancelCauseFunc) *time.Timer {
	return time.AfterFunc(after, func() { hush(context.DeadlineExceeded) })
}

// failed turns the error of a call into what the caller gets. A caller who gave
// up gets what its context says.
func (g *guarded) failed(ctx, serving context.Context, err error) error {
	if status.Code(err) == codes.DeadlineExceeded {
		awaitOwn(ctx)
	}
	if given := ctx.Err(); given != nil && g.process.why() == nil {
		return given
	}
	problem := g.process.explain(serving, err)
	g.fared(problem)
	return problem
}

// awaitOwn waits for the caller's own deadline when it is about now: the plugin
// knows of it, and its clock may be the first to say so.
func awaitOwn(ctx context.Context) {
	deadline, has := ctx.Deadline()
	if !has || time.Until(deadline) > time.Second {
		return
	}
	<-ctx.Done()
}

// Judge makes what the client would not take a Problem: of ours when it is what
// we would send, else of the plugin's.
func (g *guarded) Judge(err error) error {
	if errors.Is(err, client.ErrWrite) {
		return &Problem{Whose: Ours, Code: "host.invalid_write", Lasting: true, Cause: err}
	}
	problem := &Problem{Whose: Plugins, Code: CodeInvalidAnswer, Cause: err}
	g.fared(problem)
	return problem
}

// fared tells the seat, and kills a process that has stopped answering.
func (g *guarded) fared(problem *Problem) {
	p := g.process
	p.tell(problem)
	if problem == nil || problem.Code != CodeTimeout {
		p.timeouts.Store(0)
		return
	}
	if p.timeouts.Add(1) >= mostTimeouts {
		p.blame(CodeTimeout, errors.New("it has stopped answering"))
	}
}

// mostTimeouts is how many calls in a row may go unanswered.
const mostTimeouts = 3

// cleanAnswer cleans a message, all but those of which every text is cleaned by
// the methods of plugin above.
func cleanAnswer(answer any) {
	switch message := answer.(type) {
	case *basev1.CheckHealthResponse, *registryv1.ListResponse:
	case proto.Message:
		clean(message.ProtoReflect())
	default:
		panic(fmt.Sprintf("an answer is a %T", answer)) // the contract has no such
	}
}
