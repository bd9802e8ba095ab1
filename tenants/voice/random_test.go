package voice_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
)

// said is what the simple model remembers of one entry.
type said struct {
	id       uuid.UUID
	text     string
	by       *tenants.Visit // the child it belongs to
	together bool
	removed  bool
	yes      map[uuid.UUID]bool
}

// TestAnyOrderOfYesAndNoLeavesExactlyThoseWhoWereLetIn does random things in a
// random order and compares what each person hears with a model that is a map.
func TestAnyOrderOfYesAndNoLeavesExactlyThoseWhoWereLetIn(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		m := &model{home: h, random: rand.New(rand.NewPCG(seed, 1))}
		for step := range 60 {
			m.step(step)
			if step%3 == 0 {
				m.compare(step)
			}
		}
		m.compare(60)
	})
}

type model struct {
	*home
	random *rand.Rand
	said   []*said
}

func (m *model) hearers() []*tenants.Visit {
	return []*tenants.Visit{m.coordinator, m.caregiver, m.teacher}
}

func (m *model) step(n int) {
	m.t.Helper()
	child, member := m.young, m.child
	if m.random.IntN(2) == 0 {
		child, member = m.other, m.sibling
	}
	if len(m.said) == 0 || m.random.IntN(4) == 0 {
		m.speak(n, child, member)
		return
	}
	one := m.said[m.random.IntN(len(m.said))]
	who := m.hearers()[m.random.IntN(3)]
	actor := []*tenants.Visit{m.young, m.other, m.coordinator, m.caregiver, m.teacher}[m.random.IntN(5)]
	may := m.may(actor, one)
	switch m.random.IntN(4) {
	case 0, 1:
		m.expect(may && !one.removed, voice.SayYes(m.ctx, actor, m.family.ID, one.id, ids(who)), func() { one.yes[who.Viewer.ID] = true })
	case 2:
		stands := one.yes[who.Viewer.ID]
		m.expect(may && !one.removed && stands, voice.TakeBack(m.ctx, actor, m.family.ID, one.id, who.Viewer.ID),
			func() { delete(one.yes, who.Viewer.ID) })
	case 3:
		if one.removed {
			m.expect(actor == one.by, voice.Restore(m.ctx, actor, m.family.ID, one.id), func() { one.removed = false })
			return
		}
		if actor == m.coordinator {
			return // who takes away is who brings back: left to the child here
		}
		m.expect(may, voice.Remove(m.ctx, actor, m.family.ID, one.id), func() { one.removed = true })
	}
}

// may tells who decides over an entry: the child, and the coordinator beside
// the child for what they wrote together and the coordinator may see.
func (m *model) may(actor *tenants.Visit, one *said) bool {
	return actor == one.by || actor == m.coordinator && one.together && one.yes[m.coordinator.Viewer.ID]
}

func (m *model) speak(n int, child *tenants.Visit, member uuid.UUID) {
	m.t.Helper()
	one := &said{text: "Sagt " + string(rune('A'+n%26)) + string(rune('a'+n/26)), by: child, yes: map[uuid.UUID]bool{}}
	words := voice.Words{Kind: voice.Good, Text: one.text}
	var err error
	if one.together = m.random.IntN(2) == 0; one.together {
		who := m.hearers()[m.random.IntN(3)]
		one.yes[who.Viewer.ID] = true
		one.id, err = voice.WriteTogether(m.ctx, m.coordinator, m.family.ID, member, words, voice.Beside{Knows: true, Yes: ids(who)})
	} else {
		one.id, err = voice.Write(m.ctx, child, m.family.ID, words)
	}
	m.must(err)
	m.said = append(m.said, one)
}

func (m *model) expect(allowed bool, err error, then func()) {
	m.t.Helper()
	if allowed {
		m.must(err)
		then()
		return
	}
	m.isNotFound(err)
}

func (m *model) compare(step int) {
	m.t.Helper()
	for i, who := range m.hearers() {
		var want []string
		for _, one := range m.said {
			if !one.removed && one.yes[who.Viewer.ID] {
				want = append(want, one.text)
			}
		}
		got := m.hears(who)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			m.t.Fatalf("step %d: hearer %d hears %q, want %q", step, i, got, want)
		}
	}
	for _, who := range []*tenants.Visit{m.leader, m.privacyKeeper, m.young, m.other} {
		if got := m.hears(who); len(got) > 0 {
			m.t.Fatalf("step %d: somebody who is told nothing hears %q", step, got)
		}
	}
}
