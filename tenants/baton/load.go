package baton

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/batonoffer"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// Why is why a family's coordinator cannot follow it now.
type Why string

// The reasons. Empty is none: the coordinator is there.
const (
	WhyLeft Why = "left"
	WhyAway Why = "away"
	WhyRole Why = "role" // is no coordinator any more
)

// Case is a family as a leader sees it: how long it has been followed and what
// is due, and nothing of who they are.
type Case struct {
	Family  uuid.UUID
	Code    string
	Since   clock.Date // with this coordinator
	Overdue int
	Next    clock.Date // the next term in the plan; empty for none
	HasPlan bool
	Offered bool // the baton is offered to somebody
	Holder  directory.Availability
	Why     Why
	Wished  []Wished // whom those of the family wish
}

// Wished is whom somebody of a family wishes, without who it is that wishes.
type Wished struct {
	Name  string
	Young bool // a young person wishes it; else a caregiver
}

// Carried is a coordinator with the families they carry.
type Carried struct {
	directory.Availability
	Families []Case // active
	Closed   int
	Overdue  int
	Plans    int // families with a plan
	Away     bool
}

// Load is how the work is divided among those a leader leads.
type Load struct {
	Waiting      []Case // families without a coordinator who is there, longest first
	Coordinators []Carried
}

// ReadLoad is the load as it is now. It returns ErrNotFound for anybody but a
// leader. No family's name or content is read.
func ReadLoad(ctx context.Context, v *tenants.Visit) (Load, error) {
	if err := v.Require(policy.SectionLoad, policy.ActionSee); err != nil {
		return Load{}, err
	}
	files, err := families.ReadFollowed(ctx, v.Scope)
	if err != nil {
		return Load{}, err
	}
	people, err := led(ctx, v, files)
	if err != nil {
		return Load{}, err
	}
	files = slices.DeleteFunc(files, func(f families.Followed) bool { _, mine := people[f.Coordinator]; return !mine })
	cases, err := casesOf(ctx, v, files, people)
	if err != nil {
		return Load{}, err
	}
	return divide(v.Today(), files, people, cases), nil
}

// led are the people whose families are in the viewer's care: coordinators, and
// whoever still holds a baton.
func led(ctx context.Context, v *tenants.Visit, files []families.Followed) (map[uuid.UUID]directory.Availability, error) {
	ids := []uuid.UUID{v.Viewer.ID}
	for _, file := range files {
		ids = append(ids, file.Coordinator)
	}
	coordinators, err := directory.Colleagues(ctx, v.Scope, policy.RoleCoordinator)
	if err != nil {
		return nil, err
	}
	for _, one := range coordinators {
		ids = append(ids, one.ID)
	}
	people, err := directory.AvailabilityOf(ctx, v.Scope, unique(ids)...)
	if err != nil {
		return nil, err
	}
	leader := people[v.Viewer.ID]
	for id, one := range people {
		if !directory.Leads(&leader, &one) || !one.Roles.Has(policy.RoleCoordinator) && !carries(files, id) {
			delete(people, id)
		}
	}
	return people, nil
}

func carries(files []families.Followed, id uuid.UUID) bool {
	return slices.ContainsFunc(files, func(f families.Followed) bool {
		return f.Coordinator == id && f.State == families.StateActive
	})
}

func unique(ids []uuid.UUID) []uuid.UUID {
	slices.SortFunc(ids, func(x, y uuid.UUID) int { return slices.Compare(x[:], y[:]) })
	return slices.Compact(ids)
}

