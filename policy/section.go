package policy

import (
	"fmt"
	"strings"
)

// Section is a part of what is known that is opened or kept shut as a whole.
// What a viewer is given is made of the sections allowed, and no others are
// read.
type Section uint8

// The sections. The zero value is no section, and nobody may do anything with
// it: a route that forgot to name its section is denied.
const (
	SectionNone Section = iota

	// Of a family.
	SectionOverview     // state, dates, who the coordinator is
	SectionIdentity     // names, birth dates, language, who belongs to the family
	SectionContact      // telephone, e-mail, safe hours and channels
	SectionLocation     // whatever locates a person: address, school, kindergarten, unit
	SectionGrounds      // eligibility grounds, who referred, the accompanying letter
	SectionBarred       // who must never be given access
	SectionStrengths    // what works
	SectionNeeds        // needs by life area
	SectionGoals        // goals, and the child's own sentences
	SectionMeasures     // all measures of the plan
	SectionOwnMeasures  // the measures the viewer is responsible for
	SectionWhom         // the child's first name, beside a measure of one's own
	SectionEvaluations  // evaluations of measures and goals
	SectionAgreement    // the agreed versions and each party's answer
	SectionProposals    // what the family proposes changed, and the answer
	SectionJournal      // contact log and notes
	SectionMeetings     // meetings, agenda, what was agreed
	SectionMeetingPlace // where they meet: it locates people, but whoever comes must know it
	SectionConsents     // who said yes or no to what, for whom, and until when
	SectionTeam         // who is in the team around the child, and what each sees
	SectionShares       // one-day shares
	SectionBaton        // handover to another coordinator, and whom the family wishes
	SectionVoice        // the child's own words
	SectionDocuments    // documents
	SectionMessages     // messages within the family and the team
	SectionDisclosures  // what was told under statute, without a yes
	SectionStafettlogg  // the child's stafettlogg in the municipality's BTI system, beside the plan
	SectionAccessLog    // who has looked

	// Of the municipality.
	SectionMyDay
	SectionFamilies
	SectionIntake
	SectionMyMeasures
	SectionUsers
	SectionUnits
	SectionSettings
	SectionOutgoing
	SectionOwnAccount
	SectionBatons       // handovers offered to oneself
	SectionInvitations  // invitations to one's unit, or to oneself, to join a team
	SectionEmergency    // to let oneself in when it cannot wait
	SectionLoad         // who carries how much, without content
	SectionPrivacy      // the personvernombud's view of looks, consents and requests
	SectionConsentRules // who may say yes at which age, for each purpose
	SectionServices     // what the municipality's units offer, for everybody to search
	SectionPlugins      // the programs that connect the municipality's other systems

	// Of the foundation's console.
	SectionMunicipalities
	SectionPluginReleases // the catalogue of plugins, and who runs which

	sectionCount = iota
)

var sectionWords = []string{
	"none",
	"overview", "identity", "contact", "location", "grounds", "barred", "strengths", "needs", "goals", "measures",
	"own_measures", "whom", "evaluations", "agreement", "proposals", "journal", "meetings", "meeting_place",
	"consents", "team", "shares", "baton", "voice", "documents", "messages", "disclosures", "stafettlogg", "access_log",
	"my_day", "families", "intake", "my_measures", "users", "units", "settings", "outgoing", "own_account",
	"batons", "invitations", "emergency", "load", "privacy", "consent_rules",
	"services", "plugins",
	"municipalities", "plugin_releases",
}

// String returns the stable word of the section.
func (s Section) String() string { return spell(s, sectionWords) }

// ParseSection reads a section's stable word. It fails with ErrUnknownWord.
func ParseSection(word string) (Section, error) {
	return parse("section", word, sectionWords, SectionOverview)
}

// AllSections lists the sections, a family's first.
func AllSections() []Section { return from(SectionOverview, sectionWords) }

// Place is whose a section is.
type Place uint8

// The places. PlaceNone is what an unknown section belongs to.
const (
	PlaceNone Place = iota
	PlaceFamily
	PlaceMunicipality
	PlaceConsole
)

var placeWords = []string{"none", "family", "municipality", "console"}

// String returns the stable word of the place.
func (p Place) String() string { return spell(p, placeWords) }

// Place tells whose the section is. For a section of a family Decide needs the
// facts of viewer and family; for the others Facts{} is right.
func (s Section) Place() Place {
	switch {
	case s == SectionNone || s >= sectionCount:
		return PlaceNone
	case s <= SectionAccessLog:
		return PlaceFamily
	case s < SectionMunicipalities:
		return PlaceMunicipality
	default:
		return PlaceConsole
	}
}

// Action is what somebody wants to do with a section.
type Action uint8

// The actions. The zero value is no action, and is always denied.
const (
	ActionNone     Action = iota
	ActionSee             // read
	ActionEdit            // write, and record what others said
	ActionReport          // state of and note on a measure of one's own
	ActionPropose         // ask for a change
	ActionAgree           // say yes for oneself, or what is missing
	ActionManage          // create, close, reopen, move; write beside a child
	ActionWithdraw        // take a yes back
	actionCount    = iota
)

var actionWords = []string{"none", "see", "edit", "report", "propose", "agree", "manage", "withdraw"}

// String returns the stable word of the action.
func (a Action) String() string { return spell(a, actionWords) }

// ParseAction reads an action's stable word. It fails with ErrUnknownWord.
func ParseAction(word string) (Action, error) { return parse("action", word, actionWords, ActionSee) }

// AllActions lists the actions.
func AllActions() []Action { return from(ActionSee, actionWords) }

// SectionSet is a set of sections, such as those a family said yes to.
type SectionSet uint64

// Sections is the set of the given sections. One that does not exist adds
// nothing.
func Sections(sections ...Section) SectionSet {
	var set SectionSet
	for _, s := range sections {
		if s != SectionNone && s < sectionCount {
			set |= 1 << s
		}
	}
	return set
}

// EverySection is the set of all sections.
const EverySection SectionSet = (1<<sectionCount - 1) &^ 1

// Has reports whether the section is in the set.
func (s SectionSet) Has(section Section) bool { return section < sectionCount && s&(1<<section) != 0 }

// List is the sections of the set, in the order of the enumeration.
func (s SectionSet) List() []Section {
	var list []Section
	for _, section := range AllSections() {
		if s.Has(section) {
			list = append(list, section)
		}
	}
	return list
}

// String writes the stable words with commas between.
func (s SectionSet) String() string {
	words := make([]string, 0, sectionCount)
	for _, section := range s.List() {
		words = append(words, section.String())
	}
	return strings.Join(words, ",")
}

// ParseSectionSet reads what String writes. It fails with ErrUnknownWord, and
// then gives no section at all.
func ParseSectionSet(text string) (SectionSet, error) {
	var set SectionSet
	if text == "" {
		return 0, nil
	}
	for word := range strings.SplitSeq(text, ",") {
		section, err := ParseSection(word)
		if err != nil {
			return 0, fmt.Errorf("reading sections %q: %w", text, err)
		}
		set |= 1 << section
	}
	return set, nil
}

// Shareable lists the sections of a family that a yes can open to a unit or to
// a guest, in the order they are asked. Never among them: how and where
// somebody is found, who is barred, the grounds, the journal, and the child's
// own words, which only the child's own yes opens.
func Shareable() []Section {
	return []Section{
		SectionOverview, SectionIdentity, SectionStrengths, SectionNeeds, SectionGoals, SectionMeasures,
		SectionEvaluations, SectionMeetings, SectionDocuments, SectionMessages,
	}
}
