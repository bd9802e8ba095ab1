package host

import (
	"context"
	"errors"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/base/v1"
	levelsv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/levels/v1"
	stafettloggv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/stafettlogg/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// plugin is a running process as one operation sees it. Whatever it answers is
// cleaned before anybody else sees it.
type plugin struct {
	process *process
	in      Instance
	limits  Limits
}

var _ Plugin = (*plugin)(nil)

// call makes one call with a deadline and a token, and says whose fault it is
// when it fails.
func call[Request, Answer proto.Message](ctx context.Context, p *plugin, most time.Duration,
	do func(context.Context, Request) (Answer, error), request Request,
) (Answer, error) {
	var none Answer
	serving, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	serving, end := p.process.operations.begin(serving, p.in)
	defer end()
	answer, err := do(serving, request)
	if err != nil {
		return none, p.failed(ctx, serving, err)
	}
	clean(answer.ProtoReflect())
	p.fared(nil)
	return answer, nil
}

// failed turns the error of a call into what the caller gets. A caller who gave
// up gets what its context says.
func (p *plugin) failed(ctx, serving context.Context, err error) error {
	if status.Code(err) == codes.DeadlineExceeded {
		awaitOwn(ctx)
	}
	if given := ctx.Err(); given != nil && p.process.why() == nil {
		return given
	}
	problem := p.process.explain(serving, err)
	p.fared(problem)
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

// fared tells the seat, and kills a process that has stopped answering.
func (p *plugin) fared(problem *Problem) {
	p.process.tell(problem)
	if problem == nil || problem.Code != CodeTimeout {
		p.process.timeouts.Store(0)
		return
	}
	if p.process.timeouts.Add(1) >= mostTimeouts {
		p.process.blame(CodeTimeout, errors.New("it has stopped answering"))
	}
}

// mostTimeouts is how many calls in a row may go unanswered.
const mostTimeouts = 3

// Check tries the system behind.
func (p *plugin) Check(ctx context.Context) (sdk.Health, error) {
	answer, err := call(ctx, p, p.limits.Call, checkHealth(p.process), &basev1.CheckHealthRequest{})
	if err != nil {
		return sdk.Health{}, err
	}
	health := sdk.HealthOf(answer)
	health.Message = sdk.Words{NB: cleanLine(health.Message.NB, 300), NN: cleanLine(health.Message.NN, 300)}
	return health, nil
}

func checkHealth(p *process) func(context.Context, *basev1.CheckHealthRequest) (*basev1.CheckHealthResponse, error) {
	return func(ctx context.Context, request *basev1.CheckHealthRequest) (*basev1.CheckHealthResponse, error) {
		return basev1.NewPluginClient(p.conn).CheckHealth(ctx, request)
	}
}

func (p *plugin) log() stafettloggv1.StafettloggClient {
	return stafettloggv1.NewStafettloggClient(p.process.conn)
}

// Find looks a log up.
func (p *plugin) Find(ctx context.Context, reference string) (stafettlogg.Found, error) {
	find := func(ctx context.Context, r *stafettloggv1.FindRequest) (*stafettloggv1.FindResponse, error) {
		return p.log().Find(ctx, r)
	}
	answer, err := call(ctx, p, p.limits.Call, find, &stafettloggv1.FindRequest{Reference: reference})
	if err != nil {
		return stafettlogg.Found{}, err
	}
	return stafettlogg.FoundOf(answer), nil
}

// Read gives a whole log.
func (p *plugin) Read(ctx context.Context, logID string) (stafettlogg.Log, error) {
	read := func(ctx context.Context, r *stafettloggv1.ReadRequest) (*stafettloggv1.ReadResponse, error) {
		return p.log().Read(ctx, r)
	}
	answer, err := call(ctx, p, p.limits.Call, read, &stafettloggv1.ReadRequest{LogId: logID})
	if err != nil {
		return stafettlogg.Log{}, err
	}
	return stafettlogg.LogOf(answer.GetLog()), nil
}

// Write does one change.
func (p *plugin) Write(ctx context.Context, write stafettlogg.Write) (stafettlogg.Receipt, error) {
	request, err := stafettlogg.WriteProto(write)
	if err != nil {
		return stafettlogg.Receipt{}, &Problem{Whose: Ours, Code: "host.invalid_write", Lasting: true, Cause: err}
	}
	do := func(ctx context.Context, r *stafettloggv1.WriteRequest) (*stafettloggv1.WriteResponse, error) {
		return p.log().Write(ctx, r)
	}
	answer, err := call(ctx, p, p.limits.Call, do, request)
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	return p.receipt(answer.GetReceipt())
}

// receipt refuses an answer without a receipt: nothing is taken for done that
// nobody has said is.
func (p *plugin) receipt(said *stafettloggv1.Receipt) (stafettlogg.Receipt, error) {
	if said == nil {
		problem := &Problem{Whose: Plugins, Code: CodeInvalidAnswer, Cause: errors.New("a write was answered without a receipt")}
		p.fared(problem)
		return stafettlogg.Receipt{}, problem
	}
	return stafettlogg.ReceiptOf(said), nil
}

// Lookup tells what became of a write.
func (p *plugin) Lookup(ctx context.Context, key string) (stafettlogg.Receipt, bool, error) {
	lookup := func(ctx context.Context, r *stafettloggv1.LookupRequest) (*stafettloggv1.LookupResponse, error) {
		return p.log().Lookup(ctx, r)
	}
	answer, err := call(ctx, p, p.limits.Call, lookup, &stafettloggv1.LookupRequest{IdempotencyKey: key})
	if err != nil || !answer.GetKnown() {
		return stafettlogg.Receipt{}, false, err
	}
	receipt, err := p.receipt(answer.GetReceipt())
	return receipt, err == nil, err
}

// ReadLevels gives the municipality's levels.
func (p *plugin) ReadLevels(ctx context.Context) (levels.Levels, error) {
	read := func(ctx context.Context, r *levelsv1.ReadRequest) (*levelsv1.ReadResponse, error) {
		return levelsv1.NewLevelsClient(p.process.conn).Read(ctx, r)
	}
	answer, err := call(ctx, p, p.limits.Call, read, &levelsv1.ReadRequest{})
	if err != nil {
		return levels.Levels{}, err
	}
	return levels.LevelsOf(answer), nil
}

// Assess tells whether the work may move on.
func (p *plugin) Assess(ctx context.Context, move levels.Move) (levels.Assessment, error) {
	assess := func(ctx context.Context, r *levelsv1.AssessRequest) (*levelsv1.AssessResponse, error) {
		return levelsv1.NewLevelsClient(p.process.conn).Assess(ctx, r)
	}
	answer, err := call(ctx, p, p.limits.Call, assess, levels.MoveProto(move))
	if err != nil {
		return levels.Assessment{}, err
	}
	return levels.AssessmentOf(answer), nil
}
