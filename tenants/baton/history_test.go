package baton_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/batonoffer"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// history is what the baton should be after everything that has happened,
// told by the plainest model there is.
type history struct {
	rt     *rapid.T
	house  *tenanttest.House
	boss   *tenants.Visit
	scopes []*tenants.Scope // replicas
	people []*tenants.Visit // coordinators
	left   map[uuid.UUID]bool
	away   map[uuid.UUID]bool

	family uuid.UUID
	holder *tenants.Visit
	closed bool
	offer  uuid.UUID
	to     *tenants.Visit // of the open offer; nil for none
}

func TestNoHistoryLosesAFamilyOrGivesItTwoCoordinators(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		scopes := []*tenants.Scope{house.Scope, replica(t, house)}
		boss, round := leader(house), 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			h := &history{rt: rt, house: house, boss: boss, scopes: scopes, left: map[uuid.UUID]bool{}, away: map[uuid.UUID]bool{}}
			for n := range 4 {
				name := fmt.Sprintf("k%d-%d", round, n)
				h.people = append(h.people, house.Staff(house.Scope, name, policy.RoleCoordinator))
			}
			h.holder = h.people[0]
			h.family = house.FamilyOf(h.holder, house.Intake(fmt.Sprintf("Lia%d", round))).ID
			for range rapid.IntRange(4, 16).Draw(rt, "steps") {
				h.step()
				h.check()
			}
		})
	})
}

// replica is the municipality as another process has it.
func replica(t *testing.T, house *tenanttest.House) *tenants.Scope {
	t.Helper()
	registry := house.Replica(t.Context())
	t.Cleanup(registry.Close)
	scope, err := registry.ByID(ctx, house.Scope.ID)
	must(t, err)
	return scope
}

// as is somebody's next request, on one of the replicas.
func (h *history) as(v *tenants.Visit) *tenants.Visit {
	return again(rapid.SampledFrom(h.scopes).Draw(h.rt, "replica"), v)
}

func (h *history) fit(v *tenants.Visit) bool { return !h.left[v.Viewer.ID] && !h.away[v.Viewer.ID] }

func (h *history) step() {
	by := rapid.SampledFrom(h.people).Draw(h.rt, "by")
	to := rapid.SampledFrom(h.people).Draw(h.rt, "to")
	what := rapid.SampledFrom([]string{
		"offer", "offer", "accept", "accept", "decline", "withdraw", "move", "leave", "away", "back", "close", "reopen",
	}).Draw(h.rt, "what")
	holds := by == h.holder && !h.left[by.Viewer.ID]
	switch what {
	case "leave":
		if len(h.left) < 2 {
			h.expect(what, true, directory.Leave(ctx, h.house.Administrator(), by.Viewer.ID))
			h.left[by.Viewer.ID] = true
		}
	case "away":
		h.expect(what, !h.left[by.Viewer.ID],
			directory.SetAbsence(ctx, h.as(h.boss), by.Viewer.ID, directory.Absence{From: h.house.Scope.Today()}))
		h.away[by.Viewer.ID] = !h.left[by.Viewer.ID]
	case "back":
		h.expect(what, !h.left[by.Viewer.ID], directory.SetAbsence(ctx, h.as(h.boss), by.Viewer.ID, directory.Absence{}))
		delete(h.away, by.Viewer.ID)
	case "close":
		if holds {
			h.expect(what, !h.closed, casefile.Close(ctx, h.as(by), h.family, "goals_reached", "", by.Today()))
			h.closed = true
		}
	case "reopen":
		if holds {
			h.expect(what, h.closed, casefile.Reopen(ctx, h.as(by), h.family, ""))
			h.closed = false
		}
	default:
		if !h.left[by.Viewer.ID] { // who has left cannot ask for anything
			h.hand(what, by, to)
		}
	}
}

// hand is a step that touches the baton itself.
func (h *history) hand(what string, by, to *tenants.Visit) {
	switch what {
	case "offer":
		ok := by == h.holder && to != by && h.fit(to) && !h.closed && h.to == nil
		id, err := baton.Make(ctx, h.as(by), h.family, to.Viewer.ID, "")
		if h.expect(what, ok, err); ok {
			h.offer, h.to = id, to
		}
	case "accept":
		ok := h.to == by && !h.closed
		_, err := baton.Accept(ctx, h.as(by), h.offer)
		if h.expect(what, ok, err); ok {
			h.holder, h.to = by, nil
		}
	case "decline":
		ok := h.to == by
		if h.expect(what, ok, baton.Decline(ctx, h.as(by), h.offer, "Nei.")); ok {
			h.to = nil
		}
	case "withdraw":
		ok := by == h.holder && h.to != nil
		if h.expect(what, ok, baton.Withdraw(ctx, h.as(by), h.family, h.offer)); ok {
			h.to = nil
		}
	case "move":
		ok := !h.closed && to != h.holder && h.fit(to)
		if h.expect(what, ok, baton.Move(ctx, h.as(h.boss), h.family, to.Viewer.ID, "Trengs.")); ok {
			h.holder, h.to = to, nil
		}
	}
}

