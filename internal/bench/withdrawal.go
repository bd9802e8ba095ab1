package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
)

// measureWithdrawal compares a yes that is given and taken back (decided,
// checked, grants written and ended, queued messages recalled, units asked,
// people told, on record) with the four bare statements it cannot do without,
// in two transactions of their own.
func measureWithdrawal(ctx context.Context, r *report, p extent, houses []*house) error {
	r.section("A yes given and taken back, against its bare rows",
		"figure", "time", "", "", "CPU", "bare us", "product us")
	for _, h := range houses {
		t := h.towns[0]
		result, err := compare(p, 1,
			func(int) error { return bareYes(ctx, h.towns[1].scope) },
			func(int) error { return t.giveAndTakeBack(ctx) })
		if err != nil {
			return fmt.Errorf("%s: %w", h.name, err)
		}
		figure := result.ratios(func(bare, product sample) float64 { return float64(product.wall) / float64(bare.wall) })
		processor := result.ratios(func(bare, product sample) float64 { return float64(product.cpu) / float64(bare.cpu) })
		r.row(h.name, figure.String(), "", "", processor.String(),
			short(middleOf(result.base, func(s sample) float64 { return microseconds(s.wall) })),
			short(middleOf(result.product, func(s sample) float64 { return microseconds(s.wall) })))
	}
	return nil
}

// yes is what the first family's mother answers for the children.
func (t *town) yes(members []casefile.Member) consent.Given {
	children := []uuid.UUID{members[0].ID, members[1].ID}
	return consent.Given{
		Purpose: consent.Cooperation, Unit: t.unit, Asked: policy.Sections(policy.SectionGoals, policy.SectionMeasures),
		Members: children, Heard: children, By: members[2].ID, Answer: consent.Yes, How: casefile.HowOral, Told: "på et møte",
	}
}

// seat gives the professional a place in a family's team, on a yes that stands.
func (t *town) seat(ctx context.Context, family uuid.UUID, members []casefile.Member) error {
	if _, err := consent.Give(ctx, t.coordinator, family, t.yes(members)); err != nil {
		return err
	}
	seat, err := team.Invite(ctx, t.coordinator, family, t.unit, "")
	if err != nil {
		return err
	}
	if err := team.NameForUnit(ctx, t.coordinator, family, seat, t.professional.Viewer.ID); err != nil {
		return err
	}
	return team.Accept(ctx, t.professional, seat)
}

func (t *town) giveAndTakeBack(ctx context.Context) error {
	id, err := consent.Give(ctx, t.coordinator, t.families[0], t.yes(t.members))
	if err != nil {
		return err
	}
	_, err = consent.Withdraw(ctx, t.coordinator, t.families[0], consent.What{Consent: id})
	return err
}

// bareYes writes and ends a consent's and a grant's rows, and no more.
func bareYes(ctx context.Context, scope *tenants.Scope) error {
	family, id, grant, now := uuid.NewString(), uuid.NewString(), uuid.NewString(), scope.Clock().Now()
	for _, statements := range [][]struct {
		text string
		with []any
	}{
		{
			{`INSERT INTO consents (id, created_at, case_file_id, given_by, recorded_by) VALUES ($1, $2, $3, $4, $5)`,
				[]any{id, now, family, family, family}},
			{`INSERT INTO access_grants (id, created_at, case_file_id, user_id, granted_by) VALUES ($1, $2, $3, $4, $5)`,
				[]any{grant, now, family, family, family}},
		},
		{
			{`UPDATE consents SET ended_at = $1 WHERE id = $2`, []any{now, id}},
			{`UPDATE access_grants SET ended_at = $1 WHERE id = $2`, []any{now, grant}},
		},
	} {
		tx, err := scope.WriteDB().BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		for _, one := range statements {
			if _, err := tx.ExecContext(ctx, one.text, one.with...); err != nil {
				return fmt.Errorf("writing bare rows: %w", errors.Join(err, tx.Rollback()))
			}
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}
