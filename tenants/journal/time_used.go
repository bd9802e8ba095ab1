package journal

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/contact"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

var newestFirst = sql.OrderDesc()

// Used is the time the contacts of a family have taken.
type Used struct {
	Minutes  int // in all
	Contacts int
	Months   []Month // newest first; a month without contacts is not there
}

// Month is the time used in one calendar month, as months are in Norway.
type Month struct {
	First    clock.Date // the first day of the month
	Minutes  int
	Contacts int
}

// TimeUsed adds up the minutes of the family's contacts, per month and in
// all. A meeting counts by the contact that was made when it was held. It
// needs the journal section.
func TimeUsed(ctx context.Context, a *casefile.Access) (Used, error) {
	if err := a.RequireSee(policy.SectionJournal); err != nil {
		return Used{}, err
	}
	rows, err := a.Visit.Client().Contact.Query().
		Where(contact.CaseFileID(a.ID), contact.RemovedAtIsNil()).
		Order(contact.ByHappenedAt(newestFirst)).
		Select(contact.FieldHappenedAt, contact.FieldMinutes).All(ctx)
	if err != nil {
		return Used{}, fmt.Errorf("reading time used: %w", err)
	}
	var used Used
	for _, read := range rows {
		first := clock.DateOf(read.HappenedAt)[:len("2006-01-")] + "01"
		if last := len(used.Months) - 1; last < 0 || used.Months[last].First != first {
			used.Months = append(used.Months, Month{First: first})
		}
		month := &used.Months[len(used.Months)-1]
		month.Minutes += read.Minutes
		month.Contacts++
		used.Minutes += read.Minutes
		used.Contacts++
	}
	return used, nil
}
