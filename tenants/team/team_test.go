package team_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
)

func TestAUnitIsInvitedItsLeaderNamesSomebodyAndThePersonIsInsideOnTheirOwnYes(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.sayYes(h.school)
		id := h.invite(h.school)
		if got := h.place(h.coordinator, id); got.Now != team.WaitsForUnit || got.UnitName != "Blåbærskogen skole" {
			t.Errorf("invited: %+v", got)
		}
		h.Must(team.Name(ctx, h.head, id, h.teacher.Viewer.ID))
		if got := h.place(h.coordinator, id); got.Now != team.WaitsForPerson || got.Who != "Prøve kontaktlaerer" {
			t.Errorf("named: %+v", got)
		}
		if h.inside(h.teacher) {
			t.Error("the teacher is inside before their own yes")
		}
		h.Must(team.Accept(ctx, h.teacher, id))
		if !h.inside(h.teacher) {
			t.Error("the teacher is not inside after their yes")
		}
		got := h.place(h.coordinator, id)
		want := []policy.Section{policy.SectionOverview, policy.SectionIdentity, policy.SectionGoals}
		if got.Now != team.Inside || len(got.Parts) != 1 || !slices.Equal(got.Parts[0].Sections, want) ||
			got.Parts[0].LastDay() != h.Scope.Today().AddDays(30) || !got.Looked.IsZero() {
			t.Errorf("inside: %+v", got)
		}
	})
}

func TestAUnitTheFamilyHasNotSaidYesToIsNotInvitedNorOneThatHasNotAnswered(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		if _, err := team.Invite(ctx, h.coordinator, h.family.ID, h.school, ""); code(err, "unit") != "team.unit.no_yes" {
			t.Errorf("without a yes: %v", err)
		}
		h.sayYes(h.school)
		h.invite(h.school)
		if _, err := team.Invite(ctx, h.coordinator, h.family.ID, h.school, ""); code(err, "unit") != "team.unit.waits" {
			t.Errorf("while it waits: %v", err)
		}
		for _, who := range []*tenants.Visit{h.caregiver, h.head, h.teacher, h.Colleague()} {
			_, err := team.Invite(ctx, who, h.family.ID, h.school, "")
			if !errors.Is(err, tenants.ErrNotFound) && !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("somebody else than the coordinator invited: %v", err)
			}
		}
	})
}

func TestNobodyNamesOrAnswersForAnother(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.sayYes(h.school)
		id := h.invite(h.school)
		notFound := func(what string, err error) {
			t.Helper()
			if !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s: %v, want not found", what, err)
			}
		}
		notFound("another unit's leader names", team.Name(ctx, h.chief, id, h.teacher.Viewer.ID))
		notFound("a teacher names", team.Name(ctx, h.teacher, id, h.teacher.Viewer.ID))
		notFound("another unit's leader declines", team.Decline(ctx, h.chief, id, "Nei"))
		notFound("a stranger declines without a reason", team.Decline(ctx, h.nurse, id, ""))
		notFound("a teacher accepts before being named", team.Accept(ctx, h.teacher, id))
		if err := team.Name(ctx, h.head, id, h.nurse.Viewer.ID); code(err, "person") != "team.person.unknown" {
			t.Errorf("somebody of another unit is named: %v", err)
		}
		if err := team.NameForUnit(ctx, h.coordinator, h.family.ID, id, h.teacher.Viewer.ID); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("the coordinator names where there is a leader: %v", err)
		}
		h.Must(team.Name(ctx, h.head, id, h.teacher.Viewer.ID))
		notFound("the leader accepts for the teacher", team.Accept(ctx, h.head, id))
		notFound("a colleague accepts for the teacher", team.Accept(ctx, h.other, id))
		notFound("a colleague declines for the teacher", team.Decline(ctx, h.other, id, "Nei"))
		notFound("the leader declines for the teacher", team.Decline(ctx, h.head, id, "Nei"))
		h.Must(team.Accept(ctx, h.teacher, id))
		notFound("the leader leaves for the teacher", team.Leave(ctx, h.head, id))
		notFound("a colleague leaves for the teacher", team.Leave(ctx, h.other, id))
		if h.inside(h.other) || h.inside(h.head) || !h.inside(h.teacher) {
			t.Error("somebody else than the teacher is inside, or the teacher is not")
		}
	})
}

