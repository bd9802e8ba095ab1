package stafettlogg

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/stop"
)

// Settle settles an item that differs, field by field: choice says for each field
// whether ours or theirs is to stand, and what is not said stays as it is on our
// side. What is taken from them is changed in the plan through the plan's own
// commands; if something of ours is to stand, the whole is sent to them. It
// returns what those return, ErrConflict when somebody has changed the plan
// since or there is nothing to settle, and ErrNotFound for what is not there.
func Settle(ctx context.Context, v *tenants.Visit, family, link, id uuid.UUID, choice map[string]string) error {
	shown, err := show(ctx, v, family, link)
	if err != nil {
		return err
	}
	item, err := shown.find(id, func(i Item) bool { return i.Ours != nil && i.Theirs != nil && !i.Moving })
	if err != nil {
		return err
	}
	merged := merge(item.Kind, *item.Ours, *item.Theirs, choice)
	if merged != *item.Ours {
		if err := takeInto(ctx, v, family, item, merged); err != nil {
			return err
		}
	}
	if _, left := compare(item.Kind, Agreed{}, merged, *item.Theirs); len(left) > 0 {
		return send(ctx, v, &shown, item, merged)
	}
	return agree(ctx, v, &shown, item, "stafettlogg.settle", Agreed{Ours: merged, Theirs: *item.Theirs})
}

// LeaveAlone lets an item differ until one side changes again, or leaves with
// them what only they have.
func LeaveAlone(ctx context.Context, v *tenants.Visit, family, link, id uuid.UUID) error {
	shown, err := show(ctx, v, family, link)
	if err != nil {
		return err
	}
	item, err := shown.find(id, func(i Item) bool { return i.ID != uuid.Nil && i.Theirs != nil })
	if err != nil {
		return err
	}
	if item.Ours == nil {
		return casefile.Change(ctx, v, family, deedOf("stafettlogg.leave", item.ID), func(tx *tenants.Tx, _ *casefile.Access) error {
			return tx.Client().LogItem.UpdateOneID(item.ID).SetState(stateAlone).AddVersion(1).
				SetSettledAt(tx.Clock().Now()).SetSettledBy(v.Viewer.ID).Exec(ctx)
		})
	}
	return agree(ctx, v, &shown, item, "stafettlogg.leave", Agreed{Ours: *item.Ours, Theirs: *item.Theirs})
}

func agree(ctx context.Context, v *tenants.Visit, shown *View, item Item, name string, agreed Agreed) error {
	return casefile.Change(ctx, v, shown.Link.Family, deedOf(name, item.ID), func(tx *tenants.Tx, _ *casefile.Access) error {
		return item.entry.settle(ctx, tx, agreed, item.version, v.Viewer.ID)
	})
}

// takeInto changes our goal or measure to what was merged.
func takeInto(ctx context.Context, v *tenants.Visit, family uuid.UUID, item Item, merged Part) error {
	a, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return err
	}
	if item.Kind == KindGoal {
		return takeIntoGoal(ctx, v, a, item, merged)
	}
	return takeIntoMeasure(ctx, v, a, item, merged)
}

func takeIntoGoal(ctx context.Context, v *tenants.Visit, a *casefile.Access, item Item, merged Part) error {
	before, err := plan.ReadGoal(ctx, a, item.Our)
	if err != nil {
		return err
	}
	in := before.GoalInput
	in.Title, in.Area = merged.Text, plan.Area(merged.Area)
	if in.Title != before.Title || in.Area != before.Area {
		if err := plan.ChangeGoal(ctx, v, a.ID, item.Our, item.Version, in); err != nil {
			return err
		}
	}
	if state := goalState(merged.State); state != "" && state != before.State {
		return plan.SetGoalState(ctx, v, a.ID, item.Our, state)
	}
	return nil
}

func goalState(theirs string) plan.GoalState {
	for ours, said := range goalStates {
		if said == theirs {
			return ours
		}
	}
	return ""
}

func takeIntoMeasure(ctx context.Context, v *tenants.Visit, a *casefile.Access, item Item, merged Part) error {
	before, err := plan.ReadMeasure(ctx, a, item.Our)
	if err != nil {
		return err
	}
	in := before.MeasureInput
	in.What, in.From, in.Due, in.EvaluateOn = merged.Text, clock.Date(merged.Start), clock.Date(merged.Due), clock.Date(merged.Evaluate)
	if merged.Responsible != item.Ours.Responsible {
		in.Responsible, in.ResponsibleName, in.Unit = nil, merged.Responsible, nil
	}
	if !sameMeasure(in, before.MeasureInput) {
		if err := plan.ChangeMeasure(ctx, v, a.ID, item.Our, item.Version, in, nil); err != nil {
			return err
		}
	}
	if status := plan.Status(merged.State); slices.Contains(plan.Statuses(), status) && status != before.Status {
		return plan.SetStatus(ctx, v, a.ID, item.Our, status)
	}
	return nil
}

func sameMeasure(one, other plan.MeasureInput) bool {
	return one.What == other.What && one.From == other.From && one.Due == other.Due && one.EvaluateOn == other.EvaluateOn &&
		one.ResponsibleName == other.ResponsibleName && one.Responsible == other.Responsible
}

