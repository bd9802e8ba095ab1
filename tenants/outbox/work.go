package outbox

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// lease is how long one attempt may take; its handler is told to stop a little
// earlier, so that no message is delivered by two at once.
const (
	lease       = 2 * time.Minute
	leaseMargin = 10 * time.Second
)

// Handler delivers one message. It passes the idempotency key on, for it may
// be called again with the same message. nil means that the receiver has it
// for good; Permanent(err) that it never will; any other error, later.
type Handler func(ctx context.Context, d Delivery) error

// errNoHandler is what a message meets that nobody here can deliver. It is
// tried again, since another replica may be newer, and then seen as dead.
var errNoHandler = errors.New("nobody delivers this kind")

// Work delivers up to max messages that are due, one after the other, and
// returns how many attempts it made. It returns early, and gives back what it
// holds, when ctx ends. An error means that the outbox itself could not be
// read or written; that a delivery failed is no error of Work.
func (b *Box) Work(ctx context.Context, handlers map[string]Handler, max int) (done int, err error) {
	for done < max && ctx.Err() == nil {
		claimed, err := b.Claim(ctx, 1, lease)
		if err != nil {
			return done, fmt.Errorf("working the outbox: %w", err)
		}
		if len(claimed) == 0 {
			return done, nil
		}
		if err := b.deliver(ctx, handlers, claimed[0]); err != nil {
			return done, fmt.Errorf("working the outbox: %w", err)
		}
		done++
	}
	return done, nil
}

func (b *Box) deliver(ctx context.Context, handlers map[string]Handler, d Delivery) error {
	failed := b.handle(ctx, handlers[d.Kind], d)
	// How it went is written down even when the program is stopping.
	after := context.WithoutCancel(ctx)
	var err error
	switch {
	case failed == nil:
		err = b.Done(after, d)
	case ctx.Err() != nil:
		err = b.Release(after, d)
	default:
		b.log.WarnContext(ctx, "delivery failed", "id", d.ID, "kind", d.Kind, "attempt", d.Attempt, "code", code(failed))
		err = b.Fail(after, d, failed)
	}
	if errors.Is(err, ErrLeaseLost) {
		b.log.WarnContext(ctx, "delivery outlived its lease", "id", d.ID, "kind", d.Kind, "attempt", d.Attempt)
		return nil
	}
	return err
}

func (b *Box) handle(ctx context.Context, handler Handler, d Delivery) (err error) {
	if handler == nil {
		return Failure("no_handler", errNoHandler)
	}
	ctx, cancel := context.WithTimeout(ctx, lease-leaseMargin)
	defer cancel()
	defer func() {
		if value := recover(); value != nil {
			// What it panicked with may quote the message; where it did does not.
			b.log.ErrorContext(ctx, "handler panicked", "kind", d.Kind, "type", fmt.Sprintf("%T", value), "stack", string(debug.Stack()))
			err = Failure("panic", fmt.Errorf("handler of %s panicked", d.Kind))
		}
	}()
	return handler(ctx, d)
}
