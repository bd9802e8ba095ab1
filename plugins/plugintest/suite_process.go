package plugintest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

var processTests = []test{
	{"process.stdout", "Nothing but the handshake comes on stdout", asProcess, stdoutQuiet},
	{"process.start", "It is ready within five seconds", asProcess, startsSoon},
	{"process.stops", "It ends within five seconds when it is asked to", asProcess, stopsSoon},
	{"process.left", "It ends when the host's stream ends", asProcess, endsWhenLeft},
	{"process.killed", "Killed in the middle of a call, it can be started again and works", asProcess, killedInACall},
	{"process.written", "Killed in the middle of a write, the write is done once after all", all(asProcess, reference, outside), killedInAWrite},
	{"process.shut_in", "Shut in as in a municipality, it starts and does what it can", canBeShutIn, shutIn},
}

func asProcess(s *suite) string {
	if _, ok := s.subject.(process); !ok {
		return "it does not run as a process"
	}
	return ""
}

func stdoutQuiet(ctx context.Context, s *suite) error {
	return s.subject.(process).stdoutIsQuiet(ctx)
}

// soon is how long a plugin may take to start or to stop.
const soon = 5 * time.Second

func startsSoon(ctx context.Context, s *suite) error {
	began := time.Now()
	return s.with(ctx, func(context.Context, *probe) error {
		if took := time.Since(began); took > soon {
			return fmt.Errorf("it took %v", took)
		}
		return nil
	})
}

func stopsSoon(ctx context.Context, s *suite) error {
	connected, err := s.subject.connect(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	connected.end()
	ctx, cancel := context.WithTimeout(ctx, soon)
	defer cancel()
	if !connected.gone(ctx) {
		return errors.New("it still runs")
	}
	if took := time.Since(began); took > soon {
		return fmt.Errorf("it took %v", took)
	}
	return nil
}

func endsWhenLeft(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		p.leave()
		ctx, cancel := context.WithTimeout(ctx, soon)
		defer cancel()
		if !p.gone(ctx) {
			return errors.New("the host's stream has ended, and it still runs")
		}
		return nil
	})
}

func killedInACall(ctx context.Context, s *suite) error {
	world, err := s.world()
	if err != nil {
		return err
	}
	defer s.drop(world)
	p, err := s.openIn(ctx, world)
	if err != nil {
		return err
	}
	defer p.attached.close()
	h := &hanging{}
	world.spoil(h.handler)
	ended := make(chan error, 1)
	go func() { ended <- s.readOrCheck(ctx, p) }()
	eventually(ctx, func() bool { return h.held.Load() > 0 || len(ended) > 0 })
	p.kill()
	select {
	case err := <-ended:
		if h.held.Load() > 0 && err == nil {
			return errors.New("it was killed in a call, and the call was answered")
		}
	case <-time.After(soon):
		return errors.New("it was killed in a call, and the call goes on")
	}
	world.spoil(nil)
	again, err := s.openIn(ctx, world)
	if err != nil {
		return err
	}
	defer again.attached.close()
	return errors.Join(again.well(ctx), s.read(ctx, again))
}

func killedInAWrite(ctx context.Context, s *suite) error {
	world, err := s.world()
	if err != nil {
		return err
	}
	defer s.drop(world)
	p, err := s.openIn(ctx, world)
	if err != nil {
		return err
	}
	defer p.attached.close()
	log, err := s.log(ctx, p)
	if err != nil {
		return err
	}
	l := &losing{}
	world.spoil(l.handler)
	go func() {
		eventually(ctx, func() bool { return l.lost.Load() > 0 })
		p.kill()
	}()
	if _, err := p.write(ctx, measure(log, "drept-1")); err == nil {
		return errors.New("it was killed before the system had answered, and gave a receipt")
	} else if l.lost.Load() == 0 && sdk.FaultsOf(err)[0].Code != sdk.CodeGone {
		return fmt.Errorf("Write: %s", told(err))
	}
	world.spoil(nil)
	again, err := s.openIn(ctx, world)
	if err != nil {
		return err
	}
	defer again.attached.close()
	receipt, err := again.write(ctx, measure(log, "drept-1"))
	if err != nil {
		return fmt.Errorf("Write after it was killed: %s", told(err))
	}
	return s.once(ctx, again, "drept-1", receipt)
}
