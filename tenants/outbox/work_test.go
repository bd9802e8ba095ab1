package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func testTwoDispatchers(t *testing.T, b *bench) {
	const messages = 60
	var families []uuid.UUID
	for range 7 {
		families = append(families, uuid.New())
	}
	for i := range messages {
		m := Message{Kind: "mail", IdempotencyKey: fmt.Sprint(i)}
		if i%8 < 7 {
			m.CaseFile = families[i%8]
		}
		b.enqueue(m)
	}
	var mu sync.Mutex
	times := map[string]int{}
	var all sync.WaitGroup
	for range 2 {
		replica := b.another(b.db, b.dialect, b.keys)
		for range 2 {
			all.Go(func() {
				handler := func(_ context.Context, d Delivery) error {
					mu.Lock()
					defer mu.Unlock()
					times[d.IdempotencyKey]++
					return nil
				}
				// One may find nothing while others hold the first of each family.
				for until := time.Now().Add(20 * time.Second); time.Now().Before(until); {
					if _, err := replica.Work(context.Background(), map[string]Handler{"mail": handler}, messages); err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					n := len(times)
					mu.Unlock()
					if n == messages {
						return
					}
				}
			})
		}
	}
	all.Wait()
	for i := range messages {
		if n := times[fmt.Sprint(i)]; n != 1 {
			t.Errorf("message %d was sent %d times", i, n)
		}
	}
}

func testKilled(t *testing.T, b *bench) {
	b.enqueue(Message{Kind: "mail", Payload: "hello", IdempotencyKey: "k"})
	killed, err := b.Claim(t.Context(), 5, time.Minute) // and nothing more is heard of it
	must(t, err)
	next := b.another(b.db, b.dialect, b.keys)
	b.fixed.Advance(59 * time.Second)
	if claimed, err := next.Claim(t.Context(), 5, time.Minute); err != nil || len(claimed) > 0 {
		t.Fatalf("a leased message was claimed again: %v, %v", claimed, err)
	}
	b.fixed.Advance(time.Second)
	claimed, err := next.Claim(t.Context(), 5, time.Minute)
	must(t, err)
	if len(claimed) != 1 || claimed[0].Attempt != 2 || claimed[0].IdempotencyKey != "k" || claimed[0].Payload != "hello" || claimed[0].ID != killed[0].ID {
		t.Fatalf("claimed %+v, want the second attempt at %+v", claimed, killed)
	}
	for name, late := range map[string]error{
		"done": b.Done(t.Context(), killed[0]), "failed": b.Fail(t.Context(), killed[0], io.EOF), "released": b.Release(t.Context(), killed[0]),
	} {
		if !errors.Is(late, ErrLeaseLost) {
			t.Errorf("%s after the lease: %v", name, late)
		}
	}
	must(t, next.Done(t.Context(), claimed[0]))
	b.wantStates("done 2 ")
}

func testWornOut(t *testing.T, b *bench) {
	family := uuid.New()
	b.enqueue(Message{Kind: "mail", CaseFile: family}, Message{Kind: "mail", CaseFile: family})
	for range MaxAttempts {
		claimed, err := b.Claim(t.Context(), 1, time.Minute)
		must(t, err)
		if len(claimed) != 1 {
			t.Fatal("a message whose lease had run out was not free")
		}
		b.fixed.Advance(time.Minute)
	}
	if n := b.work(sent); n != 1 {
		t.Errorf("%d sent after the first died, want the second", n)
	}
	b.wantStates("dead 8 lease_expired", "done 1 ")
}

