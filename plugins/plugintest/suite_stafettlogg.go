package plugintest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

var stafettloggTests = []test{
	{"log.found", "A log is found by the reference a person reads, and read whole", reference, logFound},
	{"log.unknown", "A reference that is not there is nothing, and no error", feature(sdk.FeatureStafettlogg), logUnknown},
	{"write.norwegian", "What is written is read back letter by letter", reference, writeNorwegian},
	{"write.once", "A write that comes twice is done once, with the same receipt", reference, writeOnce},
	{"write.together", "The same write twice at the same time is done once", reference, writeTogether},
	{"write.lost", "When the answer to a write is lost, it can be looked up, and is done once", all(reference, outside), writeLost},
	{"write.conflict", "A write to what has changed is not done, and says so", reference, writeConflict},
	{"lookup.unknown", "A write that never came is not known", feature(sdk.FeatureStafettlogg), lookupUnknown},
	{"changes.seen", "What has changed is told of, and the cursor goes on from there", reference, changesSeen},
	{"start.once", "A log that is started twice with one key is one log", all(feature(stafettlogg.Starts), hasStart), startOnce},
}

func reference(s *suite) string {
	if why := feature(sdk.FeatureStafettlogg)(s); why != "" {
		return why
	}
	if s.fixture.Reference == "" {
		return "the fixture has no reference of a log"
	}
	return ""
}

func hasStart(s *suite) string {
	if s.fixture.Start == nil {
		return "the fixture has no log to start"
	}
	return ""
}

// sentence is hard on character sets: Norwegian and Sámi letters, quotation
// marks, a dash, a character outside the basic plane.
const sentence = "Kveldsrutine på Åsgård – «ro» før søvn, 20 min. Ráđđi & <b>øving</b> 🙂"

// log finds the fixture's log.
func (s *suite) log(ctx context.Context, p *probe) (log stafettlogg.Log, err error) {
	err = p.operate(ctx, func(ctx context.Context) error {
		found, err := p.client.Find(ctx, s.fixture.Reference)
		if err != nil {
			return fmt.Errorf("its Find: %s", told(err))
		}
		if found.LogID == "" {
			return fmt.Errorf("its Find does not find %q", s.fixture.Reference)
		}
		log, err = p.client.Read(ctx, found.LogID)
		if err != nil {
			return fmt.Errorf("Read: %s", told(err))
		}
		if log.LogID != found.LogID {
			return fmt.Errorf("Read gives the log %q for %q", log.LogID, found.LogID)
		}
		return nil
	})
	return log, err
}

func (p *probe) write(ctx context.Context, write stafettlogg.Write) (receipt stafettlogg.Receipt, err error) {
	err = p.operate(ctx, func(ctx context.Context) error {
		receipt, err = p.client.Write(ctx, write)
		return err
	})
	return receipt, err
}

func measure(log stafettlogg.Log, key string) stafettlogg.Write {
	goal := ""
	if len(log.Goals) > 0 {
		goal = log.Goals[0].ID
	}
	return stafettlogg.Write{Key: key, LogID: log.LogID, Measure: &stafettlogg.Measure{
		OurID: "vaar-" + key, GoalID: goal, What: sentence, Responsible: "helsesykepleier",
		Start: "2026-12-01", Due: "2027-01-15", Evaluate: "2027-01-20", State: "planned",
	}}
}

// written counts the measures with the sentence, and checks that they are as
// they were written.
func written(log stafettlogg.Log) int {
	return len(slices.DeleteFunc(slices.Clone(log.Measures), func(m stafettlogg.Measure) bool { return m.What != sentence }))
}

