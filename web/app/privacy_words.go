package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

// relationWord is what somebody is to a family, as one speaks of it.
func relationWord(l *locale.Localizer, relation policy.Relation) string {
	switch relation {
	case policy.RelationCoordinator:
		return l.T("insight.relation.coordinator")
	case policy.RelationCaregiver:
		return l.T("insight.relation.caregiver")
	case policy.RelationResponsible:
		return l.T("insight.relation.responsible")
	case policy.RelationChild:
		return l.T("insight.relation.child")
	case policy.RelationTeam:
		return l.T("insight.relation.team")
	case policy.RelationGuest:
		return l.T("insight.relation.guest")
	case policy.RelationLeader:
		return l.T("insight.relation.leader")
	case policy.RelationEmergency:
		return l.T("insight.relation.emergency")
	}
	return ""
}

// basisWord is the ground it stands on.
func basisWord(l *locale.Localizer, basis policy.Basis) string {
	switch basis {
	case policy.BasisConsent:
		return l.T("insight.basis.consent")
	case policy.BasisStatute:
		return l.T("insight.basis.statute")
	case policy.BasisEmergency:
		return l.T("insight.basis.emergency")
	case policy.BasisChildsYes:
		return l.T("insight.basis.childs_yes")
	}
	return ""
}

// lineKindWord is what sort of line it is.
func lineKindWord(l *locale.Localizer, kind string) string {
	switch kind {
	case audit.KindLook:
		return l.T("insight.kind.look")
	case audit.KindDeed:
		return l.T("insight.kind.deed")
	case audit.KindAccess:
		return l.T("insight.kind.access")
	case audit.KindSystem:
		return l.T("insight.kind.system")
	}
	return ""
}
