package policy

// Relation is what a person is to one family, read from the municipality's
// tables for the very request.
type Relation uint8

// The relations. RelationResponsible is a professional with measures of their
// own in the family. RelationBarred is a person who must never be given
// access, and comes before every other relation the person may have.
// RelationTeam is a person a unit has named and who has accepted, within what
// the family said yes to for that unit. RelationGuest has a one-day share.
// RelationLeader leads a unit that is invited. RelationEmergency has let
// themself in, with a reason, for three hours.
const (
	RelationNone Relation = iota
	RelationCoordinator
	RelationCaregiver
	RelationResponsible
	RelationBarred
	RelationChild
	RelationTeam
	RelationGuest
	RelationLeader
	RelationEmergency
	relationCount = iota
)

// AnyRelation stands in a Denial for every relation. As a fact it is unknown,
// and denied.
const AnyRelation Relation = 255

var relationWords = []string{
	"none", "coordinator", "caregiver", "responsible", "barred", "child", "team", "guest", "leader", "emergency",
}

// String returns the stable word of the relation.
func (r Relation) String() string {
	if r == AnyRelation {
		return wordAny
	}
	return spell(r, relationWords)
}

// ParseRelation reads a relation's stable word. It fails with ErrUnknownWord,
// also for "any", which is not a relation.
func ParseRelation(word string) (Relation, error) {
	return parse("relation", word, relationWords, RelationNone)
}

// AllRelations lists the relations, RelationNone first.
func AllRelations() []Relation { return from(RelationNone, relationWords) }

// Basis is the legal ground the person's relation to the family stands on.
type Basis uint8

// The bases. BasisStatute is a duty or right in law to follow the family up
// without consent. BasisWithdrawn is a consent that was given and is taken
// back: it opens nothing. BasisEmergency is somebody's own word that it could
// not wait. BasisChildsYes is a child's yes to one recipient, for the child's
// own words: nobody else's consent opens those.
const (
	BasisNone Basis = iota
	BasisConsent
	BasisStatute
	BasisWithdrawn
	BasisEmergency
	BasisChildsYes
	basisCount = iota
)

var basisWords = []string{"none", "consent", "statute", "withdrawn", "emergency", "childs_yes"}

// String returns the stable word of the basis.
func (b Basis) String() string { return spell(b, basisWords) }

// ParseBasis reads a basis' stable word. It fails with ErrUnknownWord.
func ParseBasis(word string) (Basis, error) { return parse("basis", word, basisWords, BasisNone) }

// AllBases lists the bases, BasisNone first.
func AllBases() []Basis { return from(BasisNone, basisWords) }

// Facts is what is true of one person and one family now. The zero value is
// for sections that belong to no family.
//
// A person may have more than one relation to a family. Barred comes before
// all others: whoever reads the facts gives RelationBarred alone then.
// Otherwise Decide is asked once for each relation.
type Facts struct {
	Relation Relation
	Basis    Basis
	// Strict is set when anybody in the family has address protection of a
	// strict grade, and also when the grade is not known.
	Strict bool
}

// The two words of Strict in the rule lines, and their number.
const (
	gradeOpen   = "open"
	gradeStrict = "strict"
	gradeCount  = 2
)

func gradeWord(strict bool) string {
	if strict {
		return gradeStrict
	}
	return gradeOpen
}