func logFound(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		log, err := s.log(ctx, p)
		if err != nil {
			return err
		}
		if log.State != stafettlogg.Open && log.State != stafettlogg.Closed {
			return fmt.Errorf("the log's state is %q; it is open or closed", log.State)
		}
		for _, m := range log.Measures {
			if !slices.Contains([]string{"", "planned", "under_way", "done", "stopped"}, m.State) {
				return fmt.Errorf("a measure's state is %q", m.State)
			}
			if m.Effect != nil && (*m.Effect < -2 || *m.Effect > 2) {
				return fmt.Errorf("a measure's effect is %d; it is -2 to 2", *m.Effect)
			}
		}
		for _, g := range log.Goals {
			if !slices.Contains([]string{"", "active", "reached", "ended"}, g.State) {
				return fmt.Errorf("a goal's state is %q", g.State)
			}
		}
		for _, date := range days(log) {
			if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
				return fmt.Errorf("%q is not a date as YYYY-MM-DD", date)
			}
		}
		return nil
	})
}

// days are the dates of a log.
func days(log stafettlogg.Log) []string {
	all := []string{log.Holder.Since}
	for _, m := range log.Measures {
		all = append(all, m.Start, m.Due, m.Evaluate)
	}
	for _, m := range log.Meetings {
		all = append(all, m.Date)
	}
	for _, t := range log.Transitions {
		all = append(all, t.Date)
	}
	return all
}

func logUnknown(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		return p.operate(ctx, func(ctx context.Context) error {
			found, err := p.client.Find(ctx, "finnes-ikke-0000")
			if err != nil {
				return fmt.Errorf("its Find of what is not there: %s", told(err))
			}
			if found.LogID != "" {
				return fmt.Errorf("its Find of what is not there gives %q", found.LogID)
			}
			return nil
		})
	})
}

func lookupUnknown(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		return p.operate(ctx, func(ctx context.Context) error {
			_, known, err := p.client.Lookup(ctx, "aldri-sendt-1")
			if err != nil {
				return fmt.Errorf("its Lookup: %s", told(err))
			}
			if known {
				return errors.New("its Lookup knows a write that never came")
			}
			return nil
		})
	})
}

func changesSeen(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		log, err := s.log(ctx, p)
		if err != nil {
			return err
		}
		ids := []string{log.LogID}
		cursor, _, err := p.changes(ctx, "", ids)
		if err != nil {
			return err
		}
		if _, err := p.write(ctx, measure(log, "endring-1")); err != nil {
			return fmt.Errorf("Write: %s", told(err))
		}
		next, seen, err := p.changes(ctx, cursor, ids)
		if err != nil {
			return err
		}
		if !slices.Contains(seen, log.LogID) {
			return fmt.Errorf("a write to the log is not among the changes since %q", cursor)
		}
		_, seen, err = p.changes(ctx, next, []string{"en-annen-logg"})
		if err == nil && slices.Contains(seen, log.LogID) {
			return errors.New("changes of a log that was not asked for are given")
		}
		return err
	})
}

func (p *probe) changes(ctx context.Context, cursor string, ids []string) (next string, seen []string, err error) {
	err = p.operate(ctx, func(ctx context.Context) error {
		next, err = p.client.Changes(ctx, cursor, ids, func(c stafettlogg.Change) error {
			seen = append(seen, c.LogID)
			return nil
		})
		if err != nil {
			return fmt.Errorf("its Changes: %s", told(err))
		}
		return nil
	})
	return next, seen, err
}

func startOnce(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		write := stafettlogg.Write{Key: "start-1", Start: s.fixture.Start}
		first, err := p.write(ctx, write)
		if err != nil {
			return fmt.Errorf("Write of a start: %s", told(err))
		}
		second, err := p.write(ctx, write)
		if err != nil || first.LogID == "" || first != second {
			return fmt.Errorf("the receipts differ: %+v and %+v, %w", first, second, err)
		}
		return p.operate(ctx, func(ctx context.Context) error {
			log, err := p.client.Read(ctx, first.LogID)
			if err != nil {
				return fmt.Errorf("Read of what was started: %s", told(err))
			}
			if log.State != stafettlogg.Open || len(log.Goals) != len(s.fixture.Start.Goals) {
				return fmt.Errorf("what was started is %q with %d goals", log.State, len(log.Goals))
			}
			return nil
		})
	})
}