func TestTheCoordinatorAsksThePersonThemselfWhereAUnitHasNoLeader(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		alone := h.Unit("Fjordby PPT")
		adviser := h.WorksAt(alone, "raadgiver", policy.RoleProfessional)
		h.sayYes(alone)
		id := h.invite(alone)
		place := h.place(h.coordinator, id)
		people, err := team.CandidatesFor(ctx, h.enter(h.coordinator), place)
		h.Must(err)
		if !place.NoLeader || len(people) != 1 || people[0].ID != adviser.Viewer.ID {
			t.Errorf("candidates %+v for %+v", people, place)
		}
		h.Must(team.NameForUnit(ctx, h.coordinator, h.family.ID, id, adviser.Viewer.ID))
		h.Must(team.Accept(ctx, adviser, id))
		if !h.inside(adviser) {
			t.Error("the adviser is not inside")
		}
	})
}

func TestANoIsKeptWithItsReasonAndTheLeaderMayAskSomebodyElse(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.sayYes(h.school)
		id := h.invite(h.school)
		h.Must(team.Name(ctx, h.head, id, h.teacher.Viewer.ID))
		if err := team.Decline(ctx, h.teacher, id, "  "); code(err, "answer") != "team.answer.missing" {
			t.Errorf("a no without a reason: %v", err)
		}
		h.Must(team.Decline(ctx, h.teacher, id, "Jeg kjenner dem privat"))
		if got := h.place(h.coordinator, id); got.Now != team.Declined || got.Answer != "Jeg kjenner dem privat" {
			t.Errorf("declined: %+v", got)
		}
		if got := h.place(h.caregiver, id); got.Answer != "" || got.Note != "" {
			t.Errorf("the family was told what was said between the coordinator and the unit: %+v", got)
		}
		if err := team.Accept(ctx, h.teacher, id); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("a yes after a no: %v", err)
		}
		h.Must(team.Name(ctx, h.head, id, h.other.Viewer.ID))
		h.Must(team.Accept(ctx, h.other, id))
		if h.inside(h.teacher) || !h.inside(h.other) {
			t.Error("the wrong one is inside")
		}
	})
}

func TestWhoLeavesIsTakenOutOrWhoseYesEndsIsOutAtOnce(t *testing.T) {
	for name, end := range map[string]func(h *house, id uuid.UUID) error{
		"leaves":  func(h *house, id uuid.UUID) error { return team.Leave(ctx, h.teacher, id) },
		"removed": func(h *house, id uuid.UUID) error { return team.Remove(ctx, h.coordinator, h.family.ID, id) },
		"withdrawn": func(h *house, _ uuid.UUID) error {
			_, err := consent.Withdraw(ctx, h.caregiver, h.family.ID, consent.What{Unit: h.school})
			return err
		},
		"run out": func(h *house, _ uuid.UUID) error {
			h.Clock.Advance(32 * 24 * time.Hour)
			return nil
		},
		"closed": func(h *house, _ uuid.UUID) error {
			return casefile.Close(ctx, h.coordinator, h.family.ID, casefile.Outcomes()[0], "", h.Scope.Today())
		},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				h.sayYes(h.school)
				id := h.seat(h.teacher)
				if !h.inside(h.teacher) {
					t.Fatal("the teacher is not inside to begin with")
				}
				h.Must(end(h, id))
				if h.inside(h.teacher) {
					t.Error("the teacher is still inside")
				}
				want := team.Ended
				if name == "withdrawn" || name == "closed" {
					want = team.Stopped
				}
				if got := h.place(h.coordinator, id); got.Now != want || len(got.Parts) != 0 {
					t.Errorf("told as %+v", got)
				}
				shared, err := team.Mine(ctx, h.Again(h.teacher))
				h.Must(err)
				if len(shared) != 0 {
					t.Errorf("the teacher is told of %+v", shared)
				}
			})
		})
	}
}