// casesOf are the active families among the files.
func casesOf(ctx context.Context, v *tenants.Visit, files []families.Followed, people map[uuid.UUID]directory.Availability) ([]Case, error) {
	var ids, wished []uuid.UUID
	wishes := map[uuid.UUID][]keptWish{}
	for _, file := range files {
		if file.State == families.StateActive {
			ids = append(ids, file.Family)
			kept, err := parseWishes(file.Wishes)
			if err != nil {
				return nil, err
			}
			kept = slices.DeleteFunc(kept, func(one keptWish) bool { return !slices.Contains(file.Logins, one.By) })
			wishes[file.Family] = kept
			for _, one := range kept {
				wished = append(wished, one.Who)
			}
		}
	}
	terms, err := plan.TermsOf(ctx, v.Scope, ids)
	if err != nil {
		return nil, err
	}
	plans, err := plan.States(ctx, v.Scope, ids)
	if err != nil {
		return nil, err
	}
	names, err := directory.Called(ctx, v.Scope, wished)
	if err != nil {
		return nil, err
	}
	offered, err := offeredAmong(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	cases := make([]Case, 0, len(ids))
	for _, file := range files {
		if file.State != families.StateActive {
			continue
		}
		holder := people[file.Coordinator]
		one := Case{
			Family: file.Family, Code: families.Code(file.Family), Since: file.Since, Holder: holder, Why: why(&holder, v.Today()),
			Overdue: terms[file.Family].Overdue, Next: terms[file.Family].Next, Offered: offered[file.Family],
		}
		_, one.HasPlan = plans[file.Family]
		for _, wish := range wishes[file.Family] {
			if name := names[wish.Who].Name; name != "" {
				one.Wished = append(one.Wished, Wished{Name: name, Young: wish.Young})
			}
		}
		cases = append(cases, one)
	}
	return cases, nil
}

func offeredAmong(ctx context.Context, v *tenants.Visit, ids []uuid.UUID) (map[uuid.UUID]bool, error) {
	offered := map[uuid.UUID]bool{}
	rows, err := v.Client().BatonOffer.Query().
		Where(batonoffer.CaseFileIDIn(ids...), batonoffer.State(string(StateOffered))).
		Select(batonoffer.FieldCaseFileID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading open offers: %w", err)
	}
	for _, row := range rows {
		offered[row.CaseFileID] = true
	}
	return offered, nil
}

func why(holder *directory.Availability, today clock.Date) Why {
	switch {
	case holder.State == directory.StateLeft:
		return WhyLeft
	case !holder.Coordinates():
		return WhyRole
	case holder.Absence.On(today):
		return WhyAway
	}
	return ""
}

// divide puts the families under those who carry them, and first those that
// nobody carries now.
func divide(today clock.Date, files []families.Followed, people map[uuid.UUID]directory.Availability, cases []Case) Load {
	var load Load
	for id, one := range people {
		carried := Carried{Availability: one, Away: one.Absence.On(today)}
		for _, file := range files {
			if file.Coordinator == id && file.State == families.StateClosed {
				carried.Closed++
			}
		}
		for _, c := range cases {
			if c.Holder.ID != id {
				continue
			}
			carried.Families = append(carried.Families, c)
			carried.Overdue += c.Overdue
			if c.HasPlan {
				carried.Plans++
			}
			if c.Why != "" {
				load.Waiting = append(load.Waiting, c)
			}
		}
		slices.SortFunc(carried.Families, oldestFirst)
		if one.State != directory.StateLeft {
			load.Coordinators = append(load.Coordinators, carried)
		}
	}
	slices.SortFunc(load.Waiting, oldestFirst)
	slices.SortFunc(load.Coordinators, func(x, y Carried) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), slices.Compare(x.ID[:], y.ID[:]))
	})
	return load
}

func oldestFirst(x, y Case) int {
	return cmp.Or(cmp.Compare(x.Since, y.Since), slices.Compare(x.Family[:], y.Family[:]))
}

// ReadCase is one active family the viewer may move. It returns ErrNotFound for
// every other.
func ReadCase(ctx context.Context, v *tenants.Visit, family uuid.UUID) (Case, error) {
	load, err := ReadLoad(ctx, v)
	if err != nil {
		return Case{}, err
	}
	for _, one := range load.Waiting {
		if one.Family == family {
			return one, nil
		}
	}
	for _, carried := range load.Coordinators {
		for _, one := range carried.Families {
			if one.Family == family {
				return one, nil
			}
		}
	}
	return Case{}, fmt.Errorf("family: %w", tenants.ErrNotFound)
}
