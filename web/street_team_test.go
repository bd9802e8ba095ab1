package web_test

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
)

// teamMember works in a unit and is in the family's team for it.
func (s *street) teamMember() *tenants.Visit {
	return s.house.Staff(s.house.Scope, "lagmedlem", policy.RoleProfessional)
}

// seat lets the team member of a unit in to the family, on a yes to everything
// that can be shared.
func (s *street) seat(unit uuid.UUID) uuid.UUID {
	ctx, coordinator, member := context.Background(), s.house.Coordinator(), s.teamMember()
	must(s.t, s.house.Scope.InTx(ctx, func(tx *tenants.Tx) error {
		return tx.Client().User.UpdateOneID(member.Viewer.ID).SetUnitID(unit).Exec(ctx)
	}))
	_, err := consent.Give(ctx, coordinator, s.family.ID, consent.Given{
		Purpose: consent.Cooperation, Unit: unit, Asked: policy.Sections(policy.Shareable()...),
		Members: []uuid.UUID{s.family.Child, s.family.Caregiver, s.young}, Heard: []uuid.UUID{s.young},
		By: s.family.Caregiver, Answer: consent.Yes, How: casefile.HowOral, Told: "Hemmelig sted",
	})
	must(s.t, err)
	seat, err := team.Invite(ctx, coordinator, s.family.ID, unit, "Hemmelig beskjed")
	must(s.t, err)
	must(s.t, team.NameForUnit(ctx, coordinator, s.family.ID, seat, member.Viewer.ID))
	must(s.t, team.Accept(ctx, member, seat))
	return seat
}
