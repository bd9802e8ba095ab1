package plan

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// person is a member of a family as the plan speaks of them.
type person struct {
	id      uuid.UUID
	family  uuid.UUID
	first   string // first name; empty unless it was asked for
	kind    casefile.MemberKind
	user    *uuid.UUID
	removed bool
}

// people reads the members of families, also those who were taken out, since
// older versions name them. Names are opened only when asked for.
func people(ctx context.Context, scope *tenants.Scope, client *tenant.Client, names bool, families ...uuid.UUID) (map[uuid.UUID]person, error) {
	fields := []string{
		member.FieldCaseFileID, member.FieldKind, member.FieldUserID, member.FieldRemovedAt,
	}
	if names {
		fields = append(fields, member.FieldName)
	}
	rows, err := client.Member.Query().Where(member.CaseFileIDIn(families...)).Select(fields...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	return openPeople(scope, rows)
}

// A name that is not asked for is not read.
var (
	peopleRows = tenants.Question[tenant.Member]{
		Text: `SELECT id, case_file_id, kind, user_id, removed_at, name FROM members WHERE case_file_id = $1`,
		Into: personColumns,
	}
	namelessRows = tenants.Question[tenant.Member]{
		Text: `SELECT id, case_file_id, kind, user_id, removed_at, CAST(NULL AS bytea) FROM members WHERE case_file_id = $1`,
		Into: personColumns,
	}
)

func personColumns(r *tenant.Member) []any {
	return []any{&r.ID, &r.CaseFileID, &r.Kind, &r.UserID, &r.RemovedAt, tenants.SealedColumn(&r.Name)}
}

// peopleOf is people for one family, which every page of a family asks.
func peopleOf(ctx context.Context, scope *tenants.Scope, q tenants.Querier, names bool, family uuid.UUID) (map[uuid.UUID]person, error) {
	which := peopleRows
	if !names {
		which = namelessRows
	}
	rows, err := which.Read(ctx, q, family.String())
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	return openPeople(scope, rows)
}

func openPeople(scope *tenants.Scope, rows []*tenant.Member) (map[uuid.UUID]person, error) {
	found := make(map[uuid.UUID]person, len(rows))
	for _, read := range rows {
		name, err := scope.Open("members", "name", read.ID, read.Name)
		if err != nil {
			return nil, err
		}
		first, _, _ := strings.Cut(name, " ")
		found[read.ID] = person{
			id: read.ID, family: read.CaseFileID, first: first, kind: casefile.MemberKind(read.Kind),
			user: read.UserID, removed: read.RemovedAt != nil,
		}
	}
	return found, nil
}

// concerns is inFamily for whom something is written about: the viewer must be
// allowed to write about them.
func concerns(ctx context.Context, tx *tenants.Tx, a *casefile.Access, what casefile.Deed, member *uuid.UUID) error {
	if err := inFamily(ctx, tx, a.ID, member, "member"); err != nil {
		return err
	}
	if !a.MayAbout(what.Section, what.Action, member) {
		return tenants.InvalidField("member", "plan.member.unknown")
	}
	return nil
}

// inFamily refuses a member of another family, and one who was taken out.
// None is accepted.
func inFamily(ctx context.Context, tx *tenants.Tx, family uuid.UUID, id *uuid.UUID, field string) error {
	if id == nil {
		return nil
	}
	there, err := tx.Client().Member.Query().
		Where(member.ID(*id), member.CaseFileID(family), member.RemovedAtIsNil()).Exist(ctx)
	if err != nil {
		return fmt.Errorf("looking for member: %w", err)
	}
	if !there {
		return tenants.InvalidField(field, "plan.member.unknown")
	}
	return nil
}
