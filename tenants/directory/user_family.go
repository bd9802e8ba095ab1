package directory

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// FamilyInvitation is a caregiver who is given a login.
type FamilyInvitation struct {
	Name     string
	PID      string // national identity number; used for the claim and never stored
	Email    string // used for the claim when there is no PID
	Language string
	By       uuid.UUID   // who decided it
	Role     policy.Role // caregiver when none is given, or young_person
}

// InviteFamilyMember gives a caregiver a login, inside the transaction in
// which casefile gives them access to a family; only casefile calls it, and
// has checked the policy. No message is sent: a mail about this house can be
// read by the wrong person at home, so the coordinator tells them. Somebody
// who has such a login already keeps it, and its id is returned. It returns
// ErrInvalid when name, number or e-mail cannot be right.
func InviteFamilyMember(ctx context.Context, tx *tenants.Tx, in FamilyInvitation) (uuid.UUID, error) {
	if in.Role == policy.RoleNone {
		in.Role = policy.RoleCaregiver
	}
	u := User{
		ID: tenants.NewID(), Kind: KindFamily, State: StateInvited, Name: in.Name, Email: in.Email,
		Roles: policy.Roles(in.Role), Language: in.Language, Version: 1,
	}
	in.PID = strings.ReplaceAll(clean(in.PID), " ", "")
	faults := u.faults()
	if in.PID != "" && !LooksLikePID(in.PID) {
		faults.Add("pid", "user.pid.shape")
	}
	if in.PID == "" && u.Email == "" {
		faults.Add("pid", "user.pid.missing")
	}
	if err := faults.Err(); err != nil {
		return uuid.Nil, err
	}
	claim := emailClaim(tx.Keys(), u.Kind, u.Email)
	if in.PID != "" {
		claim = pidClaim(tx.Keys(), in.PID)
	}
	known, err := tx.Client().User.Query().Where(user.ClaimIndex(claim)).OnlyID(ctx)
	if err == nil {
		return known, keepRole(ctx, tx, known, in.Role, in.By)
	}
	if !tenant.IsNotFound(err) {
		return uuid.Nil, fmt.Errorf("looking for caregiver's login: %w", err)
	}
	if err := insertUser(ctx, tx, u, claim, in.By); err != nil {
		return uuid.Nil, fmt.Errorf("inviting caregiver: %w", err)
	}
	tx.Record(audit.Entry{At: tx.Clock().Now(), Actor: in.By, Kind: audit.KindAccess, Action: "user.invite", Target: u.ID, TargetKind: "user"})
	return u.ID, nil
}

// EndFamilyMember takes a caregiver's login away: roles and sessions end at
// once. Only casefile calls it, when no family is left to which they have
// access. A login that is not a caregiver's, or is gone, is left alone.
func EndFamilyMember(ctx context.Context, tx *tenants.Tx, id, by uuid.UUID) error {
	is, err := tx.Client().User.Query().
		Where(user.ID(id), user.Kind(string(KindFamily)), user.StateNEQ(string(StateLeft))).Exist(ctx)
	if err != nil {
		return fmt.Errorf("looking for caregiver's login: %w", err)
	}
	if !is {
		return nil
	}
	tx.Record(audit.Entry{At: tx.Clock().Now(), Actor: by, Kind: audit.KindAccess, Action: "user.leave", Target: id, TargetKind: "user"})
	return leave(ctx, tx, id, by)
}
