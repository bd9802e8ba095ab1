package stafettlogg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/stop"
)

// State is how a link to a stafettlogg stands.
type State string

// The states of a link.
const (
	Starting State = "starting" // the log is asked for, and not confirmed yet
	Active   State = "active"
	Closed   State = "closed" // the other system has closed the log; the work goes on here
	Ended    State = "ended"  // nothing goes either way any more
)

// Why a link ended. A log that the other system has closed has its reason.
const (
	EndedWithdrawn = stop.Withdrawn // the family took its yes back
	EndedRunOut    = stop.RunOut    // the yes was for a time, and that is over
	EndedStrict    = stop.Strict    // an address became protected
	EndedHere      = "unlinked"     // the coordinator ended it
	EndedRemoved   = "removed"      // the municipality removed the connection
	EndedFollowUp  = stop.FollowUp  // the follow-up was closed
)

// Link ties a child's follow-up to a stafettlogg in another system.
type Link struct {
	ID         uuid.UUID
	Version    int
	Family     uuid.UUID
	Member     uuid.UUID // the child
	Connection uuid.UUID // the installed plugin
	Unit       uuid.UUID // that holds the log, and has the family's yes
	State      State
	Because    string      // why it is closed or ended
	Reference  string      // what people call the log there
	Log        *system.Log // as it was last read; nil when it never was
	ReadAt     time.Time   // when that reading began; zero when it never was
	LinkedBy   uuid.UUID   // a user
	LinkedAt   time.Time   // when
	EndedAt    time.Time   // zero while it stands
	HolderNew  time.Time   // when it was first read that somebody else holds the baton there; zero when it was not
	Whose      string      // whose fault it is that it could not be read; empty when it could
	Code       string      // what the fault was

	logID, childReference string
}

// Live reports whether something goes either way.
func (l *Link) Live() bool { return l.State == Active || l.State == Starting }

func openLink(in place, read *tenant.LogLink) (Link, error) {
	row := in.Row(loglink.Table, read.ID)
	one := Link{
		ID: read.ID, Version: read.Version, Family: read.CaseFileID, Member: read.MemberID, Connection: read.PluginID,
		Unit: read.UnitID, State: State(read.State), Because: read.ClosedBecause, LinkedBy: read.LinkedBy,
		LinkedAt: read.CreatedAt.UTC(), Whose: read.ProblemWhose, Code: read.ProblemCode,
		logID: row.Open("log", read.Log), Reference: row.Open("reference", read.Reference),
		childReference: row.Open("child_reference", read.ChildReference),
	}
	if read.ReadAt != nil {
		one.ReadAt = read.ReadAt.UTC()
	}
	if read.EndedAt != nil {
		one.EndedAt = read.EndedAt.UTC()
	}
	snapshot := row.Open("snapshot", read.Snapshot)
	if err := row.Err(); err != nil {
		return one, err
	}
	if snapshot == "" {
		return one, nil
	}
	var was kept
	if err := json.Unmarshal([]byte(snapshot), &was); err != nil {
		return one, fmt.Errorf("reading the stafettlogg as it was: %w", err)
	}
	one.Log, one.HolderNew = &was.Log, was.HolderNew
	return one, nil
}

// kept is a log as it was last read, with what was seen when it was.
type kept struct {
	system.Log
	HolderNew time.Time `json:"holder_new,omitzero"`
}

func readLinks(ctx context.Context, in place, which ...predicate.LogLink) ([]Link, error) {
	rows, err := in.Client().LogLink.Query().Where(which...).
		Order(loglink.ByCreatedAt(), loglink.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading links to stafettlogg: %w", err)
	}
	list := make([]Link, 0, len(rows))
	for _, row := range rows {
		one, err := openLink(in, row)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// linkOf reads one link of a family; ErrNotFound when there is none.
func linkOf(ctx context.Context, in place, family, id uuid.UUID) (Link, error) {
	list, err := readLinks(ctx, in, loglink.ID(id), loglink.CaseFileID(family))
	if err != nil {
		return Link{}, err
	}
	if len(list) == 0 {
		return Link{}, fmt.Errorf("link to stafettlogg: %w", tenants.ErrNotFound)
	}
	return list[0], nil
}

// Links lists the family's links to stafettlogg that the viewer may see, oldest
// first. It needs the stafettlogg section.
func Links(ctx context.Context, a *casefile.Access) ([]Link, error) {
	if err := a.RequireSee(policy.SectionStafettlogg); err != nil {
		return nil, err
	}
	all, err := readLinks(ctx, a.Visit.Scope, loglink.CaseFileID(a.ID))
	if err != nil {
		return nil, err
	}
	list := all[:0]
	for _, one := range all {
		if a.Shows(policy.SectionStafettlogg, &one.Member) {
			list = append(list, one)
		}
	}
	return list, nil
}

// ReadLink returns one link of the family; ErrNotFound when there is none that
// the viewer may see.
func ReadLink(ctx context.Context, a *casefile.Access, id uuid.UUID) (Link, error) {
	if err := a.RequireSee(policy.SectionStafettlogg); err != nil {
		return Link{}, err
	}
	one, err := linkOf(ctx, a.Visit.Scope, a.ID, id)
	if err == nil && !a.Shows(policy.SectionStafettlogg, &one.Member) {
		return Link{}, fmt.Errorf("link to stafettlogg: %w", tenants.ErrNotFound)
	}
	return one, err
}
