package directory

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/unit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// The functions in this file are for tenants/services, which fills the list of
// units from registers. They check no policy: a synchronisation has no viewer.

// UnitsIn returns every unit, also those that are removed.
func UnitsIn(ctx context.Context, tx *tenants.Tx) ([]Unit, error) {
	rows, err := tx.Client().Unit.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading units: %w", err)
	}
	units := make([]Unit, 0, len(rows))
	for _, row := range rows {
		units = append(units, openUnit(row))
	}
	return units, nil
}

// AddUnitsIn adds units that have their ids.
func AddUnitsIn(ctx context.Context, tx *tenants.Tx, units []Unit) error {
	return addUnits(ctx, tx, units)
}

// SaveUnitIn saves everything that is said of a unit. It returns ErrConflict
// when somebody else changed it since it was read.
func SaveUnitIn(ctx context.Context, tx *tenants.Tx, before, after Unit) error {
	update := tx.Client().Unit.Update().
		Where(unit.ID(after.ID), unit.Version(before.Version)).AddVersion(1).
		SetName(after.Name).SetKind(string(after.Kind)).SetOrgNumber(after.OrgNumber).SetPhone(after.Phone).SetEmail(after.Email).
		SetWebsite(after.Website).SetAddress(after.Address).SetAbout(after.About).
		SetParentOrgNumber(after.ParentOrgNumber).SetLanguage(after.Language)
	switch {
	case after.Closed && !before.Closed:
		update.SetClosedAt(tx.Clock().Now())
	case before.Closed && !after.Closed:
		update.ClearClosedAt()
	}
	count, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("changing unit: %w", err)
	}
	if count == 0 {
		return fmt.Errorf("changing unit: %w", tenants.ErrConflict)
	}
	return nil
}

// UnitsGeneration tells whether any unit was added, changed, removed or put
// back since it was asked last: each raises one of the two numbers.
func UnitsGeneration(ctx context.Context, scope *tenants.Scope) (count, versions int64, err error) {
	const query = `SELECT COUNT(*), CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM units`
	type generation struct{ count, versions int64 }
	found, err := tenants.Question[generation]{Text: query, Into: func(g *generation) []any {
		return []any{&g.count, &g.versions}
	}}.Read(ctx, scope)
	if err == nil && len(found) != 1 {
		err = errors.New("no answer")
	}
	if err != nil {
		return 0, 0, fmt.Errorf("reading the units' generation: %w", err)
	}
	return found[0].count, found[0].versions, nil
}

// Fitted is a unit with the fields that cannot be kept as they are left empty,
// by the rules for one that somebody types; dropped names them. ok is false for
// one without a name.
func Fitted(u Unit) (fitted Unit, dropped []string, ok bool) {
	u.Name, u.Address, u.About = plain(u.Name, 200), plain(u.Address, 300), plain(u.About, 1000)
	if !u.Kind.Known() {
		u.Kind = UnitOther
	}
	if u.ParentOrgNumber != "" && !looksLikeOrgNumber(u.ParentOrgNumber) {
		u.ParentOrgNumber, dropped = "", append(dropped, "parent_org_number")
	}
	if u.Language != "nb" && u.Language != "nn" {
		u.Language = ""
	}
	for _, fault := range u.faults().Fields {
		dropped = append(dropped, fault.Field)
		switch fault.Field {
		case "name":
			return u, dropped, false
		case "org_number":
			u.OrgNumber = ""
		case "phone":
			u.Phone = ""
		case "email":
			u.Email = ""
		case "website":
			u.Website = ""
		case "address":
			u.Address = ""
		case "about":
			u.About = ""
		}
	}
	return u, dropped, true
}

// plain is a text that no spreadsheet takes for a formula, of at most so many
// bytes.
func plain(text string, most int) string {
	return Shortened(strings.TrimLeft(clean(text), "=+-@\t\r "), most)
}

// SameName is the form in which two units' names are the same to a reader.
func SameName(name string) string { return sameText(name) }

// UnitsByID returns units by their ids, also removed ones. It checks no policy:
// units are public, and the caller has let the viewer in.
func UnitsByID(ctx context.Context, scope *tenants.Scope, ids []uuid.UUID) (map[uuid.UUID]Unit, error) {
	found := make(map[uuid.UUID]Unit, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	rows, err := scope.Client().Unit.Query().Where(unit.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading units: %w", err)
	}
	for _, row := range rows {
		found[row.ID] = openUnit(row)
	}
	return found, nil
}

// Readable reports whether a text has only what people can see, and what no
// spreadsheet takes for a formula.
func Readable(text string) bool { return !hasInvisibleBesidesBreaks(text) && !startsFormula(text) }

// Tidy is the form in which a text is kept: composed, with ordinary spaces and
// line breaks, and without space at the ends.
func Tidy(text string) string { return clean(strings.ReplaceAll(text, "\r\n", "\n")) }