func testBackoff(t *testing.T, b *bench) {
	b.enqueue(Message{Kind: "mail", IdempotencyKey: "k"})
	var keys []string
	fail := func(_ context.Context, d Delivery) error {
		keys = append(keys, d.IdempotencyKey)
		return &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}
	}
	waits := []time.Duration{1, 4, 16, 64, 256, 720, 720}
	for i, minutes := range waits {
		if n := b.work(fail); n != 1 {
			t.Fatalf("attempt %d was not made", i+1)
		}
		b.wantStates(fmt.Sprintf("waiting %d timeout", i+1))
		b.fixed.Advance(minutes*time.Minute - time.Second)
		if n := b.work(fail); n != 0 {
			t.Fatalf("attempt %d came before %d minutes", i+2, minutes)
		}
		b.fixed.Advance(time.Second)
	}
	b.work(fail)
	b.wantStates("dead 8 timeout")
	letters, err := b.Dead(t.Context(), 10)
	must(t, err)
	if len(letters) != 1 || letters[0].Kind != "mail" || letters[0].Attempts != 8 || letters[0].LastError != "timeout" {
		t.Fatalf("dead letters: %+v", letters)
	}
	must(t, b.Retry(t.Context(), letters[0].ID))
	if err := b.Retry(t.Context(), letters[0].ID); !errors.Is(err, ErrNotDead) {
		t.Errorf("a letter that is no longer dead was retried: %v", err)
	}
	b.work(func(_ context.Context, d Delivery) error { keys = append(keys, d.IdempotencyKey); return nil })
	b.wantStates("done 1 ")
	if len(keys) != 9 || len(slices.Compact(keys)) != 1 {
		t.Errorf("the attempts' keys were %q", keys)
	}
}

func TestJitterStaysWithinAQuarter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		by := rapid.Float64Range(0, 1).Draw(t, "jitter")
		attempt := rapid.IntRange(1, 100).Draw(t, "attempt")
		middle := (&Box{jitter: func() float64 { return 0.5 }}).wait(attempt)
		wait := (&Box{jitter: func() float64 { return by }}).wait(attempt)
		if wait < middle*3/4-1 || wait > middle*5/4+1 || middle > longestGap || middle < firstWait {
			t.Fatalf("attempt %d waits %v around %v", attempt, wait, middle)
		}
	})
}

func testPermanent(t *testing.T, b *bench) {
	b.enqueue(Message{Kind: "mail"})
	b.work(func(context.Context, Delivery) error {
		return fmt.Errorf("sending: %w", Permanent(Failure("smtp_550", errors.New("no such person"))))
	})
	b.wantStates("dead 1 smtp_550")
}

// testOrder lets messages of a few families fail at random and looks at the
// order in which each family's messages were settled.
func testOrder(t *testing.T, b *bench) {
	rapid.Check(t, func(rt *rapid.T) {
		_, err := b.db.Exec(`DELETE FROM outbox_messages`)
		must(t, err)
		families := []uuid.UUID{uuid.New(), uuid.New(), uuid.New()}
		count := rapid.IntRange(1, 15).Draw(rt, "messages")
		failures, lanes := map[string]int{}, map[string]string{}
		for i := range count {
			key := fmt.Sprintf("%03d", i)
			failures[key] = rapid.IntRange(0, MaxAttempts).Draw(rt, "failures")
			m := Message{
				Kind: "mail", CaseFile: rapid.SampledFrom(families).Draw(rt, "family"), IdempotencyKey: key,
				Lane: rapid.SampledFrom([]string{"", "system", "other"}).Draw(rt, "lane"),
			}
			lanes[key] = m.CaseFile.String() + m.Lane
			b.enqueue(m)
		}
		settled := map[string][]string{}
		handler := func(_ context.Context, d Delivery) error {
			lane := lanes[d.IdempotencyKey]
			if last := settled[lane]; len(last) > 0 && last[len(last)-1] >= d.IdempotencyKey {
				rt.Fatalf("message %s was tried after %v", d.IdempotencyKey, last)
			}
			if d.Attempt <= failures[d.IdempotencyKey] {
				if d.Attempt == MaxAttempts {
					settled[lane] = append(settled[lane], d.IdempotencyKey)
				}
				return io.ErrUnexpectedEOF
			}
			settled[lane] = append(settled[lane], d.IdempotencyKey)
			return nil
		}
		for range count * MaxAttempts {
			b.work(handler)
			b.fixed.Advance(longestGap)
		}
		total := 0
		for _, keys := range settled {
			total += len(keys)
		}
		if total != count {
			rt.Fatalf("%d of %d messages settled", total, count)
		}
	})
}

