package kv

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// short is a time to live that a test can wait out on a busy machine.
const short = 300 * time.Millisecond

// everyStore runs a promise against the in-process store and a real Redis.
func everyStore(t *testing.T, check func(t *testing.T, s Store)) {
	t.Run("local", func(t *testing.T) {
		t.Parallel()
		s, end, err := OpenLocal()
		check(t, ready(t, s, end, err))
	})
	t.Run("redis", func(t *testing.T) {
		t.Parallel()
		s, end, err := Open(testenv.Redis(t))
		check(t, ready(t, s, end, err))
	})
}

func ready(t *testing.T, s Store, end func() error, err error) Store {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.Prefixed(uuid.NewString() + ":")
}

func TestWhatIsSetIsFoundUntilItIsDeleted(t *testing.T) {
	everyStore(t, func(t *testing.T, s Store) {
		expect(t, s, "key", "", false)
		for _, value := range []string{"first", "", "æøå\x00\r\n"} {
			set(t, s, "key", value, time.Minute)
			expect(t, s, "key", value, true)
		}
		set(t, s, "other", "kept", time.Minute)
		set(t, s, "third", "gone", time.Minute)
		if err := s.Delete(t.Context(), "key", "third", "never was"); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(t.Context()); err != nil {
			t.Fatal(err)
		}
		expect(t, s, "key", "", false)
		expect(t, s, "third", "", false)
		expect(t, s, "other", "kept", true)
	})
}

func TestAKeyIsGoneWhenItsTimeIsUp(t *testing.T) {
	everyStore(t, func(t *testing.T, s Store) {
		set(t, s, "short", "value", short)
		set(t, s, "long", "value", time.Minute)
		expect(t, s, "short", "value", true)
		time.Sleep(short + 3*tick)
		expect(t, s, "short", "", false)
		expect(t, s, "long", "value", true)
	})
}

func TestNothingIsKeptForEver(t *testing.T) {
	everyStore(t, func(t *testing.T, s Store) {
		for _, ttl := range []time.Duration{0, -time.Second} {
			if err := s.Set(t.Context(), "key", "value", ttl); !errors.Is(err, ErrTTL) {
				t.Errorf("a time to live of %s gives %v", ttl, err)
			}
			if _, _, err := s.Allow(t.Context(), "key", 1, ttl); !errors.Is(err, ErrTTL) {
				t.Errorf("a window of %s gives %v", ttl, err)
			}
		}
		expect(t, s, "key", "", false)
	})
}

func TestOneTooManyIsToldHowLongToWaitAndGetsInAfterwards(t *testing.T) {
	everyStore(t, func(t *testing.T, s Store) {
		const window = 2 * short
		began := time.Now()
		for use := range 3 {
			if ok, _ := allowed(t, s, "who", 3, window); !ok {
				t.Fatalf("use %d of 3 is refused", use+1)
			}
		}
		ok, wait := allowed(t, s, "who", 3, window)
		if ok || wait <= 0 || wait > window {
			t.Fatalf("the fourth of 3 gives %v, wait %s", ok, wait)
		}
		if ok, _ := allowed(t, s, "somebody else", 3, window); !ok {
			t.Error("one's uses count against another")
		}
		time.Sleep(wait + 3*tick)
		if ok, _ := allowed(t, s, "who", 3, window); !ok {
			t.Errorf("still refused %s after the first use, though told to wait %s", time.Since(began), wait)
		}
	})
}

func TestALimitHoldsForManyAtOnce(t *testing.T) {
	everyStore(t, func(t *testing.T, s Store) {
		var let atomic.Int64
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				ok, _, err := s.Allow(t.Context(), "crowd", 20, time.Minute)
				if err != nil {
					t.Error(err)
				}
				if ok {
					let.Add(1)
				}
			})
		}
		group.Wait()
		if let.Load() != 20 {
			t.Errorf("%d of 50 got in under a limit of 20", let.Load())
		}
	})
}

func TestTwoMunicipalitiesShareNoKeyLimitOrChannel(t *testing.T) {
	everyStore(t, func(t *testing.T, s Store) {
		one, other := s.Prefixed("m:1:"), s.Prefixed("m:2:")
		set(t, one, "key", "mine", time.Minute)
		expect(t, other, "key", "", false)
		expect(t, s, "m:1:key", "mine", true)
		allowed(t, one, "who", 1, time.Minute)
		if ok, _ := allowed(t, other, "who", 1, time.Minute); !ok {
			t.Error("one municipality's uses count against another's")
		}
		heard := subscribe(t, t.Context(), other, "bell")
		publish(t, one, "bell", "for one only")
		publish(t, other, "bell", "for the other")
		if got := <-heard; got != "for the other" {
			t.Errorf("the other municipality heard %q", got)
		}
	})
}

func TestWhoListensHearsEveryBellAndStopsWhenAskedTo(t *testing.T) {
	everyStore(t, func(t *testing.T, s Store) {
		publish(t, s, "bell", "to nobody")
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		first, second := subscribe(t, ctx, s, "bell"), subscribe(t, ctx, s, "bell")
		for n := range 5 {
			publish(t, s, "bell", fmt.Sprint(n))
			for _, heard := range []<-chan string{first, second} {
				if got := hear(t, heard); got != fmt.Sprint(n) {
					t.Fatalf("heard %q, want %d", got, n)
				}
			}
		}
		cancel()
		select {
		case _, open := <-first:
			if open {
				t.Error("a message came after the end")
			}
		case <-time.After(5 * time.Second):
			t.Error("the channel is not closed when the context ends")
		}
	})
}

func TestAListenerWhoDoesNotReadHoldsNobodyUp(t *testing.T) {
	everyStore(t, func(t *testing.T, s Store) {
		heard := subscribe(t, t.Context(), s, "bell")
		for range 20 * bell {
			publish(t, s, "bell", "ring")
		}
		if got := hear(t, heard); got != "ring" {
			t.Errorf("heard %q", got)
		}
		set(t, s, "key", "value", time.Minute)
		expect(t, s, "key", "value", true)
	})
}

func set(t *testing.T, s Store, key, value string, ttl time.Duration) {
	t.Helper()
	if err := s.Set(t.Context(), key, value, ttl); err != nil {
		t.Fatal(err)
	}
}

func expect(t *testing.T, s Store, key, want string, wantFound bool) {
	t.Helper()
	value, found, err := s.Get(t.Context(), key)
	if err != nil || value != want || found != wantFound {
		t.Fatalf("%s is %q, %v, %v; want %q, %v", key, value, found, err, want, wantFound)
	}
}

func allowed(t *testing.T, s Store, key string, limit int, window time.Duration) (bool, time.Duration) {
	t.Helper()
	ok, wait, err := s.Allow(t.Context(), key, limit, window)
	if err != nil {
		t.Fatal(err)
	}
	return ok, wait
}

func publish(t *testing.T, s Store, channel, message string) {
	t.Helper()
	if err := s.Publish(t.Context(), channel, message); err != nil {
		t.Fatal(err)
	}
}

func subscribe(t *testing.T, ctx context.Context, s Store, channel string) <-chan string {
	t.Helper()
	heard, err := s.Subscribe(ctx, channel)
	if err != nil {
		t.Fatal(err)
	}
	return heard
}

func hear(t *testing.T, heard <-chan string) string {
	t.Helper()
	select {
	case message := <-heard:
		return message
	case <-time.After(5 * time.Second):
		t.Fatal("nothing was heard")
		return ""
	}
}
