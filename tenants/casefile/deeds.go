package casefile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// doneAtMost is how many deeds the family's page tells of, and doneReadAtMost
// how many lines it looks for them in.
const (
	doneAtMost     = 20
	doneReadAtMost = 2000
)

// Done is something important that somebody did: about who may see the family,
// and who coordinates it.
type Done struct {
	At     time.Time
	Action string // "consent.withdraw"
	Who    string // empty where a name would endanger staff
	Title  string
	Role   policy.Role
	Self   bool

	actor    uuid.UUID
	relation policy.Relation
}

// told are the deeds a family is told of, and the section that the viewer must
// see to be told: who may look is not told to somebody who may not know it.
// What was told under statute, who is barred and what a child said are not
// among them: that they were done must not be known to everybody here.
var told = map[string]policy.Section{
	"family.open": policy.SectionOverview, "family.close": policy.SectionOverview, "family.reopen": policy.SectionOverview,
	"family.access.give": policy.SectionIdentity, "family.access.end": policy.SectionIdentity,
	ActionLooksByRole: policy.SectionOverview,
	"consent.give":    policy.SectionConsents, "consent.answer": policy.SectionConsents, "consent.refuse": policy.SectionConsents,
	"consent.renew": policy.SectionConsents, "consent.withdraw": policy.SectionConsents,
	"consent.withdraw.unit": policy.SectionConsents, "consent.withdraw.all": policy.SectionConsents,
	"team.accept": policy.SectionTeam, "team.leave": policy.SectionTeam, "team.remove": policy.SectionTeam,
	"share.make": policy.SectionShares, "share.open": policy.SectionShares, "share.end": policy.SectionShares,
	"baton.accept": policy.SectionOverview, "baton.move": policy.SectionOverview,
	"stafettlogg.link": policy.SectionStafettlogg, "stafettlogg.start": policy.SectionStafettlogg,
	"stafettlogg.send": policy.SectionStafettlogg, "stafettlogg.attach": policy.SectionStafettlogg, "stafettlogg.unlink": policy.SectionStafettlogg,
	"emergency.open": policy.SectionAccessLog, "privacy.read": policy.SectionAccessLog,
}

// toldToAll are those that concern the whole family, so that somebody who may
// see some members only is told of them too. The others may be about a member
// that the viewer must not learn of, and are told to such a viewer only when
// they did it themself.
var toldToAll = []string{
	"family.open", "family.close", "family.reopen", ActionLooksByRole, "baton.accept", "baton.move", "emergency.open", "privacy.read",
}

// Deeds tells of the last important things done to the family, newest first.
// It needs the access_log section.
func Deeds(ctx context.Context, a *Access) ([]Done, error) {
	if err := a.RequireSee(policy.SectionAccessLog); err != nil {
		return nil, err
	}
	known, err := a.readLog(ctx)
	if err != nil {
		return nil, err
	}
	var list []Done
	asked := audit.Filter{CaseFile: a.ID, Limit: 500}
	for read := 0; read < doneReadAtMost && len(list) < doneAtMost; read += asked.Limit {
		lines, err := a.Visit.Audit().Read(ctx, asked)
		if err != nil {
			return nil, fmt.Errorf("reading what was done: %w", err)
		}
		for _, line := range lines {
			asked.Before = line.Place
			if done, shown := known.doneOf(line); shown && len(list) < doneAtMost {
				list = append(list, done)
			}
		}
		if len(lines) < asked.Limit || asked.Before == 0 {
			break
		}
	}
	return list, known.nameDone(ctx, list)
}

// doneOf reads a line, and reports whether the viewer is to be told of it.
func (r *logReader) doneOf(line audit.Line) (Done, bool) {
	section, important := told[line.Action]
	done := Done{At: line.At, Action: line.Action, actor: line.Actor, Self: line.Actor == r.Visit.Viewer.ID}
	if !important || line.Kind == audit.KindLook || !r.May(section, policy.ActionSee) {
		return done, false
	}
	done.Role, _ = policy.ParseRole(line.Role)             // a word of a later version is told as nothing
	done.relation, _ = policy.ParseRelation(line.Relation) // and so is this
	return done, !r.Limited() || done.Self || slices.Contains(toldToAll, line.Action)
}

func (r *logReader) nameDone(ctx context.Context, list []Done) error {
	ids := make([]uuid.UUID, 0, len(list))
	for _, done := range list {
		if done.actor != uuid.Nil {
			ids = append(ids, done.actor)
		}
	}
	people, err := directory.Called(ctx, r.Visit.Scope, ids)
	if err != nil {
		return err
	}
	for i := range list {
		done := &list[i]
		relation := done.relation
		if done.Action == "share.open" && slices.ContainsFunc(r.grants, func(g *tenant.AccessGrant) bool {
			return g.UserID == done.actor && g.Relation == policy.RelationGuest.String()
		}) {
			relation = policy.RelationGuest
		}
		done.Who, done.Title = r.called(people[done.actor], relation)
	}
	return nil
}
