package main

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"runtime/pprof"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// operation is done over and over; worker tells the callers apart.
type operation func(worker int) error

// sample is what one operation cost in one round, on average.
type sample struct {
	cpu    time.Duration // of all processes
	wall   time.Duration // of the machine: the round's time by the number done
	allocs float64       // in this process
}

// round does an operation for a while by a number of callers.
func round(callers int, length time.Duration, do operation) (sample, error) {
	runtime.GC() // nobody pays for what the other left
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began, err := cpu()
	if err != nil {
		return sample{}, err
	}
	start := time.Now()
	done, err := repeat(callers, start.Add(length), do)
	wall := time.Since(start)
	if err != nil {
		return sample{}, err
	}
	ended, err := cpu()
	if err != nil {
		return sample{}, err
	}
	runtime.ReadMemStats(&after)
	return sample{
		cpu: (ended - began) / time.Duration(done), wall: wall / time.Duration(done),
		allocs: float64(after.Mallocs-before.Mallocs) / float64(done),
	}, nil
}

func repeat(callers int, until time.Time, do operation) (int64, error) {
	var done atomic.Int64
	var running sync.WaitGroup
	faults := make([]error, callers)
	for worker := range callers {
		running.Go(func() {
			for first := true; first || time.Now().Before(until); first = false {
				if faults[worker] = do(worker); faults[worker] != nil {
					return
				}
				done.Add(1)
			}
		})
	}
	running.Wait()
	for _, fault := range faults {
		if fault != nil {
			return 0, fault
		}
	}
	return done.Load(), nil
}

// compared are rounds of a baseline and the product, in turn.
type compared struct{ base, product []sample }

// compare lets baseline and product take turns, so that what else happens on
// the machine meets both.
func compare(p extent, callers int, base, product operation) (compared, error) {
	var c compared
	base, product = marked("baseline", base), marked("product", product)
	for _, warm := range []operation{base, product} {
		if _, err := round(callers, p.roundLength/4, warm); err != nil {
			return c, err
		}
	}
	for range p.rounds {
		one, err := round(callers, p.roundLength, base)
		if err != nil {
			return c, fmt.Errorf("baseline: %w", err)
		}
		other, err := round(callers, p.roundLength, product)
		if err != nil {
			return c, fmt.Errorf("product: %w", err)
		}
		c.base, c.product = append(c.base, one), append(c.product, other)
	}
	return c, nil
}

// marked lets a processor profile tell baseline and product apart
// (go tool pprof -tagfocus=product).
func marked(side string, do operation) operation {
	labels := pprof.Labels("side", side)
	return func(worker int) (err error) {
		pprof.Do(context.Background(), labels, func(context.Context) { err = do(worker) })
		return err
	}
}

// ratios are a figure of the product divided by the baseline's, or the other
// way around, of each pair of rounds.
func (c compared) ratios(of func(base, product sample) float64) spread {
	values := make([]float64, 0, len(c.base))
	for i := range c.base {
		values = append(values, of(c.base[i], c.product[i]))
	}
	return spreadOf(values)
}

// spread is the middle of some values, and between what half of them lie.
type spread struct{ low, middle, high float64 }

func spreadOf(values []float64) spread {
	sorted := slices.SortedFunc(slices.Values(values), cmp.Compare[float64])
	at := func(part float64) float64 {
		place := part * float64(len(sorted)-1)
		below := int(place)
		above := min(below+1, len(sorted)-1)
		return sorted[below] + (place-float64(below))*(sorted[above]-sorted[below])
	}
	return spread{low: at(0.25), middle: at(0.5), high: at(0.75)}
}

func middleOf(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, 0, len(samples))
	for _, one := range samples {
		values = append(values, of(one))
	}
	return spreadOf(values).middle
}

func microseconds(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
