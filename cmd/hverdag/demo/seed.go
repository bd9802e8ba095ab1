package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
)

// World is what the demo is carried out in.
type World struct {
	Provisioner *provision.Provisioner
	Clock       *clock.Fixed // the one the Provisioner's Registry goes by
	Now         time.Time    // when the demo begins; everything has happened before
	Issuer      string       // the demo issuer's address, as it vouches with it
	Log         *slog.Logger
}

// ErrCutOff says that a seeding was begun here and never finished: what is
// there is whole, but not all of it is there.
var ErrCutOff = errors.New("the demo was stopped while its people moved in")

// Seeded reports whether the demo's four municipalities are here and done.
// They are opened for use last of all, which is the mark of a seeding that
// came to its end. It returns ErrCutOff for one that did not.
func Seeded(ctx context.Context, p *provision.Provisioner) (bool, error) {
	listed, err := p.List(ctx)
	if err != nil {
		return false, err
	}
	begun, done := 0, 0
	for _, one := range listed {
		if !slices.Contains(slugs, one.Slug) {
			continue
		}
		begun++
		if one.State == tenants.StateActive || one.State == tenants.StateSuspended {
			done++
		}
	}
	if done == len(slugs) {
		return true, nil
	}
	if begun > 0 {
		return false, fmt.Errorf("%d of %d municipalities: %w", done, len(slugs), ErrCutOff)
	}
	return false, nil
}

// Seed carries the scenario out, unless that is done already. The clock ends
// at w.Now. It returns ErrCutOff when an earlier seeding was cut off.
func Seed(ctx context.Context, w World) error {
	if w.Issuer == "" || w.Provisioner.Registry.Clock != clock.Clock(w.Clock) {
		return errors.New("seeding the demo needs an issuer, and the clock its registry goes by")
	}
	done, err := Seeded(ctx, w.Provisioner)
	if err != nil || done {
		return err
	}
	towns, own, err := load()
	if err != nil {
		return err
	}
	if err := hire(ctx, w, own); err != nil {
		return err
	}
	s := &seeding{World: w}
	places := make([]*place, 0, len(towns))
	for _, one := range towns {
		places = append(places, s.settle(one))
	}
	if err := s.carryOut(ctx); err != nil {
		return err
	}
	w.Clock.Set(w.Now)
	for _, p := range places {
		if err := w.Provisioner.Activate(ctx, p.scope.ID, uuid.Nil); err != nil {
			return fmt.Errorf("opening %s for use: %w", p.town.Slug, err)
		}
	}
	w.Log.Info("the demo's people have moved in", "municipalities", len(places), "events", len(s.steps))
	return nil
}

// seeding gathers everything that happens and carries it out in order.
type seeding struct {
	World
	steps []step
	now   time.Time // where the clock stands
}

// step is one thing somebody does.
type step struct {
	at    moment
	about string // for a fault; names no person
	do    func(ctx context.Context) error
}

func (s *seeding) plan(at moment, about string, do func(ctx context.Context) error) {
	s.steps = append(s.steps, step{at: at, about: about, do: do})
}

func (s *seeding) carryOut(ctx context.Context) error {
	slices.SortStableFunc(s.steps, func(a, b step) int { return a.at.order(b.at) })
	for _, one := range s.steps {
		s.move(one.at.At(s.Now))
		if err := one.do(ctx); err != nil {
			return fmt.Errorf("demo, %s on day %d: %w", one.about, one.at.days, err)
		}
	}
	return nil
}

// pause is how long anybody needs for the next thing at the least.
const pause = 40 * time.Second

// move sets the clock, always forward and never past today: two days that fall
// on one working day keep their order.
func (s *seeding) move(to time.Time) {
	if least := s.now.Add(pause); to.Before(least) {
		to = least
	}
	if to.After(s.World.Now) {
		to = s.World.Now
	}
	s.now = to
	s.Clock.Set(to)
}

// tick lets a little time go by between two things done in one sitting.
func (s *seeding) tick() { s.move(s.now.Add(pause)) }
