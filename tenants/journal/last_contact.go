package journal

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/contact"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/meeting"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// LastContact returns when there last was contact with each of the families:
// the newest contact that is not removed, or meeting that was held. A family
// without any is not in the answer. It is for lists of families the caller has
// already decided that the viewer may see (casefile.Mine), and decides
// nothing itself.
func LastContact(ctx context.Context, scope *tenants.Scope, families []uuid.UUID) (map[uuid.UUID]time.Time, error) {
	last := make(map[uuid.UUID]time.Time, len(families))
	if len(families) == 0 {
		return last, nil
	}
	note := func(family uuid.UUID, at time.Time) {
		if at.After(last[family]) {
			last[family] = at
		}
	}
	contacts, err := scope.Client().Contact.Query().
		Where(contact.CaseFileIDIn(families...), contact.RemovedAtIsNil(), lastOf(contact.Table, contact.FieldHappenedAt,
			func(later *sql.SelectTable) *sql.Predicate { return sql.IsNull(later.C(contact.FieldRemovedAt)) })).
		Select(contact.FieldCaseFileID, contact.FieldHappenedAt).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading last contacts: %w", err)
	}
	for _, read := range contacts {
		note(read.CaseFileID, read.HappenedAt)
	}
	meetings, err := scope.Client().Meeting.Query().
		Where(meeting.CaseFileIDIn(families...), meeting.State(string(StateHeld)), lastOf(meeting.Table, meeting.FieldStartsAt,
			func(later *sql.SelectTable) *sql.Predicate {
				return sql.EQ(later.C(meeting.FieldState), string(StateHeld))
			})).
		Select(meeting.FieldCaseFileID, meeting.FieldStartsAt).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading last meetings: %w", err)
	}
	for _, read := range meetings {
		note(read.CaseFileID, read.StartsAt)
	}
	return last, nil
}

// lastOf keeps the rows after which the same family has no later one that
// counts.
func lastOf(table, when string, counts func(*sql.SelectTable) *sql.Predicate) func(*sql.Selector) {
	return func(s *sql.Selector) {
		build := sql.Dialect(s.Dialect())
		later := build.Table(table).As("later")
		s.Where(sql.NotExists(build.Select(later.C("id")).From(later).Where(sql.And(
			sql.ColumnsEQ(later.C("case_file_id"), s.C("case_file_id")),
			sql.ColumnsGT(later.C(when), s.C(when)),
			counts(later)))))
	}
}
