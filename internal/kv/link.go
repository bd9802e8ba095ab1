package kv

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
)

// ErrUnavailable says that Redis did not answer. The caller does without it.
var ErrUnavailable = errors.New("redis does not answer")

const (
	patience = 500 * time.Millisecond // with a Redis that does not answer
	rest     = time.Second            // before one that did not answer is tried again
)

// The client's library writes to standard error on its own; every error also
// comes back to the caller, who logs it in the program's way.
func init() { redis.SetLogger(&logging.VoidLogger{}) }

// impatient bounds how long a lost Redis can hold up a page. What the URL
// itself says about timeouts stands.
func impatient(options *redis.Options) *redis.Options {
	for _, limit := range []*time.Duration{&options.DialTimeout, &options.ReadTimeout, &options.WriteTimeout} {
		if *limit == 0 {
			*limit = patience
		}
	}
	if options.MaxRetries == 0 {
		options.MaxRetries = -1 // none: rest says when to try again
	}
	options.DialerRetries = 1
	options.ContextTimeoutEnabled = true
	return options
}

// link is a connection to Redis that rests after it has failed, so that a
// Redis that hangs costs one request its patience and not every request.
type link struct {
	client *redis.Client
	until  atomic.Int64 // Unix time in nanoseconds
}

func (l *link) do(ctx context.Context, what string, call func(*redis.Client) error) error {
	if time.Now().UnixNano() < l.until.Load() {
		return fmt.Errorf("%s: %w", what, ErrUnavailable)
	}
	err := call(l.client)
	if err == nil || errors.Is(err, redis.Nil) {
		return err
	}
	var refusal redis.Error        // Redis answered, with a no
	callerLeft := ctx.Err() != nil // which says nothing about Redis
	if !errors.As(err, &refusal) && !callerLeft {
		l.until.Store(time.Now().Add(rest).UnixNano())
	}
	return fmt.Errorf("%s: %w: %w", what, ErrUnavailable, err)
}
