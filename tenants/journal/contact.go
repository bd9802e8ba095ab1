package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/contact"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Kind is the way a contact took place.
type Kind string

// The kinds of contacts.
const (
	KindMeeting   Kind = "meeting"
	KindHomeVisit Kind = "home_visit"
	KindCall      Kind = "call"
	KindMessage   Kind = "message"
)

// Kinds lists them in the order they are shown.
func Kinds() []Kind { return []Kind{KindMeeting, KindHomeVisit, KindCall, KindMessage} }

// Contact is one contact with or about the family, as it is written down.
type Contact struct {
	Kind       Kind
	HappenedAt time.Time // day and time
	Minutes    int       // time used, preparation and writing included
	WithWhom   string
	Note       string
}

// Logged is a contact on the log.
type Logged struct {
	ID        uuid.UUID
	Version   int
	WrittenBy uuid.UUID
	Contact
}

// Validate checks what was typed against today and puts it in order. Field
// names are those of the form's fields.
func (c *Contact) Validate(today clock.Date) error {
	var faults tenants.Invalid
	c.WithWhom, c.Note = strings.TrimSpace(c.WithWhom), strings.TrimSpace(c.Note)
	c.HappenedAt = c.HappenedAt.UTC().Truncate(time.Minute)
	if !slices.Contains(Kinds(), c.Kind) {
		faults.Add("kind", "journal.contact.kind.missing")
	}
	switch {
	case c.HappenedAt.IsZero():
		faults.Add("happened_on", "journal.contact.happened_on.missing")
	case clock.DateOf(c.HappenedAt) > today:
		faults.Add("happened_on", "journal.contact.happened_on.ahead")
	}
	if c.Minutes < 0 || c.Minutes > MaxMinutes {
		faults.Add("minutes", "journal.contact.minutes.range")
	}
	if utf8.RuneCountInString(c.WithWhom) > MaxWhom {
		faults.Add("with_whom", "journal.contact.with_whom.too_long")
	}
	if utf8.RuneCountInString(c.Note) > casefile.MaxText {
		faults.Add("note", "journal.contact.note.too_long")
	}
	return faults.Err()
}

// PageSize is how many contacts a page of the log has.
const PageSize = 30

// Page is one page of the log, newest first.
type Page struct {
	Contacts []Logged
	Number   int // from 1
	Pages    int // at least 1
	Total    int // contacts in all
}

// Contacts returns a page of the family's contact log, newest first; a number
// outside the log gives the nearest page. It needs the journal section.
func Contacts(ctx context.Context, a *casefile.Access, number int) (Page, error) {
	if err := a.RequireSee(policy.SectionJournal); err != nil {
		return Page{}, err
	}
	query := a.Visit.Client().Contact.Query().Where(contact.CaseFileID(a.ID), contact.RemovedAtIsNil())
	total, err := query.Clone().Count(ctx)
	if err != nil {
		return Page{}, fmt.Errorf("counting contacts: %w", err)
	}
	page := Page{Total: total, Pages: max(1, (total+PageSize-1)/PageSize)}
	page.Number = min(max(number, 1), page.Pages)
	rows, err := query.Order(contact.ByHappenedAt(newestFirst), contact.ByID(newestFirst)).
		Limit(PageSize).Offset((page.Number - 1) * PageSize).All(ctx)
	if err != nil {
		return Page{}, fmt.Errorf("reading contacts: %w", err)
	}
	page.Contacts = make([]Logged, 0, len(rows))
	for _, read := range rows {
		one, err := openContact(a.Visit.Scope, read)
		if err != nil {
			return Page{}, err
		}
		page.Contacts = append(page.Contacts, one)
	}
	return page, nil
}

// ReadContact returns one contact, for changing it. It needs the journal
// section; ErrNotFound when the contact is removed or of another family.
func ReadContact(ctx context.Context, a *casefile.Access, id uuid.UUID) (Logged, error) {
	if err := a.RequireSee(policy.SectionJournal); err != nil {
		return Logged{}, err
	}
	read, err := a.Visit.Client().Contact.Query().
		Where(contact.ID(id), contact.CaseFileID(a.ID), contact.RemovedAtIsNil()).Only(ctx)
	if tenant.IsNotFound(err) {
		return Logged{}, fmt.Errorf("contact: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return Logged{}, fmt.Errorf("reading contact: %w", err)
	}
	return openContact(a.Visit.Scope, read)
}

func openContact(scope *tenants.Scope, read *tenant.Contact) (Logged, error) {
	row := scope.Row(contact.Table, read.ID)
	one := Logged{ID: read.ID, Version: read.Version, WrittenBy: read.WrittenBy, Contact: Contact{
		Kind: Kind(read.Kind), HappenedAt: read.HappenedAt, Minutes: read.Minutes,
		WithWhom: row.Open("with_whom", read.WithWhom), Note: row.Open("note", read.Note),
	}}
	return one, row.Err()
}
