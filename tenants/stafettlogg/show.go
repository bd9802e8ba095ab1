package stafettlogg

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logitem"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// Item is a goal or a measure on both sides.
type Item struct {
	ID       uuid.UUID // of the item; Nil for ours that was never sent
	Kind     Kind
	Our      uuid.UUID // our goal or measure; Nil when only they have it
	Version  int       // of ours, for changing it
	Ours     *Part
	Theirs   *Part
	Effect   *int // what the other system says a measure did, -2 to 2
	Standing Standing
	Differ   []Difference
	Moving   bool  // something of it is on its way
	Last     *Sent // what was sent of it last

	entry   entry
	theirID string
	version string // of theirs, as it was last read
}

// View is a link with everything that can be compared, for the coordinator.
type View struct {
	Link
	System connection.Connection // zero when it is not in use
	May    Allowed
	Items  []Item
	Sent   []Sent // oldest first
	Family int    // goals of the whole family or of siblings, which are no part of the log
}

// Item finds an item by its id or, for ours that was never sent, by ours.
func (v *View) Item(id uuid.UUID) (Item, bool) {
	for _, one := range v.Items {
		if id != uuid.Nil && (one.ID == id || one.Our == id) {
			return one, true
		}
	}
	return Item{}, false
}

// Show returns a link beside the plan. It needs the stafettlogg section, and
// shows of the plan what the viewer may see. Nothing is fetched: the log is as
// it was last read.
func Show(ctx context.Context, a *casefile.Access, id uuid.UUID) (View, error) {
	link, err := ReadLink(ctx, a, id)
	if err != nil {
		return View{}, err
	}
	v := View{Link: link}
	scope := a.Visit.Scope
	if v.System, v.May, err = mayNow(ctx, scope, scope, &link); err != nil {
		return View{}, err
	}
	if v.Sent, err = readSent(ctx, scope, logwrite.LinkID(id)); err != nil {
		return View{}, err
	}
	if err := buryDead(ctx, scope, v.Sent); err != nil {
		return View{}, err
	}
	entries, err := readEntries(ctx, scope, logitem.LinkID(id))
	if err != nil {
		return View{}, err
	}
	goals, err := plan.ReadGoals(ctx, a)
	if err != nil {
		return View{}, err
	}
	v.lay(goals, entries)
	return v, nil
}

// mayNow is what may leave by a link now. A connection that is not in use lets
// nothing out.
func mayNow(ctx context.Context, scope *tenants.Scope, in place, link *Link) (connection.Connection, Allowed, error) {
	c, err := inUse(ctx, scope, link.Connection)
	if errors.Is(err, tenants.ErrInvalid) {
		return c, Allowed{Stop: StopNoSystem}, nil
	}
	if err != nil {
		return c, Allowed{}, err
	}
	may, err := allowed(ctx, in, link.Family, link.Member, link.Unit, c.Grant.Receives)
	return c, may, err
}

// buryDead tells of what the outbox has given up although nobody lived to write
// it down, and of what was taken back with everything else of the family.
func buryDead(ctx context.Context, scope *tenants.Scope, sent []Sent) error {
	var keys []string
	for _, one := range sent {
		if one.State == Waiting {
			keys = append(keys, one.key)
		}
	}
	states, err := scope.Outbox().States(ctx, keys...)
	if err != nil {
		return err
	}
	for i := range sent {
		if sent[i].State != Waiting {
			continue
		}
		switch states[sent[i].key] {
		case outbox.Dead:
			sent[i].State = Failed
		case outbox.Recalled:
			sent[i].State = Recalled
		}
	}
	return nil
}

