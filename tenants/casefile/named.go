package casefile

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Named is a member of a family as others speak of them: what they are called,
// what they are to the family, and their login.
type Named struct {
	ID, Family uuid.UUID
	First      string // first name; empty unless it was asked for
	Kind       MemberKind
	UserID     *uuid.UUID
	Removed    bool // taken out of the family
}

// People are members in the order of their family.
type People []Named

// ByID finds each by their id.
func (p People) ByID() map[uuid.UUID]Named {
	byID := make(map[uuid.UUID]Named, len(p))
	for _, one := range p {
		byID[one.ID] = one
	}
	return byID
}

// A name that is not asked for is not read.
var (
	namedRows = tenants.Question[tenant.Member]{
		Text: `SELECT id, case_file_id, kind, user_id, removed_at, name FROM members
			WHERE case_file_id = $1 ORDER BY position, created_at`,
		Into: namedColumns,
	}
	namelessRows = tenants.Question[tenant.Member]{
		Text: `SELECT id, case_file_id, kind, user_id, removed_at, CAST(NULL AS bytea) FROM members
			WHERE case_file_id = $1 ORDER BY position, created_at`,
		Into: namedColumns,
	}
)

func namedColumns(r *tenant.Member) []any {
	return []any{&r.ID, &r.CaseFileID, &r.Kind, &r.UserID, &r.RemovedAt, tenants.SealedColumn(&r.Name)}
}

func whichNamed(names bool) tenants.Question[tenant.Member] {
	if names {
		return namedRows
	}
	return namelessRows
}

// AskNamed puts the question that NamedOf reads in a batch.
func AskNamed(b *tenants.Batch, names bool, family uuid.UUID) {
	whichNamed(names).Ask(b, family.String())
}

// NamedOf lists a family's members in order, also those who were taken out,
// since older versions and notes name them. Names are opened only when asked
// for. It checks no policy: whoever asks has let the viewer in to what is told.
func NamedOf(ctx context.Context, scope *tenants.Scope, q tenants.Querier, names bool, family uuid.UUID) (People, error) {
	rows, err := whichNamed(names).Read(ctx, q, family.String())
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	return named(scope, rows)
}

// NamedIn is NamedOf for several families in one question.
func NamedIn(ctx context.Context, scope *tenants.Scope, names bool, families ...uuid.UUID) (People, error) {
	fields := []string{member.FieldCaseFileID, member.FieldKind, member.FieldUserID, member.FieldRemovedAt}
	if names {
		fields = append(fields, member.FieldName)
	}
	rows, err := scope.Client().Member.Query().Where(member.CaseFileIDIn(families...)).
		Order(member.ByPosition(), member.ByCreatedAt()).Select(fields...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	return named(scope, rows)
}

func named(scope *tenants.Scope, rows []*tenant.Member) (People, error) {
	list := make(People, 0, len(rows))
	for _, row := range rows {
		name, err := scope.Open(member.Table, "name", row.ID, row.Name)
		if err != nil {
			return nil, err
		}
		list = append(list, Named{
			ID: row.ID, Family: row.CaseFileID, First: firstName(name), Kind: MemberKind(row.Kind),
			UserID: row.UserID, Removed: row.RemovedAt != nil,
		})
	}
	return list, nil
}

// InFamily reports whether somebody is a member of a family now.
func InFamily(ctx context.Context, tx *tenants.Tx, family, id uuid.UUID) (bool, error) {
	there, err := tx.Client().Member.Query().
		Where(member.ID(id), member.CaseFileID(family), member.RemovedAtIsNil()).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("looking for member: %w", err)
	}
	return there, nil
}

// MayConcern returns ErrInvalid unless what the viewer is about to write may be
// about a member: somebody of the family, about whom they may write that. nil
// is the whole family. Who may not is told as if there were no such member.
func (a *Access) MayConcern(ctx context.Context, tx *tenants.Tx, what Deed, id *uuid.UUID) error {
	if id != nil {
		there, err := InFamily(ctx, tx, a.ID, *id)
		if err != nil {
			return err
		}
		if !there {
			return tenants.InvalidField("member", "plan.member.unknown")
		}
	}
	if !a.MayAbout(what.Section, what.Action, id) {
		return tenants.InvalidField("member", "plan.member.unknown")
	}
	return nil
}
