package casefile

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
	// Members are those of the family they may see; none: the whole family. A
	// young person is let in to their own things alone.
	Members []uuid.UUID
}

// LoginAge is the age from which a child can have a login: MinID is given from
// 13 years. Younger children take part beside the coordinator.
const LoginAge = 13

// Yes is somebody's yes to something, as it was given.
type Yes struct {
	By  uuid.UUID // a member of the family
	On  clock.Date
	How How
}

// GiveAccess lets a caregiver or a young person of the family sign in and see
// it. It is always an explicit decision for that person and that family. It
// returns ErrInvalid when the person is on the family's list of who must never
// be given access, is a child too young for a login of their own, or signs in
// as somebody else of the family already: a child's login that is a parent's is
// the child's words in the parent's hands. What was decided before for the same
// member is over: one login, and those it may see now.
func GiveAccess(ctx context.Context, v *tenants.Visit, family, memberID uuid.UUID, login Login) error {
	deed := Deed{Name: "family.access.give", Target: memberID, Section: policy.SectionIdentity, Action: policy.ActionEdit}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, a *Access) error {
		one, err := memberToLetIn(ctx, tx, family, memberID)
		if err != nil {
			return err
		}
		role, relation := policy.RoleCaregiver, policy.RelationCaregiver
		if one.Kind == Child {
			role, relation = policy.RoleYoungPerson, policy.RelationChild
			login.Members = []uuid.UUID{memberID}
		}
		if login.Members, err = withThemself(ctx, tx, family, memberID, login.Members); err != nil {
			return err
		}
		user, err := directory.InviteFamilyMember(ctx, tx, directory.FamilyInvitation{
			Name: one.Name, PID: login.PID, Email: login.Email, Language: login.Language, By: v.Viewer.ID, Role: role,
		})
		if err != nil {
			return err
		}
		if err := ownLogin(ctx, tx, family, memberID, user, login); err != nil {
			return err
		}
		if err := endBefore(ctx, v, tx, family, one, user, login.Members); err != nil {
			return err
		}
		if err := tx.Client().Member.UpdateOneID(memberID).SetUserID(user).Exec(ctx); err != nil {
			return fmt.Errorf("tying login to member: %w", err)
		}
		return Let(ctx, v, tx, family, Grant{
			User: user, Relation: relation, Basis: policy.BasisConsent, Members: login.Members,
			Yes: Yes{By: memberID, On: v.Today(), How: HowOral},
		})
	})
}

// ownLogin returns ErrInvalid when somebody else of the family has the login.
func ownLogin(ctx context.Context, tx *tenants.Tx, family, themself, user uuid.UUID, login Login) error {
	others, err := tx.Client().Member.Query().Where(
		member.CaseFileID(family), member.IDNEQ(themself), member.UserID(user), member.RemovedAtIsNil()).Exist(ctx)
	if err != nil {
		return fmt.Errorf("reading whose login it is: %w", err)
	}
	if !others {
		return nil
	}
	field := "pid"
	if login.PID == "" {
		field = "email"
	}
	return tenants.InvalidField(field, "access.login.others")
}

// endBefore ends what a member was given before, by another login or about
// others than now.
func endBefore(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID, one Member, user uuid.UUID, members []uuid.UUID) error {
	own := accessgrant.RelationIn(policy.RelationCaregiver.String(), policy.RelationChild.String())
	if one.UserID != nil && *one.UserID != user {
		if _, err := Shut(ctx, v, tx, family, accessgrant.UserID(*one.UserID), own); err != nil {
			return err
		}
	}
	_, err := Shut(ctx, v, tx, family, accessgrant.UserID(user), own, accessgrant.MembersNEQ(FormatIDs(members)))
	return err
}

// memberToLetIn is a member who may be given a login.
func memberToLetIn(ctx context.Context, tx *tenants.Tx, family, id uuid.UUID) (Member, error) {
	read, err := tx.Client().Member.Query().
		Where(member.ID(id), member.CaseFileID(family), member.KindIn(string(Caregiver), string(Child)), member.RemovedAtIsNil()).
		First(ctx)
	if err != nil {
		return Member{}, notFoundOr(err)
	}
	one, err := openMember(tx.Scope, read)
	if err != nil {
		return Member{}, err
	}
	if one.Kind == Child && one.Age(tx.Today()) < LoginAge {
		return Member{}, tenants.InvalidField("member", "access.too_young")
	}
	return one, nil
}

// withThemself checks whom somebody may see and adds themself; nil is the
// whole family.
func withThemself(ctx context.Context, tx *tenants.Tx, family, themself uuid.UUID, members []uuid.UUID) ([]uuid.UUID, error) {
	if len(members) == 0 {
		return nil, nil
	}
	count, err := tx.Client().Member.Query().
		Where(member.CaseFileID(family), member.IDIn(members...), member.RemovedAtIsNil()).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	if count != len(members) {
		return nil, tenants.InvalidField("members", "access.members.unknown")
	}
	if !slices.Contains(members, themself) {
		members = append(members, themself)
	}
	return members, nil
}

// EndAccess takes a person's access to the family away, at once, and takes
// back what is queued for them.
func EndAccess(ctx context.Context, v *tenants.Visit, family, user uuid.UUID) error {
	deed := Deed{Name: "family.access.end", Target: user, Section: policy.SectionIdentity, Action: policy.ActionEdit, EvenClosed: true}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		_, err := Shut(ctx, v, tx, family, accessgrant.UserID(user))
		return err
	})
}

// GrantResponsible lets a professional see and report on the measures that
// are theirs, because the family said yes to it. plan calls it in the
// transaction that makes them responsible.
func GrantResponsible(ctx context.Context, a *Access, tx *tenants.Tx, user uuid.UUID, yes Yes) error {
	return Let(ctx, a.Visit, tx, a.ID, Grant{
		User: user, Relation: policy.RelationResponsible, Basis: policy.BasisConsent, Yes: yes,
	})
}

// EndResponsible ends a professional's access when no measure is theirs any more.
func EndResponsible(ctx context.Context, a *Access, tx *tenants.Tx, user uuid.UUID) error {
	_, err := Shut(ctx, a.Visit, tx, a.ID, accessgrant.UserID(user),
		accessgrant.Relation(policy.RelationResponsible.String()))
	return err
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
		if couldBe(name, one.Name) {
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
		if couldBe(name, called) && !slices.Contains(logins, one.UserID) {
			logins = append(logins, one.UserID)
		}
	}
	return logins, nil
}

// couldBe reports whether a name could be a barred person's: every word of the
// barred name stands in it, or every word of it, of at least two, stands in the
// barred name. Few write their middle name where they work.
func couldBe(barred, name string) bool {
	return sameName(barred, name) || len(strings.Fields(name)) > 1 && sameName(name, barred)
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
