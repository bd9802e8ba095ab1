package insight

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

const guest = policy.RelationGuest

// facts are what looks are held against.
type facts struct {
	families map[uuid.UUID]*casefile.Counted
	named    map[uuid.UUID]map[uuid.UUID]bool // by person: families with their last name in them
	letIn    map[uuid.UUID]int                // how often a person let themself in
}

// detectors say of one look whether it is of a pattern. Many is about several
// looks and stands apart.
var detectors = map[Pattern]func(*facts, Line) bool{
	Emergency: func(_ *facts, l Line) bool { return l.Basis == policy.BasisEmergency },
	Again: func(f *facts, l Line) bool {
		return l.Basis == policy.BasisEmergency && f.letIn[l.Actor] >= AgainFrom
	},
	Outside: func(f *facts, l Line) bool {
		family := f.families[l.Family]
		return family != nil && l.Basis != policy.BasisEmergency && l.Relation != policy.RelationLeader && !family.Inside[l.Actor]
	},
	SameName: func(f *facts, l Line) bool { return f.named[l.Actor][l.Family] },
	Protected: func(f *facts, l Line) bool {
		family := f.families[l.Family]
		return family != nil && family.Strict && family.Coordinator != l.Actor
	},
	AfterEnd: func(f *facts, l Line) bool {
		family := f.families[l.Family]
		return family != nil && slices.ContainsFunc(family.Closed, func(s casefile.Span) bool { return s.Has(l.At) })
	},
	Night: func(_ *facts, l Line) bool {
		hour := l.At.In(clock.Oslo).Hour()
		return hour >= NightFrom || hour < NightTo
	},
}

// findings holds looks, oldest first, against the facts.
func (f *facts) findings(looks []Line) []Finding {
	var list []Finding
	for _, pattern := range Patterns() {
		var found []Finding
		if pattern == Many {
			found = manyFamilies(looks)
		} else {
			found = f.matching(pattern, looks)
		}
		slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Compare(b.Last.UnixMicro(), a.Last.UnixMicro()) })
		list = append(list, found...)
	}
	return list
}

// matching gathers the looks of a pattern by person and family.
func (f *facts) matching(pattern Pattern, looks []Line) []Finding {
	type whose struct{ actor, family uuid.UUID }
	at := map[whose]int{}
	var found []Finding
	for _, look := range looks {
		if !detectors[pattern](f, look) {
			continue
		}
		i, seen := at[whose{look.Actor, look.Family}]
		if !seen {
			i = len(found)
			at[whose{look.Actor, look.Family}] = i
			found = append(found, Finding{Pattern: pattern, Actor: look.Actor, Family: look.Family, Code: look.Code})
		}
		found[i].add(look)
	}
	return found
}

func (f *Finding) add(look Line) {
	f.Who, f.Title, f.Last = look.Who, look.Title, look.At
	if f.Looks == 0 {
		f.First = look.At
	}
	f.Looks++
	f.places = append(f.places, look.Place)
}

// manyFamilies finds persons who have opened more than ManyFamilies different
// families within ManyWithin, each on a page of its own.
func manyFamilies(looks []Line) []Finding {
	byActor := map[uuid.UUID][]Line{}
	var actors []uuid.UUID
	for _, look := range withoutLists(looks) {
		if _, seen := byActor[look.Actor]; !seen {
			actors = append(actors, look.Actor)
		}
		byActor[look.Actor] = append(byActor[look.Actor], look)
	}
	var found []Finding
	for _, actor := range actors {
		if one := crowded(byActor[actor]); one.Looks > 0 {
			found = append(found, one)
		}
	}
	return found
}

// crowded slides a window over one person's looks, oldest first, and gathers
// those that stood in one with too many families.
func crowded(looks []Line) Finding {
	found := Finding{Pattern: Many}
	opened := map[uuid.UUID]int{}
	first, added := 0, 0
	for i, look := range looks {
		opened[look.Family]++
		for look.At.Sub(looks[first].At) > ManyWithin {
			if opened[looks[first].Family]--; opened[looks[first].Family] == 0 {
				delete(opened, looks[first].Family)
			}
			first++
		}
		if len(opened) <= ManyFamilies {
			continue
		}
		for added = max(added, first); added <= i; added++ {
			found.Actor = looks[added].Actor
			found.add(looks[added])
		}
	}
	return found
}

// withoutLists leaves out what pages wrote that show several families at once:
// such a page puts its lines on record next to each other and at one moment.
func withoutLists(looks []Line) []Line {
	var alone []Line
	for begin := 0; begin < len(looks); {
		end := begin + 1
		for end < len(looks) && samePage(looks[end-1], looks[end]) {
			end++
		}
		page := looks[begin:end]
		if !slices.ContainsFunc(page, func(l Line) bool { return l.Family != page[0].Family }) {
			alone = append(alone, page...)
		}
		begin = end
	}
	return alone
}

func samePage(before, after Line) bool {
	return before.Actor == after.Actor && after.Place == before.Place+1 && after.At.Sub(before.At) < onePage
}

func lastWord(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 { // a title alone, or no name
		return ""
	}
	return words[len(words)-1]
}

// Since is the first day of the period that is looked through when nobody
// chooses one.
func Since(today clock.Date) clock.Date { return today.AddDays(-PatternDays) }
