package casefile

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Login is how a family member will sign in. The number is only hashed.
type Login struct {
	PID      string // national identity number, as ID-porten gives it; or
	Email    string // an address, where another sign-in is used
	Language string
}

// Yes is somebody's yes to something, as it was given.
type Yes struct {
	By  uuid.UUID // a member of the family
	On  clock.Date
	How How
}

// GiveAccess lets a caregiver of the family sign in and see it. It is always
// an explicit decision for that person and that family. It returns ErrInvalid
// when the person is on the family's list of who must never be given access.
func GiveAccess(ctx context.Context, v *tenants.Visit, family, memberID uuid.UUID, login Login) error {
	deed := Deed{Name: "family.access.give", Target: memberID, Section: policy.SectionIdentity, Action: policy.ActionEdit}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, a *Access) error {
		read, err := tx.Client().Member.Query().
			Where(member.ID(memberID), member.CaseFileID(family), member.Kind(string(Caregiver)), member.RemovedAtIsNil()).
			First(ctx)
		if err != nil {
			return notFoundOr(err)
		}
		one, err := openMember(tx.Scope, read)
		if err != nil {
			return err
		}
		barred, err := isBarred(ctx, tx, family, one.Name)
		if err != nil {
			return err
		}
		if barred {
			return &tenants.Invalid{Fields: []tenants.FieldError{{Field: "member", Code: "access.barred"}}}
		}
		user, err := directory.InviteFamilyMember(ctx, tx, directory.FamilyInvitation{
			Name: one.Name, PID: login.PID, Email: login.Email, Language: login.Language, By: v.Viewer.ID,
		})
		if err != nil {
			return err
		}
		if err := tx.Client().Member.UpdateOneID(memberID).SetUserID(user).Exec(ctx); err != nil {
			return fmt.Errorf("tying login to member: %w", err)
		}
		yes := Yes{By: memberID, On: v.Today(), How: HowOral}
		return grant(ctx, v, tx, family, user, policy.RelationCaregiver, yes)
	})
}

// EndAccess takes a person's access to the family away, at once.
func EndAccess(ctx context.Context, v *tenants.Visit, family, user uuid.UUID) error {
	deed := Deed{Name: "family.access.end", Target: user, Section: policy.SectionIdentity, Action: policy.ActionEdit, EvenClosed: true}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		return endGrants(ctx, v, tx, family, user)
	})
}

// GrantResponsible lets a professional see and report on the measures that
// are theirs, because the family said yes to it. plan calls it in the
// transaction that makes them responsible.
func GrantResponsible(ctx context.Context, a *Access, tx *tenants.Tx, user uuid.UUID, yes Yes) error {
	name, err := directory.UserNameTx(ctx, tx, user)
	if err != nil {
		return err
	}
	barred, err := isBarred(ctx, tx, a.ID, name)
	if err != nil {
		return err
	}
	if barred {
		return &tenants.Invalid{Fields: []tenants.FieldError{{Field: "responsible", Code: "access.barred"}}}
	}
	return grant(ctx, a.Visit, tx, a.ID, user, policy.RelationResponsible, yes)
}

// EndResponsible ends a professional's access when no measure is theirs any more.
func EndResponsible(ctx context.Context, a *Access, tx *tenants.Tx, user uuid.UUID) error {
	_, err := tx.Client().AccessGrant.Update().
		Where(accessgrant.CaseFileID(a.ID), accessgrant.UserID(user), accessgrant.EndedAtIsNil(),
			accessgrant.Relation(policy.RelationResponsible.String())).
		SetEndedAt(tx.Clock().Now()).SetEndedBy(a.Visit.Viewer.ID).Save(ctx)
	if err != nil {
		return fmt.Errorf("ending access: %w", err)
	}
	return nil
}

func grant(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, user uuid.UUID, relation policy.Relation, yes Yes) error {
	there, err := tx.Client().AccessGrant.Query().Where(
		accessgrant.CaseFileID(family), accessgrant.UserID(user), accessgrant.EndedAtIsNil(),
		accessgrant.Relation(relation.String())).Exist(ctx)
	if err != nil || there {
		return err
	}
	create := tx.Client().AccessGrant.Create().SetID(tenants.NewID()).SetCreatedAt(tx.Clock().Now()).
		SetCaseFileID(family).SetUserID(user).SetRelation(relation.String()).SetBasis(policy.BasisConsent.String()).
		SetSaidYesOn(yes.On).SetSaidYesHow(string(yes.How)).SetGrantedBy(v.Viewer.ID)
	if yes.By != uuid.Nil {
		create.SetSaidYesBy(yes.By)
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing access: %w", err)
	}
	return nil
}

func endGrants(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, user uuid.UUID) error {
	return endGrantsAt(ctx, v, tx, family, user, tx.Clock().Now())
}

func endGrantsAt(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, user uuid.UUID, at time.Time) error {
	_, err := tx.Client().AccessGrant.Update().
		Where(accessgrant.CaseFileID(family), accessgrant.UserID(user), accessgrant.EndedAtIsNil()).
		SetEndedAt(at).SetEndedBy(v.Viewer.ID).Save(ctx)
	if err != nil {
		return fmt.Errorf("ending access: %w", err)
	}
	return nil
}

// resumeGrants gives again what ended at one moment, on the yes it rested on.
// Who has been barred since stays out: the door asks that first.
func resumeGrants(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, user uuid.UUID, endedAt time.Time) error {
	ended, err := tx.Client().AccessGrant.Query().
		Where(accessgrant.CaseFileID(family), accessgrant.UserID(user), accessgrant.EndedAt(endedAt)).All(ctx)
	if err != nil {
		return fmt.Errorf("reading access: %w", err)
	}
	for _, one := range ended {
		relation, err := policy.ParseRelation(one.Relation)
		if err != nil {
			return fmt.Errorf("reading access grant %s: %w", one.ID, err)
		}
		said := Yes{On: one.SaidYesOn, How: How(one.SaidYesHow)}
		if one.SaidYesBy != nil {
			said.By = *one.SaidYesBy
		}
		if err := grant(ctx, v, tx, family, user, relation, said); err != nil {
			return err
		}
	}
	return nil
}

// loginsOf finds the logins with this name: of the family's members, and of
// those it has been given to.
func loginsOf(ctx context.Context, tx *tenants.Tx, family uuid.UUID, name string) ([]uuid.UUID, error) {
	var logins []uuid.UUID
	rows, err := tx.Client().Member.Query().Where(member.CaseFileID(family), member.UserIDNotNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	for _, read := range rows {
		one, err := openMember(tx.Scope, read)
		if err != nil {
			return nil, err
		}
		if sameName(name, one.Name) {
			logins = append(logins, *one.UserID)
		}
	}
	grants, err := tx.Client().AccessGrant.Query().
		Where(accessgrant.CaseFileID(family), accessgrant.EndedAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading access: %w", err)
	}
	for _, one := range grants {
		called, err := directory.UserNameTx(ctx, tx, one.UserID)
		if err != nil {
			return nil, err
		}
		if sameName(name, called) && !slices.Contains(logins, one.UserID) {
			logins = append(logins, one.UserID)
		}
	}
	return logins, nil
}

// sameName reports whether every word of one name stands in the other.
func sameName(one, other string) bool {
	words := map[string]bool{}
	for _, word := range strings.Fields(other) {
		words[seal.Normalise(word)] = true
	}
	parts := strings.Fields(one)
	for _, word := range parts {
		if !words[seal.Normalise(word)] {
			return false
		}
	}
	return len(parts) > 0
}
