package directory

import (
	"slices"
	"strings"
)

// headings are the words people write at the top of a column, without the
// signs that vary, and the field each of them means.
var headings = map[string]string{
	"navn": "name", "namn": "name", "enhet": "name", "eining": "name",
	"type": "kind", "slag": "kind",
	"orgnr": "org_number", "orgnummer": "org_number", "organisasjonsnummer": "org_number",
	"telefon": "phone", "tlf": "phone", "telefonnummer": "phone",
	"epost": "email", "epostadresse": "email",
	"nettside": "website", "nettsted": "website", "nettstad": "website", "hjemmeside": "website", "heimeside": "website",
	"adresse": "address", "besøksadresse": "address",
	"om": "about", "omtale": "about", "beskrivelse": "about", "skildring": "about",
}

// ImportColumns are the fields a file may give, in the order of the template,
// each with the heading that is written for it.
func ImportColumns() []ImportColumn {
	return []ImportColumn{
		{"name", "navn"}, {"kind", "type"}, {"org_number", "orgnr"}, {"phone", "telefon"}, {"email", "epost"},
		{"website", "nettside"}, {"address", "adresse"}, {"about", "om"},
	}
}

// ImportColumn is a field and its heading.
type ImportColumn struct{ Field, Heading string }

// headingOf is how a field is written at the top of a column.
func headingOf(field string) string {
	for _, column := range ImportColumns() {
		if column.Field == field {
			return column.Heading
		}
	}
	return ""
}

// header is a file's first line, understood.
type header struct {
	line      int
	separator rune
	fields    []string // the field of each column; empty for one that is not read
	unknown   []string
}

func fieldOf(heading string) string {
	return headings[strings.NewReplacer(" ", "", "-", "", ".", "", "_", "").Replace(sameText(heading))]
}

// findHeader finds the headings and the sign between them.
func findHeader(text string) (header, FileFault) {
	number, line := firstLine(text)
	best := header{line: number}
	bestKnown, bestColumns := 0, 0
	for _, separator := range []rune{';', ',', '\t'} {
		h := readHeader(line, separator)
		h.line = number
		if known := len(h.known()); known > bestKnown || known == bestKnown && len(h.fields) > bestColumns {
			best, bestKnown, bestColumns = h, known, len(h.fields)
		}
	}
	switch {
	case bestKnown == 0 && bestColumns == 1:
		return best, FileFault{Line: number, Code: "import.file.separator"}
	case slices.ContainsFunc(best.unknown, func(heading string) bool { return strings.ContainsAny(heading, ";,\t") }):
		return best, FileFault{Line: number, Code: "import.file.separator_mixed"}
	}
	for _, needed := range []string{"name", "kind"} {
		if !slices.Contains(best.fields, needed) {
			return best, FileFault{Line: number, Code: "import.file.column_missing", Detail: headingOf(needed)}
		}
	}
	seen := map[string]bool{}
	for _, field := range best.known() {
		if seen[field] {
			return best, FileFault{Line: number, Code: "import.file.column_twice", Detail: headingOf(field)}
		}
		seen[field] = true
	}
	return best, FileFault{}
}

// firstLine finds the first line with something on it, past the line with
// which Excel says what separates columns.
func firstLine(text string) (number int, line string) {
	for line := range strings.SplitSeq(text, "\n") {
		number++
		if strings.Trim(line, " ;,\t") != "" && !strings.HasPrefix(strings.ToLower(line), "sep=") {
			return number, line
		}
	}
	return number, ""
}

func readHeader(line string, separator rune) header {
	h := header{separator: separator}
	headings := strings.Split(strings.TrimRight(line, " "+string(separator)), string(separator))
	for _, heading := range headings {
		heading = strings.Trim(clean(heading), `"`)
		field := fieldOf(heading)
		h.fields = append(h.fields, field)
		if field == "" && heading != "" {
			h.unknown = append(h.unknown, heading)
		}
	}
	return h
}

func (h header) known() []string {
	return slices.DeleteFunc(slices.Clone(h.fields), func(field string) bool { return field == "" })
}
