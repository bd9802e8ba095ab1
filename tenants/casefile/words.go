package casefile

import "slices"

// State of a follow-up.
type State string

// States of a follow-up. A follow-up exists from the day the family said yes.
const (
	StateActive State = "active"
	StateClosed State = "closed"
)

// Grade is how protected a person's address is in the population register
// (adressebeskyttelse). Unknown counts as the strictest.
type Grade string

// Grades of address protection, as the population register names them.
const (
	GradeOpen         Grade = "ugradert"
	GradeConfidential Grade = "fortrolig"
	GradeStrict       Grade = "strengt_fortrolig"
	GradeClient       Grade = "klientadresse"
	GradeUnknown      Grade = "ukjent"
)

// Grades lists them from the mildest to the strictest.
func Grades() []Grade {
	return []Grade{GradeOpen, GradeConfidential, GradeClient, GradeStrict, GradeUnknown}
}

// Strict reports whether whatever locates the person must be hidden. Anything
// but an open address is; so is a grade nobody has written down.
func (g Grade) Strict() bool { return g != GradeOpen }

// Strictest returns the strictest of two grades.
func Strictest(a, b Grade) Grade {
	if rank(b) > rank(a) {
		return b
	}
	return a
}

func rank(g Grade) int {
	if at := slices.Index(Grades(), g); at >= 0 {
		return at
	}
	return len(Grades()) - 1
}

// Ground is why a family can have a coordinator.
type Ground string

// The eligibility grounds of Stine Sofie Hverdagspakke.
const (
	GroundPhysical      Ground = "physical_violence"
	GroundPsychological Ground = "psychological_violence"
	GroundWitness       Ground = "witness"
	GroundSexual        Ground = "sexual_abuse"
)

// Grounds lists them in the order they are asked.
func Grounds() []Ground {
	return []Ground{GroundPhysical, GroundPsychological, GroundWitness, GroundSexual}
}

// Sender is who referred a family or wrote the letter that came with it.
type Sender string

// Senders lists who may refer, in the order they are shown. "family" is the
// family itself.
func Senders() []Sender {
	return []Sender{
		"barnehus", "fastlege", "barnevern", "bufetat", "bistandsadvokat", "krisesenter", "nok", "helsesykepleier",
		"skole", "barnehage", "politi", "centre", "family", "other",
	}
}

// MemberKind is what a person is in the family.
type MemberKind string

// Kinds of members.
const (
	Child     MemberKind = "child"
	Caregiver MemberKind = "caregiver"
	Other     MemberKind = "other"
)

// MemberKinds lists them in the order they are shown.
func MemberKinds() []MemberKind { return []MemberKind{Child, Caregiver, Other} }

// How is the way somebody said yes.
type How string

// Ways of saying yes. A spoken yes is valid when it is written down.
const (
	HowSelf    How = "self"
	HowOral    How = "oral"
	HowWritten How = "written"
)

// Languages are the ones offered for members; the field also takes others.
func Languages() []string {
	return []string{"nb", "nn", "se", "en", "ar", "uk", "so", "pl", "ti", "ku", "fa", "ru", "es", "fr", "other"}
}

// Outcome is how a follow-up ended.
type Outcome string

// Outcomes lists how a follow-up can end, in the order they are shown.
func Outcomes() []Outcome {
	return []Outcome{"goals_reached", "family_wishes", "moved", "other_service", "no_contact", "other"}
}
