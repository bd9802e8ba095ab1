package kv

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
)

func TestALostRedisIsSaidAtOnceAndFoundAgain(t *testing.T) {
	t.Parallel()
	server, err := testenv.StartRedis(t.Context(), testenv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	s, end, err := Open(server.URL)
	s = ready(t, s, end, err)
	heard := subscribe(t, t.Context(), s, "bell")
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := s.Set(t.Context(), "key", "value", time.Minute); !errors.Is(err, ErrUnavailable) {
		t.Errorf("a lost Redis gives %v", err)
	}
	if _, _, err := s.Get(t.Context(), "key"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("a lost Redis gives %v", err)
	}
	if err := server.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the store works again", func() bool { return s.Set(t.Context(), "key", "value", time.Minute) == nil })
	eventually(t, "the listener hears again", func() bool {
		publish(t, s, "bell", "ring")
		select {
		case <-heard:
			return true
		case <-time.After(short):
			return false
		}
	})
}

func TestARedisThatHangsHoldsUpOneCallAndNotTheNext(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0") // accepts and never answers
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	s, end, err := Open("redis://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = end() }()
	if took := failing(t, s); took > 4*patience {
		t.Errorf("the first call was held up for %s", took)
	}
	if took := failing(t, s); took > patience/2 {
		t.Errorf("the second call was held up too, for %s", took)
	}
}

func TestACallerWhoLeavesDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	s, end, err := Open(testenv.Redis(t))
	s = ready(t, s, end, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Set(ctx, "key", "value", time.Minute); !errors.Is(err, ErrUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who has left gets %v", err)
	}
	set(t, s, "key", "value", time.Minute)
}

func TestABadURLIsRefusedWithoutRepeatingItsPassword(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "redis://:hemmelig@host:port/0", "http://:hemmelig@host", "redis://:hem/melig@host:1/x"} {
		_, _, err := Open(url)
		if err == nil || strings.Contains(err.Error(), "hem") {
			t.Errorf("%q gives %v", url, err)
		}
	}
}

func failing(t *testing.T, s Store) time.Duration {
	t.Helper()
	began := time.Now()
	if _, _, err := s.Get(t.Context(), "key"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("a Redis that hangs gives %v", err)
	}
	return time.Since(began)
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(tick) {
		if holds() {
			return
		}
	}
	t.Errorf("%s: not within 20 seconds", what)
}
