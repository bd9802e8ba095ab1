package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/planversion"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Propose puts the plan before the family: the whole of it is frozen as a new
// version, which takes the place of one that still waits for answers. The
// parties are all caregivers of the family, and those children the coordinator
// names. It returns the version's number; ErrInvalid when something the plan
// must have is missing ("plan.missing.…") or nobody can answer; ErrConflict
// when the plan was changed at the same moment.
func Propose(ctx context.Context, v *tenants.Visit, family uuid.UUID, children []uuid.UUID) (int, error) {
	a, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return 0, err
	}
	if err := a.Require(policy.SectionAgreement, policy.ActionEdit); err != nil {
		return 0, err
	}
	list, err := measures(ctx, v.Scope, v, family)
	if err != nil {
		return 0, err
	}
	called, err := look(ctx, v.Scope, v, pointers(list))
	if err != nil {
		return 0, err
	}
	number := 0
	what := deed("plan.propose", family, policy.SectionAgreement, policy.ActionEdit)
	err = casefile.Change(ctx, v, family, what, func(tx *tenants.Tx, _ *casefile.Access) error {
		if err := hold(ctx, tx, family, func(u *tenant.PlanUpsert) { u.SetState(string(StateProposed)) }); err != nil {
			return err
		}
		people, err := casefile.NamedOf(ctx, tx.Scope, tx, true, family)
		if err != nil {
			return err
		}
		members := people.ByID()
		parties, err := partiesOf(members, children)
		if err != nil {
			return err
		}
		view, err := whole(ctx, tx, family, members, called)
		if err != nil {
			return err
		}
		if lacks := mustLack(view); len(lacks) > 0 {
			return tenants.InvalidField("plan", lacks[0].Key)
		}
		number, err = insertVersion(ctx, v, tx, view, parties)
		return err
	})
	return number, err
}

// partiesOf is who is asked.
func partiesOf(members map[uuid.UUID]casefile.Named, children []uuid.UUID) ([]uuid.UUID, error) {
	var parties []uuid.UUID
	for id, one := range members {
		if one.Kind == casefile.Caregiver && !one.Removed {
			parties = append(parties, id)
		}
	}
	for _, id := range children {
		one, there := members[id]
		if !there || one.Kind != casefile.Child || one.Removed {
			return nil, tenants.InvalidField("children", "plan.member.unknown")
		}
		if !slices.Contains(parties, id) {
			parties = append(parties, id)
		}
	}
	if len(parties) == 0 {
		return nil, tenants.InvalidField("plan", "agreement.parties.missing")
	}
	slices.SortFunc(parties, func(x, y uuid.UUID) int { return slices.Compare(x[:], y[:]) })
	return parties, nil
}

// whole reads all of the plan inside the transaction that freezes it. A person
// or unit nobody had looked up came in at the same moment.
func whole(ctx context.Context, tx *tenants.Tx, family uuid.UUID, members map[uuid.UUID]casefile.Named, called names) (view View, err error) {
	view.Strengths, err = observations(ctx, tx.Scope, tx, family, Strength)
	if err != nil {
		return view, err
	}
	view.Needs, err = observations(ctx, tx.Scope, tx, family, Need)
	if err != nil {
		return view, err
	}
	view.Family = family
	view.State, view.Version, view.Period, err = header(ctx, tx, family)
	if err != nil {
		return view, err
	}
	view.Goals, err = goals(ctx, tx.Scope, tx, family)
	if err != nil {
		return view, err
	}
	list, err := measures(ctx, tx.Scope, tx, family)
	if err != nil {
		return view, err
	}
	for i := range list {
		if !called.knows(&list[i]) {
			return view, fmt.Errorf("the plan was changed meanwhile: %w", tenants.ErrConflict)
		}
		list[i].call(called)
	}
	gather(view.Goals, list)
	view.nameWhom(members)
	return view, nil
}

func (n names) knows(one *Measure) bool {
	if one.Responsible != nil {
		if _, there := n.people[*one.Responsible]; !there {
			return false
		}
	}
	if one.Unit == nil {
		return true
	}
	_, there := n.units[*one.Unit]
	return there
}

func insertVersion(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, view View, parties []uuid.UUID) (int, error) {
	client, family := tx.Client(), view.Family
	_, err := client.PlanVersion.Update().
		Where(planversion.CaseFileID(family), planversion.State(string(VersionProposed))).
		SetState(string(VersionWithdrawn)).Save(ctx)
	if err != nil {
		return 0, fmt.Errorf("replacing version: %w", err)
	}
	last, err := client.PlanVersion.Query().Where(planversion.CaseFileID(family)).
		Order(planversion.ByNumber(byLast)).Select(planversion.FieldNumber).First(ctx)
	if err != nil && !tenant.IsNotFound(err) {
		return 0, fmt.Errorf("reading versions: %w", err)
	}
	number := 1
	if last != nil {
		number = last.Number + 1
	}
	text, err := freeze(view, number, tx.Today()).encode()
	if err != nil {
		return 0, err
	}
	id := tenants.NewID()
	content, err := tx.Seal("plan_versions", "content", id, text)
	if err != nil {
		return 0, err
	}
	err = client.PlanVersion.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
		SetNumber(number).SetState(string(VersionProposed)).SetContent(content).SetProposedBy(v.Viewer.ID).Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("writing version: %w", err)
	}
	for _, party := range parties {
		if err := insertAnswer(ctx, v, tx, id, family, party, Reply{Answer: AnswerAsked}); err != nil {
			return 0, err
		}
	}
	return number, nil
}

func pointers(list []Measure) []*Measure {
	each := make([]*Measure, 0, len(list))
	for i := range list {
		each = append(each, &list[i])
	}
	return each
}