func testLater(t *testing.T, b *bench) {
	family := uuid.New()
	b.enqueue(
		Message{Kind: "mail", CaseFile: family, Payload: "reminder", Due: b.fixed.Now().Add(time.Hour)},
		Message{Kind: "mail", CaseFile: family, Payload: "now"},
	)
	var got []string
	handler := func(_ context.Context, d Delivery) error { got = append(got, d.Payload); return nil }
	b.work(handler)
	b.fixed.Advance(time.Hour)
	b.work(handler)
	if !slices.Equal(got, []string{"now", "reminder"}) {
		t.Errorf("sent %q", got)
	}
}

// testLanes has a system that does not answer for a day: what goes to it waits
// in order, and the family's own notices leave meanwhile.
func testLanes(t *testing.T, b *bench) {
	family := uuid.New()
	b.enqueue(
		Message{Kind: "mail", CaseFile: family, Lane: "system", Payload: "first there"},
		Message{Kind: "mail", CaseFile: family, Payload: "notice"},
		Message{Kind: "mail", CaseFile: family, Lane: "system", Payload: "second there"},
		Message{Kind: "mail", CaseFile: family, Lane: "other", Payload: "elsewhere"},
	)
	var got []string
	dead := true
	handler := func(_ context.Context, d Delivery) error {
		if dead && strings.HasSuffix(d.Payload, "there") {
			return io.ErrUnexpectedEOF
		}
		got = append(got, d.Payload)
		return nil
	}
	b.work(handler)
	if !slices.Equal(got, []string{"notice", "elsewhere"}) {
		t.Errorf("beside a lane that stands were sent %q", got)
	}
	b.wantStates("waiting 1 connection_closed", "done 1 ", "waiting 0 ", "done 1 ")
	dead = false
	b.fixed.Advance(longestGap)
	b.work(handler)
	if !slices.Equal(got, []string{"notice", "elsewhere", "first there", "second there"}) {
		t.Errorf("when the lane moved again were sent %q", got)
	}
}

func testStopping(t *testing.T, b *bench) {
	b.enqueue(Message{Kind: "mail"}, Message{Kind: "mail"})
	ctx, stop := context.WithCancel(t.Context())
	n, err := b.Work(ctx, map[string]Handler{"mail": func(ctx context.Context, _ Delivery) error {
		stop()
		<-ctx.Done()
		return ctx.Err()
	}}, 10)
	must(t, err)
	if n != 1 {
		t.Errorf("%d attempts by a program that was stopping", n)
	}
	b.wantStates("waiting 0 ", "waiting 0 ")
	if n := b.work(sent); n != 2 {
		t.Errorf("%d of the messages given back were free", n)
	}
}

func testPanic(t *testing.T, b *bench) {
	b.enqueue(Message{Kind: "mail"}, Message{Kind: "pigeon"})
	b.work(func(context.Context, Delivery) error { panic("Ingeborg Testnes") })
	b.wantStates("waiting 1 panic", "waiting 1 no_handler")
}

func testTampered(t *testing.T, b *bench) {
	b.enqueue(Message{Kind: "mail", Payload: "to you"}, Message{Kind: "mail", Payload: "to another"})
	_, err := b.db.Exec(`UPDATE outbox_messages SET payload = (SELECT payload FROM outbox_messages ORDER BY id LIMIT 1)`)
	must(t, err)
	for range 2 {
		b.work(sent)
	}
	states := b.states()
	slices.Sort(states)
	if !slices.Equal(states, []string{"dead 1 sealed", "done 1 "}) {
		t.Errorf("messages are %q", states)
	}
}

func TestOnlyACodeIsKeptOfAnError(t *testing.T) {
	for want, err := range map[string]error{
		"smtp_550":           Permanent(Failure("smtp_550", io.EOF)),
		"other":              Failure("550 no such person kari@example.no", io.EOF),
		"timeout":            fmt.Errorf("sending to kari: %w", context.DeadlineExceeded),
		"network":            &net.OpError{Op: "dial", Err: errors.New("kari")},
		"connection_closed":  io.EOF,
		"errors.errorString": Permanent(errors.New("kari")),
	} {
		if got := code(err); got != want {
			t.Errorf("%v is kept as %q, want %q", err, got, want)
		}
	}
	for _, text := range []string{"", "Kari", "12345678901", "a b", "kari@example.no"} {
		if got := code(Failure(text, io.EOF)); got != "other" {
			t.Errorf("%q is kept as %q", text, got)
		}
	}
}
