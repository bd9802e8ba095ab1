package directory

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/userrole"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// StaffRoles lists the roles an administrator can give a colleague. A
// caregiver's and a young person's roles are given with access to a family, a
// guest's with a one-day share, and the foundation's roles are of its own
// console.
func StaffRoles() []policy.Role {
	return []policy.Role{
		policy.RoleCoordinator, policy.RoleProfessional, policy.RoleLeader, policy.RolePrivacyOfficer,
		policy.RoleAdministrator,
	}
}

func isStaffRole(role policy.Role) bool { return slices.Contains(StaffRoles(), role) }

// GrantRole gives a colleague a role, in force at their next request. Nobody
// gives themselves one. Giving a role that is held already changes nothing.
func GrantRole(ctx context.Context, v *tenants.Visit, id uuid.UUID, role policy.Role) error {
	return changeRole(ctx, v, id, role, "user.role.grant", func(tx *tenants.Tx) error {
		return keepRole(ctx, tx, id, role, v.Viewer.ID)
	})
}

// EndRole takes a role from a colleague; it is gone at their next request.
// Nobody ends their own, and the last administrator stays: both return
// ErrInvalid. Ending a role that is not held changes nothing.
func EndRole(ctx context.Context, v *tenants.Visit, id uuid.UUID, role policy.Role) error {
	return changeRole(ctx, v, id, role, "user.role.end", func(tx *tenants.Tx) error {
		if role == policy.RoleAdministrator {
			if err := othersAdminister(ctx, tx, id, "role"); err != nil {
				return err
			}
		}
		return endRoles(ctx, tx, id, v.Viewer.ID, role)
	})
}

func changeRole(ctx context.Context, v *tenants.Visit, id uuid.UUID, role policy.Role, action string, change func(*tenants.Tx) error) error {
	decision, err := require(v, policy.SectionUsers, policy.ActionEdit)
	if err != nil {
		return err
	}
	if !isStaffRole(role) {
		return tenants.InvalidField("role", "user.role.unknown")
	}
	if id == v.Viewer.ID {
		return tenants.InvalidField("role", "user.role.own")
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		if err := holdAdministrators(ctx, tx, v.Viewer.ID); err != nil {
			return err
		}
		u, err := staff(ctx, tx.Scope, tx.Client(), id)
		if err != nil {
			return err
		}
		if u.State == StateLeft {
			return ErrLeft
		}
		if err := change(tx); err != nil {
			return err
		}
		entry := v.Deed(action, uuid.Nil, id, decision, policy.Facts{})
		entry.Kind, entry.TargetKind = audit.KindAccess, role.String()
		tx.Record(entry)
		return nil
	})
}

// holdAdministrators makes every other transaction that changes who
// administers wait for this one, and then looks whether the viewer still is an
// administrator: otherwise two of them could end each other's role at once and
// leave the municipality with none. The update that changes nothing is a row
// lock that both databases have.
func holdAdministrators(ctx context.Context, tx *tenants.Tx, viewer uuid.UUID) error {
	word := policy.RoleAdministrator.String()
	err := tx.Client().UserRole.Update().Where(userrole.Role(word), userrole.EndedAtIsNil()).SetRole(word).Exec(ctx)
	if err != nil {
		return fmt.Errorf("holding administrators: %w", err)
	}
	still, err := tx.Client().UserRole.Query().
		Where(userrole.UserID(viewer), userrole.Role(word), userrole.EndedAtIsNil()).Exist(ctx)
	if err != nil {
		return fmt.Errorf("reading own role: %w", err)
	}
	if !still {
		return fmt.Errorf("no longer administrator: %w", tenants.ErrNotFound)
	}
	return nil
}

// othersAdminister returns ErrInvalid unless somebody else than id, who has
// signed in, administers the municipality.
func othersAdminister(ctx context.Context, tx *tenants.Tx, id uuid.UUID, field string) error {
	var holders []uuid.UUID
	err := tx.Client().UserRole.Query().
		Where(userrole.Role(policy.RoleAdministrator.String()), userrole.EndedAtIsNil(), userrole.UserIDNEQ(id)).
		Select(userrole.FieldUserID).Scan(ctx, &holders)
	if err != nil {
		return fmt.Errorf("reading administrators: %w", err)
	}
	active, err := tx.Client().User.Query().Where(user.IDIn(holders...), user.State(string(StateActive))).Exist(ctx)
	if err != nil {
		return fmt.Errorf("reading administrators: %w", err)
	}
	if !active {
		return tenants.InvalidField(field, "user.role.last_administrator")
	}
	return nil
}

// keepRole gives a role unless it is held.
func keepRole(ctx context.Context, tx *tenants.Tx, id uuid.UUID, role policy.Role, by uuid.UUID) error {
	held, err := tx.Client().UserRole.Query().
		Where(userrole.UserID(id), userrole.Role(role.String()), userrole.EndedAtIsNil()).Exist(ctx)
	if err != nil {
		return fmt.Errorf("reading roles: %w", err)
	}
	if held {
		return nil
	}
	return insertRole(ctx, tx, id, role, by)
}

func insertRole(ctx context.Context, tx *tenants.Tx, id uuid.UUID, role policy.Role, by uuid.UUID) error {
	err := tx.Client().UserRole.Create().SetID(tenants.NewID()).SetCreatedAt(tx.Clock().Now()).
		SetUserID(id).SetRole(role.String()).SetNillableGrantedBy(pointer(by)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("granting role: %w", err)
	}
	return nil
}

// endRoles ends the given roles, or all when none is given.
func endRoles(ctx context.Context, tx *tenants.Tx, id, by uuid.UUID, roles ...policy.Role) error {
	update := tx.Client().UserRole.Update().Where(userrole.UserID(id), userrole.EndedAtIsNil())
	words := make([]string, 0, len(roles))
	for _, role := range roles {
		words = append(words, role.String())
	}
	if len(words) > 0 {
		update.Where(userrole.RoleIn(words...))
	}
	if err := update.SetEndedAt(tx.Clock().Now()).SetNillableEndedBy(pointer(by)).Exec(ctx); err != nil {
		return fmt.Errorf("ending roles: %w", err)
	}
	return nil
}
