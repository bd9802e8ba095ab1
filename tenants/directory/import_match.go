package directory

import "github.com/google/uuid"

// match finds out which lines are about units that are there already, and
// what importing each would do.
func (r *Report) match(units []Unit) {
	byNumber, byName := map[string]Unit{}, map[string]Unit{}
	for _, u := range units {
		if u.OrgNumber != "" {
			byNumber[u.OrgNumber] = u
		}
		byName[nameKey(u)] = u
	}
	taken := map[uuid.UUID]int{}
	for i := range r.Rows {
		row := &r.Rows[i]
		if len(row.Faults) > 0 {
			continue
		}
		numbered, hasNumber := byNumber[row.Unit.OrgNumber]
		named, hasName := byName[nameKey(row.Unit)]
		switch {
		case hasNumber && hasName && numbered.ID != named.ID:
			row.refuse("name", "import.row.two_units", 0)
		case hasNumber:
			row.settle(numbered, taken)
		case hasName && named.OrgNumber != "" && row.Unit.OrgNumber != "":
			row.refuse("org_number", "import.row.other_number", 0)
		case hasName:
			row.settle(named, taken)
		default:
			row.Outcome = OutcomeNew
		}
	}
}

func (row *ImportRow) refuse(column, code string, line int) {
	row.Faults = append(row.Faults, Fault{Column: column, Code: code, Line: line})
}

// settle makes the line an update of a unit that is there.
func (row *ImportRow) settle(existing Unit, taken map[uuid.UUID]int) {
	if first, ok := taken[existing.ID]; ok {
		row.refuse("name", "import.row.duplicate", first)
		return
	}
	taken[existing.ID] = row.Line
	row.Existing, row.Outcome = existing.ID, OutcomeUpdate
	merged := row.Unit.over(existing)
	if merged.sameAs(existing) {
		row.Outcome = OutcomeSame
	}
	row.Unit = merged
}

// over is an existing unit with what the file says of it; an empty cell
// changes nothing.
func (u Unit) over(existing Unit) Unit {
	merged := existing
	for _, field := range []struct {
		from string
		to   *string
	}{
		{u.Name, &merged.Name}, {u.OrgNumber, &merged.OrgNumber}, {u.Phone, &merged.Phone}, {u.Email, &merged.Email},
		{u.Website, &merged.Website}, {u.Address, &merged.Address}, {u.About, &merged.About},
	} {
		if field.from != "" {
			*field.to = field.from
		}
	}
	merged.Kind = u.Kind
	return merged
}
