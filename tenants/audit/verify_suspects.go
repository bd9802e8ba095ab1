package audit

import "crypto/sha256"

// judgeSuspects decides, of the lines where the chain broke, which changed
// places, which were changed, and which only follow a line that was.
func (v *verification) judgeSuspects() {
	m := match(v.suspects, v.missing)
	for _, s := range v.suspects {
		at, moved := m.standsAt[s.place]
		switch {
		case moved:
			v.texts.forget(s.place)
			v.texts.forget(at)
			v.find(s.place, s.place, Reordered, true, "its line stands at place %d", at)
		case m.whole[s.place]: // only the line before it is at fault
		case m.content[s.place]:
			v.texts.forget(s.place)
			v.find(s.place, s.place, Changed, false, "its link to the line before")
		case m.used[s.place]: // named where its line belongs
		case v.beyond(s.place): // named by judgeLength
			v.texts.forget(s.place)
		case v.texts.blames(s):
			v.sound = min(v.sound, s.place-1)
		default:
			detail := "it does not follow from the line before"
			if why := v.texts.why(s.place); why != nil {
				detail = why.Error()
			}
			v.texts.forget(s.place)
			v.find(s.place, s.place, Changed, true, "%s", detail)
		}
	}
	for place, at := range m.standsAt {
		if !m.suspected[place] {
			v.texts.forget(at)
			v.find(place, place, Reordered, true, "its line stands at place %d", at)
		}
	}
}

// beyond reports whether a place is past the end that every head knows.
func (v *verification) beyond(place int64) bool {
	if v.headErr != nil || place < v.head.size {
		return false
	}
	for _, head := range v.heads {
		if place < head.size {
			return false
		}
	}
	return true
}

// matched is what is known of suspect places.
type matched struct {
	suspected map[int64]bool
	standsAt  map[int64]int64 // place -> where its line stands now
	used      map[int64]bool  // the line standing here belongs elsewhere
	content   map[int64]bool  // the line standing here belongs here
	whole     map[int64]bool  // and its link is right too
}

// match tries every suspect line at every suspect or missing place: it belongs
// there when its link then comes out as one that was written.
func match(suspects []suspect, missing []gap) matched {
	m := matched{map[int64]bool{}, map[int64]int64{}, map[int64]bool{}, map[int64]bool{}, map[int64]bool{}}
	suspects = suspects[:min(len(suspects), maxSuspects)]
	links := map[[sha256.Size]byte]bool{}
	for _, s := range suspects {
		m.suspected[s.place] = true
		links[asLink(s.link)] = true
	}
	for _, target := range targets(suspects, missing) {
		for _, candidate := range suspects {
			for before := range target.before {
				link := linkHash(before, leafHash(target.place, candidate.at, candidate.commitment))
				if !links[link] {
					continue
				}
				m.put(target, candidate, link)
			}
		}
	}
	return m
}

func (m matched) put(t target, s suspect, link [sha256.Size]byte) {
	if t.place != s.place {
		m.standsAt[t.place] = s.place
		m.used[s.place] = true
		return
	}
	m.content[t.place] = true
	m.whole[t.place] = string(link[:]) == string(s.link)
	if t.place > 0 && m.suspected[t.place-1] && t.computed != nil {
		if linkHash(*t.computed, leafHash(t.place, s.at, s.commitment)) == link {
			m.content[t.place-1] = true
		}
	}
}

// target is a place and the links that may have stood before it.
type target struct {
	place    int64
	before   map[[sha256.Size]byte]bool
	computed *[sha256.Size]byte // the link of the suspect before, as its line gives it
}

func targets(suspects []suspect, missing []gap) []target {
	at := map[int64]suspect{}
	for _, s := range suspects {
		at[s.place] = s
	}
	var out []target
	for _, s := range suspects {
		out = append(out, newTarget(s.place, s.before, at, suspects))
	}
	for _, g := range missing {
		before := g.before
		for place := g.from; place <= g.to && len(out) < 2*maxSuspects; place++ {
			out = append(out, newTarget(place, before, at, suspects))
		}
	}
	return out
}

func newTarget(place int64, before [sha256.Size]byte, at map[int64]suspect, suspects []suspect) target {
	t := target{place: place, before: map[[sha256.Size]byte]bool{before: true}}
	prior, found := at[place-1]
	if !found {
		return t
	}
	computed := linkHash(prior.before, leafHash(prior.place, prior.at, prior.commitment))
	t.computed = &computed
	t.before[computed] = true
	for _, s := range suspects {
		t.before[asLink(s.link)] = true
	}
	return t
}
