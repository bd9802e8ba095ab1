// Package spreadsheet writes tables as CSV that a Norwegian Excel opens as it
// stands, and in which nothing a person has typed can act: no cell begins a
// formula, hides a letter or turns the direction of the text.
package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode"
)

// bom tells Excel that the file is UTF-8; without it æ, ø and å are garbled.
const bom = "\ufeff"

// Write gives a table as CSV: semicolons between, as Excel in Norwegian wants,
// and CRLF after each row. Every cell has been through Safe.
func Write(header []string, rows [][]string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(bom)
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	for _, row := range append([][]string{header}, rows...) {
		cells := make([]string, 0, len(row))
		for _, cell := range row {
			cells = append(cells, Safe(cell))
		}
		if err := w.Write(cells); err != nil {
			return nil, fmt.Errorf("writing spreadsheet: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("writing spreadsheet: %w", err)
	}
	return out.Bytes(), nil
}

// Read gives the rows of what Write wrote, the header first.
func Read(data []byte) ([][]string, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(bom))))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading spreadsheet: %w", err)
	}
	return rows, nil
}

// begins are the characters a spreadsheet begins a formula with, the wide
// forms too, which some of them read as the ordinary ones.
const begins = "=+-@＝＋－＠"

// Safe is a cell that only says something: tabs and line breaks become spaces;
// characters that cannot be seen are taken out, those that turn the direction
// of text among them; and what begins as a formula gets a ' before it, which
// spreadsheets show as text. See OWASP, "CSV Injection".
func Safe(cell string) string {
	cell = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(cell, ""))
	if start := strings.TrimLeft(cell, " '\"`"); start != "" && strings.ContainsRune(begins, firstRune(start)) {
		return "'" + cell
	}
	return cell
}

func firstRune(text string) rune {
	for _, r := range text {
		return r
	}
	return 0
}

// invisible characters are control and format characters, surrogates, private
// ones, and letters that are drawn as nothing.
func invisible(r rune) bool {
	switch {
	case unicode.In(r, unicode.C), unicode.In(r, unicode.Variation_Selector):
		return true
	case r == '\u034f', r == '\u115f', r == '\u1160', r == '\u17b4', r == '\u17b5', r == '\u3164', r == '\uffa0', r == '\u2800':
		return true
	}
	return false
}
