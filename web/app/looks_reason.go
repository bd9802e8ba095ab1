package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// lookReason is what gave somebody the right to look.
func (r *Request) lookReason(look casefile.Look, own bool) string {
	l := r.L()
	switch {
	case look.Basis == policy.BasisEmergency:
		return l.T("looks.why.emergency")
	case look.Basis == policy.BasisChildsYes && r.Access.Is(policy.RelationChild):
		return l.T("looks.why.your_yes")
	case look.Basis == policy.BasisChildsYes:
		return l.T("looks.why.childs_yes")
	case look.Basis == policy.BasisStatute:
		return l.T("looks.why.statute")
	}
	switch look.Relation {
	case policy.RelationCaregiver:
		if look.Self {
			return l.T("looks.why.yours")
		}
		return l.T("looks.why.caregiver")
	case policy.RelationChild:
		if look.Self {
			return l.T("looks.why.about_you")
		}
		return l.T("looks.why.child")
	case policy.RelationLeader:
		return l.T("looks.why.leader")
	}
	if look.Basis != policy.BasisConsent {
		return ""
	}
	return r.yesReason(look, own)
}

// yesReason tells of the yes that a look rests on, and whose it was.
func (r *Request) yesReason(look casefile.Look, own bool) string {
	l := r.L()
	day := look.Relation == policy.RelationGuest
	when := l.Date(look.YesOn, r.Scope.Today())
	switch {
	case look.YesOn.IsZero() && own && day:
		return l.T("looks.why.day")
	case look.YesOn.IsZero() && own:
		return l.T("looks.why.you_said_yes")
	case look.YesOn.IsZero():
		return l.T("looks.why.family_said_yes")
	case look.YesMine && day:
		return l.T("looks.why.day_yours", "When", when)
	case look.YesMine:
		return l.T("looks.why.said_yes_yourself", "When", when)
	case own && day:
		return l.T("looks.why.day_on", "When", when)
	case own:
		return l.T("looks.why.you_said_yes_on", "When", when)
	case day:
		return l.T("looks.why.family_day", "When", when)
	}
	return l.T("looks.why.family_said_yes_on", "When", when)
}
