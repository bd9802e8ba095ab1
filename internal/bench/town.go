package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// town is a municipality with families of the pilot's size, and those who work
// with them.
type town struct {
	scope        *tenants.Scope
	coordinator  *tenants.Visit
	professional *tenants.Visit
	token        string // of the coordinator's session
	unit         uuid.UUID
	families     []uuid.UUID
	members      []casefile.Member // of the first family
}

const issuer = "https://issuer.example"

// settle fills a municipality through the commands that the pages use.
func settle(ctx context.Context, scope *tenants.Scope, families int) (*town, error) {
	t := &town{scope: scope}
	admin, _, err := signIn(ctx, scope, administrator(scope.Slug))
	if err != nil {
		return nil, err
	}
	unit, err := directory.AddUnit(ctx, admin, directory.Unit{Name: "Fjellro skole", Kind: directory.UnitSchool})
	if err != nil {
		return nil, err
	}
	t.unit = unit.ID
	t.coordinator, t.token, err = hire(ctx, admin, "Kari Koordinator", "hverdagskoordinator", policy.RoleCoordinator, uuid.Nil)
	if err != nil {
		return nil, err
	}
	t.professional, _, err = hire(ctx, admin, "Lars Lærer", "kontaktlærer", policy.RoleProfessional, t.unit)
	if err != nil {
		return nil, err
	}
	for n := range families {
		id, err := t.takeIn(ctx, fmt.Sprintf("Familie %d", n+1))
		if err != nil {
			return nil, err
		}
		t.families = append(t.families, id)
	}
	return t, nil
}

func hire(ctx context.Context, admin *tenants.Visit, name, title string, role policy.Role, unit uuid.UUID) (*tenants.Visit, string, error) {
	email := role.String() + "@" + admin.Slug + ".example"
	_, err := directory.Invite(ctx, admin, directory.Invitation{
		Name: name, Title: title, Email: email, Roles: policy.Roles(role), UnitID: unit,
	})
	if err != nil {
		return nil, "", fmt.Errorf("hiring: %w", err)
	}
	return signIn(ctx, admin.Scope, email)
}

func signIn(ctx context.Context, scope *tenants.Scope, email string) (*tenants.Visit, string, error) {
	token, user, err := directory.SignIn(ctx, scope, directory.Identity{
		Issuer: issuer, Subject: email, Kind: directory.KindStaff, Email: email, EmailVerified: true,
	})
	if err != nil {
		return nil, "", fmt.Errorf("signing in: %w", err)
	}
	return tenants.NewVisit(scope, policy.Viewer{ID: user.ID, Roles: user.Roles}), token, nil
}

// takeIn makes a family of four with an agreed plan of three goals and nine
// measures, some evaluated, a note from the teacher, a teacher in the team on a
// yes, and a meeting.
func (t *town) takeIn(ctx context.Context, name string) (uuid.UUID, error) {
	today := t.scope.Today()
	person := func(kind casefile.MemberKind, name, relation string) casefile.Person {
		return casefile.Person{
			Kind: kind, Name: name, BornOn: today.AddDays(-3500), Relation: relation, Phone: "000 00 012",
			Address: "Bjørkelia 7, 0000 Fjellro", Grade: casefile.GradeOpen,
		}
	}
	family, err := casefile.Open(ctx, t.coordinator, casefile.Intake{
		ShortName: name,
		Background: casefile.Background{
			Referrer: "barnehus", ReferredOn: today.AddDays(-20), CrisisOn: today.AddDays(-60),
			Grounds: []casefile.Ground{casefile.GroundWitness},
		},
		AcceptedSaid: true, AcceptedOn: today.AddDays(-2), AcceptedHow: casefile.HowOral,
		Members: []casefile.Person{
			person(casefile.Child, "Elva Solhaug", ""), person(casefile.Child, "Iver Solhaug", ""),
			person(casefile.Caregiver, "Mona Solhaug", "mor"), person(casefile.Caregiver, "Arne Solhaug", "bestefar"),
		},
	})
	if err != nil {
		return uuid.Nil, err
	}
	a, err := casefile.Enter(ctx, t.coordinator, family)
	if err != nil {
		return uuid.Nil, err
	}
	members, err := casefile.Members(ctx, a)
	if err != nil {
		return uuid.Nil, err
	}
	if err := t.makePlan(ctx, family, members); err != nil {
		return uuid.Nil, fmt.Errorf("making a plan: %w", err)
	}
	if err := t.seat(ctx, family, members); err != nil {
		return uuid.Nil, fmt.Errorf("gathering a team: %w", err)
	}
	if t.members == nil {
		t.members = members
	}
	_, err = journal.PlanMeeting(ctx, t.coordinator, family, journal.Call{
		StartsAt: t.scope.Clock().Now().Add(48 * time.Hour), Minutes: 60, Place: "Rådhuset, rom 2",
		Agenda: []string{"Hvordan går det på skolen?", "Fotballen"}, Participants: []string{"Mona", "kontaktlærer"},
	})
	return family, err
}

