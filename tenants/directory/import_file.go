package directory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// What a file of units may hold.
const (
	MostImportBytes = 1 << 20
	MostImportLines = 5000
)

// FileFault says why a whole file cannot be read, and on which line.
type FileFault struct {
	Line   int    // 1 is the first line of the file; 0 when it is about the whole
	Code   string // a locale key; empty when there is no fault
	Detail string // the column or sign it is about, when there is one
}

// Fault says what is wrong with one line.
type Fault struct {
	Column string // the field's name, such as "org_number"; empty for the line itself
	Code   string // a locale key
	Line   int    // the other line it is about, when there is one
}

// Report is what was found in a file. Nothing is imported by reading it.
type Report struct {
	FileFault FileFault
	Columns   []string // the fields read, in the file's order
	Unknown   []string // headings that are not read, as they are written
	Rows      []ImportRow
}

// Good counts the lines that can be imported.
func (r Report) Good() int {
	good := 0
	for _, row := range r.Rows {
		if len(row.Faults) == 0 {
			good++
		}
	}
	return good
}

// ReadCSV reads a list of units as a spreadsheet saves it: UTF-8, with or
// without a byte order mark; semicolon, comma or tab between the columns; the
// headings navn and type, and if one likes orgnr, telefon, epost, nettside,
// adresse and om, in bokmål or nynorsk. Every fault has its line and reason.
func ReadCSV(raw []byte) Report {
	text, fault := decode(raw)
	if fault.Code != "" {
		return Report{FileFault: fault}
	}
	header, fault := findHeader(text)
	if fault.Code != "" {
		return Report{FileFault: fault}
	}
	report := Report{Columns: header.known(), Unknown: header.unknown}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = header.separator, -1
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Report{FileFault: quoteFault(err)}
		}
		line, _ := reader.FieldPos(0)
		if line <= header.line || isBlank(cells) {
			continue
		}
		report.Rows = append(report.Rows, header.row(line, cells))
	}
	if len(report.Rows) == 0 {
		return Report{FileFault: FileFault{Line: header.line, Code: "import.file.no_rows"}}
	}
	report.findDuplicates()
	return report
}

// quoteFault says on which line a quotation mark is opened and not closed, or
// stands in the middle of a cell: from there on nobody knows what belongs
// together.
func quoteFault(err error) FileFault {
	fault := FileFault{Code: "import.file.quote"}
	var broken *csv.ParseError
	if errors.As(err, &broken) {
		fault.Line = broken.StartLine
	}
	return fault
}

// decode makes text of a file, or says from which line it cannot be.
func decode(raw []byte) (string, FileFault) {
	if len(raw) > MostImportBytes {
		return "", FileFault{Code: "import.file.too_large"}
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(raw)) == 0 {
		return "", FileFault{Code: "import.file.empty"}
	}
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
	for i, line := range bytes.Split(raw, []byte("\n")) {
		if i > MostImportLines && len(line) > 0 {
			return "", FileFault{Line: i + 1, Code: "import.file.too_many_lines"}
		}
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return "", FileFault{Line: i + 1, Code: "import.file.encoding"}
		}
	}
	return string(raw), FileFault{}
}

func isBlank(cells []string) bool { return strings.TrimSpace(strings.Join(cells, "")) == "" }
