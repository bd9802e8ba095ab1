package team

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/seat"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Invitation is a place in a team as those who are asked see it: the unit's
// leader, and the person the leader names. Nothing of the family is in it but
// what it takes to answer.
type Invitation struct {
	ID       uuid.UUID
	State    State
	Unit     uuid.UUID
	UnitName string
	Purposes []consent.Purpose
	Sections []policy.Section
	Until    clock.Date // the last day of the latest yes
	Note     string     // the coordinator's
	Children []string   // first names, for the leader where nobody is protected; else none
	Person   uuid.UUID  // who is named; Nil while nobody is
	Who      string
	Since    time.Time
	Mine     bool // the viewer is who is named
	Leads    bool // the viewer leads the unit
}

// Invitations lists what waits for the viewer, or for somebody the viewer has
// named: invitations to the unit they lead, and to themself. It needs the
// invitations section. The look at the children's names is noted.
func Invitations(ctx context.Context, v *tenants.Visit) ([]Invitation, error) {
	if err := v.Require(policy.SectionInvitations, policy.ActionSee); err != nil {
		return nil, err
	}
	led, err := ledBy(ctx, v)
	if err != nil {
		return nil, err
	}
	mine := seat.And(seat.UserID(v.Viewer.ID), seat.State(string(StateNamed)))
	which := []predicate.Seat{mine}
	if led != uuid.Nil {
		which = append(which, seat.And(seat.UnitID(led),
			seat.StateIn(string(StateInvited), string(StateNamed), string(StateDeclined))))
	}
	rows, err := v.Client().Seat.Query().Where(seat.Or(which...)).Order(seat.ByCreatedAt(), seat.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading invitations: %w", err)
	}
	var list []Invitation
	for _, read := range rows {
		one, stands, err := invitationOf(ctx, v, row{read}, led)
		if err != nil {
			return nil, err
		}
		if stands {
			list = append(list, one)
		}
	}
	return list, nameInvitations(ctx, v, list)
}

// ledBy is the unit the viewer leads; Nil for none.
func ledBy(ctx context.Context, v *tenants.Visit) (uuid.UUID, error) {
	if !v.Viewer.Roles.Has(policy.RoleLeader) {
		return uuid.Nil, nil
	}
	return directory.UnitOf(ctx, v.Scope, v.Viewer.ID)
}

// invitationOf is a place as the viewer may be told of it; stands is false when
// there is nothing to answer any more.
func invitationOf(ctx context.Context, v *tenants.Visit, one row, led uuid.UUID) (Invitation, bool, error) {
	invitation := Invitation{
		ID: one.ID, State: one.state(), Unit: one.UnitID, Person: one.person(), Since: one.since(),
		Mine: one.person() == v.Viewer.ID, Leads: led != uuid.Nil && one.UnitID == led,
	}
	followed, err := casefile.ReadFollowUp(ctx, v.Client(), one.CaseFileID)
	if err != nil {
		return invitation, false, err
	}
	active, err := consent.ActiveFor(ctx, v.Scope, one.CaseFileID, one.UnitID)
	if err != nil || len(active) == 0 || followed.State != casefile.StateActive {
		return invitation, false, err
	}
	barred, err := casefile.BarredNow(ctx, v.Scope, one.CaseFileID, v.Viewer.ID)
	if err != nil || barred {
		return invitation, false, err
	}
	var sections policy.SectionSet
	var members []uuid.UUID
	for _, given := range active {
		sections |= given.Sections
		members = append(members, given.Members...)
		invitation.Until = max(invitation.Until, given.Until)
		if !slices.Contains(invitation.Purposes, given.Purpose) {
			invitation.Purposes = append(invitation.Purposes, given.Purpose)
		}
	}
	invitation.Sections = sharedOf(sections)
	if invitation.Note, err = v.Open(seatsTable, "note", one.ID, one.Note); err != nil {
		return invitation, false, err
	}
	if invitation.Leads {
		invitation.Children, err = firstNames(ctx, v, one.CaseFileID, followed.Grade.Strict(), members)
	}
	return invitation, true, err
}

// firstNames are what the children a yes is about are called, for the leader
// who is to find the right person for them. The policy gives them at an open
// grade alone.
func firstNames(ctx context.Context, v *tenants.Visit, family uuid.UUID, strict bool, members []uuid.UUID) ([]string, error) {
	facts := policy.Facts{Relation: policy.RelationLeader, Basis: policy.BasisConsent, Strict: strict}
	decision := v.Decide(facts, policy.SectionWhom, policy.ActionSee)
	if !decision.Allow {
		return nil, nil
	}
	v.Looked(family, facts, policy.SectionWhom, decision)
	people, err := casefile.NamedIn(ctx, v.Scope, true, family)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, one := range people {
		if one.Kind == casefile.Child && !one.Removed && slices.Contains(members, one.ID) {
			names = append(names, one.First)
		}
	}
	return names, nil
}

func nameInvitations(ctx context.Context, v *tenants.Visit, list []Invitation) error {
	var people, units []uuid.UUID
	for _, one := range list {
		people, units = append(people, one.Person), append(units, one.Unit)
	}
	called, err := directory.Called(ctx, v.Scope, people)
	if err != nil {
		return err
	}
	names, err := directory.UnitNames(ctx, v.Scope, units)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Who, list[i].UnitName = called[list[i].Person].Name, names[list[i].Unit]
	}
	return nil
}

// Candidates lists who of a unit's people can be named, for its leader. For
// everybody else there is no such unit.
func Candidates(ctx context.Context, v *tenants.Visit, unit uuid.UUID) ([]directory.Person, error) {
	led, err := ledBy(ctx, v)
	if err != nil {
		return nil, err
	}
	if led == uuid.Nil || led != unit {
		return nil, fmt.Errorf("people of a unit: %w", tenants.ErrNotFound)
	}
	return directory.OfUnit(ctx, v.Scope, unit, policy.RoleProfessional)
}

// CandidatesFor lists who of a unit's people the coordinator can name for a
// place, where the unit has no leader. It needs team/edit.
func CandidatesFor(ctx context.Context, a *casefile.Access, place Place) ([]directory.Person, error) {
	if err := a.Require(policy.SectionTeam, policy.ActionEdit); err != nil {
		return nil, err
	}
	if !place.NoLeader || place.Unit == uuid.Nil {
		return nil, nil
	}
	return directory.OfUnit(ctx, a.Visit.Scope, place.Unit, policy.RoleProfessional)
}
