package casefile

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Summary is a family as a line in its coordinator's list.
type Summary struct {
	ID         uuid.UUID
	ShortName  string
	State      State
	Strict     bool
	Children   int
	ReferredOn clock.Date
	Since      clock.Date // with this coordinator
}

// Mine lists the viewer's own families by short name: those they coordinate.
// closed chooses the closed ones instead of the active.
func Mine(ctx context.Context, v *tenants.Visit, closed bool) ([]Summary, error) {
	if err := v.Require(policy.SectionFamilies, policy.ActionSee); err != nil {
		return nil, err
	}
	state := StateActive
	if closed {
		state = StateClosed
	}
	rows, err := v.Client().CaseFile.Query().
		Where(casefile.CoordinatorID(v.Viewer.ID), casefile.State(string(state))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing families: %w", err)
	}
	return summaries(ctx, v, rows)
}

// NamesOfMine is what the viewer's own active families are called, by id, for
// what is found across them for the coordinator's day. It needs the families
// section and notes the looks, as Mine.
func NamesOfMine(ctx context.Context, v *tenants.Visit) (map[uuid.UUID]string, error) {
	list, err := Mine(ctx, v, false)
	if err != nil {
		return nil, err
	}
	names := make(map[uuid.UUID]string, len(list))
	for _, one := range list {
		names[one.ID] = one.ShortName
	}
	return names, nil
}

func summaries(ctx context.Context, v *tenants.Visit, rows []*tenant.CaseFile) ([]Summary, error) {
	children, err := countChildren(ctx, v, rows)
	if err != nil {
		return nil, err
	}
	list := make([]Summary, 0, len(rows))
	for _, read := range rows {
		facts := policy.Facts{
			Relation: policy.RelationCoordinator, Basis: policy.BasisConsent, Strict: Grade(read.Grade).Strict(),
		}
		decision := v.Decide(facts, policy.SectionOverview, policy.ActionSee)
		if !decision.Allow {
			continue
		}
		v.Looked(read.ID, facts, policy.SectionOverview, decision)
		name, err := v.Open("case_files", "short_name", read.ID, read.ShortName)
		if err != nil {
			return nil, err
		}
		list = append(list, Summary{
			ID: read.ID, ShortName: name, State: State(read.State), Strict: facts.Strict,
			Children: children[read.ID], ReferredOn: read.ReferredOn, Since: read.CoordinatorSince,
		})
	}
	slices.SortFunc(list, func(a, b Summary) int { return strings.Compare(a.ShortName, b.ShortName) })
	return list, nil
}

