package plugintest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

func writeNorwegian(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		log, err := s.log(ctx, p)
		if err != nil {
			return err
		}
		receipt, err := p.write(ctx, measure(log, "norsk-1"))
		if err != nil {
			return fmt.Errorf("Write: %s", told(err))
		}
		if receipt.Conflict || receipt.ItemID == "" || receipt.LogID != log.LogID {
			return fmt.Errorf("the receipt says conflict %v, item %q, log %q", receipt.Conflict, receipt.ItemID, receipt.LogID)
		}
		log, err = s.log(ctx, p)
		if err != nil {
			return err
		}
		for _, m := range log.Measures {
			if m.ID != receipt.ItemID {
				continue
			}
			if m.What != sentence {
				return fmt.Errorf("it was written as %q and read as %q", sentence, m.What)
			}
			if m.OurID != "vaar-norsk-1" {
				return fmt.Errorf("our id came back as %q", m.OurID)
			}
			return nil
		}
		return fmt.Errorf("the measure %q of the receipt is not in the log", receipt.ItemID)
	})
}

func writeOnce(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		log, err := s.log(ctx, p)
		if err != nil {
			return err
		}
		first, err := p.write(ctx, measure(log, "en-gang-1"))
		if err != nil {
			return fmt.Errorf("Write: %s", told(err))
		}
		second, err := p.write(ctx, measure(log, "en-gang-1"))
		if err != nil {
			return fmt.Errorf("Write again: %s", told(err))
		}
		if first != second {
			return fmt.Errorf("the receipts differ: %+v and %+v", first, second)
		}
		return s.once(ctx, p, "en-gang-1", first)
	})
}

// once checks that a write is there once and can be looked up.
func (s *suite) once(ctx context.Context, p *probe, key string, receipt stafettlogg.Receipt) error {
	log, err := s.log(ctx, p)
	if err != nil {
		return err
	}
	if n := written(log); n != 1 {
		return fmt.Errorf("it is in the log %d times", n)
	}
	return p.operate(ctx, func(ctx context.Context) error {
		found, known, err := p.client.Lookup(ctx, key)
		if err != nil {
			return fmt.Errorf("its Lookup: %s", told(err))
		}
		if !known || found.ItemID != receipt.ItemID {
			return fmt.Errorf("its Lookup says known %v, item %q; the receipt was of %q", known, found.ItemID, receipt.ItemID)
		}
		return nil
	})
}

func writeTogether(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		log, err := s.log(ctx, p)
		if err != nil {
			return err
		}
		receipts, failed := make([]stafettlogg.Receipt, 4), make([]error, 4)
		var group sync.WaitGroup
		for i := range receipts {
			group.Go(func() { receipts[i], failed[i] = p.write(ctx, measure(log, "samtidig-1")) })
		}
		group.Wait()
		for i, err := range failed {
			if err == nil {
				return s.once(ctx, p, "samtidig-1", receipts[i])
			}
		}
		return fmt.Errorf("Write: %s", told(errors.Join(failed...)))
	})
}

// losing are systems that do what they are asked, and whose answers are lost.
type losing struct{ lost atomic.Int64 }

func (l *losing) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if next == nil || r.Method == http.MethodGet || r.Method == http.MethodHead {
			if next != nil {
				next.ServeHTTP(w, r)
			}
			return
		}
		next.ServeHTTP(&deaf{header: http.Header{}}, r)
		l.lost.Add(1)
		panic(http.ErrAbortHandler)
	})
}

type deaf struct{ header http.Header }

// Header is that of an answer nobody hears.
func (d *deaf) Header() http.Header { return d.header }

// Write drops it.
func (d *deaf) Write(content []byte) (int, error) { return len(content), nil }

// WriteHeader drops it.
func (d *deaf) WriteHeader(int) {}

func writeLost(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		log, err := s.log(ctx, p)
		if err != nil {
			return err
		}
		l := &losing{}
		p.world.spoil(l.handler)
		if receipt, err := p.write(ctx, measure(log, "tapt-1")); err == nil && l.lost.Load() > 0 && receipt.ItemID == "" {
			return fmt.Errorf("the answer was lost and a receipt was given: %+v", receipt)
		}
		p.world.spoil(nil)
		receipt, err := p.write(ctx, measure(log, "tapt-1"))
		if err != nil {
			return fmt.Errorf("Write again after a lost answer: %s", told(err))
		}
		return s.once(ctx, p, "tapt-1", receipt)
	})
}

func writeConflict(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		log, err := s.log(ctx, p)
		if err != nil {
			return err
		}
		write := measure(log, "konflikt-1")
		write.ExpectedVersion = "en-versjon-som-ikke-er"
		receipt, err := p.write(ctx, write)
		if err != nil {
			return fmt.Errorf("Write with a version that is not: %s; give a Receipt with Conflict", told(err))
		}
		if !receipt.Conflict {
			return errors.New("Write with a version that is not there was done")
		}
		log, err = s.log(ctx, p)
		if err == nil && written(log) != 0 {
			return errors.New("Write said that there was a conflict, and wrote")
		}
		return err
	})
}
