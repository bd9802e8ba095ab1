package plan_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// sketch is a plan kept in memory, in the plainest way there is.
type sketch struct {
	strengths []*line
	goals     []*line // in their order, removed ones kept where they were
}

type line struct {
	id       uuid.UUID
	text     string
	version  int
	removed  bool
	status   plan.Status
	measures []*line
}

func (s *sketch) String() string {
	var out strings.Builder
	for _, one := range s.strengths {
		if !one.removed {
			fmt.Fprintf(&out, "+ %s v%d\n", one.text, one.version)
		}
	}
	for _, goal := range s.goals {
		if goal.removed {
			continue
		}
		fmt.Fprintf(&out, "# %s v%d\n", goal.text, goal.version)
		for _, one := range goal.measures {
			if !one.removed {
				fmt.Fprintf(&out, "- %s v%d %s\n", one.text, one.version, one.status)
			}
		}
	}
	return out.String()
}

// written is the same picture of the plan that was really read.
func written(view plan.View) string {
	var read sketch
	for _, one := range view.Strengths {
		read.strengths = append(read.strengths, &line{text: one.Text, version: one.Version})
	}
	for _, one := range view.Goals {
		goal := &line{text: one.Title, version: one.Version}
		for _, measure := range one.Measures {
			goal.measures = append(goal.measures, &line{text: measure.What, version: measure.Version, status: measure.Status})
		}
		read.goals = append(read.goals, goal)
	}
	return read.String()
}

// editor makes the same edit in both.
type editor struct {
	table
	*rapid.T
	sketch sketch
	count  int
}

func (e *editor) text() string {
	e.count++
	return fmt.Sprintf("tekst %d", e.count)
}

func (e *editor) must(err error) {
	if err != nil {
		e.T.Fatal(err)
	}
}

// pick draws one of the lines, or none.
func (e *editor) pick(lines []*line) *line {
	if len(lines) == 0 {
		return nil
	}
	return rapid.SampledFrom(lines).Draw(e.T, "line")
}

// expect checks that an edit is refused exactly when it should be.
func (e *editor) expect(err error, refused bool, why error) bool {
	if refused && !errors.Is(err, why) {
		e.T.Fatalf("got %v, want %v", err, why)
	}
	if !refused {
		e.must(err)
	}
	return !refused
}

func (e *editor) strengthEdits() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"add strength": func(*rapid.T) {
			text := e.text()
			e.sketch.strengths = append(e.sketch.strengths, &line{id: e.table.strength(text), text: text, version: 1})
		},
		"change strength": func(*rapid.T) {
			one, text := e.pick(e.sketch.strengths), e.text()
			if one == nil {
				return
			}
			o := plan.Observation{Area: plan.AreaHealth, Text: text}
			err := plan.ChangeObservation(ctx, e.by, e.ID, plan.Strength, one.id, one.version, o)
			if e.expect(err, one.removed, tenants.ErrNotFound) {
				one.text, one.version = text, one.version+1
			}
		},
		"remove strength": func(*rapid.T) {
			if one := e.pick(e.sketch.strengths); one != nil {
				err := plan.RemoveObservation(ctx, e.by, e.ID, plan.Strength, one.id)
				if e.expect(err, one.removed, tenants.ErrNotFound) {
					one.removed, one.version = true, one.version+1
				}
			}
		},
		"restore strength": func(*rapid.T) {
			if one := e.pick(e.sketch.strengths); one != nil {
				err := plan.RestoreObservation(ctx, e.by, e.ID, plan.Strength, one.id)
				if e.expect(err, !one.removed, tenants.ErrNotFound) {
					one.removed, one.version = false, one.version+1
				}
			}
		},
	}
}

func (e *editor) goalEdits() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"add goal": func(*rapid.T) {
			text := e.text()
			e.sketch.goals = append(e.sketch.goals, &line{id: e.table.goal(text), text: text, version: 1})
		},
		"change goal": func(t *rapid.T) {
			one, text := e.pick(e.sketch.goals), e.text()
			if one == nil {
				return
			}
			in, stale := plan.GoalInput{Area: plan.AreaSchool, Title: text}, rapid.Bool().Draw(t, "stale")
			if stale && !one.removed {
				err := plan.ChangeGoal(ctx, e.by, e.ID, one.id, one.version-1, in)
				e.expect(err, true, tenants.ErrConflict)
				return
			}
			err := plan.ChangeGoal(ctx, e.by, e.ID, one.id, one.version, in)
			if e.expect(err, one.removed, tenants.ErrNotFound) {
				one.text, one.version = text, one.version+1
			}
		},
		"move goal": func(t *rapid.T) {
			one, places := e.pick(e.sketch.goals), rapid.IntRange(-3, 3).Draw(t, "places")
			if one == nil {
				return
			}
			if e.expect(plan.MoveGoal(ctx, e.by, e.ID, one.id, places), one.removed, tenants.ErrNotFound) {
				e.sketch.move(one, places)
			}
		},
		"remove goal": func(*rapid.T) {
			if one := e.pick(e.sketch.goals); one != nil {
				if e.expect(plan.RemoveGoal(ctx, e.by, e.ID, one.id), one.removed, tenants.ErrNotFound) {
					one.removed, one.version = true, one.version+1
				}
			}
		},
		"restore goal": func(*rapid.T) {
			if one := e.pick(e.sketch.goals); one != nil {
				if e.expect(plan.RestoreGoal(ctx, e.by, e.ID, one.id), !one.removed, tenants.ErrNotFound) {
					one.removed, one.version = false, one.version+1
				}
			}
		},
	}
}

