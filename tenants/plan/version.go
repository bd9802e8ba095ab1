package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Version is the plan as it was put before the family once, without its
// content.
type Version struct {
	ID         uuid.UUID
	Number     int
	State      VersionState
	ProposedAt time.Time
	AgreedAt   *time.Time
	Parties    []Party
}

// Party is one who is asked, with the newest answer.
type Party struct {
	Member  uuid.UUID
	Name    string // first name; empty when it is not to be shown
	Self    bool   // is the viewer
	Answer  Answer
	How     casefile.How
	Text    string // for the party and the coordinator only
	At      time.Time
	Removed bool // is no longer in the family, and not waited for
}

// Waits reports whether the party has yet to say yes.
func (p Party) Waits() bool { return p.Answer != AnswerYes && !p.Removed }

// Self returns the viewer's own place among the parties.
func (v *Version) Self() (Party, bool) {
	for _, party := range v.Parties {
		if party.Self {
			return party, true
		}
	}
	return Party{}, false
}

// Versions lists every version with each party's answer, newest first.
func Versions(ctx context.Context, a *casefile.Access) ([]Version, error) {
	if err := a.RequireSee(policy.SectionAgreement); err != nil {
		return nil, err
	}
	people, err := casefile.NamedOf(ctx, a.Visit.Scope, a.Visit, a.See(policy.SectionIdentity), a.ID)
	if err != nil {
		return nil, err
	}
	members := people.ByID()
	hideNames(a, members)
	return versions(ctx, a, a.Visit, members)
}

var versionRows = tenants.Question[tenant.PlanVersion]{
	Text: `SELECT id, number, state, created_at, agreed_at FROM plan_versions
		WHERE case_file_id = $1 ORDER BY number DESC`,
	Into: func(r *tenant.PlanVersion) []any { return []any{&r.ID, &r.Number, &r.State, &r.CreatedAt, &r.AgreedAt} },
}

// versions reads every version, newest first. members are the family's, with
// names for a viewer who may see them.
func versions(ctx context.Context, a *casefile.Access, q tenants.Querier, members map[uuid.UUID]casefile.Named) ([]Version, error) {
	rows, err := versionRows.Read(ctx, q, a.ID.String())
	if err != nil {
		return nil, fmt.Errorf("reading versions: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	parties, err := partiesFor(ctx, a, q, members)
	if err != nil {
		return nil, err
	}
	list := make([]Version, 0, len(rows))
	for _, row := range rows {
		list = append(list, Version{
			ID: row.ID, Number: row.Number, State: VersionState(row.State), ProposedAt: row.CreatedAt,
			AgreedAt: row.AgreedAt, Parties: parties[row.ID],
		})
	}
	return list, nil
}

var answerRows = tenants.Question[tenant.Agreement]{
	Text: `SELECT id, plan_version_id, member_id, answer, how, text, answered_at FROM agreements
		WHERE case_file_id = $1 ORDER BY id`,
	Into: func(r *tenant.Agreement) []any {
		return []any{
			&r.ID, &r.PlanVersionID, &r.MemberID, &r.Answer, &r.How, tenants.SealedColumn(&r.Text), &r.AnsweredAt,
		}
	},
}

// partiesFor reads who was asked to each version, and their newest answers, of
// those the viewer may know of. What somebody says is missing is between them
// and the coordinator.
func partiesFor(ctx context.Context, a *casefile.Access, q tenants.Querier, members map[uuid.UUID]casefile.Named) (map[uuid.UUID][]Party, error) {
	rows, err := answerRows.Read(ctx, q, a.ID.String())
	if err != nil {
		return nil, fmt.Errorf("reading answers: %w", err)
	}
	reads := a.May(policy.SectionAgreement, policy.ActionEdit)
	parties := map[uuid.UUID][]Party{}
	for _, row := range rows {
		who := members[row.MemberID]
		party := Party{
			Member: row.MemberID, Name: who.First, Self: same(who.UserID, &a.Visit.Viewer.ID), Removed: who.Removed,
			Answer: Answer(row.Answer), How: casefile.How(row.How), At: row.AnsweredAt,
		}
		if !asksOf(a, &party) {
			continue
		}
		if reads || party.Self {
			party.Text, err = a.Visit.Open("agreements", "text", row.ID, row.Text)
			if err != nil {
				return nil, err
			}
		}
		list := parties[row.PlanVersionID]
		if at := slices.IndexFunc(list, func(p Party) bool { return p.Member == party.Member }); at >= 0 {
			list[at] = party
			continue
		}
		parties[row.PlanVersionID] = append(list, party)
	}
	return parties, nil
}
