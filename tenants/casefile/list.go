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
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/nameindex"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
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

// followedElsewhere tells whether another coordinator follows exactly this
// person, in a family without address protection.
func followedElsewhere(ctx context.Context, v *tenants.Visit, text string, bornOn clock.Date) (bool, error) {
	person := v.Keys().Blind("person", strings.TrimSpace(text)+"|"+string(bornOn))
	owners, err := v.Client().NameIndex.Query().
		Where(nameindex.Kind("person"), nameindex.Token(person)).Select(nameindex.FieldCaseFileID).Strings(ctx)
	if err != nil {
		return false, fmt.Errorf("searching families: %w", err)
	}
	there, err := v.Client().CaseFile.Query().Where(
		casefile.IDIn(parseAll(owners)...), casefile.CoordinatorIDNEQ(v.Viewer.ID),
		casefile.State(string(StateActive)), casefile.Grade(string(GradeOpen))).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("searching families: %w", err)
	}
	return there, nil
}

// matching returns the families in which one person's index holds every word.
func matching(ctx context.Context, v *tenants.Visit, text string) ([]uuid.UUID, error) {
	kind, tokens := "member", v.Keys().BlindWords("name", text)
	if digits := onlyDigits(text); len(digits) >= 8 {
		kind, tokens = "phone", [][]byte{v.Keys().Blind("phone", digits[len(digits)-8:])}
	}
	var families []uuid.UUID
	var owners map[uuid.UUID]bool
	for _, token := range tokens {
		rows, err := v.Client().NameIndex.Query().Where(nameindex.Kind(kind), nameindex.Token(token)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("searching names: %w", err)
		}
		next := map[uuid.UUID]bool{}
		families = families[:0]
		for _, row := range rows {
			if owners != nil && !owners[row.OwnerID] {
				continue
			}
			next[row.OwnerID] = true
			if row.CaseFileID != nil {
				families = append(families, *row.CaseFileID)
			}
		}
		owners = next
	}
	return families, nil
}

func parseAll(texts []string) []uuid.UUID {
	ids := make([]uuid.UUID, 0, len(texts))
	for _, text := range texts {
		if id, err := uuid.Parse(text); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}