func countChildren(ctx context.Context, v *tenants.Visit, rows []*tenant.CaseFile) (map[uuid.UUID]int, error) {
	ids := make([]uuid.UUID, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	var counted []struct {
		CaseFileID uuid.UUID `json:"case_file_id"`
		Count      int       `json:"count"`
	}
	err := v.Client().Member.Query().
		Where(member.CaseFileIDIn(ids...), member.Kind(string(Child)), member.RemovedAtIsNil()).
		GroupBy(member.FieldCaseFileID).Aggregate(tenant.Count()).Scan(ctx, &counted)
	if err != nil {
		return nil, fmt.Errorf("counting children: %w", err)
	}
	children := map[uuid.UUID]int{}
	for _, one := range counted {
		children[one.CaseFileID] = one.Count
	}
	return children, nil
}

// Found is the answer to a search before a family is taken in.
type Found struct {
	Mine []Summary
	// Elsewhere says that a person with exactly this name and birth date is in
	// a family somebody else follows. It says nothing of whom or where, and is
	// never set for a family with address protection.
	Elsewhere bool
}

// Search looks for a person by name (every word must fit) or phone number
// among the viewer's own families. With a birth date it also tells whether
// another coordinator already follows exactly this person, so that nobody is
// taken in twice. Search is on record.
func Search(ctx context.Context, v *tenants.Visit, text string, bornOn clock.Date) (Found, error) {
	if err := v.Require(policy.SectionFamilies, policy.ActionSee); err != nil {
		return Found{}, err
	}
	ids, err := matching(ctx, v, text)
	if err != nil {
		return Found{}, err
	}
	var found Found
	rows, err := v.Client().CaseFile.Query().
		Where(casefile.IDIn(ids...), casefile.CoordinatorID(v.Viewer.ID)).All(ctx)
	if err != nil {
		return Found{}, fmt.Errorf("searching families: %w", err)
	}
	if found.Mine, err = summaries(ctx, v, rows); err != nil {
		return Found{}, err
	}
	if !bornOn.IsZero() {
		if found.Elsewhere, err = followedElsewhere(ctx, v, text, bornOn); err != nil {
			return Found{}, err
		}
	}
	decision := v.Decide(policy.Facts{}, policy.SectionFamilies, policy.ActionSee)
	return found, v.Audit().Record(ctx, v.Deed("family.search", uuid.Nil, uuid.Nil, decision, policy.Facts{}))
}

// The searches ask the index together with the families it leads to, so that
// what is done, and how long it takes, is the same for a person of another's
// family, of one with a protected address, and of none: nothing of those
// families leaves the database. Somebody who was taken out of a family is not
// found by it.
const (
	elsewhere = ` FROM name_indexes n
			JOIN members m ON m.id = n.owner_id AND m.removed_at IS NULL
			JOIN case_files c ON c.id = n.case_file_id
		WHERE n.kind = 'person' AND n.token = $1 AND c.coordinator_id <> $2 AND c.state = 'active' AND c.grade = 'ugradert'`
	elsewhereQuery = `SELECT EXISTS (SELECT 1` + elsewhere + `)`
	matchingQuery  = `SELECT n.owner_id, n.case_file_id FROM name_indexes n
			JOIN members m ON m.id = n.owner_id AND m.removed_at IS NULL
			JOIN case_files c ON c.id = n.case_file_id
		WHERE n.kind = $1 AND n.token = $2 AND c.coordinator_id = $3`
)

// followedElsewhere tells whether another coordinator follows exactly this
// person, in a family without address protection.
func followedElsewhere(ctx context.Context, v *tenants.Visit, text string, bornOn clock.Date) (bool, error) {
	rows, err := tenants.ReadRows(ctx, v, func(there *bool) []any { return []any{there} },
		elsewhereQuery, blindPerson(v.Keys(), text, bornOn), v.Viewer.ID.String())
	if err != nil {
		return false, fmt.Errorf("searching families: %w", err)
	}
	return len(rows) == 1 && *rows[0], nil
}

// blindPerson is the index of a person with exactly this name and birth date.
func blindPerson(keys *seal.Keys, name string, bornOn clock.Date) []byte {
	return keys.Blind("person", strings.TrimSpace(name)+"|"+string(bornOn))
}

// indexed is a place in the index of names.
type indexed struct{ owner, family uuid.UUID }

// matching returns those of the viewer's own families in which one person's
// index holds every word.
func matching(ctx context.Context, v *tenants.Visit, text string) ([]uuid.UUID, error) {
	kind, tokens := "member", v.Keys().BlindWords("name", text)
	if digits := onlyDigits(text); len(digits) >= 8 {
		kind, tokens = "phone", [][]byte{v.Keys().Blind("phone", digits[len(digits)-8:])}
	}
	var families []uuid.UUID
	var owners map[uuid.UUID]bool
	for _, token := range tokens {
		rows, err := tenants.ReadRows(ctx, v, func(r *indexed) []any { return []any{&r.owner, &r.family} },
			matchingQuery, kind, token, v.Viewer.ID.String())
		if err != nil {
			return nil, fmt.Errorf("searching names: %w", err)
		}
		next := map[uuid.UUID]bool{}
		families = families[:0]
		for _, row := range rows {
			if owners == nil || owners[row.owner] {
				next[row.owner] = true
				families = append(families, row.family)
			}
		}
		owners = next
	}
	return families, nil
}
