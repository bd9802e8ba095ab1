// Package insight is the personvernombud's view of the log: who has looked at
// and done what across the municipality, what stands out, and an extract that
// proves itself. It tells of families by their codes alone, and opens nothing
// of what is written about them.
package insight

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// PageSize is how many lines a page of them has.
const PageSize = 25

// readAtMost is how many lines of the log one page is looked for in, so that a
// narrow filter over a long log does not hold the page up. Page.Older and
// Page.Newer go on from there.
const readAtMost = 20_000

// ActionRead is the personvernombud's own look, on record like all others.
const ActionRead = "privacy.read"

// Filter narrows the lines. Zero fields do not narrow.
type Filter struct {
	From, To clock.Date // both days included
	Actor    uuid.UUID
	Role     policy.Role
	Relation policy.Relation
	Basis    policy.Basis
	Kind     string // audit.KindLook, KindDeed, KindAccess, KindSystem
	Code     string // of a family
	Pattern  Pattern
	Before   int64 // where to read on from: Page.Older
	After    int64 // where to read back towards the newest from: Page.Newer
}

// kinds names what the filter narrows by, for the record of who asked for
// what: never the person or the family that was asked for.
func (f Filter) kinds() string {
	var kinds []string
	for name, set := range map[string]bool{
		"period": f.From != "" || f.To != "", "person": f.Actor != uuid.Nil, "role": f.Role != policy.RoleNone,
		"relation": f.Relation != policy.RelationNone, "basis": f.Basis != policy.BasisNone,
		"kind": f.Kind != "", "family": f.Code != "", "pattern": f.Pattern != "",
	} {
		if set {
			kinds = append(kinds, name)
		}
	}
	slices.Sort(kinds)
	return strings.Join(kinds, ",")
}

// Line is one line of the log, without anything of the family but its code.
type Line struct {
	Place    int64
	At       time.Time
	Kind     string
	Action   string
	Actor    uuid.UUID // Nil for the program itself
	Who      string    // the name of one of the municipality's own; empty for one of the family
	Title    string
	OfFamily bool // the person is of a family and is told by role alone
	Role     policy.Role
	Relation policy.Relation
	Basis    policy.Basis
	Sections []policy.Section
	Rule     string
	Family   uuid.UUID // Nil when it concerns none
	Code     string    // the family's
	Erased   bool      // the family was erased; only Place and At are left
	// Unreadable says that the line does not fit its own commitment; only Place
	// and At are shown.
	Unreadable bool
}

// Page is one page of lines, newest first.
type Page struct {
	Lines []Line
	Older int64 // where to read on from; 0 at the end
	Newer int64 // where to read back from; 0 on the page of the newest
}

// Read returns a page of the log. Only the personvernombud may, and that they
// did is on record, with what they narrowed by. It returns ErrNotFound for
// anybody else, and an empty page for a code that no family has.
func Read(ctx context.Context, v *tenants.Visit, f Filter) (Page, error) {
	asked, found, err := ask(ctx, v, f)
	if err != nil || !found {
		return Page{}, err
	}
	page, err := turn(ctx, v.Scope, f, asked)
	if err != nil {
		return Page{}, err
	}
	return page, name(ctx, v.Scope, page.Lines)
}

// ask lets the personvernombud in, puts on record that they asked, and makes
// the filter of the log. found is false when the family's code is nobody's.
func ask(ctx context.Context, v *tenants.Visit, f Filter) (asked audit.Filter, found bool, err error) {
	if err := v.Require(policy.SectionPrivacy, policy.ActionSee); err != nil {
		return asked, false, err
	}
	asked = audit.Filter{Actor: f.Actor, Before: f.Before}
	if f.Code != "" {
		asked.CaseFile, found, err = casefile.FamilyByCode(ctx, v.Scope, f.Code)
		if err != nil {
			return asked, false, err
		}
	}
	if err := record(ctx, v, ActionRead, asked.CaseFile, f.kinds()); err != nil {
		return asked, false, err
	}
	if f.Code != "" && !found {
		return asked, false, nil
	}
	if f.From != "" {
		asked.From = f.From.Time()
		if asked.After, err = v.Audit().PlaceAt(ctx, asked.From); err != nil {
			return asked, false, err
		}
	}
	if f.To != "" {
		asked.Until = f.To.AddDays(1).Time()
	}
	if f.Pattern != "" {
		asked.Places, err = placesOf(ctx, v.Scope, f)
	}
	return asked, true, err
}

// record puts the personvernombud's own doing on the log.
func record(ctx context.Context, v *tenants.Visit, action string, family uuid.UUID, kinds string) error {
	decision := v.Decide(policy.Facts{}, policy.SectionPrivacy, policy.ActionSee)
	entry := v.Deed(action, family, uuid.Nil, decision, policy.Facts{})
	entry.Sections, entry.TargetKind = []string{policy.SectionPrivacy.String()}, kinds
	if err := v.Audit().Record(ctx, entry); err != nil {
		return fmt.Errorf("putting the personvernombud's look on record: %w", err)
	}
	return nil
}

// gather reads lines that fit, newest first unless asked otherwise, at most so
// many of them and out of at most so many.
func gather(ctx context.Context, scope *tenants.Scope, f Filter, asked audit.Filter, most, outOf int) (Page, error) {
	var page Page
	const batch = 1000
	asked.Limit = batch
	last := int64(0)
	for read := 0; ; {
		lines, err := scope.Audit().Read(ctx, asked)
		if err != nil {
			return Page{}, err
		}
		for _, one := range lines {
			if line := lineOf(one); f.fits(line) {
				if len(page.Lines) == most {
					return page.goOn(asked.Oldest, last), nil
				}
				page.Lines = append(page.Lines, line)
			}
			last = one.Place
		}
		read += len(lines)
		if len(lines) < batch || last == 0 {
			return page, nil
		}
		if read >= outOf {
			return page.goOn(asked.Oldest, last), nil
		}
		if asked.Oldest {
			asked.After = last + 1
		} else {
			asked.Before = last
		}
	}
}

// goOn says where there is more to read after the last place that was read.
func (p Page) goOn(oldest bool, last int64) Page {
	if oldest {
		p.Newer = last
	} else {
		p.Older = last
	}
	return p
}

func (f Filter) fits(line Line) bool {
	return (f.Role == policy.RoleNone || f.Role == line.Role) &&
		(f.Relation == policy.RelationNone || f.Relation == line.Relation) &&
		(f.Basis == policy.BasisNone || f.Basis == line.Basis) &&
		(f.Kind == "" || f.Kind == line.Kind)
}

// lineOf reads a line's words. One of a later version is left empty, not a
// fault: the line is there all the same.
func lineOf(one audit.Line) Line {
	line := Line{Place: one.Place, At: one.At, Erased: one.Erased, Unreadable: one.Unreadable}
	if one.Erased || one.Unreadable {
		return line
	}
	line.Kind, line.Action, line.Actor, line.Rule, line.Family = one.Kind, one.Action, one.Actor, one.Rule, one.CaseFile
	line.Role, _ = policy.ParseRole(one.Role)
	line.Relation, _ = policy.ParseRelation(one.Relation)
	line.Basis, _ = policy.ParseBasis(one.Basis)
	for _, word := range one.Sections {
		if section, err := policy.ParseSection(word); err == nil {
			line.Sections = append(line.Sections, section)
		}
	}
	if line.Family != uuid.Nil {
		line.Code = casefile.Code(line.Family)
	}
	return line
}