// lay puts what we have and what they have side by side: goals with their
// measures under them, then what only they have.
func (v *View) lay(goals []plan.Goal, entries []entry) {
	ours, theirs := map[uuid.UUID]entry{}, v.theirs(entries)
	for _, one := range entries {
		if one.our != uuid.Nil {
			ours[one.our] = one
		}
	}
	there := map[uuid.UUID]bool{}
	for _, goal := range goals {
		if !v.concerns(goal) {
			v.Family++
			continue
		}
		mine := ours[goal.ID]
		there[mine.id] = true
		part := ourGoal(goal)
		v.add(KindGoal, mine, goal.ID, goal.Version, &part, theirs[mine.id])
		for _, measure := range goal.Measures {
			under := ""
			if mine.id != uuid.Nil {
				under = mine.id.String()
			}
			own := ours[measure.ID]
			there[own.id] = true
			part := ourMeasure(measure, under)
			v.add(KindMeasure, own, measure.ID, measure.Version, &part, theirs[own.id])
		}
	}
	for _, one := range entries {
		if !there[one.id] {
			v.add(one.kind, one, uuid.Nil, 0, nil, theirs[one.id])
		}
	}
}

// remote is an item as the other system has it.
type remote struct {
	id, version string
	part        Part
	effect      *int
}

// theirs are the items of the log as it was last read, by the entry they have.
func (v *View) theirs(entries []entry) map[uuid.UUID]*remote {
	found := map[uuid.UUID]*remote{}
	if v.Log == nil {
		return found
	}
	byTheir := map[string]entry{}
	for _, one := range entries {
		if one.their != "" {
			byTheir[string(one.kind)+one.their] = one
		}
	}
	goalOf := func(id string) string {
		if one, known := byTheir[string(KindGoal)+id]; known && id != "" {
			return one.id.String()
		}
		return ""
	}
	for _, one := range v.Log.Goals {
		if mine, known := byTheir[string(KindGoal)+one.ID]; known {
			found[mine.id] = &remote{id: one.ID, version: one.Version, part: theirGoal(one)}
		}
	}
	for _, one := range v.Log.Measures {
		if mine, known := byTheir[string(KindMeasure)+one.ID]; known {
			found[mine.id] = &remote{id: one.ID, version: one.Version, part: theirMeasure(one, goalOf), effect: one.Effect}
		}
	}
	return found
}

func (v *View) add(kind Kind, mine entry, our uuid.UUID, version int, ours *Part, there *remote) {
	one := Item{ID: mine.id, Kind: kind, Our: our, Version: version, Ours: ours, entry: mine, theirID: mine.their, version: mine.version}
	if there != nil {
		one.Theirs, one.Effect, one.version = &there.part, there.effect, there.version
	}
	for i := range v.Sent {
		if mine.id != uuid.Nil && v.Sent[i].Item == mine.id {
			one.Last = &v.Sent[i]
		}
	}
	one.Moving = mine.id != uuid.Nil && waitingFor(v.Sent, mine.id)
	paired := there != nil && mine.agreed.Theirs == (Part{}) // never in step: what was read is what they have
	if mine.settledAt.After(v.ReadAt) && mine.their != "" && !paired {
		known := mine.agreed.Theirs // it was sent after the log was last read
		one.Theirs, one.version = &known, mine.version
	}
	if one.Ours == nil && one.Theirs == nil {
		return // gone on both sides
	}
	one.stand(v.May)
	v.Items = append(v.Items, one)
}

// stand decides how an item stands.
func (i *Item) stand(may Allowed) {
	switch {
	case i.Ours == nil && i.entry.our != uuid.Nil:
		i.Standing = OursGone
	case i.Ours == nil && i.entry.alone:
		i.Standing = TheirsAlone
	case i.Ours == nil:
		i.Standing = TheirsNew
	case i.Moving:
		i.Standing = Sending
	case i.Theirs == nil && i.theirID != "":
		i.Standing = TheirsGone
	case i.Theirs == nil && i.Last != nil && slices.Contains([]WriteState{Failed, Refused, Conflict}, i.Last.State):
		i.Standing = NotSent
	case i.Theirs == nil && !may.Has(i.Kind.class()):
		i.Standing = NotShared
	case i.Theirs == nil:
		i.Standing = OursNew
	default:
		agreed := i.entry.agreed
		if i.version != "" && i.version == i.entry.version {
			agreed.Theirs = *i.Theirs // what we sent, as they write it
		}
		i.Standing, i.Differ = compare(i.Kind, agreed, *i.Ours, *i.Theirs)
	}
}
