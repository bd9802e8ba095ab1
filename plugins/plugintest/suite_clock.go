package plugintest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// Systems have clocks of their own, and Norway has a night of 23 hours and one
// of 25.
var clockTests = []test{
	{"clock.wait", "A date to wait for is by the clock of the system that says it", outside, clockWait},
	{"clock.apart", "A system whose clock is an hour ahead or a day behind is read as ever", outside, byClocks(readClocks)},
	{
		"clock.moments", "Times when summer time begins and ends, on 29 February and at New Year are what the system says", outside,
		byClocks(momentClocks),
	},
	{
		"clock.write", "A write to a system whose clock is an hour ahead or a day behind is done once", all(reference, outside), clockWrite,
	},
}

func apartClocks() []clock {
	return []clock{apart("an hour ahead", time.Hour), apart("a day behind", -24*time.Hour)}
}

// readClocks are those, and one that says of everything that it happened later
// than it is by the plugin's own.
func readClocks() []clock {
	soon := at("all an hour from now", time.Now().Add(time.Hour).Format(time.RFC3339))
	soon.apart = time.Hour
	return append(apartClocks(), soon)
}

func momentClocks() []clock {
	return []clock{
		at("a day in summer", "2026-06-15T10:00:00Z"),
		at("the last second before summer time", "2026-03-29T00:59:59Z"),
		noSuchTime(),
		at("02:30 in the night when summer time ends", "2026-10-25T00:30:00Z"),
		at("02:30 in the same night, an hour later", "2026-10-25T01:30:00Z"),
		at("29 February", "2024-02-29T11:00:00Z"),
		at("the last second of the year", "2025-12-31T22:59:59Z"),
		at("New Year in Norway", "2025-12-31T23:00:00Z"),
	}
}

// view is what a plugin reads of its system that clocks have to do with.
type view struct {
	ids   []string
	days  []string
	times []time.Time
}

// view asks the plugin of its job.
func (s *suite) view(ctx context.Context, p *probe) (v view, err error) {
	switch {
	case feature(sdk.FeatureRegistry)(s) == "":
		g, err := s.gather(ctx, p)
		for _, unit := range g.Units {
			v.times = append(v.times, unit.Changed)
		}
		for _, service := range g.Services {
			v.ids, v.times = append(v.ids, "s"+service.ID), append(v.times, service.Changed)
		}
		v.ids = append(v.ids, g.ids()...)
		slices.Sort(v.ids)
		return v, err
	case reference(s) == "":
		return s.viewLog(ctx, p)
	}
	if err := s.read(ctx, p); err != nil {
		return v, errors.New(told(err))
	}
	return v, p.well(ctx)
}

func (s *suite) viewLog(ctx context.Context, p *probe) (v view, err error) {
	log, err := s.log(ctx, p)
	if err != nil {
		return v, err
	}
	v.days = days(log)
	for _, goal := range log.Goals {
		v.ids = append(v.ids, "goal "+goal.ID)
	}
	for _, measure := range log.Measures {
		v.ids = append(v.ids, "measure "+measure.ID)
	}
	for _, meeting := range log.Meetings {
		v.ids = append(v.ids, "meeting "+meeting.ID)
	}
	err = p.operate(ctx, func(ctx context.Context) error {
		_, err := p.client.Changes(ctx, "", []string{log.LogID}, func(change stafettlogg.Change) error {
			v.ids, v.times = append(v.ids, "change of "+change.LogID), append(v.times, change.At)
			return nil
		})
		return err
	})
	if err != nil {
		return v, fmt.Errorf("its Changes: %s", told(err))
	}
	slices.Sort(v.ids)
	return v, nil
}

// byClocks asks the plugin of its job, and asks again while its systems go by
// other clocks: the same must be there, at the times they say.
func byClocks(clocks func() []clock) func(context.Context, *suite) error {
	return func(ctx context.Context, s *suite) error {
		return s.with(ctx, func(ctx context.Context, p *probe) error {
			before, err := s.view(ctx, p)
			if err != nil {
				return err
			}
			for _, c := range clocks() {
				p.world.spoil(c.handler)
				got, err := s.view(ctx, p)
				if err == nil {
					err = c.sees(before, got)
				}
				if err != nil {
					return fmt.Errorf("when the times of the system are %s, the plugin is at fault: %w", c.name, err)
				}
			}
			return nil
		})
	}
}

// sees checks what was read by a clock against what was read before.
func (c clock) sees(before, got view) error {
	if !slices.Equal(got.ids, before.ids) {
		return fmt.Errorf("%d things were there before, and %d are now", len(before.ids), len(got.ids))
	}
	for _, at := range got.times {
		if !c.allows(at, before.times) {
			return fmt.Errorf("it reports %s; a time without a zone is Norwegian, one with a zone is as it says", at.UTC().Format(time.RFC3339))
		}
	}
	for _, day := range got.days {
		if !c.allowsDay(day, before) {
			return fmt.Errorf("it reports the day %s; a day is the day in Norway", day)
		}
	}
	return nil
}

// clockWait has a system ask for 37 seconds by its own clock.
func clockWait(ctx context.Context, s *suite) error {
	for _, c := range apartClocks() {
		err := s.waits(ctx, func(header http.Header) {
			theirs := time.Now().Add(c.apart).UTC().Truncate(time.Second)
			header.Set("Date", theirs.Format(http.TimeFormat))
			header.Set("Retry-After", theirs.Add(37*time.Second).Format(http.TimeFormat))
		})
		if err != nil {
			return fmt.Errorf("when the clock of the system is %s, and Retry-After is a date 37 seconds after its Date: %w", c.name, err)
		}
	}
	return nil
}

func clockWrite(ctx context.Context, s *suite) error {
	for i, c := range apartClocks() {
		err := s.with(ctx, func(ctx context.Context, p *probe) error {
			p.world.spoil(c.handler)
			log, err := s.log(ctx, p)
			if err != nil {
				return err
			}
			key := fmt.Sprint("klokke-", i)
			first, err := p.write(ctx, measure(log, key))
			if err != nil {
				return fmt.Errorf("Write: %s", told(err))
			}
			again, err := p.write(ctx, measure(log, key))
			if err != nil || again != first {
				return fmt.Errorf("the receipts differ: %+v and %+v, %w", first, again, err)
			}
			return s.once(ctx, p, key, first)
		})
		if err != nil {
			return fmt.Errorf("when the times of the system are %s, the plugin is at fault: %w", c.name, err)
		}
	}
	return nil
}
