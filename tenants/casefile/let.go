package casefile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Grant is a decision to let somebody in.
type Grant struct {
	User     uuid.UUID
	Relation policy.Relation
	Basis    policy.Basis
	Sections policy.SectionSet // 0: all that the relation opens
	Members  []uuid.UUID       // nil: the whole family
	From     time.Time         // zero: at once
	Until    time.Time         // zero: until it is ended
	Unit     uuid.UUID         // the unit a team member stands for
	Consent  uuid.UUID         // the consent it rests on
	Share    uuid.UUID         // the one-day share it is
	Reason   string            // why it could not wait, of an emergency
	Yes      Yes
}

// Let lets somebody in to a family, in the transaction of the decision. The
// packages below tenants that decide such things call it (consent, team,
// share, emergency, plan), and have asked the policy. It returns ErrInvalid
// when the person is on the family's list of who must never be given access.
// The same grant twice is one; one that has run out is none.
func Let(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID, g Grant) error {
	name, err := directory.UserNameTx(ctx, tx, g.User)
	if err != nil {
		return err
	}
	barred, err := isBarred(ctx, tx, family, name)
	if err != nil {
		return err
	}
	if barred {
		return tenants.InvalidField(barredField(g.Relation), "access.barred")
	}
	return let(ctx, v, tx, family, g)
}

// barredField is where a form names the person.
func barredField(relation policy.Relation) string {
	switch relation {
	case policy.RelationCaregiver, policy.RelationChild:
		return "member"
	case policy.RelationResponsible:
		return "responsible"
	}
	return "person"
}

func let(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID, g Grant) error {
	if g.Relation != policy.RelationEmergency {
		same, err := KeptGrants(ctx, tx.Client(),
			accessgrant.CaseFileID(family), accessgrant.UserID(g.User), accessgrant.EndedAtIsNil(),
			accessgrant.Relation(g.Relation.String()), matches(g.Consent, accessgrant.ConsentID, accessgrant.ConsentIDIsNil),
			matches(g.Share, accessgrant.ShareID, accessgrant.ShareIDIsNil))
		if err != nil {
			return err
		}
		now := tx.Clock().Now()
		if slices.ContainsFunc(same, func(one KeptGrant) bool { return one.Stands(now) }) {
			return nil
		}
	}
	id := tenants.NewID()
	reason, err := tx.Seal("access_grants", "reason", id, g.Reason)
	if err != nil {
		return err
	}
	create := tx.Client().AccessGrant.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).
		SetCaseFileID(family).SetUserID(g.User).SetRelation(g.Relation.String()).SetBasis(g.Basis.String()).
		SetSections(g.Sections.String()).SetMembers(FormatIDs(g.Members)).SetReason(reason).
		SetNillableFromAt(moment(g.From)).SetNillableUntilAt(moment(g.Until)).
		SetNillableUnitID(reference(g.Unit)).SetNillableConsentID(reference(g.Consent)).SetNillableShareID(reference(g.Share)).
		SetNillableSaidYesBy(reference(g.Yes.By)).SetSaidYesOn(g.Yes.On).SetSaidYesHow(string(g.Yes.How)).
		SetGrantedBy(v.Viewer.ID)
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing access: %w", err)
	}
	return nil
}

func matches(id uuid.UUID, is func(uuid.UUID) predicate.AccessGrant, none func() predicate.AccessGrant) predicate.AccessGrant {
	if id == uuid.Nil {
		return none()
	}
	return is(id)
}

func moment(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC().Truncate(time.Microsecond)
	return &at
}

func reference(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// Shut ends those access grants of a family that fit all of which, at once, and
// takes back what is queued to them. It returns the users who lost something.
// The packages that let people in call it, inside the transaction of what the
// grants rested on.
func Shut(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID, which ...predicate.AccessGrant) ([]uuid.UUID, error) {
	return shutAt(ctx, v, tx, family, tx.Clock().Now(), which...)
}

func shutAt(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID, at time.Time, which ...predicate.AccessGrant) ([]uuid.UUID, error) {
	which = append(slices.Clone(which), accessgrant.CaseFileID(family), accessgrant.EndedAtIsNil())
	rows, err := tx.Client().AccessGrant.Query().Where(which...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading access: %w", err)
	}
	ids := make([]uuid.UUID, 0, len(rows))
	var lost []uuid.UUID
	for _, row := range rows {
		ids = append(ids, row.ID)
		if !slices.Contains(lost, row.UserID) {
			lost = append(lost, row.UserID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	_, err = tx.Client().AccessGrant.Update().Where(accessgrant.IDIn(ids...)).
		SetEndedAt(at).SetEndedBy(v.Viewer.ID).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("ending access: %w", err)
	}
	for _, user := range lost {
		if err := tx.RecallTo(ctx, family, user); err != nil {
			return nil, err
		}
	}
	return lost, nil
}

func endGrants(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, user uuid.UUID) error {
	_, err := Shut(ctx, v, tx, family, accessgrant.UserID(user))
	return err
}

// resumeGrants gives a member again what they had as one of the family and what
// ended at one moment, on the yes it rested on. Who has been barred since stays
// out, and what they were let in to as somebody else is not given again: the
// yes to that may have been taken back meanwhile.
func resumeGrants(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, user uuid.UUID, endedAt time.Time) error {
	barred, err := BarredUser(ctx, tx, family, user)
	if err != nil || barred {
		return err
	}
	ended, err := KeptGrants(ctx, tx.Client(),
		accessgrant.CaseFileID(family), accessgrant.UserID(user), accessgrant.EndedAt(endedAt),
		accessgrant.RelationIn(policy.RelationCaregiver.String(), policy.RelationChild.String()))
	if err != nil {
		return err
	}
	for _, one := range ended {
		if err := let(ctx, v, tx, family, one.Grant); err != nil {
			return err
		}
	}
	return nil
}