func (t *town) makePlan(ctx context.Context, family uuid.UUID, members []casefile.Member) error {
	child, caregivers := &members[0].ID, members[2:]
	for _, kind := range []plan.Kind{plan.Strength, plan.Need} {
		for _, area := range []plan.Area{plan.AreaSchool, plan.AreaLeisure, plan.AreaFeelings, plan.AreaNetwork} {
			_, err := plan.AddObservation(ctx, t.coordinator, family, kind, plan.Observation{
				Area: area, Member: child, SaidBy: "mor",
				Text: "Elva er glad i å spille fotball med de andre, og bestefar henter henne alltid på onsdager.",
			})
			if err != nil {
				return err
			}
		}
	}
	yes := &casefile.Yes{By: caregivers[0].ID, On: t.scope.Today(), How: casefile.HowOral}
	for n, title := range []string{"Trygg på skolen hver dag", "Sove hele natta", "Ha noe å glede seg til"} {
		err := t.addGoal(ctx, family, child, yes, title, n)
		if err != nil {
			return err
		}
	}
	number, err := plan.Propose(ctx, t.coordinator, family, nil)
	if err != nil {
		return err
	}
	for _, caregiver := range caregivers {
		reply := plan.Reply{Answer: plan.AnswerYes, How: casefile.HowOral}
		if err := plan.AnswerVersion(ctx, t.coordinator, family, number, caregiver.ID, reply); err != nil {
			return err
		}
	}
	return nil
}

func (t *town) addGoal(ctx context.Context, family uuid.UUID, child *uuid.UUID, yes *casefile.Yes, title string, n int) error {
	today := t.scope.Today()
	goal, err := plan.AddGoal(ctx, t.coordinator, family, plan.GoalInput{
		Area: plan.AreaSchool, Member: child, Title: title, ChildWords: "Jeg vil at det skal være som før.",
	})
	if err != nil {
		return err
	}
	for m, what := range []string{"Følge til skolen", "Fast voksen i friminuttet", "Samtale hver fredag"} {
		in := plan.MeasureInput{
			What: what, Why: "For at dagen skal begynne rolig og være til å kjenne igjen.",
			Level: plan.LevelSelective, From: today.AddDays(-10), Due: today.AddDays(30), EvaluateOn: today.AddDays(20),
			ResponsibleName: "helsesykepleier",
		}
		said := yes
		if m == 0 {
			in.Responsible, in.Unit = &t.professional.Viewer.ID, &t.unit
		} else {
			said = nil
		}
		measure, err := plan.AddMeasure(ctx, t.coordinator, family, goal, in, said)
		if err != nil {
			return err
		}
		if m == 2 {
			continue
		}
		err = plan.EvaluateMeasure(ctx, t.coordinator, family, measure, plan.MeasureEvaluation{
			On: today, ChildExperience: "Det er fint når hun står der.", Done: plan.DoneYes,
			WhatItDid: "Roligere morgener.", Effect: 1, EffectSaid: true, NextOn: today.AddDays(40),
		})
		if err != nil {
			return err
		}
		if n == 0 && m == 0 {
			if _, err := plan.AddNote(ctx, t.professional, family, measure, "Det går bedre enn i forrige uke."); err != nil {
				return err
			}
		}
	}
	return nil
}