func TestAPlaceOfAnotherFamilyIsNotFound(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.sayYes(h.school)
		id := h.seat(h.teacher)
		neighbours := h.Family("Nabolund")
		if err := team.Remove(ctx, h.coordinator, neighbours.ID, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("removing it from another family: %v", err)
		}
		if err := team.NameForUnit(ctx, h.coordinator, neighbours.ID, id, h.other.Viewer.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("naming for it from another family: %v", err)
		}
		access, err := casefile.Enter(ctx, h.Again(h.coordinator), neighbours.ID)
		h.Must(err)
		if _, err := team.Find(ctx, access, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("finding it from another family: %v", err)
		}
		if !h.inside(h.teacher) {
			t.Error("the teacher was taken out through another family")
		}
	})
}

func TestWhoMustNeverBeLetInIsNotLetInByTheTeamEither(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.sayYes(h.school)
		id := h.invite(h.school)
		h.Must(team.Name(ctx, h.head, id, h.teacher.Viewer.ID))
		_, err := casefile.Bar(ctx, h.coordinator, h.family.ID, casefile.Barred{Name: "Prøve kontaktlaerer"})
		h.Must(err)
		if err := team.Accept(ctx, h.teacher, id); err == nil {
			t.Error("somebody barred was let in")
		}
		if h.inside(h.teacher) {
			t.Error("somebody barred is inside")
		}
	})
}

func TestALeaderIsToldTheChildsFirstNameAtAnOpenGradeAndNobodyElsesEver(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.sayYes(h.school)
		id := h.invite(h.school)
		visit := h.Again(h.head)
		list, err := team.Invitations(ctx, visit)
		h.Must(err)
		if len(list) != 1 || !slices.Equal(list[0].Children, []string{"Elva"}) || !list[0].Leads || list[0].Note == "" ||
			!slices.Contains(list[0].Sections, policy.SectionGoals) || list[0].Until != h.Scope.Today().AddDays(30) {
			t.Errorf("the leader is told %+v", list)
		}
		h.Must(visit.Commit(ctx))
		looks, err := casefile.Looks(ctx, h.enter(h.coordinator), 0)
		h.Must(err)
		if !slices.ContainsFunc(looks.Looks, func(l casefile.Look) bool { return l.Who == "Prøve rektor" }) {
			t.Errorf("the leader's look at the name is not on record: %+v", looks.Looks)
		}
		for _, who := range []*tenants.Visit{h.chief, h.teacher, h.nurse} {
			if list, err := team.Invitations(ctx, h.Again(who)); err != nil || len(list) != 0 {
				t.Errorf("somebody else is told %+v (%v)", list, err)
			}
		}
		h.Must(team.Name(ctx, h.head, id, h.teacher.Viewer.ID))
		if list, err = team.Invitations(ctx, h.Again(h.teacher)); err != nil || len(list) != 1 || list[0].Children != nil || !list[0].Mine {
			t.Errorf("who is named is told %+v (%v)", list, err)
		}
		h.protect()
		if list, err = team.Invitations(ctx, h.Again(h.head)); err != nil || len(list) != 1 || list[0].Children != nil {
			t.Errorf("at a strict grade the leader is told %+v (%v)", list, err)
		}
	})
}

// protect gives the child a strict grade.
func (h *house) protect() {
	h.t.Helper()
	members, err := casefile.Members(ctx, h.enter(h.coordinator))
	h.Must(err)
	for _, one := range members {
		if one.ID == h.family.Child {
			one.Grade = casefile.GradeStrict
			h.Must(casefile.ChangeMember(ctx, h.coordinator, h.family.ID, one.ID, one.Version, one.Person))
		}
	}
}

