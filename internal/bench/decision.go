package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/casbin/casbin/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// measureDecision compares the compiled table with casbin's own answer to the
// same question under the same rules.
func measureDecision(_ context.Context, r *report, p extent, houses []*house) error {
	r.section("One decision, against casbin's Enforce with the same model and rules",
		"figure", "", "goal", "", "casbin ns", "casbin allocs", "times cheaper")
	table := houses[0].table
	enforcer, err := casbinItself()
	if err != nil {
		return err
	}
	viewer := houses[0].towns[0].coordinator.Viewer
	facts := policy.Facts{Relation: policy.RelationCoordinator, Basis: policy.BasisConsent}
	const atOnce = 1000 // a clock's reading costs more than a decision
	result, err := compare(p, 1,
		func(int) error {
			given := struct{ Rel, Basis, Grade string }{facts.Relation.String(), facts.Basis.String(), "open"}
			allowed, err := enforcer.Enforce(policy.RoleCoordinator.String(), policy.SectionGoals.String(), policy.ActionEdit.String(), given)
			if err == nil && !allowed {
				return errors.New("casbin says no")
			}
			return err
		},
		func(int) error {
			for range atOnce {
				if !table.Decide(viewer, facts, policy.SectionGoals, policy.ActionEdit).Allow {
					return errors.New("the table says no")
				}
			}
			return nil
		})
	if err != nil {
		return err
	}
	nanoseconds := spreadOf(each(result.product, func(s sample) float64 { return float64(s.cpu.Nanoseconds()) / atOnce }))
	allocs := spreadOf(each(result.product, func(s sample) float64 { return float64(int64(s.allocs / atOnce)) }))
	theirs := middleOf(result.base, func(s sample) float64 { return float64(s.cpu.Nanoseconds()) })
	r.judged("processor time, ns", nanoseconds.String(), atMost(20, "ns"), nanoseconds.middle,
		short(theirs), short(middleOf(result.base, func(s sample) float64 { return s.allocs })), short(theirs/nanoseconds.middle))
	r.judged("allocations", short(allocs.middle), atMost(0, ""), allocs.middle)
	return nil
}

// casbinItself reads the product's own model and rules.
func casbinItself() (*casbin.Enforcer, error) {
	rules := "policy" // run from the repository's root, as make bench does
	if _, err := os.Stat(rules); err != nil {
		rules = filepath.Join("..", "..", "policy") // tested
	}
	enforcer, err := casbin.NewEnforcer(filepath.Join(rules, "model.conf"), filepath.Join(rules, "base.csv"))
	if err != nil {
		return nil, fmt.Errorf("starting casbin: %w", err)
	}
	return enforcer, nil
}

func each(samples []sample, of func(sample) float64) []float64 {
	values := make([]float64, 0, len(samples))
	for _, one := range samples {
		values = append(values, of(one))
	}
	return values
}
