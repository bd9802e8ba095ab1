package share

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// apart is how long a guest must have been away for a look to be told as a new
// one.
const apart = 30 * time.Minute

// List returns a family's shares, newest first, with every look of theirs. It
// needs the shares section. A share that is only about members the viewer may
// not see is not among them.
func List(ctx context.Context, a *casefile.Access) ([]Share, error) {
	if err := a.RequireSee(policy.SectionShares); err != nil {
		return nil, err
	}
	rows, err := a.Visit.Client().Share.Query().Where(share.CaseFileID(a.ID)).
		Order(tenant.Desc(share.FieldCreatedAt), tenant.Desc(share.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading shares: %w", err)
	}
	grants, err := grantsOf(ctx, a.Visit.Client(), a.ID)
	if err != nil {
		return nil, err
	}
	var guests []uuid.UUID
	for _, row := range rows {
		guests = append(guests, row.UserID)
	}
	names, err := directory.Called(ctx, a.Visit.Scope, guests)
	if err != nil {
		return nil, err
	}
	var list []Share
	for _, row := range rows {
		grant := grants[row.ID]
		members, known := told(a, grant)
		if !known {
			continue
		}
		one, err := open(ctx, a, row, grant)
		if err != nil {
			return nil, err
		}
		one.Name, one.Members = names[row.UserID].Name, members
		list = append(list, one)
	}
	return list, nil
}

// Get returns one share as List does, and ErrNotFound for one that is not
// there.
func Get(ctx context.Context, a *casefile.Access, id uuid.UUID) (Share, error) {
	list, err := List(ctx, a)
	if err != nil {
		return Share{}, err
	}
	at := slices.IndexFunc(list, func(one Share) bool { return one.ID == id })
	if at < 0 {
		return Share{}, tenants.ErrNotFound
	}
	return list[at], nil
}

// told is whom a share is about, of those the viewer may see, and whether they
// may know of it at all.
func told(a *casefile.Access, grant *casefile.KeptGrant) ([]uuid.UUID, bool) {
	if grant == nil || grant.Members == nil {
		return nil, grant != nil
	}
	members := slices.DeleteFunc(slices.Clone(grant.Members), func(id uuid.UUID) bool { return !a.Shows(policy.SectionShares, &id) })
	return members, len(members) > 0
}

func open(ctx context.Context, a *casefile.Access, row *tenant.Share, grant *casefile.KeptGrant) (Share, error) {
	purpose, err := a.Visit.Open("shares", "purpose", row.ID, row.Purpose)
	if err != nil {
		return Share{}, err
	}
	one := Share{
		ID: row.ID, Guest: row.UserID, Channel: Channel(row.Channel), Purpose: purpose, YesBy: row.SaidYesBy,
		MadeAt: row.CreatedAt.UTC(), Until: row.UntilAt.UTC(), OpenedAt: row.OpenedAt, EndedAt: row.EndedAt,
		State: stateOf(row, grant.EndedAt == nil && a.State != casefile.StateClosed, a.Visit.Clock().Now()),
	}
	if one.EndedAt == nil {
		one.EndedAt = grant.EndedAt
	}
	for _, section := range Sections() {
		if grant.Sections.Has(section) {
			one.Sections = append(one.Sections, section)
		}
	}
	one.Looks, err = looksOf(ctx, a, row)
	return one, err
}

// looksOf tells from the log when the guest looked. Which parts they saw is told
// for parts the viewer may see too.
func looksOf(ctx context.Context, a *casefile.Access, row *tenant.Share) ([]Look, error) {
	lines, err := a.Visit.Audit().Read(ctx, audit.Filter{CaseFile: row.CaseFileID, Actor: row.UserID, From: row.CreatedAt})
	if err != nil {
		return nil, fmt.Errorf("reading who has looked: %w", err)
	}
	var looks []Look
	var earliest time.Time
	for _, line := range lines {
		if line.Kind != audit.KindLook || line.Relation != policy.RelationGuest.String() || !line.At.Before(row.UntilAt) {
			continue
		}
		if len(looks) == 0 || earliest.Sub(line.At) > apart {
			looks = append(looks, Look{At: line.At})
		}
		earliest = line.At
		last := &looks[len(looks)-1]
		for _, word := range line.Sections {
			section, err := policy.ParseSection(word)
			if err == nil && a.May(section, policy.ActionSee) && !slices.Contains(last.Sections, section) {
				last.Sections = append(last.Sections, section)
			}
		}
	}
	return looks, nil
}
