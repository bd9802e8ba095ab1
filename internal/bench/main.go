// Command bench measures the product against a baseline: both in one process,
// in turn, in many short rounds, and prints ratios as medians with quartiles.
// On a shared machine a single absolute time says little; what a page costs in
// processor time, of all processes together, against the same queries bare,
// says much. A figure that does not reach its goal is printed as such.
//
//	go run ./internal/bench          at most six minutes on two cores
//	go run ./internal/bench -short   a minute, to see that it runs
//
// docs/develop/performance.md says what the rows mean.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/pprof"
	"strings"
	"syscall"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
)

// extent is how much is measured.
type extent struct {
	rounds      int
	roundLength time.Duration
	cold        int // times a municipality is opened
	files       int // municipalities in files
	databases   int // municipalities in PostgreSQL
	lines       int // of the log that is verified
	families    int // of each town that pages are measured in
	only        string
	house       string
	profile     string
}

func full() extent {
	return extent{rounds: 9, roundLength: 500 * time.Millisecond, cold: 15, families: 5, files: municipalities, databases: 40, lines: 1_000_000}
}

func brief() extent {
	return extent{rounds: 3, roundLength: 120 * time.Millisecond, cold: 3, families: 1, files: 12, databases: 4, lines: 20_000}
}

// municipalities is how many there are in Norway.
const municipalities = 357

func main() {
	sandbox.Main() // the program is a plugin's launcher too
	bePlain()
	quick := flag.Bool("short", false, "few and short rounds: to see that it runs")
	only := flag.String("only", "", "measure only parts whose name begins so: page, decision, withdrawal, cold, memory, migrate, log, plugin, offers")
	one := flag.String("house", "", "measure only the profile whose database's name begins so: SQLite, PostgreSQL")
	profile := flag.String("profile", "", "write a processor profile of the pages, or of the plugin, to this file (with -only)")
	flag.Parse()
	p := full()
	if *quick {
		p = brief()
	}
	p.only, p.house, p.profile = *only, *one, *profile
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Stdout, p); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// part measures one thing on houses of both profiles.
type part struct {
	name    string
	measure func(context.Context, *report, extent, []*house) error
}

func parts() []part {
	return []part{
		{"page", measurePages}, {"decision", measureDecision}, {"cold", measureCold},
		{"withdrawal", measureWithdrawal},
		{"memory", measureMemory}, {"migrate", measureMigration}, {"log", measureLog}, {"plugin", measurePlugin}, {"offers", measureOffers},
	}
}

func run(ctx context.Context, out io.Writer, p extent) (err error) {
	began := time.Now()
	fmt.Fprintf(out, "%s, %d processors, load %s, %d rounds of %s each\n",
		runtime.Version(), runtime.NumCPU(), load(), p.rounds, p.roundLength)
	houses, closeAll, err := openHouses(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeAll()) }()
	r := newReport(out)
	for _, one := range parts() {
		if !strings.HasPrefix(one.name, p.only) {
			continue
		}
		if err := one.measure(ctx, r, p, houses); err != nil {
			return fmt.Errorf("measuring %s: %w", one.name, err)
		}
		if err := r.end(); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "\n%d rows below their goal, measured in %s, load %s\n",
		len(r.below), time.Since(began).Round(time.Second), load())
	for _, row := range r.below {
		fmt.Fprintln(out, "  "+row)
	}
	return nil
}

// profiled writes a processor profile of what it runs, if one is asked for.
func profiled(p extent, run func() error) error {
	if p.profile == "" {
		return run()
	}
	file, err := os.Create(p.profile)
	if err != nil {
		return fmt.Errorf("making profile: %w", err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return errors.Join(fmt.Errorf("profiling: %w", err), file.Close())
	}
	err = run()
	pprof.StopCPUProfile()
	return errors.Join(err, file.Close())
}
