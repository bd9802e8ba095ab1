package directory

import (
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Outcome is what importing a line does.
type Outcome string

// The outcomes. A line with faults has none.
const (
	OutcomeNew    Outcome = "new"
	OutcomeUpdate Outcome = "update" // the unit is there already
	OutcomeSame   Outcome = "same"   // and the file says nothing new
)

// ImportRow is one line of a file.
type ImportRow struct {
	Line     int
	Unit     Unit
	Faults   []Fault
	Outcome  Outcome
	Existing uuid.UUID // the unit that is there already
}

// kindWords are the words people write for a kind of unit, without spaces and
// signs.
var kindWords = map[string]UnitKind{
	"skole": UnitSchool, "skule": UnitSchool, "barneskole": UnitSchool, "barneskule": UnitSchool,
	"ungdomsskole": UnitSchool, "ungdomsskule": UnitSchool, "barnehage": UnitKindergarten,
	"helsestasjon": UnitHealthCentre, "skolehelsetjeneste": UnitHealthCentre, "skulehelseteneste": UnitHealthCentre,
	"barnevern": UnitChildWelfare, "barnevernstjeneste": UnitChildWelfare, "barneverntjeneste": UnitChildWelfare,
	"barnevernsteneste": UnitChildWelfare, "barnevernteneste": UnitChildWelfare,
	"ppt": UnitPPT, "pptjeneste": UnitPPT, "ppteneste": UnitPPT, "bup": UnitBUP, "nav": UnitNAV,
	"familievern": UnitFamilyHelp, "familiesenter": UnitFamilyHelp, "psykiskhelse": UnitMentalHealth,
	"krisesenter": UnitCrisisCentre, "koordinerendeenhet": UnitCoordinatingUnit, "koordinerandeeining": UnitCoordinatingUnit,
	"fritid": UnitLeisure, "idrettslag": UnitLeisure,
	"annet": UnitOther, "anna": UnitOther, "andre": UnitOther, "annen": UnitOther,
}

func kindOf(word string) UnitKind {
	return kindWords[strings.NewReplacer(" ", "", "-", "").Replace(sameText(word))]
}

// row makes a unit of a line, with every fault it has.
func (h header) row(line int, cells []string) ImportRow {
	row := ImportRow{Line: line}
	for len(cells) > len(h.fields) && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != len(h.fields) {
		row.Faults = []Fault{{Code: h.countFault(cells)}}
		return row
	}
	for i, cell := range cells {
		if isText := slices.Contains([]string{"name", "address", "about"}, h.fields[i]); isText && strings.HasPrefix(cell, "\t") {
			row.Faults = append(row.Faults, Fault{Column: h.fields[i], Code: "import.row.tab"})
		}
		row.Unit.fill(h.fields[i], cell)
		if h.fields[i] == "kind" && row.Unit.Kind == "" && strings.TrimSpace(cell) != "" {
			row.Faults = append(row.Faults, Fault{Column: "kind", Code: "import.row.kind_unknown"})
		}
	}
	for _, fault := range row.Unit.faults().Fields {
		if !slices.ContainsFunc(row.Faults, func(f Fault) bool { return f.Column == fault.Field }) {
			row.Faults = append(row.Faults, Fault{Column: fault.Field, Code: fault.Code})
		}
	}
	return row
}

// countFault says why a line has the wrong number of columns: most often
// another sign stands between them than in the heading.
func (h header) countFault(cells []string) string {
	whole := strings.Join(cells, string(h.separator))
	for _, separator := range []string{";", ",", "\t"} {
		if separator != string(h.separator) && strings.Count(whole, separator)+1 == len(h.fields) && len(cells) < len(h.fields) {
			return "import.row.separator"
		}
	}
	if len(cells) < len(h.fields) {
		return "import.row.too_few"
	}
	return "import.row.too_many"
}

func (u *Unit) fill(field, cell string) {
	switch field {
	case "name":
		u.Name = cell
	case "kind":
		u.Kind = kindOf(cell)
	case "org_number":
		u.OrgNumber = cell
	case "phone":
		u.Phone = cell
	case "email":
		u.Email = cell
	case "website":
		u.Website = cell
	case "address":
		u.Address = cell
	case "about":
		u.About = cell
	}
}

// findDuplicates marks lines that say what an earlier, good line says.
func (r *Report) findDuplicates() {
	numbers, names := map[string]int{}, map[string]int{}
	for i := range r.Rows {
		row := &r.Rows[i]
		if len(row.Faults) > 0 {
			continue
		}
		name := nameKey(row.Unit)
		if first, ok := numbers[row.Unit.OrgNumber]; ok && row.Unit.OrgNumber != "" {
			row.Faults = append(row.Faults, Fault{Column: "org_number", Code: "import.row.duplicate", Line: first})
			continue
		}
		if first, ok := names[name]; ok {
			row.Faults = append(row.Faults, Fault{Column: "name", Code: "import.row.duplicate", Line: first})
			continue
		}
		numbers[row.Unit.OrgNumber], names[name] = row.Line, row.Line
	}
}

func nameKey(u Unit) string { return string(u.Kind) + " " + sameText(u.Name) }
