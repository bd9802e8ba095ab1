package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// report writes rows as they are measured.
type report struct {
	out   io.Writer
	table *tabwriter.Writer
	below []string // rows that do not reach their goal
}

func newReport(out io.Writer) *report { return &report{out: out} }

// section begins a part of the report, with what it compares.
func (r *report) section(title string, columns ...string) {
	fmt.Fprintf(r.out, "\n%s\n", title)
	r.table = tabwriter.NewWriter(r.out, 2, 0, 2, ' ', 0)
	fmt.Fprintln(r.table, "  "+strings.Join(columns, "\t"))
}

// row writes a row without a goal.
func (r *report) row(cells ...string) { fmt.Fprintln(r.table, "  "+strings.Join(cells, "\t")) }

// judged writes a row with its figure against a goal.
func (r *report) judged(name, figure string, g goal, value float64, more ...string) {
	verdict := "reached"
	if !g.reachedBy(value) {
		verdict = "BELOW GOAL"
		r.below = append(r.below, fmt.Sprintf("%s: %s, goal %s", name, figure, g))
	}
	r.row(append([]string{name, figure, g.String(), verdict}, more...)...)
}

func (r *report) end() error { return r.table.Flush() }

// goal is a figure to reach.
type goal struct {
	value float64
	least bool // the figure shall be at least, else at most, the value
	unit  string
}

func atLeast(value float64) goal { return goal{value: value, least: true} }

func atMost(value float64, unit string) goal { return goal{value: value, unit: unit} }

func (g goal) reachedBy(value float64) bool {
	if g.least {
		return value >= g.value
	}
	return value <= g.value
}

func (g goal) String() string {
	sign := "<="
	if g.least {
		sign = ">="
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s %s", sign, short(g.value), g.unit))
}

// short writes a figure with three digits that say something.
func short(value float64) string {
	switch {
	case value == 0:
		return "0"
	case value >= 100 || value <= -100:
		return fmt.Sprintf("%.0f", value)
	case value >= 10 || value <= -10:
		return fmt.Sprintf("%.1f", value)
	}
	return fmt.Sprintf("%.2f", value)
}

func (s spread) String() string {
	return fmt.Sprintf("%s (%s-%s)", short(s.middle), short(s.low), short(s.high))
}
