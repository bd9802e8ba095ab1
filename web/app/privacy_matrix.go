package app

import (
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// privacyMatrix shows who may do what by the rules in force in the
// municipality, its own denials with them.
func (a *App) privacyMatrix(r *Request) error {
	l, table := r.L(), r.Scope.Policy()
	page := r.privacyPage(l.T("insight.matrix.title"), "/personvernombud/matrise")
	page.Lead = l.T("insight.matrix.lead")
	v := view.PrivacyMatrixView{Closed: matrixClosed(l, table.Denials()), Sections: matrixPlaces(l)}
	charts := table.Charts()
	for _, role := range policy.AllRoles() {
		v.Roles = append(v.Roles, matrixRole(l, role, charts))
	}
	return r.Show(view.PrivacyMatrixPage(page, v))
}

// matrixRole is what one role may, without the parts it may nothing with.
func matrixRole(l *locale.Localizer, role policy.Role, charts []policy.Chart) view.MatrixRole {
	said := view.MatrixRole{Title: roleWord(l, role)}
	for _, chart := range charts {
		switch {
		case chart.Role != role:
		case chart.Nothing() && slices.Equal(chart.Relations, []policy.Relation{policy.RelationBarred}):
			// said once for all: whoever is barred is let in by no role
		case chart.Nothing() && forEverybody(chart):
			said.Nothing = append(said.Nothing, l.T("matrix.chart.nothing", "Place", placeName(l, chart.Place)))
		case chart.Nothing():
			said.Nothing = append(said.Nothing, l.T("matrix.chart.nothing_else", "Place", placeName(l, chart.Place)))
		default:
			said.Tables = append(said.Tables, matrixTable(l, chart))
		}
	}
	return said
}

// chartName says where, and for those of which relation when not for all.
func chartName(l *locale.Localizer, chart policy.Chart) string {
	place := placeName(l, chart.Place)
	if forEverybody(chart) {
		return place
	}
	words := make([]string, 0, len(chart.Relations))
	for _, relation := range chart.Relations {
		words = append(words, relationName(l, relation))
	}
	return l.T("matrix.chart.as", "Place", place, "Relations", l.Or(words))
}

// forEverybody reports whether the chart holds whatever somebody is to a
// family, but for those who are barred.
func forEverybody(chart policy.Chart) bool {
	return !slices.ContainsFunc(policy.AllRelations(), func(one policy.Relation) bool {
		return one != policy.RelationBarred && !slices.Contains(chart.Relations, one)
	})
}

// matrixTable is a chart in words, with the rows and columns in which something
// is allowed.
func matrixTable(l *locale.Localizer, chart policy.Chart) view.MatrixTable {
	said := view.MatrixTable{Title: chartName(l, chart), Header: []string{l.T("matrix.section")}}
	var columns []int
	for i, action := range policy.AllActions() {
		if slices.ContainsFunc(chart.Rows, func(row policy.ChartRow) bool { return len(row.Cells[i]) > 0 }) {
			columns = append(columns, i)
			said.Header = append(said.Header, actionName(l, action))
		}
	}
	for _, row := range chart.Rows {
		cells, open := []string{sectionName(l, row.Section)}, false
		for _, i := range columns {
			open = open || len(row.Cells[i]) > 0
			cells = append(cells, cellInWords(l, row.Cells[i]))
		}
		if open {
			said.Rows = append(said.Rows, cells)
		}
	}
	return said
}

// matrixClosed is what is closed whatever else holds: by everybody's rules, and
// by the municipality's own.
func matrixClosed(l *locale.Localizer, denials []policy.Denial) []string {
	said := []string{l.T("matrix.deny.barred"), l.T("matrix.deny.withdrawn")}
	for _, one := range denials {
		role, action, section := roleWord(l, one.Role), actionName(l, one.Action), sectionName(l, one.Section)
		if one.Relation == policy.AnyRelation {
			said = append(said, l.T("matrix.deny.own", "Role", role, "Action", action, "Section", section))
			continue
		}
		said = append(said, l.T("matrix.deny.own_as", "Role", role, "Relation", relationName(l, one.Relation), "Action", action, "Section", section))
	}
	return said
}

// matrixPlaces says what every section is.
func matrixPlaces(l *locale.Localizer) []view.MatrixTable {
	header := []string{l.T("matrix.section"), l.T("matrix.holds")}
	places := []view.MatrixTable{
		{Title: l.T("matrix.sections.family"), Header: header},
		{Title: l.T("matrix.sections.municipality"), Header: header},
		{Title: l.T("matrix.sections.console"), Header: header},
	}
	for _, section := range policy.AllSections() {
		place := &places[section.Place()-policy.PlaceFamily]
		place.Rows = append(place.Rows, []string{sectionName(l, section), sectionHolds(l, section)})
	}
	return places
}