func TestACaregiverOfOneChildIsToldOfThePlacesAboutThatChildAlone(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		sibling, err := casefile.AddMember(ctx, h.coordinator, h.family.ID, casefile.Person{
			Kind: casefile.Child, Name: "Noah Lia", BornOn: "2014-01-01", Grade: casefile.GradeOpen,
		})
		h.Must(err)
		young := h.YoungMember(h.family, "Odin Lia")
		limited := h.YoungPerson(h.family, young)
		h.sayYes(h.school, h.family.Child, sibling)
		hidden := h.seat(h.teacher)
		h.sayYes(h.centre, h.family.Child, young)
		shown := h.invite(h.centre)
		h.Must(team.Name(ctx, h.chief, shown, h.nurse.Viewer.ID))
		h.Must(team.Accept(ctx, h.nurse, shown))
		places := h.places(limited)
		if len(places) != 1 || places[0].ID != shown || !slices.Equal(places[0].Parts[0].Members, []uuid.UUID{young}) {
			t.Errorf("they are told of %+v", places)
		}
		if _, err := team.Find(ctx, h.enter(limited), hidden); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the place of the others: %v", err)
		}
		insiders, err := team.Within(ctx, h.enter(limited))
		h.Must(err)
		for _, one := range insiders {
			if one.User == h.teacher.Viewer.ID {
				t.Error("they are told who is inside for the others")
			}
		}
		if got := len(h.places(h.coordinator)); got != 2 {
			t.Errorf("the coordinator is told of %d places", got)
		}
	})
}

func TestTheFamilyIsToldEverybodyWhoSeesSomethingAndWhenTheyLooked(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.sayYes(h.school)
		id := h.seat(h.teacher)
		visit := h.Again(h.teacher)
		access, err := casefile.Enter(ctx, visit, h.family.ID)
		h.Must(err)
		h.Must(access.RequireSee(policy.SectionGoals))
		h.Must(visit.Commit(ctx))
		insiders, err := team.Within(ctx, h.enter(h.caregiver))
		h.Must(err)
		var relations []policy.Relation
		for _, one := range insiders {
			relations = append(relations, one.Relation)
			if one.User == h.teacher.Viewer.ID && (one.Seat != id || one.Looked.IsZero() || one.UnitName != "Blåbærskogen skole") {
				t.Errorf("the teacher is told as %+v", one)
			}
		}
		want := []policy.Relation{policy.RelationCoordinator, policy.RelationCaregiver, policy.RelationTeam}
		if !slices.Equal(relations, want) {
			t.Errorf("inside are %v", relations)
		}
		h.protect()
		insiders, err = team.Within(ctx, h.enter(h.caregiver))
		h.Must(err)
		for _, one := range insiders {
			if one.Relation == policy.RelationTeam && (one.UnitName != "" || one.Title != "") {
				t.Errorf("where a unit locates somebody it is told as %+v", one)
			}
		}
	})
}

func TestWhatAPersonSeesIsShownToTheFamilyAsItIs(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.sayYes(h.school)
		place := h.place(h.caregiver, h.seat(h.teacher))
		seen, reasons, err := team.SeenBy(ctx, h.enter(h.caregiver), place.User)
		h.Must(err)
		if len(reasons) != 1 || reasons[0].Relation != policy.RelationTeam {
			t.Errorf("the teacher is said to be inside for %+v", reasons)
		}
		own := h.enter(h.teacher)
		for _, section := range policy.Shareable() {
			if seen.May(section, policy.ActionSee) != own.May(section, policy.ActionSee) {
				t.Errorf("%s is shown otherwise than the teacher sees it", section)
			}
		}
		if seen.May(policy.SectionGoals, policy.ActionEdit) || seen.May(policy.SectionMeasures, policy.ActionSee) {
			t.Error("more than the teacher sees is shown")
		}
		h.Must(team.Leave(ctx, h.teacher, place.ID))
		if _, _, err := team.SeenBy(ctx, h.enter(h.caregiver), place.User); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("what somebody who left sees: %v", err)
		}
	})
}

func TestLeadersAreFoundByUnit(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		leaders, err := directory.LeadersOf(ctx, h.Scope, h.school)
		h.Must(err)
		if len(leaders) != 1 || leaders[0].ID != h.head.Viewer.ID {
			t.Errorf("the school is led by %+v", leaders)
		}
		unit, err := directory.UnitOf(ctx, h.Scope, h.teacher.Viewer.ID)
		h.Must(err)
		if unit != h.school {
			t.Errorf("the teacher works at %s", unit)
		}
		people, err := team.Candidates(ctx, h.head, h.school)
		h.Must(err)
		if len(people) != 2 {
			t.Errorf("the leader can choose among %+v", people)
		}
		if _, err := team.Candidates(ctx, h.chief, h.school); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another unit's people: %v", err)
		}
	})
}
