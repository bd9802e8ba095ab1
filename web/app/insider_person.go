package app

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// insider is somebody who can see something of a family: the nearest of their
// reasons, and the others.
type insider struct {
	team.Insider
	also []team.Insider
}

// standsFor reports whether somebody is in the team for a unit.
func (one insider) standsFor(unit uuid.UUID) bool {
	return slices.ContainsFunc(one.also, func(also team.Insider) bool {
		return also.Relation == policy.RelationTeam && also.Unit == unit
	})
}

// persons puts the reasons of each person under that person.
func persons(reasons []team.Insider) []insider {
	var list []insider
	for _, one := range reasons {
		at := slices.IndexFunc(list, func(known insider) bool { return known.User == one.User })
		if at < 0 {
			list = append(list, insider{Insider: one})
			continue
		}
		list[at].also = append(list[at].also, one)
		if list[at].Looked.IsZero() {
			list[at].Looked = one.Looked
		}
	}
	return list
}

// reasonsAlso are the other reasons somebody sees something, in words.
func (r *Request) reasonsAlso(also []team.Insider, names map[uuid.UUID]string) []view.SharedReason {
	reasons := make([]view.SharedReason, 0, len(also))
	for _, one := range also {
		reason := view.SharedReason{Why: r.insiderWhy(one), Stop: r.shareStop(one)}
		if one.Relation != policy.RelationResponsible { // "only their own measures" is not so, beside something else
			reason.Sees = r.insiderSees(one, names)
		}
		reasons = append(reasons, reason)
	}
	return reasons
}

// shareStop is where what is shown to a guest is stopped; empty for other
// reasons, and for whoever may not.
func (r *Request) shareStop(one team.Insider) string {
	if one.Share == noID || !r.isOwn() || !r.Access.May(policy.SectionShares, policy.ActionWithdraw) {
		return ""
	}
	return r.ownAddress("/deling/dag/" + one.Share.String() + "/stopp")
}

// insiderName is what somebody inside is called to the reader. A guest is
// somebody the family chose themselves.
func (r *Request) insiderName(one team.Insider) string {
	if one.Relation == policy.RelationGuest {
		return one.Who
	}
	return r.named(one.Who)
}
