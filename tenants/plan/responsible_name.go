package plan

import (
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Whoever the plan names, for a batch that reads it: those responsible for its
// measures and, when remarks are shown, those who wrote the open ones; and the
// units of its measures.
var (
	calledInPlan = directory.CalledInQuery(`SELECT responsible_id FROM measures WHERE case_file_id = $1 AND removed_at IS NULL
		UNION SELECT written_by FROM remarks WHERE case_file_id = $2 AND state = 'open' AND ($3 OR written_by = $4)`)
	unitsInPlan = directory.UnitNamesInQuery(`SELECT unit_id FROM measures WHERE case_file_id = $1 AND removed_at IS NULL`)
)

// names are what people and units are called.
type names struct {
	people map[uuid.UUID]directory.Person
	units  map[uuid.UUID]string
}

// look reads the names of those who are responsible for measures, and of their
// units, and of those who wrote remarks: those a batch has read, and the others
// by themselves.
func look(ctx context.Context, scope *tenants.Scope, q tenants.Querier, list []*Measure, remarks ...Remark) (names, error) {
	people, err := calledInPlan.Answered(scope, q)
	if err != nil {
		return names{}, err
	}
	known := names{people: people, units: unitsInPlan.Answered(q)}
	users, places := known.lacks(list, remarks)
	found, err := directory.Called(ctx, scope, users)
	if err != nil {
		return names{}, err
	}
	called, err := directory.UnitNames(ctx, scope, places)
	if err != nil {
		return names{}, err
	}
	maps.Copy(known.people, found)
	maps.Copy(known.units, called)
	return known, nil
}

// lacks are the users and units whose names are not known yet.
func (n names) lacks(list []*Measure, remarks []Remark) (users, units []uuid.UUID) {
	person := func(id uuid.UUID) {
		if _, known := n.people[id]; !known {
			users = append(users, id)
		}
	}
	for _, one := range remarks {
		person(one.By)
	}
	for _, one := range list {
		if one.Responsible != nil {
			person(*one.Responsible)
		}
		if one.Unit == nil {
			continue
		}
		if _, known := n.units[*one.Unit]; !known {
			units = append(units, *one.Unit)
		}
	}
	return users, units
}

// aboutMeasure is a measure with whom its goal is about.
type aboutMeasure struct {
	*Measure
	member *uuid.UUID
}

// nameResponsible fills in who is responsible, by name. Where somebody in the
// family has address protection, a unit locates them: its name then needs the
// location section too. Whether the person can see the measure is filled in
// for those who may change measures. Who wrote remarks is read along with it.
func nameResponsible(ctx context.Context, a *casefile.Access, q tenants.Querier, list []aboutMeasure, remarks []Remark) error {
	measures := make([]*Measure, 0, len(list))
	for _, one := range list {
		if !seesUnits(a, one.member) {
			one.Unit = nil
		}
		measures = append(measures, one.Measure)
	}
	called, err := look(ctx, a.Visit.Scope, q, measures, remarks...)
	if err != nil {
		return err
	}
	reaches, err := reached(ctx, a, q)
	if err != nil {
		return err
	}
	for i := range remarks {
		remarks[i].Who = called.people[remarks[i].By].Name
	}
	for _, one := range list {
		one.call(called)
		if !seesUnits(a, one.member) {
			one.WhoTitle = "" // a title may name a school: "kontaktlærer ved ..."
		}
		if one.Unit != nil && a.Facts.Strict {
			a.See(policy.SectionLocation)
		}
		one.Reaches = one.Responsible != nil && reaches.see(*one.Responsible, one.member) &&
			!called.people[*one.Responsible].Left
	}
	return nil
}

// call puts the names in.
func (m *Measure) call(called names) {
	if m.Responsible != nil {
		who := called.people[*m.Responsible]
		m.Who, m.WhoTitle, m.WhoKind = who.Name, who.Title, who.Kind
	}
	if m.Unit != nil {
		m.UnitName = called.units[*m.Unit]
	}
}

// seeing is who can see what is theirs in a family. A member list limits whom
// it is about; nil is the whole family.
type seeing map[uuid.UUID][][]uuid.UUID

// see reports whether somebody can see a measure that is about a member.
func (s seeing) see(user uuid.UUID, member *uuid.UUID) bool {
	return slices.ContainsFunc(s[user], func(members []uuid.UUID) bool {
		return member == nil || members == nil || slices.Contains(members, *member)
	})
}

// seesOwn reports whether somebody sees the measures they are responsible for:
// because the family said yes to that, or because the plan is their own. Being
// of the team, a guest or a leader is something else.
func seesOwn(one casefile.Granted) bool {
	switch one.Relation {
	case policy.RelationResponsible, policy.RelationCaregiver, policy.RelationChild:
		return true
	}
	return false
}

// reached is who can see what is theirs in the family: the coordinator, and
// those the family has let in to it.
func reached(ctx context.Context, a *casefile.Access, q tenants.Querier) (seeing, error) {
	if !a.May(policy.SectionMeasures, policy.ActionEdit) {
		return nil, nil
	}
	inside, err := casefile.Inside(ctx, q, a.ID, a.Visit.Clock().Now())
	if err != nil {
		return nil, err
	}
	who := seeing{}
	for _, one := range inside {
		if seesOwn(one) {
			who[one.User] = append(who[one.User], one.Members)
		}
	}
	if a.Facts.Relation == policy.RelationCoordinator {
		who[a.Visit.Viewer.ID] = [][]uuid.UUID{nil}
	}
	return who, nil
}
