package plan_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// siblings are three children and three caregivers in one family, where
// everything that is written has the one it is about in its text.
type siblings struct {
	table
	members []uuid.UUID
	written []writing
}

// writing is one thing in the plan, as a slow reader would note it down.
type writing struct {
	id    uuid.UUID
	what  string // strength, need, goal, measure or meeting
	about *uuid.UUID
	under uuid.UUID // of a measure: its goal
}

func (s *siblings) anybody(t *rapid.T) *uuid.UUID {
	n := rapid.IntRange(0, len(s.members)).Draw(t, "about")
	if n == len(s.members) {
		return nil
	}
	return &s.members[n]
}

func bigFamily(t *testing.T, house *tenanttest.House) *siblings {
	t.Helper()
	intake := house.Intake("Lia")
	for _, name := range []string{"Frøy Lia", "Gro Lia"} {
		intake.Members = append(intake.Members,
			casefile.Person{Kind: casefile.Child, Name: name, BornOn: "2014-02-03", Grade: casefile.GradeOpen},
			casefile.Person{Kind: casefile.Caregiver, Name: "Ola " + name, Relation: "far", Grade: casefile.GradeOpen})
	}
	s := &siblings{table: table{T: t, house: house, by: house.Coordinator()}}
	s.Family = house.FamilyOf(s.by, intake)
	members, err := casefile.Members(ctx, s.enter(s.by))
	s.must(err)
	for _, member := range members {
		s.members = append(s.members, member.ID)
	}
	return s
}

func (s *siblings) write(t *rapid.T) {
	one := writing{
		what: rapid.SampledFrom([]string{"strength", "need", "goal", "goal", "measure", "measure", "meeting"}).Draw(t, "what"),
	}
	one.about = s.anybody(t)
	text := fmt.Sprintf("%s %d", one.what, len(s.written))
	var err error
	switch one.what {
	case "strength", "need":
		one.id, err = plan.AddObservation(ctx, s.by, s.ID, plan.Kind(one.what),
			plan.Observation{Area: plan.AreaSchool, Text: text, Member: one.about})
	case "goal":
		one.id, err = plan.AddGoal(ctx, s.by, s.ID, plan.GoalInput{Area: plan.AreaSchool, Title: text, Member: one.about})
	case "meeting":
		one.id, err = journal.PlanMeeting(ctx, s.by, s.ID, journal.Call{
			Member: one.about, StartsAt: s.house.Clock.Now().AddDate(0, 0, 3), Minutes: 30, Agenda: []string{text},
		})
	case "measure":
		at := slices.IndexFunc(s.written, func(w writing) bool { return w.what == "goal" })
		if at < 0 {
			return
		}
		goals := slices.DeleteFunc(slices.Clone(s.written), func(w writing) bool { return w.what != "goal" })
		goal := rapid.SampledFrom(goals).Draw(t, "goal")
		one.about, one.under = goal.about, goal.id
		one.id, err = plan.AddMeasure(ctx, s.by, s.ID, goal.id, plan.MeasureInput{What: text}, nil)
	}
	s.must(err)
	s.written = append(s.written, one)
}

// limited gives somebody a caregiver's access to some of the members; nil is
// the whole family. What they had before ends.
func (s *siblings) limited(v *tenants.Visit, members []uuid.UUID) *casefile.Access {
	s.Helper()
	s.must(casefile.EndAccess(ctx, s.by, s.ID, v.Viewer.ID))
	s.must(s.house.Scope.InTx(ctx, func(tx *tenants.Tx) error {
		return casefile.Let(ctx, s.by, tx, s.ID, casefile.Grant{
			User: v.Viewer.ID, Relation: policy.RelationCaregiver, Basis: policy.BasisConsent, Members: members,
		})
	}))
	return s.enter(v)
}

// expected is what a slow reader says is to be seen.
func (s *siblings) expected(members []uuid.UUID) (seen []uuid.UUID) {
	for _, one := range s.written {
		if one.about == nil || members == nil || slices.Contains(members, *one.about) {
			seen = append(seen, one.id)
		}
	}
	return seen
}

