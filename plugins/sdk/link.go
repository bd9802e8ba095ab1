package sdk

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"

	"google.golang.org/grpc"

	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/host/v1"
)

// errEnded is what calls fail with when the host is gone.
var errEnded = errors.New("the host is gone")

// attachment is the stream the host opened.
type attachment = grpc.BidiStreamingServer[hostv1.Answer, hostv1.Call]

// link is the Host that a plugin sees: its calls go over the stream that the
// host opened with Attach, and the answers come back by number.
type link struct {
	client *http.Client

	mu       sync.Mutex
	stream   attachment
	attached chan struct{} // closed while there is a stream
	waiting  map[uint64]*pending
	last     uint64

	sending sync.Mutex // a stream takes one message at a time
}

func newLink() *link {
	l := &link{attached: make(chan struct{}), waiting: map[uint64]*pending{}}
	l.client = &http.Client{
		Transport:     transport{l},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return l
}

// attach serves one stream until it ends; what waits for answers then fails.
func (l *link) attach(stream attachment) error {
	l.mu.Lock()
	if l.stream != nil {
		l.mu.Unlock()
		return errors.New("the host is attached already")
	}
	l.stream = stream
	close(l.attached)
	l.mu.Unlock()
	defer l.detach()
	for {
		answer, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		l.deliver(answer)
	}
}

func (l *link) detach() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, waits := range l.waiting {
		waits.end(errEnded)
		delete(l.waiting, id)
	}
	l.stream, l.attached = nil, make(chan struct{})
}

// deliver hands an answer to who waits for it. What nobody waits for any more
// is dropped.
func (l *link) deliver(answer *hostv1.Answer) {
	l.mu.Lock()
	waits := l.waiting[answer.GetId()]
	if waits != nil && answer.GetLast() {
		delete(l.waiting, answer.GetId())
	}
	l.mu.Unlock()
	if waits != nil {
		waits.add(answer)
	}
}

// ask sends a call for the operation of ctx, and returns where its answers
// come. Whoever asks must read to the last answer or call drop.
func (l *link) ask(ctx context.Context, call *hostv1.Call) (*pending, error) {
	operation := operationOf(ctx)
	if operation == "" {
		return nil, &Refusal{Reason: NoOperation, Detail: "the context is not that of a method being served"}
	}
	call.Operation = operation
	stream, err := l.wait(ctx)
	if err != nil {
		return nil, err
	}
	waits := newPending()
	l.mu.Lock()
	l.last++
	call.Id = l.last
	l.waiting[call.Id] = waits
	l.mu.Unlock()
	if err := l.send(stream, call); err != nil {
		l.forget(call.Id)
		return nil, err
	}
	waits.stop = context.AfterFunc(ctx, func() { l.drop(call.Id, operation, ctx.Err()) })
	return waits, nil
}

// wait waits until the host has attached: a plugin may be configured before.
func (l *link) wait(ctx context.Context) (attachment, error) {
	for {
		l.mu.Lock()
		stream, attached := l.stream, l.attached
		l.mu.Unlock()
		if stream != nil {
			return stream, nil
		}
		select {
		case <-attached:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (l *link) send(stream attachment, call *hostv1.Call) error {
	l.sending.Lock()
	defer l.sending.Unlock()
	if err := stream.Send(call); err != nil {
		return errors.Join(errEnded, err)
	}
	return nil
}

// drop takes a call back, when nobody wants its answer any more.
func (l *link) drop(id uint64, operation string, because error) {
	waits := l.forget(id)
	if waits == nil {
		return
	}
	waits.end(because)
	l.mu.Lock()
	stream := l.stream
	l.mu.Unlock()
	if stream != nil {
		// A host that is gone has nothing to take back.
		_ = l.send(stream, &hostv1.Call{Id: id, Operation: operation, Ask: &hostv1.Call_Cancel{Cancel: &hostv1.Cancel{}}})
	}
}

func (l *link) forget(id uint64) *pending {
	l.mu.Lock()
	defer l.mu.Unlock()
	waits := l.waiting[id]
	delete(l.waiting, id)
	return waits
}

// one asks for what is answered in one message.
func (l *link) one(ctx context.Context, call *hostv1.Call) (*hostv1.Answer, error) {
	waits, err := l.ask(ctx, call)
	if err != nil {
		return nil, err
	}
	defer waits.stop()
	answer, err := waits.next()
	if err != nil {
		return nil, err
	}
	if !answer.GetLast() {
		l.drop(call.GetId(), call.GetOperation(), errEnded)
	}
	return answer, nil
}
