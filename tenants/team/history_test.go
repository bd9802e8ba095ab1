package team_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
)

// history is a family's team told by the plainest model there is: what each
// place has come to, and the last days of the yeses in force.
type history struct {
	*house
	rt     *rapid.T
	scopes []*tenants.Scope // replicas
	people []*tenants.Visit // of the school
	family uuid.UUID
	child  uuid.UUID
	giver  uuid.UUID
	seats  []*chair
	yeses  []time.Time // when each ends
}

// chair is a place as the model knows it.
type chair struct {
	id     uuid.UUID
	state  team.State
	person *tenants.Visit
}

func TestNoHistoryLeavesAnybodyInsideWithoutAPlaceTheyAcceptedAndAYesInForce(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		replica := h.Replica(t.Context())
		t.Cleanup(replica.Close)
		other, err := replica.ByID(ctx, h.Scope.ID)
		h.Must(err)
		round := 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			family := h.FamilyOf(h.coordinator, h.Intake(fmt.Sprintf("Lia%d", round)))
			run := &history{
				house: h, rt: rt, scopes: []*tenants.Scope{h.Scope, other}, people: []*tenants.Visit{h.teacher, h.other},
				family: family.ID, child: family.Child, giver: family.Caregiver,
			}
			for range rapid.IntRange(5, 20).Draw(rt, "steps") {
				run.step()
				run.check()
			}
		})
	})
}

// as is somebody's next request, on one of the replicas.
func (h *history) as(v *tenants.Visit) *tenants.Visit {
	return tenants.NewVisit(rapid.SampledFrom(h.scopes).Draw(h.rt, "replica"), v.Viewer)
}

// open reports whether a yes is in force.
func (h *history) open() bool {
	now := h.Scope.Clock().Now()
	for _, until := range h.yeses {
		if now.Before(until) {
			return true
		}
	}
	return false
}

func (h *history) expect(what string, ok bool, err error) {
	h.rt.Helper()
	if ok && err != nil {
		h.rt.Fatalf("%s: %v", what, err)
	}
	if !ok && err == nil {
		h.rt.Fatalf("%s was let through", what)
	}
}

func (h *history) step() {
	what := rapid.SampledFrom([]string{
		"yes", "invite", "invite", "name", "name", "accept", "accept", "accept", "decline", "leave", "remove", "withdraw", "days",
	}).Draw(h.rt, "what")
	switch what {
	case "yes":
		h.yes()
	case "withdraw":
		h.withdraw()
	case "invite":
		h.asks()
	case "days":
		h.Clock.Advance(time.Duration(rapid.IntRange(1, 5).Draw(h.rt, "days")) * 24 * time.Hour)
	default:
		if len(h.seats) > 0 {
			h.sits(what, rapid.SampledFrom(h.seats).Draw(h.rt, "seat"), rapid.SampledFrom(h.people).Draw(h.rt, "person"))
		}
	}
}

func (h *history) yes() {
	last := h.Scope.Today().AddDays(rapid.IntRange(0, 6).Draw(h.rt, "lasts"))
	_, err := consent.Give(ctx, h.as(h.coordinator), h.family, consent.Given{
		Purpose: consent.Cooperation, Unit: h.school, Members: []uuid.UUID{h.child}, By: h.giver,
		Asked: policy.Sections(policy.SectionGoals), Answer: consent.Yes, How: casefile.HowOral, Told: "Hjemme", Until: last,
	})
	h.expect("yes", true, err)
	h.yeses = append(h.yeses, last.AddDays(1).Time())
}

func (h *history) withdraw() {
	_, err := consent.Withdraw(ctx, h.as(h.coordinator), h.family, consent.What{Unit: h.school})
	if err != nil && !errors.Is(err, tenants.ErrNotFound) {
		h.rt.Fatalf("withdraw: %v", err)
	}
	h.yeses = nil
}

func (h *history) asks() {
	waits := false
	for _, one := range h.seats {
		waits = waits || one.state == team.StateInvited
	}
	id, err := team.Invite(ctx, h.as(h.coordinator), h.family, h.school, "")
	if h.expect("invite", h.open() && !waits, err); err == nil {
		h.seats = append(h.seats, &chair{id: id, state: team.StateInvited})
	}
}

// sits is a step that touches one place.
func (h *history) sits(what string, one *chair, person *tenants.Visit) {
	theirs, waits := one.person == person, one.state == team.StateInvited || one.state == team.StateNamed
	var ok bool
	var err error
	next := *one
	switch what {
	case "name":
		ok = h.open() && (waits || one.state == team.StateDeclined)
		err = team.Name(ctx, h.as(h.head), one.id, person.Viewer.ID)
		next.state, next.person = team.StateNamed, person
	case "accept":
		ok = h.open() && theirs && one.state == team.StateNamed
		err = team.Accept(ctx, h.as(person), one.id)
		next.state = team.StateAccepted
	case "decline":
		ok = theirs && one.state == team.StateNamed
		err = team.Decline(ctx, h.as(person), one.id, "Nei")
		next.state = team.StateDeclined
	case "leave":
		ok = theirs && one.state == team.StateAccepted
		err = team.Leave(ctx, h.as(person), one.id)
		next.state = team.StateLeft
	case "remove":
		ok = true
		err = team.Remove(ctx, h.as(h.coordinator), h.family, one.id)
		if one.state != team.StateDeclined {
			next.state = team.StateLeft
		}
	}
	h.expect(what, ok, err)
	if !ok {
		return
	}
	if what == "accept" { // an earlier place of theirs is this one now
		for _, earlier := range h.seats {
			if earlier.person == person && earlier.state == team.StateAccepted {
				earlier.state = team.StateLeft
			}
		}
	}
	*one = next
	if what == "accept" && !h.inside(person) {
		h.rt.Fatal("who accepted while a yes is in force is not inside")
	}
}

// inside asks the family's door on a replica.
func (h *history) inside(v *tenants.Visit) bool {
	access, err := casefile.Enter(ctx, h.as(v), h.family)
	if errors.Is(err, tenants.ErrNotFound) {
		return false
	}
	if err != nil {
		h.rt.Fatal(err)
	}
	return access.Is(policy.RelationTeam)
}

// check compares the door and the list with the model.
func (h *history) check() {
	access, err := casefile.Enter(ctx, h.as(h.coordinator), h.family)
	if err != nil {
		h.rt.Fatal(err)
	}
	places, err := team.List(ctx, access)
	if err != nil {
		h.rt.Fatal(err)
	}
	if len(places) != len(h.seats) {
		h.rt.Fatalf("%d places are told, of %d", len(places), len(h.seats))
	}
	for _, person := range h.people {
		sits, told := false, false
		for _, one := range h.seats {
			sits = sits || one.person == person && one.state == team.StateAccepted
		}
		for _, place := range places {
			told = told || place.User == person.Viewer.ID && place.Now == team.Inside
		}
		inside := h.inside(person)
		if inside && (!sits || !h.open()) {
			h.rt.Fatalf("somebody is inside; accepted place: %t, yes in force: %t", sits, h.open())
		}
		if inside != told {
			h.rt.Fatalf("inside: %t, told as inside: %t", inside, told)
		}
	}
	for _, strange := range []*tenants.Visit{h.nurse, h.head, h.chief} {
		if h.inside(strange) {
			h.rt.Fatal("somebody without a place is inside")
		}
	}
}