// shown is what the projections show, put together.
func (s *siblings) shown(t *rapid.T, a *casefile.Access) (seen []uuid.UUID) {
	view, err := plan.Read(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]plan.Noted{view.Strengths, view.Needs} {
		for _, one := range list {
			seen = append(seen, one.ID)
		}
	}
	for _, goal := range view.Goals {
		seen = append(seen, goal.ID)
		for _, measure := range goal.Measures {
			seen = append(seen, measure.ID)
		}
	}
	meetings, err := journal.Meetings(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	for _, meeting := range meetings {
		seen = append(seen, meeting.ID)
	}
	return seen
}

func frozenIDs(frozen plan.Snapshot) (ids []uuid.UUID) {
	for _, list := range [][]plan.SnapshotNoted{frozen.Strengths, frozen.Needs} {
		for _, one := range list {
			ids = append(ids, one.ID)
		}
	}
	for _, goal := range frozen.Goals {
		ids = append(ids, goal.ID)
		for _, measure := range goal.Measures {
			ids = append(ids, measure.ID)
		}
	}
	return ids
}

// one asks for a single thing by its id, reading and writing.
func (s *siblings) one(a *casefile.Access, w writing) map[string]error {
	answers := map[string]error{}
	switch w.what {
	case "strength", "need":
		_, answers["read"] = plan.ReadObservation(ctx, a, plan.Kind(w.what), w.id)
	case "goal":
		_, answers["read"] = plan.ReadGoal(ctx, a, w.id)
		_, answers["history"] = plan.GoalHistory(ctx, a, w.id)
		_, answers["propose"] = plan.AddProposal(ctx, a.Visit, s.ID, &w.id, nil, "Kan vi endre dette?")
	case "measure":
		_, answers["read"] = plan.ReadMeasure(ctx, a, w.id)
		_, answers["propose"] = plan.AddProposal(ctx, a.Visit, s.ID, nil, &w.id, "Kan vi endre dette?")
	case "meeting":
		_, answers["read"] = journal.ReadMeeting(ctx, a, w.id)
	}
	return answers
}

func sorted(ids []uuid.UUID) []string {
	texts := make([]string, 0, len(ids))
	for _, id := range ids {
		texts = append(texts, id.String())
	}
	slices.Sort(texts)
	return texts
}

func TestWhoeverFollowsOneSiblingLearnsNothingOfTheOthers(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		s := bigFamily(t, house)
		viewer := house.Caregiver(s.Family)
		rapid.Check(t, func(t *rapid.T) {
			s.written = s.written[:0:0]
			s.empty()
			for range rapid.IntRange(1, 12).Draw(t, "writings") {
				s.write(t)
			}
			var members []uuid.UUID
			if rapid.IntRange(0, 5).Draw(t, "limited") > 0 {
				members = rapid.SliceOfNDistinct(rapid.SampledFrom(s.members), 1, len(s.members), rapid.ID).Draw(t, "members")
			}
			a := s.limited(viewer, members)
			want, got := sorted(s.expected(members)), sorted(s.shown(t, a))
			if !slices.Equal(want, got) {
				t.Fatalf("seen by %v of %+v:\n got %v\nwant %v", members, s.written, got, want)
			}
			for _, w := range s.written {
				hidden := !slices.Contains(want, w.id.String())
				for asked, err := range s.one(a, w) {
					if (err != nil) != hidden {
						t.Fatalf("%s %s, hidden %t: %v", asked, w.what, hidden, err)
					}
				}
			}
			s.checkVersion(t, a, members)
		})
	})
}

// empty takes everything out of the plan.
func (s *siblings) empty() {
	s.Helper()
	for _, table := range []string{"evaluations", "remarks", "measures", "goals", "strengths", "needs", "meetings"} {
		s.must(s.house.Scope.InTx(ctx, func(tx *tenants.Tx) error {
			_, err := tx.SQL().ExecContext(ctx, `DELETE FROM `+table+` WHERE case_file_id = $1`, s.ID.String())
			return err
		}))
	}
}

// complete writes what the plan must have to be put before the family.
func (s *siblings) complete() {
	s.Helper()
	s.written = append(s.written, writing{id: s.strength("Alle hjelper hverandre"), what: "strength"})
	begun := false
	for _, w := range slices.Clone(s.written) {
		if w.what != "goal" {
			continue
		}
		begun = true
		if !slices.ContainsFunc(s.written, func(m writing) bool { return m.under == w.id }) {
			s.written = append(s.written, writing{id: s.measure(w.id, "Noe å gjøre"), what: "measure", about: w.about, under: w.id})
		}
	}
	if !begun {
		goal := s.goal("Noe å nå")
		s.written = append(s.written, writing{id: goal, what: "goal", about: &s.Child},
			writing{id: s.measure(goal, "Noe å gjøre"), what: "measure", about: &s.Child, under: goal})
	}
}

// checkVersion freezes the plan and wants of the version what is wanted of the
// plan: also who was asked, and what is different from the plan now.
func (s *siblings) checkVersion(t *rapid.T, a *casefile.Access, members []uuid.UUID) {
	s.complete()
	number, err := plan.Propose(ctx, s.by, s.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	frozen, err := plan.ReadVersion(ctx, a, number)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(s.expected(members), func(id uuid.UUID) bool {
		return slices.ContainsFunc(s.written, func(w writing) bool { return w.id == id && w.what == "meeting" })
	})
	if !slices.Equal(sorted(want), sorted(frozenIDs(frozen))) {
		t.Fatalf("version seen by %v: got %v, want %v", members, sorted(frozenIDs(frozen)), sorted(want))
	}
	view, err := plan.Read(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	if changes := plan.Compare(frozen, view.Snapshot(s.today())); len(changes) != 0 {
		t.Fatalf("nothing was changed, and the comparison says %+v", changes)
	}
	for _, party := range view.Proposed.Parties {
		if !party.Self && members != nil && !slices.Contains(members, party.Member) {
			t.Fatalf("learns that %s was asked, and may see %v alone", party.Member, members)
		}
	}
}
