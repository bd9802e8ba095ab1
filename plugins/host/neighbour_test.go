package host_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
)

// latency calls a plugin again and again until ctx ends, and returns the middle
// of how long it took and how often it failed.
func latency(ctx context.Context, h *house, in host.Instance) (middle time.Duration, calls, failed int) {
	var took []time.Duration
	for ctx.Err() == nil {
		began := time.Now()
		err := h.Use(context.WithoutCancel(ctx), in, func(ctx context.Context, p host.Plugin) error {
			_, err := p.Check(ctx)
			return err
		})
		took = append(took, time.Since(began))
		if err != nil {
			failed++
		}
		time.Sleep(time.Millisecond)
	}
	slices.Sort(took)
	return took[len(took)/2], len(took), failed
}

// TestNeighboursDoNotNotice compares a neighbour's calls while a hostile plugin
// does its worst with its calls while nothing happens, on the same machine at
// the same time: a ratio, and a generous one, since the machine has others too.
func TestNeighboursDoNotNotice(t *testing.T) {
	h := open(t, func(c *host.Config) {
		c.Limits = host.Limits{Backoff: time.Millisecond, Crashes: 1000, Memory: 128 << 20, Busy: 2500 * time.Millisecond}
	})
	hostile := h.release("hostile")
	neighbour := hostile
	neighbour.Municipality, neighbour.Record = uuid.New(), &recorder{}
	if _, err := h.check(neighbour); err != nil {
		t.Fatal(err)
	}
	process := h.Status(neighbour.Municipality, "hostile").ProcessID
	for _, deed := range []string{"memory", "spin", "print", "log", "threads", "exit"} {
		quiet, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		before, _, _ := latency(quiet, h, neighbour)
		cancel()
		busy, cancel := context.WithTimeout(t.Context(), 1200*time.Millisecond)
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			for busy.Err() == nil {
				_ = h.Use(busy, with(hostile, deed, "", ""), func(ctx context.Context, p host.Plugin) error {
					_, err := p.Check(ctx)
					return err
				})
			}
		}()
		during, calls, failed := latency(busy, h, neighbour)
		<-stopped
		cancel()
		h.Restart(hostile.Municipality, "hostile")
		ratio := float64(during) / float64(before)
		t.Logf("%s: %d calls, middle %v before and %v during: %.1f times", deed, calls, before, during, ratio)
		if failed > 0 || ratio > 25 {
			t.Errorf("%s: %d of %d calls failed, and they took %.1f times as long", deed, failed, calls, ratio)
		}
	}
	status := h.Status(neighbour.Municipality, "hostile")
	if status.ProcessID != process || status.Crashes != 0 || status.State != host.Healthy {
		t.Errorf("the neighbour is %+v", status)
	}
}

// TestTheDeedsWorkWhereNobodyIsShutIn sees that the deeds are ones that would
// succeed: without a sandbox they do, so that the other tests test something.
func TestTheDeedsWorkWhereNobodyIsShutIn(t *testing.T) {
	h := open(t, func(c *host.Config) { c.Sandbox, c.Developer = "none", true })
	in := h.release("hostile")
	for deed, value := range map[string]string{
		"read": "/etc/passwd", "fork": "", "cling": "", "calls": "", "kill": "", "dial": "udp 127.0.0.1:9",
	} {
		if said, err := h.does(in, deed, "", value); err != nil || !strings.HasPrefix(said, "ja: ") {
			t.Errorf("%s: it says %q, %v", deed, said, err)
		}
	}
}
