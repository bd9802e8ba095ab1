package stafettlogg

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logitem"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// deedOf names a command on a link.
func deedOf(name string, target uuid.UUID) casefile.Deed {
	return casefile.Deed{Name: name, Target: target, Section: policy.SectionStafettlogg, Action: policy.ActionEdit}
}

// show is Show for a command: it needs to be allowed to change the link.
func show(ctx context.Context, v *tenants.Visit, family, link uuid.UUID) (View, error) {
	a, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return View{}, err
	}
	if err := a.Require(policy.SectionStafettlogg, policy.ActionEdit); err != nil {
		return View{}, err
	}
	return Show(ctx, a, link)
}

// Send sends an item as it stands in the plan to the linked log: a new one, or
// over what is there. id is the item's, or that of the goal or measure. It is on
// its way when Send returns, and there is a receipt when the other system has
// confirmed. It returns ErrInvalid with why it may not leave, ErrConflict for a
// link that no longer stands, and ErrNotFound for what is not about the child.
func Send(ctx context.Context, v *tenants.Visit, family, link, id uuid.UUID) error {
	shown, err := show(ctx, v, family, link)
	if err != nil {
		return err
	}
	item, err := shown.find(id, func(i Item) bool { return i.Ours != nil && !i.Moving })
	if err != nil {
		return err
	}
	return send(ctx, v, &shown, item, *item.Ours)
}

// SendAll sends every goal and measure of the child that the other system does
// not have, goals first, and returns how many.
func SendAll(ctx context.Context, v *tenants.Visit, family, link uuid.UUID) (int, error) {
	shown, err := show(ctx, v, family, link)
	if err != nil {
		return 0, err
	}
	sent := 0
	for _, kind := range []Kind{KindGoal, KindMeasure} {
		for _, item := range shown.Items {
			if item.Kind != kind || item.Standing != OursNew {
				continue
			}
			if err := send(ctx, v, &shown, item, *item.Ours); err != nil {
				return sent, err
			}
			sent++
		}
	}
	return sent, nil
}

// send enqueues what an item is to be in the other system.
func send(ctx context.Context, v *tenants.Visit, shown *View, item Item, part Part) error {
	return casefile.Change(ctx, v, shown.Link.Family, deedOf("stafettlogg.send", item.Our), func(tx *tenants.Tx, _ *casefile.Access) error {
		return sendTx(ctx, v, tx, shown, item, part)
	})
}

func sendTx(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, shown *View, item Item, part Part) error {
	link, err := linkOf(ctx, tx, shown.Link.Family, shown.ID)
	if err != nil {
		return err
	}
	if !link.Live() {
		return fmt.Errorf("the link no longer stands: %w", tenants.ErrConflict)
	}
	_, may, err := mayNow(ctx, v.Scope, tx, &link)
	if err != nil {
		return err
	}
	if may.Stop != "" {
		return stopped(may.Stop)
	}
	about, err := plan.StandsAbout(ctx, tx.Client(), link.Family, item.Our, link.Member)
	if err != nil {
		return err
	}
	if !about {
		return fmt.Errorf("what is not about the child: %w", tenants.ErrNotFound)
	}
	out := letter{Part: &part, Theirs: item.Theirs, Change: &system.Write{}}
	mine := item.entry
	if mine.id == uuid.Nil {
		if mine, err = newEntry(ctx, tx, &link, item); err != nil {
			return err
		}
	} else if item.Theirs != nil {
		// What is sent goes over what was seen: if it has changed since, it is refused.
		if err := mine.seen(ctx, tx, item.version); err != nil {
			return err
		}
	}
	what, classes, err := fill(tx, may, item, mine, part, &out)
	if err != nil {
		return err
	}
	if what == WriteMeasure {
		if out.Goal, err = goalEntry(ctx, tx, &link, item.Our, part); err != nil {
			return err
		}
	}
	return enqueue(ctx, v, tx, &link, what, mine.id, classes, out)
}

// fill puts the item in the letter, if its class may leave.
func fill(tx *tenants.Tx, may Allowed, item Item, mine entry, part Part, out *letter) (what string, classes []string, err error) {
	if item.Kind == KindGoal {
		goal, ok := sendGoal(may, ourID(tx.Scope, mine.id), part)
		if !ok {
			return "", nil, tenants.InvalidField("unit", "stafettlogg.class.goals")
		}
		out.Change.Goal = &goal
		return WriteGoal, []string{manifest.ClassGoals}, nil
	}
	measure, ok := sendMeasure(may, ourID(tx.Scope, mine.id), part)
	if !ok {
		return "", nil, tenants.InvalidField("unit", "stafettlogg.class.measures")
	}
	if item.Theirs != nil && measure.Responsible == "" {
		measure.Responsible = item.Theirs.Responsible // theirs stands
	}
	measure.Effect = item.Effect // theirs, which a change would else take away
	out.Change.Measure = &measure
	return WriteMeasure, []string{manifest.ClassMeasures}, nil
}

// newEntry gives an item to what was never sent. Two who send the same at once
// send one item.
func newEntry(ctx context.Context, tx *tenants.Tx, link *Link, item Item) (entry, error) {
	known, err := readEntries(ctx, tx, logitem.LinkID(link.ID), logitem.OurID(item.Our))
	if err != nil {
		return entry{}, err
	}
	if len(known) > 0 {
		return entry{}, fmt.Errorf("it is sent already: %w", tenants.ErrConflict)
	}
	mine := entry{id: tenants.NewID(), link: link.ID, kind: item.Kind, our: item.Our}
	return mine, insertEntry(ctx, tx, link.Family, mine)
}

// goalEntry is the item of the goal that a measure is under. A measure does not
// go before its goal.
func goalEntry(ctx context.Context, tx *tenants.Tx, link *Link, measure uuid.UUID, part Part) (string, error) {
	if part.Goal != "" {
		return part.Goal, nil
	}
	goal, err := plan.GoalOfMeasure(ctx, tx.Client(), link.Family, measure)
	if err != nil {
		return "", err
	}
	known, err := readEntries(ctx, tx, logitem.LinkID(link.ID), logitem.OurID(goal))
	if err != nil {
		return "", err
	}
	if len(known) == 0 {
		return "", tenants.InvalidField("goal", "stafettlogg.goal.first")
	}
	return known[0].id.String(), nil
}

// seen notes the version of theirs that somebody has seen before they sent over
// it.
func (e entry) seen(ctx context.Context, tx *tenants.Tx, version string) error {
	row := tx.Row(logitem.Table, e.id)
	update := tx.Client().LogItem.UpdateOneID(e.id).AddVersion(1).SetTheirVersion(row.Seal("their_version", version))
	if err := row.Err(); err != nil {
		return err
	}
	if err := update.Exec(ctx); err != nil {
		return fmt.Errorf("writing what was seen: %w", err)
	}
	return nil
}
