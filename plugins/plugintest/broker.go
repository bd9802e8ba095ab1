package plugintest

import (
	"context"
	"crypto/rand"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/host/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// broker is the host's side of one process's stream.
type broker struct {
	in        host.Instance
	world     *World
	send      func(*hostv1.Answer) error
	sending   sync.Mutex
	mu        sync.Mutex
	operation map[string]context.Context // in flight
	calls     map[uint64]context.CancelFunc
	lingers   bool // operations do not end: what the plugin does not let go of is held
}

// stream is the host's side of Attach.
type stream interface {
	Send(*hostv1.Answer) error
	Recv() (*hostv1.Call, error)
}

func newBroker(in host.Instance, world *World) *broker {
	return &broker{in: in, world: world, operation: map[string]context.Context{}, calls: map[uint64]context.CancelFunc{}}
}

// serve answers until the stream ends.
func (b *broker) serve(s stream) {
	b.send = s.Send
	for {
		call, err := s.Recv()
		if err != nil {
			return
		}
		switch ask := call.GetAsk().(type) {
		case *hostv1.Call_Log:
			b.in.Record.Said(sdk.LogLevel(ask.Log.GetLevel()), ask.Log.GetText())
		case *hostv1.Call_Cancel:
			b.cancel(call.GetId())
		default:
			b.begin(call)
		}
	}
}

// operate begins an operation: while it lasts, the plugin may call.
func (b *broker) operate(ctx context.Context) (operation string, end func()) {
	token := rand.Text()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lingers {
		b.operation[token] = context.WithoutCancel(ctx)
		return token, func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	b.operation[token] = ctx
	return token, func() {
		cancel()
		b.mu.Lock()
		delete(b.operation, token)
		b.mu.Unlock()
	}
}

// linger has operations not end by themselves.
func (b *broker) linger() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lingers = true
}

func (b *broker) begin(call *hostv1.Call) {
	b.mu.Lock()
	operation := b.operation[call.GetOperation()]
	if operation == nil {
		b.mu.Unlock()
		b.refuse(call.GetId(), hostv1.Refusal_REASON_OPERATION, "the operation is not in flight")
		return
	}
	ctx, cancel := context.WithCancel(operation)
	b.calls[call.GetId()] = cancel
	b.mu.Unlock()
	go func() {
		defer b.cancel(call.GetId())
		b.answer(ctx, call)
	}()
}

func (b *broker) cancel(id uint64) {
	b.mu.Lock()
	cancel := b.calls[id]
	delete(b.calls, id)
	b.mu.Unlock()
	if cancel != nil {
		cancel()
	}
}

func (b *broker) answer(ctx context.Context, call *hostv1.Call) {
	id := call.GetId()
	switch ask := call.GetAsk().(type) {
	case *hostv1.Call_Http:
		b.http(ctx, id, ask.Http)
	case *hostv1.Call_StateRead:
		value, found, err := b.in.State.Read(ctx, ask.StateRead.GetKey())
		if err != nil {
			b.refuse(id, hostv1.Refusal_REASON_UNREACHABLE, err.Error())
			return
		}
		b.give(&hostv1.Answer{Id: id, Last: true, Answer: &hostv1.Answer_State{State: &hostv1.State{Value: value, Found: found}}})
	case *hostv1.Call_StateWrite:
		b.keep(ctx, id, ask.StateWrite)
	case *hostv1.Call_FileList, *hostv1.Call_FileRead, *hostv1.Call_FileWrite, *hostv1.Call_FileDone:
		b.file(id, call)
	default:
		b.refuse(id, hostv1.Refusal_REASON_INVALID, "nothing was asked")
	}
}

// mostKept is the most a plugin keeps under one key.
const mostKept = 64 << 10

func (b *broker) keep(ctx context.Context, id uint64, ask *hostv1.StateWrite) {
	if len(ask.GetValue()) > mostKept {
		b.refuse(id, hostv1.Refusal_REASON_TOO_LARGE, "at most 64 KiB is kept under a key")
		return
	}
	value := ask.GetValue()
	if len(value) == 0 {
		value = nil
	}
	if err := b.in.State.Write(ctx, ask.GetKey(), value); err != nil {
		b.refuse(id, hostv1.Refusal_REASON_UNREACHABLE, err.Error())
		return
	}
	b.done(id)
}

func (b *broker) give(answer *hostv1.Answer) {
	b.sending.Lock()
	defer b.sending.Unlock()
	_ = b.send(answer) // a plugin that is gone reads no answers
}

func (b *broker) done(id uint64) {
	b.give(&hostv1.Answer{Id: id, Last: true, Answer: &hostv1.Answer_Done{Done: &hostv1.Done{}}})
}

func (b *broker) refuse(id uint64, reason hostv1.Refusal_Reason, detail string) {
	b.give(&hostv1.Answer{Id: id, Last: true, Answer: &hostv1.Answer_Refusal{
		Refusal: &hostv1.Refusal{Reason: reason, Detail: detail},
	}})
}

// granted tells whether the plugin may reach a host name.
func (b *broker) granted(name string) bool {
	for _, asked := range b.in.Grant.Hosts {
		if strings.EqualFold(asked, name) {
			return true
		}
		key, ok := strings.CutPrefix(asked, "{setting:")
		if !ok {
			continue
		}
		address, err := url.Parse(b.in.Setup.Settings[strings.TrimSuffix(key, "}")])
		if err == nil && strings.EqualFold(address.Hostname(), name) {
			return true
		}
	}
	return false
}

func (b *broker) hasSecret(key string) bool { return slices.Contains(b.in.Setup.Secrets, key) }
