// Package emergency lets a coordinator into a family somebody else follows when
// it cannot wait: with a reason, for three hours, to read what keeps somebody
// safe. Leaders, the personvernombud and the family's coordinator are told in
// the same transaction. A family with address protection is never opened, and
// that it is here cannot be told from the answer.
package emergency

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// Lasts is how long a family is open.
const Lasts = 3 * time.Hour

// Limits of a request.
const (
	MinReason = 20 // characters
	MaxReason = 1000
	MaxAsked  = 5 // attempts an hour, by one person
)

// ErrNobody says that there is nobody to open a family for: nobody with exactly
// this name and birth date is followed here, or the family has address
// protection, or is the viewer's own. Which it is cannot be told. It is an
// ErrInvalid.
var ErrNobody = tenants.InvalidField("name", "emergency.nobody")

// ErrTooMany says that the viewer has asked too often. It is an ErrConflict.
var ErrTooMany = fmt.Errorf("asked too often: %w", tenants.ErrConflict)

// Request is what somebody asks with.
type Request struct {
	Name   string // exactly, as the population register has it
	BornOn clock.Date
	Reason string
}

func (q *Request) validate(today clock.Date) error {
	q.Name, q.Reason = strings.TrimSpace(q.Name), strings.TrimSpace(q.Reason)
	var faults tenants.Invalid
	if q.Name == "" || utf8.RuneCountInString(q.Name) > casefile.MaxName {
		faults.Add("name", "emergency.name.missing")
	}
	if q.BornOn.IsZero() || q.BornOn > today {
		faults.Add("born_on", "emergency.born_on.missing")
	}
	switch length := utf8.RuneCountInString(q.Reason); {
	case length < MinReason:
		faults.Add("reason", "emergency.reason.short")
	case length > MaxReason:
		faults.Add("reason", "form.too_long")
	}
	return faults.Err()
}

// Use opens the families of a person for the viewer, and returns them. Every
// well-formed attempt is on record, whatever it gave. It returns ErrInvalid for
// what is missing, ErrTooMany, ErrNobody, and ErrNotFound for a viewer who is no
// coordinator.
func Use(ctx context.Context, v *tenants.Visit, q Request) ([]uuid.UUID, error) {
	decision := v.Decide(policy.Facts{}, policy.SectionEmergency, policy.ActionEdit)
	if err := v.Require(policy.SectionEmergency, policy.ActionEdit); err != nil {
		return nil, err
	}
	if err := q.validate(v.Today()); err != nil {
		return nil, err
	}
	if err := ask(ctx, v, decision); err != nil {
		return nil, err
	}
	var opened []uuid.UUID
	err := v.InTx(ctx, func(tx *tenants.Tx) error {
		found, err := casefile.FollowedElsewhere(ctx, v, tx, q.Name, q.BornOn)
		if err != nil {
			return err
		}
		for _, family := range found {
			ok, err := open(ctx, v, tx, family, q.Reason)
			if err != nil {
				return err
			}
			if ok {
				opened = append(opened, family.ID)
				tx.Record(v.Deed("emergency.open", family.ID, uuid.Nil, decision, policy.Facts{
					Relation: policy.RelationEmergency, Basis: policy.BasisEmergency,
				}))
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(opened) == 0 {
		return nil, ErrNobody
	}
	return opened, nil
}

// open lets the viewer in and tells those who must know. It reports false for
// somebody the family has barred.
func open(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family casefile.Elsewhere, reason string) (bool, error) {
	err := casefile.Let(ctx, v, tx, family.ID, casefile.Grant{
		User: v.Viewer.ID, Relation: policy.RelationEmergency, Basis: policy.BasisEmergency,
		Until: tx.Clock().Now().Add(Lasts), Reason: reason,
	})
	if errors.Is(err, tenants.ErrInvalid) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	tell, err := whoMustKnow(ctx, v, tx, family)
	if err != nil {
		return false, err
	}
	for _, one := range tell {
		err := notice.Tell(ctx, tx, notice.Notice{To: one, CaseFile: family.ID, Reason: notice.EmergencyUsed})
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// whoMustKnow are the leaders of the viewer's unit, or every leader where it
// has none, every personvernombud, and the family's coordinator.
func whoMustKnow(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family casefile.Elsewhere) ([]uuid.UUID, error) {
	self, err := directory.AvailabilityTx(ctx, tx, v.Viewer.ID)
	if err != nil {
		return nil, err
	}
	leaders, err := directory.HoldersTx(ctx, tx, policy.RoleLeader, self.UnitID)
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(slices.Clone(leaders), func(id uuid.UUID) bool { return id == v.Viewer.ID })
	if len(others) == 0 {
		if leaders, err = directory.HoldersTx(ctx, tx, policy.RoleLeader, uuid.Nil); err != nil {
			return nil, err
		}
	}
	officers, err := directory.HoldersTx(ctx, tx, policy.RolePrivacyOfficer, uuid.Nil)
	if err != nil {
		return nil, err
	}
	all := append(append(leaders, officers...), family.Coordinator)
	slices.SortFunc(all, func(x, y uuid.UUID) int { return slices.Compare(x[:], y[:]) })
	return slices.Compact(all), nil
}

// ask counts the attempt. The log is the truth of how often somebody has asked
// within an hour; the cache holds attempts made at the same moment apart, and
// is done without when it is down.
func ask(ctx context.Context, v *tenants.Visit, decision policy.Decision) error {
	now := v.Clock().Now()
	key := "emergency:" + v.Viewer.ID.String() + ":" + now.Format("2006010215")
	if allowed, _, err := v.KV().Allow(ctx, key, MaxAsked, time.Hour); err == nil && !allowed {
		return ErrTooMany
	}
	asked, err := askedSince(ctx, v, now.Add(-time.Hour))
	if err != nil {
		return err
	}
	if asked >= MaxAsked {
		return ErrTooMany
	}
	return v.Audit().Record(ctx, v.Deed(deedAsk, uuid.Nil, uuid.Nil, decision, policy.Facts{}))
}

// Open is a family that is open to the viewer now.
type Open struct {
	Family uuid.UUID
	Until  time.Time
}

// Now lists the families that are open to the viewer by emergency access, the
// first to close first. What has been closed or protected since is not there.
func Now(ctx context.Context, v *tenants.Visit) ([]Open, error) {
	if err := v.Require(policy.SectionEmergency, policy.ActionSee); err != nil {
		return nil, err
	}
	grants, err := casefile.KeptGrants(ctx, v.Client(), accessgrant.UserID(v.Viewer.ID), accessgrant.EndedAtIsNil(),
		accessgrant.Relation(policy.RelationEmergency.String()), accessgrant.UntilAtGT(v.Clock().Now()))
	if err != nil {
		return nil, err
	}
	var list []Open
	for _, one := range grants {
		access, err := casefile.Enter(ctx, v, one.Family)
		if errors.Is(err, tenants.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if until := Until(access); !until.IsZero() && !slices.ContainsFunc(list, func(o Open) bool { return o.Family == one.Family }) {
			list = append(list, Open{Family: one.Family, Until: until})
		}
	}
	slices.SortStableFunc(list, func(x, y Open) int { return x.Until.Compare(y.Until) })
	return list, nil
}

// Until is when the viewer's emergency access to a family ends; zero for a
// viewer who is not inside by it, or may see nothing by it.
func Until(a *casefile.Access) time.Time {
	var latest time.Time
	for _, one := range a.Standings {
		if one.Relation == policy.RelationEmergency && one.Until != nil && one.Until.After(latest) {
			latest = *one.Until
		}
	}
	return latest
}
