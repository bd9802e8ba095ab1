package insight

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Pattern is a kind of looks that somebody should ask about. None of them is
// a wrong in itself: each says what to ask.
type Pattern string

// The patterns. Who is a neighbour of a family is not among them: the program
// does not know where its staff live, and shall not.
const (
	Outside   Pattern = "outside"   // by somebody who is not inside the family now
	Emergency Pattern = "emergency" // by somebody who let themself in
	Again     Pattern = "again"     // who has let themself in more than once
	Night     Pattern = "night"
	SameName  Pattern = "same_name" // the same last name as somebody in the family
	Many      Pattern = "many"      // many families in a short time
	AfterEnd  Pattern = "after_end" // after the follow-up was closed
	Protected Pattern = "protected" // of a family with a protected address, by others than its coordinator
)

// Patterns lists them in the order they are shown: the rarest first.
func Patterns() []Pattern {
	return []Pattern{Emergency, Again, Outside, SameName, Protected, AfterEnd, Many, Night}
}

const (
	// NightFrom and NightTo are the hours, in Norway, in which few have work to
	// do here: a coordinator's day may be long, but families are not visited
	// after ten in the evening, and schools and services do not open before
	// six.
	NightFrom, NightTo = 22, 6

	// ManyFamilies within ManyWithin is more than the work asks for: whoever
	// reads about a family to do something for it is seldom done in six
	// minutes, and ten an hour leaves no more. Lists that show several families
	// at once are not counted; see onePage.
	ManyFamilies = 10
	ManyWithin   = time.Hour

	// AgainFrom is how often somebody may let themself in before it is asked
	// about: an emergency is rare for one person, and two within the period
	// tell either of a place in a team that is missing or of curiosity.
	AgainFrom = 2

	// onePage is how close in time lines stand that one page wrote. A list of
	// families puts a line for each on record at once.
	onePage = 10 * time.Millisecond

	// PatternDays is the period looked through when nobody chooses, and
	// patternAtMost how many lines of it.
	PatternDays   = 30
	patternAtMost = 100_000
)

// Finding is what stands out of one person's looks at one family; or of one
// person's looks, where the pattern is about many families.
type Finding struct {
	Pattern Pattern
	Actor   uuid.UUID
	Who     string
	Title   string
	Family  uuid.UUID // Nil when it is about several
	Code    string
	Looks   int
	First   time.Time
	Last    time.Time
	places  []int64
}

// Findings is what stands out in a period.
type Findings struct {
	From, To clock.Date
	List     []Finding // by pattern, in the order of Patterns, the newest first
	// Cut says that the period holds more lines than are looked through: the
	// oldest were left out.
	Cut bool
}

// Find looks through a period of the log for what stands out, among the looks
// of the municipality's own and of guests; families look at themselves as they
// like. Only the personvernombud may, and that they did is on record.
func Find(ctx context.Context, v *tenants.Visit, from, to clock.Date) (Findings, error) {
	asked, _, err := ask(ctx, v, Filter{From: from, To: to})
	if err != nil {
		return Findings{}, err
	}
	list, cut, err := find(ctx, v.Scope, asked)
	if err != nil {
		return Findings{}, err
	}
	return Findings{From: from, To: to, List: list, Cut: cut}, nil
}

// placesOf are the lines that a pattern is made of, for a filter by it.
func placesOf(ctx context.Context, scope *tenants.Scope, f Filter) ([]int64, error) {
	asked := audit.Filter{}
	if f.From != "" {
		after, err := scope.Audit().PlaceAt(ctx, f.From.Time())
		if err != nil {
			return nil, err
		}
		asked.From, asked.After = f.From.Time(), after
	}
	if f.To != "" {
		asked.Until = f.To.AddDays(1).Time()
	}
	list, _, err := find(ctx, scope, asked)
	if err != nil {
		return nil, err
	}
	places := []int64{}
	for _, one := range list {
		if one.Pattern == f.Pattern {
			places = append(places, one.places...)
		}
	}
	slices.Sort(places)
	return slices.Compact(places), nil
}

func find(ctx context.Context, scope *tenants.Scope, asked audit.Filter) ([]Finding, bool, error) {
	page, err := gather(ctx, scope, Filter{Kind: audit.KindLook}, asked, patternAtMost, patternAtMost)
	if err != nil {
		return nil, false, err
	}
	if err := name(ctx, scope, page.Lines); err != nil {
		return nil, false, err
	}
	looks := slices.DeleteFunc(page.Lines, func(line Line) bool {
		return line.OfFamily && line.Relation != guest || line.Family == uuid.Nil
	})
	slices.Reverse(looks) // oldest first
	known, err := learn(ctx, scope, looks, asked.From)
	if err != nil {
		return nil, false, err
	}
	return known.findings(looks), page.Older > 0, nil
}

// learn reads what the looks are held against.
func learn(ctx context.Context, scope *tenants.Scope, looks []Line, since time.Time) (*facts, error) {
	families, err := casefile.Census(ctx, scope)
	if err != nil {
		return nil, err
	}
	known := &facts{families: families, named: map[uuid.UUID]map[uuid.UUID]bool{}, letIn: map[uuid.UUID]int{}}
	for _, look := range looks {
		last := lastWord(look.Who)
		if _, done := known.named[look.Actor]; done || last == "" {
			continue
		}
		if known.named[look.Actor], err = casefile.WithName(ctx, scope, last); err != nil {
			return nil, err
		}
	}
	letIn, err := casefile.LetThemselvesIn(ctx, scope, since)
	if err != nil {
		return nil, err
	}
	for _, one := range letIn {
		known.letIn[one.User]++
	}
	return known, nil
}
