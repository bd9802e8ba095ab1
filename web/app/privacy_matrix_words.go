package app

import (
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

// matrixSections are what each section is called where it stands alone, and
// what it holds.
var matrixSections = map[policy.Section]struct{ name, holds string }{
	policy.SectionOverview:       {"matrix.section.overview", "matrix.holds.overview"},
	policy.SectionIdentity:       {"matrix.section.identity", "matrix.holds.identity"},
	policy.SectionContact:        {"matrix.section.contact", "matrix.holds.contact"},
	policy.SectionLocation:       {"matrix.section.location", "matrix.holds.location"},
	policy.SectionGrounds:        {"matrix.section.grounds", "matrix.holds.grounds"},
	policy.SectionBarred:         {"matrix.section.barred", "matrix.holds.barred"},
	policy.SectionStrengths:      {"matrix.section.strengths", "matrix.holds.strengths"},
	policy.SectionNeeds:          {"matrix.section.needs", "matrix.holds.needs"},
	policy.SectionGoals:          {"matrix.section.goals", "matrix.holds.goals"},
	policy.SectionMeasures:       {"matrix.section.measures", "matrix.holds.measures"},
	policy.SectionOwnMeasures:    {"matrix.section.own_measures", "matrix.holds.own_measures"},
	policy.SectionWhom:           {"matrix.section.whom", "matrix.holds.whom"},
	policy.SectionEvaluations:    {"matrix.section.evaluations", "matrix.holds.evaluations"},
	policy.SectionAgreement:      {"matrix.section.agreement", "matrix.holds.agreement"},
	policy.SectionProposals:      {"matrix.section.proposals", "matrix.holds.proposals"},
	policy.SectionJournal:        {"matrix.section.journal", "matrix.holds.journal"},
	policy.SectionMeetings:       {"matrix.section.meetings", "matrix.holds.meetings"},
	policy.SectionMeetingPlace:   {"matrix.section.meeting_place", "matrix.holds.meeting_place"},
	policy.SectionConsents:       {"matrix.section.consents", "matrix.holds.consents"},
	policy.SectionTeam:           {"matrix.section.team", "matrix.holds.team"},
	policy.SectionShares:         {"matrix.section.shares", "matrix.holds.shares"},
	policy.SectionBaton:          {"matrix.section.baton", "matrix.holds.baton"},
	policy.SectionVoice:          {"matrix.section.voice", "matrix.holds.voice"},
	policy.SectionDocuments:      {"matrix.section.documents", "matrix.holds.documents"},
	policy.SectionMessages:       {"matrix.section.messages", "matrix.holds.messages"},
	policy.SectionDisclosures:    {"matrix.section.disclosures", "matrix.holds.disclosures"},
	policy.SectionStafettlogg:    {"matrix.section.stafettlogg", "matrix.holds.stafettlogg"},
	policy.SectionAccessLog:      {"matrix.section.access_log", "matrix.holds.access_log"},
	policy.SectionMyDay:          {"matrix.section.my_day", "matrix.holds.my_day"},
	policy.SectionFamilies:       {"matrix.section.families", "matrix.holds.families"},
	policy.SectionIntake:         {"matrix.section.intake", "matrix.holds.intake"},
	policy.SectionMyMeasures:     {"matrix.section.my_measures", "matrix.holds.my_measures"},
	policy.SectionUsers:          {"matrix.section.users", "matrix.holds.users"},
	policy.SectionUnits:          {"matrix.section.units", "matrix.holds.units"},
	policy.SectionSettings:       {"matrix.section.settings", "matrix.holds.settings"},
	policy.SectionOutgoing:       {"matrix.section.outgoing", "matrix.holds.outgoing"},
	policy.SectionOwnAccount:     {"matrix.section.own_account", "matrix.holds.own_account"},
	policy.SectionBatons:         {"matrix.section.batons", "matrix.holds.batons"},
	policy.SectionInvitations:    {"matrix.section.invitations", "matrix.holds.invitations"},
	policy.SectionEmergency:      {"matrix.section.emergency", "matrix.holds.emergency"},
	policy.SectionLoad:           {"matrix.section.load", "matrix.holds.load"},
	policy.SectionPrivacy:        {"matrix.section.privacy", "matrix.holds.privacy"},
	policy.SectionConsentRules:   {"matrix.section.consent_rules", "matrix.holds.consent_rules"},
	policy.SectionServices:       {"matrix.section.services", "matrix.holds.services"},
	policy.SectionPlugins:        {"matrix.section.plugins", "matrix.holds.plugins"},
	policy.SectionMunicipalities: {"matrix.section.municipalities", "matrix.holds.municipalities"},
	policy.SectionPluginReleases: {"matrix.section.plugin_releases", "matrix.holds.plugin_releases"},
}

// sectionName is what a section is called where it stands alone.
func sectionName(l *locale.Localizer, section policy.Section) string {
	return l.T(matrixSections[section].name)
}

// sectionHolds is what a section holds.
func sectionHolds(l *locale.Localizer, section policy.Section) string {
	return l.T(matrixSections[section].holds)
}

// relationName is a relation as the matrix says it: also those that no line of
// the log has.
func relationName(l *locale.Localizer, relation policy.Relation) string {
	switch relation {
	case policy.RelationNone:
		return l.T("matrix.relation.none")
	case policy.RelationBarred:
		return l.T("matrix.relation.barred")
	case policy.RelationEmergency:
		return l.T("matrix.relation.emergency")
	}
	return relationWord(l, relation)
}

// basisName is a basis as the matrix says it: also those that open nothing.
func basisName(l *locale.Localizer, basis policy.Basis) string {
	switch basis {
	case policy.BasisNone:
		return l.T("matrix.basis.none")
	case policy.BasisWithdrawn:
		return l.T("matrix.basis.withdrawn")
	}
	return basisWord(l, basis)
}

func placeName(l *locale.Localizer, place policy.Place) string {
	switch place {
	case policy.PlaceFamily:
		return l.T("matrix.place.family")
	case policy.PlaceMunicipality:
		return l.T("matrix.place.municipality")
	case policy.PlaceConsole:
		return l.T("matrix.place.console")
	}
	return ""
}

func actionName(l *locale.Localizer, action policy.Action) string {
	switch action {
	case policy.ActionSee:
		return l.T("matrix.action.see")
	case policy.ActionEdit:
		return l.T("matrix.action.edit")
	case policy.ActionReport:
		return l.T("matrix.action.report")
	case policy.ActionPropose:
		return l.T("matrix.action.propose")
	case policy.ActionAgree:
		return l.T("matrix.action.agree")
	case policy.ActionManage:
		return l.T("matrix.action.manage")
	case policy.ActionWithdraw:
		return l.T("matrix.action.withdraw")
	}
	return ""
}

// cellInWords is on what ground something is allowed, those of the same grades
// together.
func cellInWords(l *locale.Localizer, cell policy.Cell) string {
	if len(cell) == 0 {
		return l.T("matrix.cell.never")
	}
	if cell.Always() {
		return l.T("matrix.cell.always")
	}
	var both, open, strict []string
	for _, ground := range cell {
		word := basisName(l, ground.Basis)
		switch {
		case ground.Open && ground.Strict:
			both = append(both, word)
		case ground.Open:
			open = append(open, word)
		default:
			strict = append(strict, word)
		}
	}
	var said []string
	if len(both) > 0 {
		said = append(said, strings.Join(both, ", "))
	}
	if len(open) > 0 {
		said = append(said, l.T("matrix.cell.open", "Grounds", strings.Join(open, ", ")))
	}
	if len(strict) > 0 {
		said = append(said, l.T("matrix.cell.strict", "Grounds", strings.Join(strict, ", ")))
	}
	return strings.Join(said, "; ")
}