// expect compares a step with the model: it succeeds or is refused in one of
// the ways that are known.
func (h *history) expect(what string, ok bool, err error) {
	h.rt.Helper()
	if ok != (err == nil) {
		h.rt.Fatalf("%s: allowed by the model: %v, got %v", what, ok, err)
	}
	if err != nil && tenants.Code(err) == "internal" {
		h.rt.Fatalf("%s failed: %v", what, err)
	}
}

// check compares the tables with the model.
func (h *history) check() {
	h.rt.Helper()
	for _, scope := range h.scopes {
		file, err := scope.Client().CaseFile.Get(ctx, h.family)
		if err != nil {
			h.rt.Fatalf("the family is lost: %v", err)
		}
		if file.CoordinatorID != h.holder.Viewer.ID || (file.State == string(casefile.StateClosed)) != h.closed {
			h.rt.Fatalf("the table says %s, %s", file.CoordinatorID, file.State)
		}
		open, err := scope.Client().BatonOffer.Query().
			Where(batonoffer.CaseFileID(h.family), batonoffer.State(string(baton.StateOffered))).All(ctx)
		if err != nil || (len(open) == 1) != (h.to != nil) || len(open) > 1 {
			h.rt.Fatalf("%d open offers, %v", len(open), err)
		}
	}
	for _, one := range h.people {
		_, err := casefile.Enter(ctx, h.as(one), h.family)
		if (err == nil) != (one == h.holder) {
			h.rt.Fatalf("inside: %v, holds the baton: %v", err, one == h.holder)
		}
	}
	if h.closed {
		return
	}
	load, err := baton.ReadLoad(ctx, h.as(h.boss))
	if err != nil {
		h.rt.Fatalf("reading the load: %v", err)
	}
	waits := slices.ContainsFunc(load.Waiting, func(c baton.Case) bool { return c.Family == h.family })
	if waits == h.fit(h.holder) {
		h.rt.Fatalf("the family waits for a coordinator: %v, and has one who is there: %v", waits, h.fit(h.holder))
	}
}

// Twenty at once, on two replicas, answer, take back and move one baton.
func TestManyAtOnceMakeOneCoordinator(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		scopes := []*tenants.Scope{house.Scope, replica(t, house)}
		old, next, boss := house.Coordinator(), house.Colleague(), leader(house)
		third := house.Staff(house.Scope, "tredje", policy.RoleCoordinator)
		for n := range 3 {
			family := house.Family(fmt.Sprintf("Lia%d", n))
			offer, err := baton.Make(ctx, old, family.ID, next.Viewer.ID, "")
			must(t, err)
			errs := atOnce(20, func(i int) error {
				scope := scopes[i%2]
				switch i % 5 {
				case 0, 1:
					_, err := baton.Accept(ctx, again(scope, next), offer)
					return err
				case 2:
					return baton.Withdraw(ctx, again(scope, old), family.ID, offer)
				case 3:
					return baton.Move(ctx, again(scope, boss), family.ID, third.Viewer.ID, "Trengs.")
				}
				return baton.Move(ctx, again(scope, boss), family.ID, next.Viewer.ID, "Trengs.")
			})
			for _, err := range errs {
				if err != nil && tenants.Code(err) == "internal" || errors.Is(err, tenants.ErrUnavailable) {
					t.Errorf("one of many failed: %v", err)
				}
			}
			pathLeadsToTheHolder(t, house, family.ID, old.Viewer.ID)
		}
	})
}

func atOnce(many int, do func(i int) error) []error {
	errs, begin := make([]error, many), make(chan struct{})
	var all sync.WaitGroup
	for i := range many {
		all.Add(1)
		go func() {
			defer all.Done()
			<-begin
			errs[i] = do(i)
		}()
	}
	close(begin)
	all.Wait()
	return errs
}

// pathLeadsToTheHolder follows what was accepted and moved from the first
// coordinator: every handover begins where the last one ended.
func pathLeadsToTheHolder(t *testing.T, house *tenanttest.House, family, first uuid.UUID) {
	t.Helper()
	rows, err := house.Scope.Client().BatonOffer.Query().Where(batonoffer.CaseFileID(family)).All(ctx)
	must(t, err)
	balance, accepted := map[uuid.UUID]int{}, 0
	for _, row := range rows {
		switch baton.State(row.State) {
		case baton.StateAccepted:
			accepted++
			fallthrough
		case baton.StateMoved:
			balance[row.FromID]++
			balance[row.ToID]--
		case baton.StateOffered:
			if holder(t, house.Scope, family) != first {
				t.Error("an offer from somebody who has given the baton away is still open")
			}
		}
	}
	balance[first]--
	balance[holder(t, house.Scope, family)]++
	for who, left := range balance {
		if left != 0 {
			t.Errorf("the handovers do not make one path: %s is out by %d", who, left)
		}
	}
	if accepted > 1 {
		t.Errorf("one offer was accepted %d times", accepted)
	}
}
