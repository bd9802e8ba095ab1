// Package kv is a cache, a limiter and a bell between replicas, over Redis.
// Nothing that matters lives here: the truth is always in SQL, and losing
// every key costs speed, never a session, a message or a job.
package kv

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Store is what the program may use of Redis. Implementations are safe for
// concurrent use. Errors are the connection's; a missing key is not an error.
type Store interface {
	// Get returns the value of key and whether it is there.
	Get(ctx context.Context, key string) (value string, found bool, err error)
	// Set keeps value for at most ttl, which must be positive.
	Set(ctx context.Context, key, value string, ttl time.Duration) error
	// Delete forgets keys.
	Delete(ctx context.Context, keys ...string) error
	// Allow counts one use of key and reports whether at most limit have been
	// counted within window, and if not, how long to wait.
	Allow(ctx context.Context, key string, limit int, window time.Duration) (ok bool, retryAfter time.Duration, err error)
	// Publish rings the bell on a channel. Nobody may be listening.
	Publish(ctx context.Context, channel, message string) error
	// Subscribe listens to a channel until ctx ends. Messages may be lost.
	Subscribe(ctx context.Context, channel string) (<-chan string, error)
	// Prefixed is the same store with prefix before every key and channel.
	Prefixed(prefix string) Store
	// Ping reports whether the store answers.
	Ping(ctx context.Context) error
}

// ErrTTL says that a key was to be kept for ever, which nothing here is.
var ErrTTL = errors.New("kv: a key needs a positive time to live")

type store struct {
	client *redis.Client
	prefix string
}

// Open connects to a Redis given by URL (redis:, rediss: or unix:). It
// returns the store and what closes it.
func Open(url string) (Store, func() error, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		return nil, nil, fmt.Errorf("reading Redis URL: %w", err)
	}
	client := redis.NewClient(options)
	return store{client: client}, client.Close, nil
}

func (s store) Prefixed(prefix string) Store { return store{client: s.client, prefix: s.prefix + prefix} }

func (s store) Get(ctx context.Context, key string) (string, bool, error) {
	value, err := s.client.Get(ctx, s.prefix+key).Result()
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("reading cache: %w", err)
	}
	return value, true, nil
}

func (s store) Set(ctx context.Context, key, value string, ttl time.Duration) error {
	if ttl <= 0 {
		return ErrTTL
	}
	if err := s.client.Set(ctx, s.prefix+key, value, ttl).Err(); err != nil {
		return fmt.Errorf("writing cache: %w", err)
	}
	return nil
}

func (s store) Delete(ctx context.Context, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	full := make([]string, 0, len(keys))
	for _, key := range keys {
		full = append(full, s.prefix+key)
	}
	if err := s.client.Del(ctx, full...).Err(); err != nil {
		return fmt.Errorf("clearing cache: %w", err)
	}
	return nil
}

// allow counts and gives the counter its window in one step, so that a crash
// between the two cannot leave a counter that never ends.
var allow = redis.NewScript(`
local used = redis.call('INCR', KEYS[1])
if used == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {used, redis.call('PTTL', KEYS[1])}`)

func (s store) Allow(ctx context.Context, key string, limit int, window time.Duration) (bool, time.Duration, error) {
	if window <= 0 {
		return false, 0, ErrTTL
	}
	answer, err := allow.Run(ctx, s.client, []string{s.prefix + key}, window.Milliseconds()).Int64Slice()
	if err != nil {
		return false, 0, fmt.Errorf("counting uses: %w", err)
	}
	if answer[0] <= int64(limit) {
		return true, 0, nil
	}
	return false, time.Duration(max(answer[1], 1)) * time.Millisecond, nil
}

func (s store) Publish(ctx context.Context, channel, message string) error {
	if err := s.client.Publish(ctx, s.prefix+channel, message).Err(); err != nil {
		return fmt.Errorf("publishing: %w", err)
	}
	return nil
}

func (s store) Subscribe(ctx context.Context, channel string) (<-chan string, error) {
	subscription := s.client.Subscribe(ctx, s.prefix+channel)
	if _, err := subscription.Receive(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("subscribing: %w", err), subscription.Close())
	}
	out := make(chan string, 16)
	go func() {
		defer close(out)
		defer func() { _ = subscription.Close() }()
		in := subscription.Channel()
		for {
			select {
			case <-ctx.Done():
				return
			case message, ok := <-in:
				if !ok {
					return
				}
				select {
				case out <- message.Payload:
				default: // a full bell has already rung
				}
			}
		}
	}()
	return out, nil
}

func (s store) Ping(ctx context.Context) error { return s.client.Ping(ctx).Err() }
