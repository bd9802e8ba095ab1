package oracle

import "strings"

// rights are sections by action. "see open" holds where every address in the
// family is open.
type rights map[string]string

// What each relation opens, written out by hand from the issue and the design.
var (
	coordinator = rights{
		"see": "overview identity contact location grounds barred strengths needs goals measures evaluations " +
			"agreement proposals journal meetings meeting_place consents team shares baton documents messages " +
			"disclosures stafettlogg access_log",
		"edit": "overview identity contact location grounds barred strengths needs goals measures evaluations " +
			"agreement proposals journal meetings meeting_place consents team shares baton voice documents messages " +
			"disclosures stafettlogg",
		"manage":   "overview voice",
		"withdraw": "consents shares",
	}
	caregiver = rights{
		"see": "overview identity strengths needs goals measures evaluations agreement proposals meetings " +
			"consents team shares baton documents messages stafettlogg access_log",
		"see open": "meeting_place",
		"edit":     "documents messages",
		"agree":    "agreement consents",
		"propose":  "proposals baton",
		"withdraw": "consents shares",
	}
	youngPerson = rights{
		"see": "overview identity strengths needs goals measures evaluations agreement proposals meetings " +
			"consents team shares baton voice messages access_log",
		"see open": "meeting_place",
		"edit":     "voice messages",
		"agree":    "consents",
		"propose":  "proposals baton",
		"withdraw": "consents shares voice",
	}
	teamMember = rights{
		"see":      "overview identity strengths needs goals measures evaluations meetings documents messages",
		"see open": "meeting_place",
		"edit":     "messages",
	}
	guest = rights{
		"see": "overview identity strengths needs goals measures evaluations meetings documents",
	}
	responsible = rights{
		"see": "own_measures", "see open": "whom", "report": "own_measures",
	}
	inEmergency = rights{
		"see open": "overview identity contact location barred goals measures meetings meeting_place",
	}
)

// Sections are the sections of a family.
func Sections() []string {
	return strings.Fields("overview identity contact location grounds barred strengths needs goals measures " +
		"own_measures whom evaluations agreement proposals journal meetings meeting_place consents team shares " +
		"baton voice documents messages disclosures stafettlogg access_log")
}

// Actions are what can be done with a section.
func Actions() []string { return strings.Fields("see edit report propose agree manage withdraw") }
