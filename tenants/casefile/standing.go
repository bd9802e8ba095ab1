package casefile

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Standing is one reason why somebody is inside a family: the coordinator's
// own, or an access grant that holds at this moment.
type Standing struct {
	Relation policy.Relation
	Basis    policy.Basis
	Sections policy.SectionSet // what it opens; EverySection where the relation alone decides
	Members  []uuid.UUID       // whom it is about; nil: the whole family
	YesOn    clock.Date        // the day of the yes it rests on
	Until    *time.Time        // nil: until it is ended
	Grant    uuid.UUID         // Nil for the coordinator
	Unit     uuid.UUID         // the unit a team member stands for, else Nil
	Consent  uuid.UUID         // the consent it rests on, else Nil
	Share    uuid.UUID         // the one-day share it is, else Nil
}

// facts are what the policy is asked on: a section that the yes does not name
// has no basis.
func (s *Standing) facts(section policy.Section, strict bool) policy.Facts {
	facts := policy.Facts{Relation: s.Relation, Basis: s.Basis, Strict: strict}
	if !s.Sections.Has(section) {
		facts.Basis = policy.BasisNone
	}
	return facts
}

// ofSomebody are the sections whose things are about somebody, or about the
// whole family.
var ofSomebody = policy.Sections(
	policy.SectionStrengths, policy.SectionNeeds, policy.SectionGoals, policy.SectionMeasures, policy.SectionEvaluations,
	policy.SectionMeetings, policy.SectionMeetingPlace, policy.SectionDocuments,
)

// about reports whether the standing is about a member; nil is the family. The
// family's own see what is about all of them. To others a yes for a child shows
// what is about that child, and not what a parent struggles with.
func (s *Standing) about(section policy.Section, member *uuid.UUID) bool {
	switch {
	case s.Members == nil:
		return true
	case member != nil:
		return slices.Contains(s.Members, *member)
	case s.Relation == policy.RelationTeam || s.Relation == policy.RelationGuest:
		return !ofSomebody.Has(section)
	}
	return true
}

// Shows reports whether something of a section that is about one member (nil:
// about the whole family) may be shown. Where it may not, the viewer must not
// learn that it exists. It notes no look: See has.
func (a *Access) Shows(section policy.Section, member *uuid.UUID) bool {
	return a.allows(section, policy.ActionSee, member)
}

// MayAbout is May for something that is about one member (nil: the whole
// family).
func (a *Access) MayAbout(section policy.Section, action policy.Action, member *uuid.UUID) bool {
	return a.allows(section, action, member)
}

func (a *Access) allows(section policy.Section, action policy.Action, member *uuid.UUID) bool {
	viewer := a.Visit.Viewer
	if a.as != nil {
		viewer = *a.as
	}
	for _, one := range a.Standings {
		facts := one.facts(section, a.Facts.Strict)
		if one.about(section, member) && a.Visit.Policy().Decide(viewer, facts, section, action).Allow {
			return a.by == nil || a.by.allows(section, action, member)
		}
	}
	return false
}

// Limited reports whether the viewer may see some members' things only. What
// somebody is responsible for says nothing of whose things they may see.
func (a *Access) Limited() bool {
	whole := func(s Standing) bool { return s.Members == nil && s.Relation != policy.RelationResponsible }
	return !slices.ContainsFunc(a.Standings, whole) ||
		a.by != nil && a.by.Limited()
}

// Is reports whether the viewer has a relation to the family.
func (a *Access) Is(relation policy.Relation) bool {
	return slices.ContainsFunc(a.Standings, func(s Standing) bool { return s.Relation == relation })
}

// SeenAs is the family as another user sees it now, for showing the family
// what is shared ("vis som"). Nothing is shown that the viewer may not see
// themself, and the looks are the viewer's. It needs the team section, and
// returns ErrNotFound for somebody who is not inside.
func SeenAs(ctx context.Context, a *Access, user policy.Viewer) (*Access, error) {
	if err := a.RequireSee(policy.SectionTeam); err != nil {
		return nil, err
	}
	family, err := readFacts(ctx, a.Visit.Scope, a.Visit, a.ID, user.ID)
	if err != nil {
		return nil, err
	}
	seen := &Access{
		Visit: a.Visit, ID: a.ID, State: family.state, Standings: family.standings,
		Facts: family.facts(), as: &user,
	}
	if !seen.any() { // by their own right: they may be inside and see nothing the viewer sees
		return nil, tenants.ErrNotFound
	}
	seen.by = a
	return seen, nil
}

// factsQuery reads in one go who coordinates the family, what somebody has
// been granted (a row for each grant), and whether they are barred.
const factsQuery = `SELECT EXISTS (SELECT 1 FROM barred_persons b
		WHERE b.case_file_id = c.id AND b.user_id = $1 AND b.removed_at IS NULL),
	c.coordinator_id, c.state, c.grade, c.accepted_on, g.id, g.relation, g.basis, g.sections, g.members,
	g.said_yes_on, g.from_at, g.until_at, g.unit_id, g.consent_id, g.share_id
	FROM case_files c LEFT JOIN access_grants g ON g.case_file_id = c.id AND g.user_id = $2 AND g.ended_at IS NULL
	WHERE c.id = $3 ORDER BY g.id`

