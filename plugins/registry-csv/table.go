package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
)

// The bounds of a file. The host hands over no more than 4 MiB.
const (
	mostRows    = 20_000
	mostColumns = 200
	longestCell = 4_000 // characters
	headingsIn  = 30    // of the first rows
)

// row is one row as the spreadsheet numbers it.
type row struct {
	number int
	cells  []string
}

// table is a sheet whose headings are found.
type table struct {
	headings []string // each different
	rows     []row    // without those that are empty
	cut      bool     // there was more than could be read
}

// readTable reads a file of any kind that can be read. wanted are headings that
// the right row is known by, when it has been read before. Errors are
// *sdk.Fault with a code that begins with file.
func readTable(file *registry.File, wanted []string) (table, error) {
	if file == nil || len(bytes.TrimSpace(file.Content)) == 0 {
		return table{}, bad("file.missing", "Velg en fil med innhold.", "Vel ei fil med innhald.")
	}
	sheets, cut, err := readSheets(file.Content)
	if err != nil {
		return table{}, err
	}
	best, at, found := -1, 0, []row(nil)
	for _, sheet := range sheets {
		for i, row := range sheet[:min(len(sheet), headingsIn)] {
			if points := score(row.cells, wanted); points > best {
				best, at, found = points, i, sheet
			}
		}
	}
	if found == nil || at+1 == len(found) {
		return table{}, bad("file.empty",
			"Filen har ingen rader under overskriftene. Ingenting er endret.", "Fila har ingen rader under overskriftene. Ingenting er endra.")
	}
	return table{headings: headings(found[at].cells), rows: found[at+1:], cut: cut}, nil
}

// readSheets reads the rows of each sheet, in order, without empty ones.
func readSheets(content []byte) (sheets [][]row, cut bool, err error) {
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return readXLSX(content)
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return nil, false, bad("file.old_excel",
			"Dette er en eldre Excel-fil, eller en fil med passord. Lagre den som vanlig Excel-arbeidsbok uten passord, og prøv igjen.",
			"Dette er ei eldre Excel-fil, eller ei fil med passord. Lagre ho som vanleg Excel-arbeidsbok utan passord, og prøv igjen.")
	case bytes.HasPrefix(content, []byte("%PDF")), isBinary(content):
		return nil, false, notTable(fmt.Errorf("binary"))
	}
	rows, cut, err := readCSV(content)
	return [][]row{rows}, cut, err
}

// isBinary tells that a file holds no text.
func isBinary(content []byte) bool {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return false // UTF-16, which Excel calls Unicode text
	}
	return bytes.IndexByte(content[:min(len(content), 4096)], 0) >= 0
}

// score tells how much a row looks like the row of headings.
func score(cells, wanted []string) int {
	points := 0
	for i, cell := range headings(cells) {
		switch {
		case slices.Contains(wanted, cell):
			points += 10
		case strings.TrimSpace(cells[i]) != "" && fieldOf(cell) != "":
			points++
		}
	}
	return points
}

// headings names each column once, also those without a heading.
func headings(cells []string) []string {
	var named []string
	for i, cell := range cells {
		name := clean.Cut(clean.Line(cell), 80)
		if name == "" {
			name = fmt.Sprintf("kolonne %d", i+1)
		}
		once := name
		for n := 2; slices.Contains(named, once); n++ {
			once = fmt.Sprintf("%s (%d)", name, n)
		}
		named = append(named, once)
	}
	return named
}

// keep makes a row of cells; nothing when all are empty.
func keep(number int, cells []string) (row, bool) {
	cells = cells[:min(len(cells), mostColumns)]
	filled := false
	kept := make([]string, len(cells))
	for i, cell := range cells {
		kept[i] = clean.Cut(clean.Text(cell), longestCell)
		filled = filled || kept[i] != ""
	}
	return row{number, kept}, filled
}

func bad(code, nb, nn string) error {
	return &sdk.Fault{Source: sdk.FromSettings, Code: code, Message: sdk.Words{NB: nb, NN: nn}}
}

func notTable(cause error) error {
	return &sdk.Fault{Source: sdk.FromSettings, Code: "file.not_a_table", Cause: cause, Message: sdk.Words{
		NB: "Vi kan ikke lese filen som et regneark. Lagre den som Excel-arbeidsbok eller CSV, og prøv igjen.",
		NN: "Vi kan ikkje lese fila som eit rekneark. Lagre ho som Excel-arbeidsbok eller CSV, og prøv igjen.",
	}}
}