// TakeGoal takes a goal that only they have in to the plan, for the child, as the
// coordinator has read it over. It returns what plan.AddGoal returns.
func TakeGoal(ctx context.Context, v *tenants.Visit, family, link, id uuid.UUID, in plan.GoalInput) error {
	shown, item, err := theirsAlone(ctx, v, family, link, id, KindGoal)
	if err != nil {
		return err
	}
	in.Member = &shown.Member
	our, err := plan.AddGoal(ctx, v, family, in)
	if err != nil {
		return err
	}
	return tie(ctx, v, &shown, item, our, ourGoal(plan.Goal{GoalInput: in, State: plan.GoalActive}))
}

// TakeMeasure takes a measure that only they have in to the plan, under a goal of
// the child. It returns what plan.AddMeasure returns.
func TakeMeasure(ctx context.Context, v *tenants.Visit, family, link, id, goal uuid.UUID, in plan.MeasureInput) error {
	shown, item, err := theirsAlone(ctx, v, family, link, id, KindMeasure)
	if err != nil {
		return err
	}
	about, err := plan.StandsAbout(ctx, v.Client(), family, goal, shown.Member)
	if err != nil {
		return err
	}
	if !about {
		return tenants.InvalidField("goal", "stafettlogg.goal.missing")
	}
	our, err := plan.AddMeasure(ctx, v, family, goal, in, nil)
	if err != nil {
		return err
	}
	status := plan.Status(item.Theirs.State)
	if slices.Contains(plan.Statuses(), status) && status != plan.StatusPlanned {
		if err := plan.SetStatus(ctx, v, family, our, status); err != nil {
			return err
		}
	}
	part := ourMeasure(plan.Measure{MeasureInput: in, Status: status}, item.Theirs.Goal)
	return tie(ctx, v, &shown, item, our, part)
}

// Pair says that one that only they have is the same as one of ours that was
// never sent.
func Pair(ctx context.Context, v *tenants.Visit, family, link, id, our uuid.UUID) error {
	shown, err := show(ctx, v, family, link)
	if err != nil {
		return err
	}
	theirs, err := shown.find(id, onlyTheirs)
	if err != nil {
		return err
	}
	mine, ours := shown.Item(our)
	if !ours || mine.ID != uuid.Nil || theirs.Kind != mine.Kind {
		return tenants.InvalidField("our", "stafettlogg.pair.missing")
	}
	return tie(ctx, v, &shown, theirs, our, Part{})
}

func theirsAlone(ctx context.Context, v *tenants.Visit, family, link, id uuid.UUID, kind Kind) (View, Item, error) {
	shown, err := show(ctx, v, family, link)
	if err != nil {
		return View{}, Item{}, err
	}
	item, err := shown.find(id, func(i Item) bool { return onlyTheirs(i) && i.Kind == kind })
	return shown, item, err
}

func onlyTheirs(i Item) bool { return i.Ours == nil && i.Theirs != nil && i.entry.our == uuid.Nil }

// find finds an item on which something can be done: ErrNotFound when there is
// none, and ErrConflict when it stands otherwise than when somebody saw it.
func (v *View) find(id uuid.UUID, fits func(Item) bool) (Item, error) {
	item, there := v.Item(id)
	switch {
	case !there:
		return Item{}, fmt.Errorf("item of a stafettlogg: %w", tenants.ErrNotFound)
	case !fits(item):
		return Item{}, fmt.Errorf("it stands otherwise now: %w", tenants.ErrConflict)
	}
	return item, nil
}

// tie ties an item of theirs to one of ours, as both are now.
func tie(ctx context.Context, v *tenants.Visit, shown *View, item Item, our uuid.UUID, part Part) error {
	return casefile.Change(ctx, v, shown.Link.Family, deedOf("stafettlogg.take", our), func(tx *tenants.Tx, _ *casefile.Access) error {
		if err := tx.Client().LogItem.UpdateOneID(item.ID).SetOurID(our).AddVersion(1).Exec(ctx); err != nil {
			return fmt.Errorf("tying an item of a stafettlogg: %w", err)
		}
		agreed := Agreed{Ours: part}
		if part != (Part{}) {
			agreed.Theirs = *item.Theirs
		}
		version := item.version
		if part == (Part{}) {
			version = "" // they were never in step
		}
		return item.entry.settle(ctx, tx, agreed, version, v.Viewer.ID)
	})
}

// Unlink ends a link: nothing goes either way any more, and what is on its way is
// taken back. The plan stays as it is, and so does the log.
func Unlink(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	deed := casefile.Deed{
		Name: "stafettlogg.unlink", Target: id, Section: policy.SectionStafettlogg, Action: policy.ActionEdit, EvenClosed: true,
	}
	return casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *casefile.Access) error {
		link, err := linkOf(ctx, tx, family, id)
		if err != nil {
			return err
		}
		if link.State == Ended {
			return fmt.Errorf("the link is ended: %w", tenants.ErrConflict)
		}
		return stop.End(ctx, tx, id, EndedHere, v.Viewer.ID)
	})
}
