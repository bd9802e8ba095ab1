package host

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	"google.golang.org/protobuf/proto"

	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/base/v1"
	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/host/v1"
)

// attachment serves what one process asks of the host. The stream is opened by
// the host: a plugin connects to nothing.
type attachment struct {
	process *process
	stream  basev1.Plugin_AttachClient
	cancel  context.CancelFunc
	done    chan struct{} // closed when nothing more is received

	sending sync.Mutex // a stream takes one message at a time

	mu       sync.Mutex
	ongoing  map[uint64]asked // by the plugin's own number
	calls    window
	lines    window
	refusals window
	refusing chan struct{} // holds a value for each no that is being sent
	tasks    sync.WaitGroup
}

// asked is a call that is being served.
type asked struct {
	operation string
	cancel    context.CancelFunc
}

func newAttachment(p *process) (*attachment, error) {
	ctx, cancel := context.WithCancel(context.Background())
	stream, err := client.New(p.conn).Attach(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	a := &attachment{
		process: p, stream: stream, cancel: cancel, done: make(chan struct{}), ongoing: map[uint64]asked{},
		calls: window{most: p.house.Limits.PerMinute}, lines: window{most: p.house.Limits.Lines},
		refusals: window{most: 60}, refusing: make(chan struct{}, 32),
	}
	go a.receive()
	return a, nil
}

// goodbye tells the plugin that the host is done with it.
func (a *attachment) goodbye() {
	if a == nil {
		return
	}
	a.sending.Lock()
	defer a.sending.Unlock()
	_ = a.stream.CloseSend() // it may be gone
}

// close ends everything that is being served. The connection is closed.
func (a *attachment) close() {
	if a == nil {
		return
	}
	a.cancel()
	<-a.done
	a.tasks.Wait()
}

// mostPerSecond is how many messages are read in a second; one larger than
// largish counts as several. A plugin that sends more waits: reading it costs
// the host time that others need.
const (
	mostPerSecond = 400
	largish       = 64 << 10 // bytes
)

func (a *attachment) receive() {
	defer close(a.done)
	defer a.cancel()
	second, count := time.Now(), 0
	for {
		call, err := a.stream.Recv()
		if err != nil {
			a.process.house.tasks.Go(a.lost)
			return
		}
		a.take(call)
		if count += 1 + proto.Size(call)/largish; count < mostPerSecond {
			continue
		}
		if left := time.Second - time.Since(second); left > 0 {
			select {
			case <-time.After(left):
			case <-a.stream.Context().Done():
			}
		}
		second, count = time.Now(), 0
	}
}

// lost kills a plugin that has ended the stream: it can reach out no more, and
// was to end with it.
func (a *attachment) lost() {
	select {
	case <-a.process.run.exited:
	case <-time.After(a.process.house.Limits.Goodbye):
		a.process.blame(CodeCrashed, errors.New("it has let go of the host"))
	}
}

// take begins to serve one call.
func (a *attachment) take(call *hostv1.Call) {
	if ask, is := call.GetAsk().(*hostv1.Call_Cancel); is && ask != nil {
		a.drop(call.GetId(), call.GetOperation())
		return
	}
	operation, goesOn := a.process.operations.find(call.GetOperation())
	if line, is := call.GetAsk().(*hostv1.Call_Log); is {
		if goesOn {
			a.say(operation.in, line.Log)
		}
		return
	}
	if !goesOn {
		a.refuse(call, &a.process.in, refusal{hostv1.Refusal_REASON_OPERATION, "the host waits for no such operation"})
		return
	}
	ctx, cancel := context.WithCancel(operation.ctx)
	if refused := a.admit(call, cancel); refused != nil {
		cancel()
		a.refuse(call, operation.in, *refused)
		return
	}
	a.tasks.Go(func() {
		defer cancel()
		a.serve(ctx, operation.in, call)
		a.mu.Lock()
		delete(a.ongoing, call.GetId())
		a.mu.Unlock()
	})
}

// admit tells whether one more call may be served.
func (a *attachment) admit(call *hostv1.Call, cancel context.CancelFunc) *refusal {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, taken := a.ongoing[call.GetId()]; taken {
		return &refusal{hostv1.Refusal_REASON_INVALID, "the number of the call is taken"}
	}
	if !a.calls.pass(time.Now()) {
		return &refusal{hostv1.Refusal_REASON_TOO_MANY, "too many calls in a minute"}
	}
	if len(a.ongoing) >= a.process.house.Limits.AtOnce {
		return &refusal{hostv1.Refusal_REASON_TOO_MANY, "too many calls at once"}
	}
	a.ongoing[call.GetId()] = asked{call.GetOperation(), cancel}
	return nil
}

// drop takes a call back, if it is of the operation that is named.
func (a *attachment) drop(id uint64, operation string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if ongoing, found := a.ongoing[id]; found && ongoing.operation == operation {
		ongoing.cancel()
	}
}

// answer sends a part of an answer. It blocks when the plugin does not read,
// which holds up nobody but itself.
func (a *attachment) answer(answer *hostv1.Answer) error {
	a.sending.Lock()
	defer a.sending.Unlock()
	return a.stream.Send(answer)
}

// window counts what passes in a minute.
type window struct {
	most  int
	since time.Time
	count int
}

// pass tells whether one more may pass.
func (w *window) pass(now time.Time) bool {
	if now.Sub(w.since) >= time.Minute {
		w.since, w.count = now, 0
	}
	w.count++
	return w.count <= w.most
}
