package plugintest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

var systemTests = []test{
	{"system.unreachable", "A system that does not answer is the system's fault", outside, spoiledBy(nobody)},
	{"system.500", "A system that fails is the system's fault", outside, spoiledBy(answering(500))},
	{"system.503", "A system that is closed is the system's fault", outside, spoiledBy(answering(503))},
	{"system.403", "A system that says no is nobody's but the system's or the settings' fault", outside, spoiledBy(answering(403))},
	{"system.429", "A system that asks us to wait is the system's fault, and how long to wait is passed on", outside, systemBusy},
	{"system.html", "A page of words instead of data is the system's fault", outside, spoiledBy(page)},
	{"system.truncated", "An answer that breaks off is the system's fault", outside, spoiledBy(truncated)},
	{"system.huge", "An answer without end is the system's fault, and the plugin lives", outside, spoiledBy(huge)},
	{"system.hangs", "When the host gives up, the plugin lets go of what it waits for", outside, systemHangs},
	{"system.deadline", "When time is up, the plugin lets go and serves the next call", outside, systemDeadline},
}

// read asks something of the plugin's job that changes nothing.
func (s *suite) read(ctx context.Context, p *probe) error {
	return p.operate(ctx, func(ctx context.Context) error {
		switch {
		case feature(sdk.FeatureRegistry)(s) == "":
			_, err := p.client.List(ctx, s.fixture.Query, func(registry.Chunk) error { return nil })
			return err
		case feature(sdk.FeatureStafettlogg)(s) == "" && s.fixture.Reference != "":
			_, err := p.client.Find(ctx, s.fixture.Reference)
			return err
		case feature(sdk.FeatureLevels)(s) == "":
			_, err := p.client.ReadLevels(ctx)
			return err
		}
		_, err := p.client.Check(ctx)
		return err
	})
}

// spoiledBy asks the plugin of its job and its health while its systems answer
// wrongly, and then while they do not.
func spoiledBy(how func(http.Handler) http.Handler) func(context.Context, *suite) error {
	return func(ctx context.Context, s *suite) error {
		return s.with(ctx, func(ctx context.Context, p *probe) error {
			p.world.spoil(how)
			if err := s.withstands(ctx, p); err != nil {
				return err
			}
			p.world.spoil(nil)
			if err := s.read(ctx, p); err != nil {
				return fmt.Errorf("when the system was well again: %s", told(err))
			}
			return nil
		})
	}
}

// withstands asks the plugin of its job and its health; while its systems answer
// wrongly it must not be its own fault, and it must not say that all is well.
func (s *suite) withstands(ctx context.Context, p *probe) error {
	ctx, cancel := context.WithTimeout(ctx, CallTime)
	defer cancel()
	before := p.world.requests()
	err := s.read(ctx, p)
	if p.world.requests() > before {
		if err == nil {
			return errors.New("it answered as if the system had: a list that is short would make what is missing vanish")
		}
		if err := notItsOwn(err); err != nil {
			return err
		}
	}
	before = p.world.requests()
	err = p.operate(ctx, func(ctx context.Context) error {
		health, err := p.client.Check(ctx)
		if err == nil && health.OK && p.world.requests() > before {
			return errHealthy
		}
		return err
	})
	if errors.Is(err, errHealthy) {
		return err
	}
	return notItsOwn(err)
}

var errHealthy = errors.New("CheckHealth asked the system and says that all is well")

func notItsOwn(err error) error {
	if err == nil || isFrom(err, sdk.FromSystem) || isFrom(err, sdk.FromSettings) {
		return nil
	}
	return fmt.Errorf("the system is at fault, and this was said: %s", told(err))
}

func systemBusy(ctx context.Context, s *suite) error {
	return s.waits(ctx, func(header http.Header) { header.Set("Retry-After", "37") })
}

