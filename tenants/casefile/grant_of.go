package casefile

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// grantOf is the decision that an access grant was written for, so that it can
// be given again: what it rests on, and the yes. The reason of an emergency is
// sealed, and is no part of it.
func grantOf(row *tenant.AccessGrant) (Grant, error) {
	g := Grant{User: row.UserID, Yes: Yes{On: row.SaidYesOn, How: How(row.SaidYesHow)}}
	var err error
	if g.Relation, err = policy.ParseRelation(row.Relation); err != nil {
		return g, err
	}
	if g.Basis, err = policy.ParseBasis(row.Basis); err != nil {
		return g, err
	}
	if g.Sections, err = policy.ParseSectionSet(row.Sections); err != nil {
		return g, err
	}
	if g.Members, err = ParseIDs(row.Members); err != nil {
		return g, err
	}
	for into, from := range map[*uuid.UUID]*uuid.UUID{
		&g.Unit: row.UnitID, &g.Consent: row.ConsentID, &g.Share: row.ShareID, &g.Yes.By: row.SaidYesBy,
	} {
		if from != nil {
			*into = *from
		}
	}
	if row.FromAt != nil {
		g.From = *row.FromAt
	}
	if row.UntilAt != nil {
		g.Until = *row.UntilAt
	}
	return g, nil
}