// move puts a goal among those that are there; removed ones keep their places.
func (s *sketch) move(one *line, places int) {
	var there []*line
	var at []int
	for n, goal := range s.goals {
		if !goal.removed {
			there, at = append(there, goal), append(at, n)
		}
	}
	from := slices.Index(there, one)
	to := min(max(from+places, 0), len(there)-1)
	for ; from < to; from++ {
		there[from], there[from+1] = there[from+1], there[from]
	}
	for ; from > to; from-- {
		there[from], there[from-1] = there[from-1], there[from]
	}
	for n, goal := range there {
		s.goals[at[n]] = goal
	}
}

func (e *editor) measureEdits() map[string]func(*rapid.T) {
	// of draws a measure, with whether it is to be found in the plan.
	of := func() (one *line, standing bool) {
		goal := e.pick(e.sketch.goals)
		if goal == nil {
			return nil, false
		}
		one = e.pick(goal.measures)
		return one, one != nil && !one.removed && !goal.removed
	}
	return map[string]func(*rapid.T){
		"add measure": func(*rapid.T) {
			goal, text := e.pick(e.sketch.goals), e.text()
			if goal == nil {
				return
			}
			id, err := plan.AddMeasure(ctx, e.by, e.ID, goal.id, plan.MeasureInput{What: text}, nil)
			if e.expect(err, goal.removed, tenants.ErrNotFound) {
				goal.measures = append(goal.measures, &line{id: id, text: text, version: 1, status: plan.StatusPlanned})
			}
		},
		"change measure": func(*rapid.T) {
			one, standing := of()
			if one == nil {
				return
			}
			text := e.text()
			err := plan.ChangeMeasure(ctx, e.by, e.ID, one.id, one.version, plan.MeasureInput{What: text}, nil)
			if e.expect(err, !standing, tenants.ErrNotFound) {
				one.text, one.version = text, one.version+1
			}
		},
		"set status": func(t *rapid.T) {
			one, standing := of()
			if one == nil {
				return
			}
			status := rapid.SampledFrom(plan.Statuses()).Draw(t, "status")
			if e.expect(plan.SetStatus(ctx, e.by, e.ID, one.id, status), !standing, tenants.ErrNotFound) {
				one.status = status
			}
		},
		"remove measure": func(*rapid.T) {
			if one, standing := of(); one != nil {
				if e.expect(plan.RemoveMeasure(ctx, e.by, e.ID, one.id), !standing, tenants.ErrNotFound) {
					one.removed, one.version = true, one.version+1
				}
			}
		},
		"restore measure": func(*rapid.T) {
			if one, _ := of(); one != nil {
				if e.expect(plan.RestoreMeasure(ctx, e.by, e.ID, one.id), !one.removed, tenants.ErrNotFound) {
					one.removed, one.version = false, one.version+1
				}
			}
		},
	}
}

func TestAnyRowOfEditsLeavesThePlanAsOneWouldThink(t *testing.T) {
	house := tenanttest.SQLite(t)
	base := table{T: t, house: house, by: house.Coordinator()}
	families := 0
	rapid.Check(t, func(r *rapid.T) {
		families++
		e := &editor{table: base, T: r}
		e.Family = house.Family(fmt.Sprintf("Familie %d", families))
		actions := map[string]func(*rapid.T){"": func(r *rapid.T) {
			view, err := plan.Read(ctx, e.enter(e.by))
			e.must(err)
			if is, want := written(view), e.sketch.String(); is != want {
				r.Fatalf("the plan is\n%s\nwant\n%s", is, want)
			}
		}}
		for _, edits := range []map[string]func(*rapid.T){e.strengthEdits(), e.goalEdits(), e.measureEdits()} {
			for name, edit := range edits {
				actions[name] = edit
			}
		}
		r.Repeat(actions)
	})
}
