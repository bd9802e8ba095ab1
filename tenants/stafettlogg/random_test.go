package stafettlogg_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/document/documenttest"
)

// model is what may leave, kept as plainly as can be: every yes with what it was
// to and its last day, and what the municipality has granted. It knows nothing of
// how the product decides.
type model struct {
	h       *house
	yeses   []yes
	granted []string
	strict  bool
}

type yes struct {
	id     uuid.UUID
	to     []string // sections
	child  bool     // it is about the child of the log, and not about the caregiver
	until  time.Time
	gone   bool
	school bool
}

// needs is which section of the plan a class of data is of.
var needs = map[string]string{
	"child.reference": "overview", "child.age_group": "identity", "plan.goals": "goals", "plan.measures": "measures",
	"plan.level": "overview", "plan.participants": "overview", "plan.baton": "overview", "plan.document": "goals",
}

func (m *model) may(class string) bool {
	if m.strict || !slices.Contains(m.granted, class) {
		return false
	}
	return slices.ContainsFunc(m.yeses, func(one yes) bool {
		return one.child && one.school && !one.gone && m.h.Clock.Now().Before(one.until) &&
			(needs[class] == "overview" || slices.Contains(one.to, needs[class]))
	})
}

// check looks at a write as it comes to the other system.
func (m *model) check(w system.Write) error {
	var classes []string
	add := func(class string, there bool) {
		if there {
			classes = append(classes, class)
		}
	}
	if start := w.Start; start != nil {
		add("child.reference", true)
		add("child.age_group", start.AgeGroup != "")
		add("plan.level", start.Level+start.Step != "")
		add("plan.participants", len(start.Participants) > 0)
		add("plan.baton", start.Holder != system.Holder{} || start.OfferedTo != nil)
		add("plan.goals", len(start.Goals) > 0)
		add("plan.measures", len(start.Measures) > 0)
	}
	add("plan.goals", w.Goal != nil)
	add("plan.measures", w.Measure != nil)
	add("plan.baton", w.OfferBaton != nil || w.AnswerBaton != nil)
	if w.Attachment != nil {
		add("plan.document", true)
		said := documenttest.Words(m.h.t, w.Attachment.Content)
		add("plan.goals", strings.Contains(said, "Trygg"))
		add("plan.measures", strings.Contains(said, "Voksen ute"))
	}
	if w.Close != nil && m.strict {
		return fmt.Errorf("of a protected family left %s", dump(w))
	}
	for _, class := range classes {
		if !m.may(class) {
			return fmt.Errorf("%s left, and may not: %s", class, dump(w))
		}
	}
	return nil
}

// Whatever is said yes to, taken back, granted and refused in whatever order:
// nothing leaves but what may at that instant.
func TestWhateverHappensNothingLeavesButWhatMay(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if given, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Logf("SEED=%d", seed)
	both(t, func(t *testing.T, h *house) {
		for history := range 2 {
			random := rand.New(rand.NewPCG(seed, uint64(history)))
			intake := h.Intake(fmt.Sprintf("Hus%c", 'a'+history))
			h.family = h.FamilyOf(h.coordinator, intake)
			h.goal, h.measure = h.plans("Trygg", "Voksen ute")
			m := &model{h: h, granted: everyClass()}
			h.grant(m.granted...)
			h.system.mu.Lock()
			h.system.lose, h.system.fail = 0, nil
			h.system.onWrite = func(w system.Write) {
				if err := m.check(w); err != nil {
					t.Error(err)
				}
			}
			h.system.mu.Unlock()
			m.yeses = []yes{{id: h.yes(sections), to: []string{"identity", "goals", "measures"}, child: true, school: true, until: h.Clock.Now().AddDate(1, 0, 0)}}
			h.begun()
			for step := range 70 {
				m.step(random, step > 55)
			}
		}
		if len(h.system.writes) < 2 {
			t.Errorf("%d writes in two histories that each began a log", len(h.system.writes))
		}
		t.Logf("%d tries, %d writes", len(h.system.tries), len(h.system.writes))
	})
}

func everyClass() []string {
	var classes []string
	for class := range needs {
		classes = append(classes, class)
	}
	slices.Sort(classes)
	return classes
}

