// Package kv is a cache, a limiter and a bell between replicas, over Redis.
// Nothing that matters lives here: the truth is always in SQL, and losing
// every key costs speed, never a session, a message or a job.
package kv

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// Store is what the program may use of Redis. Implementations are safe for
// concurrent use. A missing key is not an error; every error but ErrTTL
// matches ErrUnavailable, and the caller then does without. Keys and channels
// carry no personal data: a caller hashes what could name somebody.
type Store interface {
	// Get returns the value of key and whether it is there.
	Get(ctx context.Context, key string) (value string, found bool, err error)
	// Set keeps value for at most ttl, which must be positive.
	Set(ctx context.Context, key, value string, ttl time.Duration) error
	// Delete forgets keys.
	Delete(ctx context.Context, keys ...string) error
	// Allow counts one use of key and reports whether at most limit have been
	// counted within window, and if not, how long to wait. The window begins
	// with the first use and does not move.
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
	link   *link
	prefix string
}

// Open prepares for a Redis given by URL (redis:, rediss: or unix:) and
// returns the store and what closes it. It does not connect: a program starts
// and serves without its Redis, and Ping tells whether it is there.
func Open(url string) (Store, func() error, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		// The parser's own words would repeat the URL, and so the password.
		return nil, nil, errors.New("the Redis URL is not like redis://user:password@host:6379/0 or unix:///folder/socket")
	}
	client := redis.NewClient(impatient(options))
	return store{link: &link{client: client}}, client.Close, nil
}

func (s store) Prefixed(prefix string) Store { return store{link: s.link, prefix: s.prefix + prefix} }

func (s store) Get(ctx context.Context, key string) (value string, found bool, err error) {
	err = s.link.do(ctx, "reading cache", func(client *redis.Client) error {
		value, err = client.Get(ctx, s.prefix+key).Result()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	return value, err == nil, err
}

func (s store) Set(ctx context.Context, key, value string, ttl time.Duration) error {
	if ttl <= 0 {
		return ErrTTL
	}
	return s.link.do(ctx, "writing cache", func(client *redis.Client) error {
		return client.Set(ctx, s.prefix+key, value, ttl).Err()
	})
}

func (s store) Delete(ctx context.Context, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	full := make([]string, 0, len(keys))
	for _, key := range keys {
		full = append(full, s.prefix+key)
	}
	return s.link.do(ctx, "clearing cache", func(client *redis.Client) error {
		return client.Del(ctx, full...).Err()
	})
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
	var answer []int64
	err := s.link.do(ctx, "counting uses", func(client *redis.Client) (err error) {
		answer, err = allow.Run(ctx, client, []string{s.prefix + key}, window.Milliseconds()).Int64Slice()
		return err
	})
	if err != nil {
		return false, 0, err
	}
	if answer[0] <= int64(limit) {
		return true, 0, nil
	}
	return false, time.Duration(max(answer[1], 1)) * time.Millisecond, nil
}

func (s store) Publish(ctx context.Context, channel, message string) error {
	return s.link.do(ctx, "publishing", func(client *redis.Client) error {
		return client.Publish(ctx, s.prefix+channel, message).Err()
	})
}

func (s store) Subscribe(ctx context.Context, channel string) (<-chan string, error) {
	var subscription *redis.PubSub
	err := s.link.do(ctx, "subscribing", func(client *redis.Client) error {
		subscription = client.Subscribe(ctx, s.prefix+channel)
		if _, err := subscription.Receive(ctx); err != nil {
			return errors.Join(err, subscription.Close())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make(chan string, bell)
	go listen(ctx, subscription, out)
	return out, nil
}

// bell is how many messages wait for a slow listener before more are dropped:
// a bell that has rung need not ring again.
const bell = 16

func listen(ctx context.Context, subscription *redis.PubSub, out chan<- string) {
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
			default:
			}
		}
	}
}

func (s store) Ping(ctx context.Context) error {
	return s.link.do(ctx, "asking Redis", func(client *redis.Client) error { return client.Ping(ctx).Err() })
}
