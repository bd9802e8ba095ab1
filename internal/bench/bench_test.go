package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	bePlain()
	os.Exit(m.Run())
}

func TestEveryRowIsPrintedWithItsGoalOnBothDatabases(t *testing.T) {
	p := brief()
	p.rounds, p.roundLength, p.cold, p.files, p.databases, p.lines = 2, 20*time.Millisecond, 2, 5, 5, 1000
	var out bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := run(ctx, &out, p); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, wanted := range []string{
		"SQLite, plan, 1 callers", "SQLite, plan, 4 callers", "SQLite, plan, 16 callers", "SQLite, family, 16 callers",
		"PostgreSQL, plan, 4 municipalities, 16 callers", "PostgreSQL, plan, 4 callers",
		"processor time, ns", "allocations", "casbin ns", "given and taken back", "first ms", "MB each", "all up to date", "an addition, ms each",
		"SQLite, 1 callers", "SQLite, 16 callers", "PostgreSQL, 1 callers", "PostgreSQL, 16 callers", "million lines", "a call, 16 callers", "10,000 rows in parts of 250", "memory of its own",
	} {
		if !strings.Contains(out.String(), wanted) {
			t.Errorf("no row says %q", wanted)
		}
	}
	if t.Failed() {
		t.Log(out.String())
	}
}

func TestAFigureBelowItsGoalIsPrintedAsSuch(t *testing.T) {
	var out bytes.Buffer
	r := newReport(&out)
	r.section("Figures", "figure", "", "goal", "")
	r.judged("slow", "0.40", atLeast(0.50), 0.40)
	r.judged("quick", "0.60", atLeast(0.50), 0.60)
	r.judged("heavy", "3", atMost(2, "MB"), 3)
	if err := r.end(); err != nil {
		t.Fatal(err)
	}
	if count := strings.Count(out.String(), "BELOW GOAL"); count != 2 || len(r.below) != 2 {
		t.Errorf("%d rows are said to be below their goal, and %v listed, want slow and heavy:\n%s", count, r.below, out.String())
	}
}

func TestASpreadIsTheMiddleAndTheQuarters(t *testing.T) {
	values := []float64{5, 1, 4, 2, 3}
	before := slices.Clone(values)
	if got := spreadOf(values); got != (spread{low: 2, middle: 3, high: 4}) {
		t.Errorf("got %+v", got)
	}
	if !slices.Equal(values, before) {
		t.Error("the values were put in another order")
	}
}

func TestTheTimeOfProcessesStartedByThisOneIsCounted(t *testing.T) {
	child := exec.CommandContext(t.Context(), "sh", "-c", "while :; do :; done")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = child.Process.Kill()
		_ = child.Wait()
	}()
	before, err := cpu()
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		after, err := cpu()
		if err != nil {
			t.Fatal(err)
		}
		if after-before > 500*time.Millisecond {
			return // this process itself has slept
		}
	}
	t.Error("the time of a child that never rests does not come to half a second in twenty")
}