// waits has the systems ask to wait for 37 seconds, as say says it, and checks
// that the plugin passes it on.
func (s *suite) waits(ctx context.Context, say func(http.Header)) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		p.world.spoil(func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				say(w.Header())
				w.WriteHeader(http.StatusTooManyRequests)
			})
		})
		began, before := time.Now(), p.world.requests()
		err := s.read(ctx, p)
		if p.world.requests() == before {
			return nil // the job is done without the system
		}
		if time.Since(began) > CallTime {
			return errors.New("it waited itself; tell the host how long to wait, and return")
		}
		if !isFrom(err, sdk.FromSystem) {
			return fmt.Errorf("the system asked us to wait, and this was said: %s", orNothing(err))
		}
		if wait := sdk.FaultsOf(err)[0].RetryAfter; wait != 37*time.Second {
			return fmt.Errorf("the system said 37 seconds and the fault says %v", wait)
		}
		return nil
	})
}

func orNothing(err error) string {
	if err == nil {
		return "nothing"
	}
	return told(err)
}

func systemHangs(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		h := &hanging{}
		p.world.spoil(h.handler)
		p.broker.linger()
		calling, cancel := context.WithCancel(ctx)
		defer cancel()
		ended := make(chan error, 1)
		go func() { ended <- s.readOrCheck(calling, p) }()
		if !eventually(ctx, func() bool { return h.held.Load() > 0 || len(ended) > 0 }) || h.held.Load() == 0 {
			return errNothingAsked
		}
		cancel()
		if !eventually(ctx, func() bool { return h.held.Load() == 0 }) {
			return errors.New("the host gave up, and the plugin still holds its request: pass the method's ctx on")
		}
		p.world.spoil(nil)
		return p.well(ctx)
	})
}

func systemDeadline(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		h := &hanging{}
		p.world.spoil(h.handler)
		p.broker.linger()
		calling, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		_ = s.readOrCheck(calling, p) // it cannot succeed
		if !eventually(ctx, func() bool { return h.held.Load() == 0 }) {
			return errors.New("time was up, and the plugin still holds its request: pass the method's ctx on")
		}
		p.world.spoil(nil)
		return p.well(ctx)
	})
}

// readOrCheck asks what makes the plugin ask its system.
func (s *suite) readOrCheck(ctx context.Context, p *probe) error {
	before := p.world.requests()
	err := s.read(ctx, p)
	if p.world.requests() > before {
		return err
	}
	return p.well(ctx)
}

// eventually waits until something holds, at most five seconds.
func eventually(ctx context.Context, holds func() bool) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	for !holds() {
		select {
		case <-ctx.Done():
			return holds()
		case <-time.After(10 * time.Millisecond):
		}
	}
	return true
}

// hanging are systems that take requests and never answer.
type hanging struct{ held atomic.Int64 }

func (h *hanging) handler(http.Handler) http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		h.held.Add(1)
		<-r.Context().Done()
		h.held.Add(-1)
	})
}

func nobody(http.Handler) http.Handler { return nil }

func answering(code int) func(http.Handler) http.Handler {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, http.StatusText(code), code) })
	}
}

func page(http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
		_, _ = w.Write([]byte("<html><title>P\xe5logging</title><body>Du m\xe5 logge p\xe5.</body></html>"))
	})
}

// truncated promises more than it sends.
func truncated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if next == nil {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(&half{ResponseWriter: w}, r)
		panic(http.ErrAbortHandler)
	})
}

// half writes the first half of each piece.
type half struct{ http.ResponseWriter }

// WriteHeader sends the head, with more promised than comes.
func (h *half) WriteHeader(code int) {
	h.Header().Del("Content-Length")
	h.ResponseWriter.WriteHeader(code)
}

// Write writes half.
func (h *half) Write(content []byte) (int, error) {
	h.Header().Del("Content-Length")
	_, err := h.ResponseWriter.Write(content[:len(content)/2])
	return len(content), err
}

func huge(http.Handler) http.Handler {
	piece := []byte(strings.Repeat(`{"a":`, 1<<14))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for range 200 << 20 / len(piece) {
			if _, err := w.Write(piece); err != nil || r.Context().Err() != nil {
				return
			}
		}
	})
}
