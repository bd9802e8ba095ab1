package app

import (
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

// planParts are the sections that together are the plan.
var planParts = []policy.Section{
	policy.SectionStrengths, policy.SectionNeeds, policy.SectionGoals, policy.SectionMeasures,
	policy.SectionEvaluations, policy.SectionAgreement, policy.SectionProposals,
}

// sectionsInWords is what somebody saw, in as few words as tell it: who saw
// most of the plan saw the plan.
func sectionsInWords(l *locale.Localizer, look casefile.Look) string {
	sections := look.Sections
	var words []string
	inPlan := 0
	for _, section := range sections {
		if slices.Contains(planParts, section) {
			inPlan++
		}
	}
	wholePlan := inPlan > 2
	if wholePlan {
		words = append(words, l.T("section.plan"))
	}
	for _, section := range sections {
		if wholePlan && slices.Contains(planParts, section) {
			continue
		}
		if word := sectionWord(l, section); word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	if look.Others {
		words = append(words, l.T("section.others"))
	}
	if len(words) == 0 {
		return l.T("section.overview")
	}
	return l.List(words)
}

// sectionWord is a part of what is known about a family, as one speaks of it.
func sectionWord(l *locale.Localizer, section policy.Section) string {
	switch section {
	case policy.SectionIdentity:
		return l.T("section.identity")
	case policy.SectionContact:
		return l.T("section.contact")
	case policy.SectionLocation:
		return l.T("section.location")
	case policy.SectionGrounds:
		return l.T("section.grounds")
	case policy.SectionBarred:
		return l.T("section.barred")
	case policy.SectionStrengths:
		return l.T("section.strengths")
	case policy.SectionNeeds:
		return l.T("section.needs")
	case policy.SectionGoals:
		return l.T("section.goals")
	case policy.SectionMeasures:
		return l.T("section.measures")
	case policy.SectionEvaluations:
		return l.T("section.evaluations")
	case policy.SectionAgreement:
		return l.T("section.agreement")
	case policy.SectionProposals:
		return l.T("section.proposals")
	case policy.SectionJournal:
		return l.T("section.journal")
	case policy.SectionMeetings, policy.SectionMeetingPlace:
		return l.T("section.meetings")
	case policy.SectionAccessLog:
		return l.T("section.access_log")
	}
	return sharedSectionWord(l, section)
}

// sharedSectionWord is a part of what is known about who shares what.
func sharedSectionWord(l *locale.Localizer, section policy.Section) string {
	switch section {
	case policy.SectionConsents:
		return l.T("section.consents")
	case policy.SectionTeam:
		return l.T("section.team")
	case policy.SectionShares:
		return l.T("section.shares")
	case policy.SectionBaton:
		return l.T("section.baton")
	case policy.SectionVoice:
		return l.T("section.voice")
	case policy.SectionDocuments:
		return l.T("section.documents")
	case policy.SectionMessages:
		return l.T("section.messages")
	case policy.SectionDisclosures:
		return l.T("section.disclosures")
	case policy.SectionStafettlogg:
		return l.T("section.stafettlogg")
	case policy.SectionPrivacy:
		return l.T("section.privacy")
	case policy.SectionOwnMeasures:
		return l.T("section.own_measures")
	case policy.SectionWhom:
		return l.T("section.whom")
	}
	return "" // the overview goes with every page, and the municipality's rooms are no family's
}
