package casefile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// LooksPageSize is how many looks a page of them has.
const LooksPageSize = 30

// looksApart is how long a person must have been away for a look to be told as
// a new one.
const looksApart = 30 * time.Minute

// Look tells that somebody saw something of the family. What one person saw
// without half an hour's break is one look.
type Look struct {
	At       time.Time // the latest moment of it
	Who      string    // empty where a name would endanger staff: then the title or role tells
	Title    string
	Self     bool // it was the viewer
	Role     policy.Role
	Relation policy.Relation
	Basis    policy.Basis
	YesOn    clock.Date       // when the family said yes to it; empty when it did not rest on a yes
	YesMine  bool             // and the viewer was the one who said it
	Sections []policy.Section // that the viewer may see too
	Others   bool             // and parts that are kept for the coordinator
	// Unreadable says that the line does not fit its own commitment; only At
	// is set. It has been reported where the log was read.
	Unreadable bool

	actor uuid.UUID
	last  time.Time // the earliest moment of it
}

// LooksPage is one page of looks, newest first.
type LooksPage struct {
	Looks  []Look
	Older  int64 // place to read on from; 0 at the end
	ByRole bool  // the family's file says that staff are told by role, not by name
}

// Looks tells who has looked at the family, newest first, from the log of
// looks. before is where to read on from (LooksPage.Older), 0 for the newest.
// It needs the access_log section; which parts somebody saw is told only for
// parts the viewer may see too, and lines that would tell of a member whom the
// viewer may not see are left out, so that the log gives nothing away.
// responsible are those the viewer may know to have measures here (plan.Holders):
// a viewer who may see some members only is told of no others' looks at their
// own measures.
func Looks(ctx context.Context, a *Access, before int64, responsible ...uuid.UUID) (LooksPage, error) {
	if err := a.RequireSee(policy.SectionAccessLog); err != nil {
		return LooksPage{}, err
	}
	known, err := a.readLog(ctx)
	if err != nil {
		return LooksPage{}, err
	}
	known.responsible = responsible
	page, err := gatherLooks(ctx, known, max(before, 0))
	if err != nil {
		return LooksPage{}, err
	}
	page.ByRole = known.byRole
	return page, known.name(ctx, page.Looks)
}

func gatherLooks(ctx context.Context, known *logReader, before int64) (LooksPage, error) {
	var page LooksPage
	const batch = 200
	for {
		lines, err := known.Visit.Audit().Read(ctx, audit.Filter{CaseFile: known.ID, Before: before, Limit: batch})
		if err != nil {
			return LooksPage{}, fmt.Errorf("reading who has looked: %w", err)
		}
		for _, line := range lines {
			look, shown := known.lookOf(line)
			if shown && !page.joins(look) {
				if len(page.Looks) == LooksPageSize {
					page.Older = before
					return page, nil
				}
				page.Looks = append(page.Looks, look)
			}
			before = line.Place
		}
		if len(lines) < batch || before == 0 {
			return page, nil
		}
	}
}

// lookOf reads a line, and reports whether the viewer is to be told of it.
func (r *logReader) lookOf(line audit.Line) (Look, bool) {
	look := Look{At: line.At, last: line.At, actor: line.Actor, Unreadable: line.Unreadable}
	if line.Unreadable {
		return look, true
	}
	if line.Kind != audit.KindLook {
		return look, false
	}
	look.Self = line.Actor == r.Visit.Viewer.ID
	var unknown error // a word of a later version is told as nothing, not as a fault
	look.Role, unknown = policy.ParseRole(line.Role)
	relation, err := policy.ParseRelation(line.Relation)
	look.Relation, unknown = relation, errors.Join(unknown, err)
	look.Basis, err = policy.ParseBasis(line.Basis)
	if errors.Join(unknown, err) != nil {
		look.Others = true
	}
	for _, word := range line.Sections {
		section, err := policy.ParseSection(word)
		section = whole(section)
		switch {
		case section == policy.SectionVoice && !r.hears(look):
			// That a child has said something is the child's to tell.
		case section == policy.SectionVoice, err == nil && r.May(section, policy.ActionSee):
			look.Sections = append(look.Sections, section)
		default:
			look.Others = true
		}
	}
	return look, (len(look.Sections) > 0 || look.Others) && r.tells(look)
}

// whole is the section that a professional's part of it belongs to: whoever
// may see all measures may know that somebody saw their own.
func whole(section policy.Section) policy.Section {
	switch section {
	case policy.SectionOwnMeasures:
		return policy.SectionMeasures
	case policy.SectionWhom:
		return policy.SectionIdentity
	}
	return section
}

// joins puts a look into the one before it on the page when it is the same
// person going on, and reports whether it did. The page runs backwards in time.
func (p *LooksPage) joins(look Look) bool {
	for i := len(p.Looks) - 1; i >= 0; i-- {
		later := &p.Looks[i]
		if later.last.Sub(look.At) > looksApart || clock.DateOf(later.At) != clock.DateOf(look.At) {
			return false
		}
		if later.Unreadable || look.Unreadable || later.actor != look.actor ||
			later.Role != look.Role || later.Relation != look.Relation || later.Basis != look.Basis {
			continue
		}
		later.last, later.Others = look.At, later.Others || look.Others
		for _, section := range look.Sections {
			if !slices.Contains(later.Sections, section) {
				later.Sections = append(later.Sections, section)
			}
		}
		return true
	}
	return false
}
