package message

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Counts are how many conversations of each family have something new in them.
type Counts map[uuid.UUID]int

// Total is how many in all.
func (c Counts) Total() int {
	total := 0
	for _, n := range c {
		total += n
	}
	return total
}

type unreadRow struct {
	family uuid.UUID
	member uuid.NullUUID
}

// unreadRows finds by index what the viewer is in and has not read to the end.
var unreadRows = tenants.Question[unreadRow]{
	Text: `SELECT c.case_file_id, c.member_id FROM participants p
		JOIN conversations c ON c.id = p.conversation_id
		WHERE p.user_id = $1 AND p.left_at IS NULL AND (p.read_at IS NULL OR p.read_at < c.latest_at)`,
	Into: func(r *unreadRow) []any { return []any{&r.family, &r.member} },
}

// AskUnread puts in a batch what Unread reads from it.
func AskUnread(v *tenants.Visit, b *tenants.Batch) { unreadRows.Ask(b, v.Viewer.ID.String()) }

// Unread counts the viewer's conversations with something new, in each family
// they are inside of now. It is one query for somebody who has read
// everything, and notes no look: it is the number in a menu. from is the visit,
// or a batch that was asked.
func Unread(ctx context.Context, v *tenants.Visit, from tenants.Querier) (Counts, error) {
	rows, err := unreadRows.Read(ctx, from, v.Viewer.ID.String())
	if err != nil {
		return nil, fmt.Errorf("counting unread: %w", err)
	}
	counts, inside := Counts{}, map[uuid.UUID]*casefile.Access{}
	for _, row := range rows {
		access, asked := inside[row.family]
		if !asked {
			access, err = casefile.Enter(ctx, v, row.family)
			if err != nil && !errors.Is(err, tenants.ErrNotFound) {
				return nil, fmt.Errorf("counting unread: %w", err)
			}
			inside[row.family] = access
		}
		var member *uuid.UUID
		if row.member.Valid {
			member = &row.member.UUID
		}
		if access != nil && access.Shows(policy.SectionMessages, member) {
			counts[row.family]++
		}
	}
	return counts, nil
}
