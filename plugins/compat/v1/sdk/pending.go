package sdk

import (
	"io"
	"sync"

	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/host/v1"
)

// pending is where the answers to one call come. It never holds up the stream:
// a slow reader of one body must not stop the other calls. The host bounds how
// much one call is answered.
type pending struct {
	stop func() bool // ends the watch on the caller's context

	mu      sync.Mutex
	changed sync.Cond
	answers []*hostv1.Answer
	done    bool
	err     error
}

func newPending() *pending {
	p := &pending{stop: func() bool { return true }}
	p.changed.L = &p.mu
	return p
}

func (p *pending) add(answer *hostv1.Answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.answers = append(p.answers, answer)
	}
	p.changed.Broadcast()
}

// end makes next fail from now on.
func (p *pending) end(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err, p.answers = err, nil
	}
	p.changed.Broadcast()
}

// next waits for the next answer. After the last it gives io.EOF; a refusal is
// an error.
func (p *pending) next() (*hostv1.Answer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.answers) == 0 && p.err == nil && !p.done {
		p.changed.Wait()
	}
	if p.err != nil {
		return nil, p.err
	}
	if p.done {
		return nil, io.EOF
	}
	answer := p.answers[0]
	p.answers = p.answers[1:]
	p.done = answer.GetLast()
	if refused := answer.GetRefusal(); refused != nil {
		p.err = &Refusal{Reason: Reason(refused.GetReason()), Detail: refused.GetDetail()}
		return nil, p.err
	}
	return answer, nil
}
