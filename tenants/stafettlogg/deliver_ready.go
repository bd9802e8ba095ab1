package stafettlogg

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// Codes of why a write is not sent, beside those of Stop: they stand with it and
// are shown to the coordinator.
const (
	CodeLinkEnded   = "stafettlogg.ended"
	CodeNotAllowed  = "stafettlogg.not_allowed"  // a class it needs may not leave any more
	CodeGone        = "stafettlogg.gone"         // taken out of the plan, or no longer about the child
	CodeGoalMissing = "stafettlogg.goal_missing" // the goal it is under never arrived
	CodeCannotClose = "stafettlogg.cannot_close" // the other system takes no word that a log is closed
	CodeLinkedAgain = "stafettlogg.linked_again" // the log is in use again, on a new yes
)

// refusal is why a write may not leave. Nobody is at fault.
type refusal struct{ code string }

func (r *refusal) Error() string { return r.code }

// ready decides on the facts of this instant whether the write may leave, and
// fills in what the other system calls things.
func (d *delivery) ready(ctx context.Context, c connection.Connection) (system.Write, error) {
	link, err := linkOf(ctx, d.scope, d.family, d.sent.Link)
	if err != nil {
		return system.Write{}, err
	}
	d.link = link
	if d.letter.Change.Close != nil {
		return d.closing(ctx, c)
	}
	if !link.Live() {
		return system.Write{}, &refusal{CodeLinkEnded}
	}
	c, err = inUse(ctx, d.scope, c.ID) // the grant as it is now
	if err != nil {
		return system.Write{}, &refusal{StopNoSystem}
	}
	may, err := allowed(ctx, d.scope, d.family, link.Member, link.Unit, c.Grant.Receives)
	if err != nil {
		return system.Write{}, err
	}
	if may.Stop != "" {
		return system.Write{}, &refusal{may.Stop}
	}
	if !may.All(d.sent.Classes...) {
		return system.Write{}, &refusal{CodeNotAllowed}
	}
	change := *d.letter.Change
	change.LogID = link.logID
	if change.Start == nil && change.LogID == "" {
		return system.Write{}, &refusal{CodeLinkEnded} // the log was never begun
	}
	err = d.address(ctx, &change)
	return change, err
}

// closing decides whether the other system may be told that a log is closed. No
// yes stands, and none is needed: nothing of the family goes with it. Yet nothing
// goes of a family in which somebody's address is protected, and a log that has
// been linked again is not closed.
func (d *delivery) closing(ctx context.Context, c connection.Connection) (system.Write, error) {
	if !c.Can(system.Closes) {
		return system.Write{}, &refusal{CodeCannotClose}
	}
	followed, err := casefile.ReadFollowUp(ctx, d.scope.Client(), d.family)
	if err != nil {
		return system.Write{}, err
	}
	if followed.Grade.Strict() {
		return system.Write{}, &refusal{StopStrict}
	}
	if d.link.logID == "" {
		return system.Write{}, &refusal{CodeLinkEnded}
	}
	live, err := readLinks(ctx, d.scope, loglink.PluginID(d.link.Connection), loglink.StateIn(string(Starting), string(Active)))
	if err != nil {
		return system.Write{}, err
	}
	for _, one := range live {
		if one.logID == d.link.logID {
			return system.Write{}, &refusal{CodeLinkedAgain}
		}
	}
	change := *d.letter.Change
	change.LogID = d.link.logID
	return change, nil
}

// address fills in the ids and the version that the other system has given.
func (d *delivery) address(ctx context.Context, change *system.Write) error {
	if d.sent.Item == uuid.Nil {
		return d.standing(ctx, d.letter.About...)
	}
	mine, err := entryOf(ctx, d.scope, d.link.ID, d.sent.Item)
	if err != nil {
		return err
	}
	if err := d.standing(ctx, mine.our); err != nil {
		return err
	}
	if mine.their != "" {
		change.ExpectedVersion = mine.version
	}
	if change.Goal != nil {
		goal := *change.Goal
		goal.ID, change.Goal = mine.their, &goal
		return nil
	}
	measure := *change.Measure
	measure.ID, change.Measure = mine.their, &measure
	goal, err := uuid.Parse(d.letter.Goal)
	if err != nil {
		return &refusal{CodeGoalMissing}
	}
	above, err := entryOf(ctx, d.scope, d.link.ID, goal)
	if err != nil {
		return err
	}
	if above.their == "" {
		return &refusal{CodeGoalMissing}
	}
	measure.GoalID = above.their
	return nil
}

// standing refuses what is sent when one of our goals and measures in it has been
// taken out of the plan, or is no longer about the child.
func (d *delivery) standing(ctx context.Context, ours ...uuid.UUID) error {
	for _, id := range ours {
		about, err := plan.StandsAbout(ctx, d.scope.Client(), d.family, id, d.link.Member)
		if err != nil {
			return err
		}
		if !about {
			return &refusal{CodeGone}
		}
	}
	return nil
}