// step does one thing, which may be refused in plain words and in no other way.
func (m *model) step(random *rand.Rand, late bool) {
	h := m.h
	h.t.Helper()
	ok := func(err error) {
		h.t.Helper()
		if err != nil && !errors.Is(err, tenants.ErrInvalid) && !errors.Is(err, tenants.ErrConflict) && !errors.Is(err, tenants.ErrNotFound) {
			h.t.Error(err)
		}
	}
	link := m.live()
	switch n := random.IntN(24); {
	case n < 4:
		m.give(random)
	case n == 4 && len(m.yeses) > 0:
		one := &m.yeses[random.IntN(len(m.yeses))]
		_, err := consent.Withdraw(ctx, h.again(), h.family.ID, consent.What{Consent: one.id})
		ok(err)
		one.gone = true
	case n < 7:
		m.granted = slices.DeleteFunc(everyClass(), func(string) bool { return random.IntN(5) == 0 })
		h.grant(m.granted...)
	case n == 7:
		h.Clock.Advance(time.Duration(1+random.IntN(15)) * 24 * time.Hour)
	case n == 8 && late:
		h.protect()
		m.strict = true
	case n == 9:
		h.system.mu.Lock()
		h.system.lose, h.system.fail = random.IntN(2), nil
		if random.IntN(3) == 0 {
			h.system.fail = &sdk.Fault{Source: sdk.FromSystem, Code: "system.unavailable"}
		}
		h.system.mu.Unlock()
	case n == 10:
		_, err := stafettlogg.ReadDue(ctx, h.Scope)
		ok(err)
	case link == uuid.Nil:
		_, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, h.wanted())
		ok(err)
	case n == 11:
		ok(stafettlogg.OfferBaton(ctx, h.again(), h.family.ID, link))
	case n == 12:
		ok(stafettlogg.Attach(ctx, h.again(), h.family.ID, link, plain{}))
		m.meanwhile(random)
	case n < 22:
		ok(stafettlogg.Send(ctx, h.again(), h.family.ID, link, []uuid.UUID{h.goal, h.measure}[random.IntN(2)]))
		m.meanwhile(random)
	default:
		goal, err := plan.ReadGoal(ctx, h.Enter(h.again(), h.family.ID), h.goal)
		h.Must(err)
		goal.Title = fmt.Sprint("Trygg ", random.IntN(100))
		goal.Member = []*uuid.UUID{nil, &h.family.Child, &h.family.Child, &h.family.Child, &h.family.Child}[random.IntN(5)]
		ok(plan.ChangeGoal(ctx, h.again(), h.family.ID, h.goal, goal.Version, goal.GoalInput))
	}
	if random.IntN(3) == 0 {
		h.work()
		h.Clock.Advance(time.Minute)
	}
}

// meanwhile is what may happen while something waits to leave.
func (m *model) meanwhile(random *rand.Rand) {
	switch random.IntN(5) {
	case 0:
		m.granted = slices.DeleteFunc(everyClass(), func(string) bool { return random.IntN(2) == 0 })
		m.h.grant(m.granted...)
	case 1:
		m.h.Clock.Advance(time.Duration(random.IntN(40)) * 24 * time.Hour)
	default:
		return
	}
	m.h.work()
}

func (m *model) live() uuid.UUID {
	links, err := stafettlogg.Links(ctx, m.h.Enter(m.h.again(), m.h.family.ID))
	m.h.Must(err)
	for _, one := range links {
		if one.Live() {
			return one.ID
		}
	}
	return uuid.Nil
}

// give says yes to something, for the child or for the caregiver alone, to the
// school or to another unit.
func (m *model) give(random *rand.Rand) {
	h := m.h
	one := yes{child: random.IntN(4) > 0, school: random.IntN(5) > 0}
	var open policy.SectionSet
	for _, section := range []policy.Section{policy.SectionIdentity, policy.SectionGoals, policy.SectionMeasures} {
		if random.IntN(2) == 0 {
			open |= policy.Sections(section)
			one.to = append(one.to, section.String())
		}
	}
	if open == 0 {
		open, one.to = policy.Sections(policy.SectionStrengths), []string{"strengths"}
	}
	unit, about := h.school, h.family.Child
	if !one.school {
		unit = h.Unit(fmt.Sprint("Annet sted ", random.Uint32()))
	}
	if !one.child {
		about = h.family.Caregiver
	}
	last := h.Scope.Today().AddDays(random.IntN(40))
	id, err := consent.Give(ctx, h.again(), h.family.ID, consent.Given{
		Purpose: consent.Cooperation, Unit: unit, Members: []uuid.UUID{about}, Asked: open, By: h.family.Caregiver,
		Answer: consent.Yes, How: casefile.HowWritten, Until: last, Heard: []uuid.UUID{h.family.Child},
	})
	if errors.Is(err, tenants.ErrInvalid) {
		return // it is not theirs to say yes to
	}
	h.Must(err)
	one.id, one.until = id, last.AddDays(1).Time()
	m.yeses = append(m.yeses, one)
}