type factsRow struct {
	barred                    bool
	coordinator               uuid.UUID
	state, grade, acceptedOn  string
	grant                     uuid.NullUUID
	relation, basis, sections sql.NullString
	members, yesOn            sql.NullString
	from, until               sql.NullTime
	unit, consent, share      uuid.NullUUID
}

func (r *factsRow) columns() []any {
	return []any{
		&r.barred, &r.coordinator, &r.state, &r.grade, &r.acceptedOn, &r.grant, &r.relation, &r.basis, &r.sections,
		&r.members, &r.yesOn, &r.from, &r.until, &r.unit, &r.consent, &r.share,
	}
}

// familyFacts is what is true of one person and one family now.
type familyFacts struct {
	state     State
	strict    bool
	standings []Standing
}

// facts are those of the first standing, the nearest to the family.
func (f *familyFacts) facts() policy.Facts {
	facts := policy.Facts{Strict: f.strict}
	if len(f.standings) > 0 {
		facts.Relation, facts.Basis = f.standings[0].Relation, f.standings[0].Basis
	}
	return facts
}

func readFacts(ctx context.Context, scope *tenants.Scope, q tenants.Querier, id, person uuid.UUID) (familyFacts, error) {
	rows, err := tenants.ReadRows(ctx, q, (*factsRow).columns, factsQuery, person.String(), person.String(), id.String())
	if err != nil {
		return familyFacts{}, fmt.Errorf("reading family: %w", err)
	}
	if len(rows) == 0 {
		return familyFacts{}, tenants.ErrNotFound
	}
	first := rows[0]
	family := familyFacts{state: State(first.state), strict: Grade(first.grade).Strict()}
	if first.coordinator == person {
		family.standings = []Standing{{
			Relation: policy.RelationCoordinator, Basis: policy.BasisConsent, Sections: policy.EverySection,
			YesOn: clock.Date(first.acceptedOn),
		}}
		return family, nil
	}
	if first.barred {
		family.standings = []Standing{{Relation: policy.RelationBarred, Sections: policy.EverySection}}
		return family, nil
	}
	now := scope.Clock().Now()
	for _, row := range rows {
		if !row.grant.Valid || !row.holds(now) {
			continue
		}
		standing, err := row.standing()
		if err != nil {
			return familyFacts{}, fmt.Errorf("reading access to %s: %w", id, err)
		}
		if family.state == StateClosed && endsWithFollowUp(standing.Relation) {
			continue
		}
		family.standings = append(family.standings, standing)
	}
	slices.SortStableFunc(family.standings, func(x, y Standing) int { return nearness(x.Relation) - nearness(y.Relation) })
	return family, nil
}

// holds reports whether a grant that is not ended has begun and not run out.
func (r *factsRow) holds(now time.Time) bool {
	if r.from.Valid && now.Before(r.from.Time) {
		return false
	}
	return !r.until.Valid || now.Before(r.until.Time)
}

func (r *factsRow) standing() (Standing, error) {
	s := Standing{
		YesOn: clock.Date(r.yesOn.String), Grant: r.grant.UUID, Unit: r.unit.UUID, Consent: r.consent.UUID, Share: r.share.UUID,
	}
	if r.until.Valid {
		until := r.until.Time.UTC()
		s.Until = &until
	}
	var err error
	if s.Relation, err = policy.ParseRelation(r.relation.String); err != nil {
		return s, err
	}
	if s.Basis, err = policy.ParseBasis(r.basis.String); err != nil {
		return s, err
	}
	if s.Sections, err = policy.ParseSectionSet(r.sections.String); err != nil {
		return s, err
	}
	switch {
	case s.Sections == 0:
		s.Sections = policy.EverySection
	case s.Sections.Has(policy.SectionMeetings): // whoever is asked to come must find the way
		s.Sections |= policy.Sections(policy.SectionMeetingPlace)
	}
	s.Members, err = ParseIDs(r.members.String)
	return s, err
}

// endsWithFollowUp tells whose part ends when a follow-up is closed.
func endsWithFollowUp(relation policy.Relation) bool {
	switch relation {
	case policy.RelationResponsible, policy.RelationTeam, policy.RelationGuest, policy.RelationEmergency:
		return true
	}
	return false
}

// nearness puts the family's own people first, whatever else they are.
func nearness(relation policy.Relation) int {
	switch relation {
	case policy.RelationCaregiver, policy.RelationChild:
		return 0
	case policy.RelationTeam:
		return 1
	case policy.RelationResponsible:
		return 2
	}
	return 3
}

// ParseIDs reads ids with commas between; none is nil.
func ParseIDs(text string) ([]uuid.UUID, error) {
	if text == "" {
		return nil, nil
	}
	var ids []uuid.UUID
	for one := range strings.SplitSeq(text, ",") {
		id, err := uuid.Parse(one)
		if err != nil {
			return nil, fmt.Errorf("reading list of ids: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// FormatIDs writes what ParseIDs reads.
func FormatIDs(ids []uuid.UUID) string {
	words := make([]string, 0, len(ids))
	for _, id := range ids {
		words = append(words, id.String())
	}
	return strings.Join(words, ",")
}
