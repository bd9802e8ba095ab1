package message_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// TestAnyHistoryIsReadByExactlyThoseWhoAreInIt lets people write, leave, be shut
// out and be let in again in a random order, and compares what each of them
// reads with a model that is a few lists.
func TestAnyHistoryIsReadByExactlyThoseWhoAreInIt(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		m := gather(lay(t, house), rand.New(rand.NewPCG(seed, 1)))
		for range 90 {
			m.step()
			m.compare(m.people[m.random.IntN(len(m.people))])
		}
		for _, one := range m.people {
			m.compare(one)
		}
	})
}

// somebody is a person as the model knows them.
type somebody struct {
	name   string
	visit  *tenants.Visit
	grant  casefile.Grant
	about  []uuid.UUID // the children; nil: both
	knows  []string    // whom they may write with; nil: everybody
	inside bool
}

func (s *somebody) sees(about *uuid.UUID) bool {
	return s.inside && (about == nil || s.about == nil || slices.Contains(s.about, *about))
}

// meets reports whether two people may be in one conversation.
func (s *somebody) meets(other *somebody) bool {
	return s.about == nil || other.about == nil || slices.Equal(s.about, other.about)
}

// talk is a conversation as the model remembers it.
type talk struct {
	id    uuid.UUID
	about *uuid.UUID
	begun []*somebody // all who were ever in it
	in    []*somebody
	texts []string
}

type model struct {
	*table
	random *rand.Rand
	people []*somebody
	talks  []*talk
	said   int
}

func gather(b *table, random *rand.Rand) *model {
	own := func(relation policy.Relation, members ...uuid.UUID) casefile.Grant {
		return casefile.Grant{Relation: relation, Basis: policy.BasisConsent, Members: members}
	}
	team := own(policy.RelationTeam, b.elder)
	team.Sections = policy.Sections(policy.SectionMessages, policy.SectionIdentity)
	elder, younger := []uuid.UUID{b.elder}, []uuid.UUID{b.younger}
	m := &model{table: b, random: random, people: []*somebody{
		{name: "coordinator", visit: b.coordinator},
		{name: "mother", visit: b.mother, grant: own(policy.RelationCaregiver)},
		{name: "father", visit: b.father, about: younger, knows: []string{"coordinator"},
			grant: own(policy.RelationCaregiver, b.younger, b.members["Finn"])},
		{name: "youth", visit: b.youth, about: elder, knows: []string{"coordinator", "teacher"}, grant: own(policy.RelationChild, b.elder)},
		{name: "teacher", visit: b.teacher, about: elder, knows: []string{"coordinator", "youth"}, grant: team},
	}}
	for _, one := range m.people {
		one.inside, one.grant.User = true, one.visit.Viewer.ID
	}
	return m
}

func (m *model) step() {
	m.t.Helper()
	who := m.people[m.random.IntN(len(m.people))]
	if len(m.talks) == 0 || m.random.IntN(5) == 0 {
		m.talk(who)
		return
	}
	one := m.talks[m.random.IntN(len(m.talks))]
	switch m.random.IntN(6) {
	case 0:
		m.leave(who, one)
	case 1:
		m.turn(m.people[1+m.random.IntN(len(m.people)-1)])
	default:
		m.write(who, one)
	}
}

// expect checks that something was allowed exactly when the model allows it.
func (m *model) expect(what string, err error, allowed bool) {
	m.t.Helper()
	refused := errors.Is(err, tenants.ErrNotFound) || errors.Is(err, tenants.ErrInvalid)
	if allowed && err != nil || !allowed && !refused {
		m.t.Fatalf("%s: %v, allowed %v", what, err, allowed)
	}
}

func (m *model) talk(who *somebody) {
	m.t.Helper()
	about := []*uuid.UUID{nil, &m.elder, &m.younger}[m.random.IntN(3)]
	var with []*somebody
	for _, i := range m.random.Perm(len(m.people))[:1+m.random.IntN(2)] {
		if m.people[i] != who {
			with = append(with, m.people[i])
		}
	}
	if len(with) == 0 {
		return
	}
	allowed := who.sees(about)
	var visits []*tenants.Visit
	for i, one := range with {
		visits = append(visits, one.visit)
		allowed = allowed && one.sees(about) && (who.knows == nil || slices.Contains(who.knows, one.name))
		for _, other := range with[:i] {
			allowed = allowed && one.meets(other)
		}
	}
	m.tick()
	opening := m.opening(about, visits...)
	id, err := message.Begin(m.ctx, who.visit, m.family, opening)
	m.expect(fmt.Sprintf("the %s begins with %d, %s first", who.name, len(with), with[0].name), err, allowed)
	if err == nil {
		in := append([]*somebody{who}, with...)
		m.talks = append(m.talks, &talk{id: id, about: about, begun: in, in: slices.Clone(in), texts: []string{opening.Text}})
	}
}

func (m *model) write(who *somebody, one *talk) {
	m.t.Helper()
	m.said++
	text := fmt.Sprintf("Melding %d", m.said)
	stay := slices.DeleteFunc(slices.Clone(one.in), func(s *somebody) bool { return !s.sees(one.about) })
	allowed := slices.Contains(stay, who) && len(stay) > 1
	m.expect("the "+who.name+" writes", m.table.write(who.visit, one.id, text), allowed)
	if allowed {
		one.in, one.texts = stay, append(one.texts, text)
	}
}

func (m *model) leave(who *somebody, one *talk) {
	m.t.Helper()
	m.tick()
	allowed := slices.Contains(one.in, who) && who.sees(one.about)
	m.expect("the "+who.name+" leaves", message.Leave(m.ctx, who.visit, m.family, one.id), allowed)
	if allowed {
		one.in = slices.DeleteFunc(one.in, func(s *somebody) bool { return s == who })
	}
}

// turn shuts somebody out, or lets them in again.
func (m *model) turn(who *somebody) {
	m.t.Helper()
	m.tick()
	if who.inside = !who.inside; !who.inside {
		m.end(who.visit)
		return
	}
	m.must(m.house.Scope.InTx(m.ctx, func(tx *tenants.Tx) error {
		return casefile.Let(m.ctx, m.coordinator, tx, m.family, who.grant)
	}))
}

// compare checks every conversation as one person has it now.
func (m *model) compare(who *somebody) {
	m.t.Helper()
	listed := 0
	for _, one := range m.talks {
		read, err := m.read(who.visit, one.id)
		if !slices.Contains(one.in, who) || !who.sees(one.about) {
			if !errors.Is(err, tenants.ErrNotFound) {
				m.t.Fatalf("the %s reads %q: %v", who.name, texts(read), err)
			}
			continue
		}
		listed++
		m.must(err)
		if !slices.Equal(texts(read), one.texts) {
			m.t.Fatalf("the %s reads %q, not %q", who.name, texts(read), one.texts)
		}
		for _, other := range read.With {
			at := slices.IndexFunc(one.begun, func(s *somebody) bool { return s.visit.Viewer.ID == other.ID })
			if there := slices.Contains(one.in, one.begun[at]) && one.begun[at].sees(one.about); other.Gone == there {
				m.t.Fatalf("to the %s the %s is gone: %v", who.name, one.begun[at].name, other.Gone)
			}
		}
	}
	if !who.inside {
		return
	}
	lines, err := message.List(m.ctx, m.enter(who.visit))
	m.must(err)
	if len(lines) != listed {
		m.t.Fatalf("the %s has %d conversations, not %d", who.name, len(lines), listed)
	}
}
