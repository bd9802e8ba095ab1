package policy

import "slices"

// Chart is what one role may in one place, once for all relations that give the
// same: a part of the matrix as data, for whoever says it in words of their own.
type Chart struct {
	Role      Role
	Place     Place
	Relations []Relation
	Rows      []ChartRow // every section of the place
}

// ChartRow is what may be done with one section.
type ChartRow struct {
	Section Section
	Cells   []Cell // one for each of AllActions
}

// Cell is every ground on which one thing is allowed; none means never.
type Cell []Ground

// Ground is a basis on which something is allowed, and at which grades of
// address protection: at least one of the two.
type Ground struct {
	Basis        Basis
	Open, Strict bool
}

// Always reports whether it is allowed at every grade on every basis except a
// consent that is withdrawn.
func (c Cell) Always() bool {
	for _, ground := range c {
		if !ground.Open || !ground.Strict || ground.Basis == BasisWithdrawn {
			return false
		}
	}
	return len(c) == basisCount-1
}

// Nothing reports whether the chart allows nothing at all.
func (c Chart) Nothing() bool {
	return !slices.ContainsFunc(c.Rows, func(row ChartRow) bool {
		return slices.ContainsFunc(row.Cells, func(cell Cell) bool { return len(cell) > 0 })
	})
}

// Charts is the whole table: every role in each place.
func (t *Table) Charts() []Chart {
	var all []Chart
	for _, role := range AllRoles() {
		for _, place := range allPlaces {
			all = append(all, t.charts(role, place)...)
		}
	}
	return all
}

var allPlaces = []Place{PlaceFamily, PlaceMunicipality, PlaceConsole}

// charts are what a role may in a place, in the order of the relations.
func (t *Table) charts(role Role, place Place) []Chart {
	var all []Chart
	for _, relation := range AllRelations() {
		rows := t.rows(role, relation, place)
		i := slices.IndexFunc(all, func(one Chart) bool { return slices.EqualFunc(one.Rows, rows, ChartRow.equal) })
		if i < 0 {
			i = len(all)
			all = append(all, Chart{Role: role, Place: place, Rows: rows})
		}
		all[i].Relations = append(all[i].Relations, relation)
	}
	return all
}

func (t *Table) rows(role Role, relation Relation, place Place) []ChartRow {
	var rows []ChartRow
	for _, section := range AllSections() {
		if section.Place() != place {
			continue
		}
		row := ChartRow{Section: section}
		for _, action := range AllActions() {
			row.Cells = append(row.Cells, t.cell(role, relation, section, action))
		}
		rows = append(rows, row)
	}
	return rows
}

func (r ChartRow) equal(other ChartRow) bool {
	return r.Section == other.Section && slices.EqualFunc(r.Cells, other.Cells, slices.Equal[Cell])
}

// cell asks for one thing on every basis, at both grades.
func (t *Table) cell(role Role, relation Relation, s Section, a Action) Cell {
	var cell Cell
	who := Viewer{Roles: Roles(role)}
	for _, basis := range AllBases() {
		ground := Ground{
			Basis:  basis,
			Open:   t.Decide(who, Facts{relation, basis, false}, s, a).Allow,
			Strict: t.Decide(who, Facts{relation, basis, true}, s, a).Allow,
		}
		if ground.Open || ground.Strict {
			cell = append(cell, ground)
		}
	}
	return cell
}
