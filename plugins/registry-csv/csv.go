package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// readCSV reads what Excel in Norwegian writes: semicolons, Windows-1252 or
// UTF-8 with or without a mark, quoted cells with line breaks in them. A row
// has the number that the spreadsheet shows.
func readCSV(content []byte) (rows []row, cut bool, err error) {
	text, err := decode(content)
	if err != nil {
		return nil, false, notTable(err)
	}
	separator, text := separatorOf(text)
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord = separator, true, -1
	within := 0 // lines that are within cells, so far
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, cut, nil
		}
		if err != nil {
			return nil, false, notTable(err)
		}
		if len(rows) == mostRows {
			return rows, true, nil
		}
		line, _ := reader.FieldPos(0)
		kept, filled := keep(line-within, cells)
		for _, cell := range cells {
			within += strings.Count(cell, "\n")
		}
		if filled {
			rows = append(rows, kept)
		}
	}
}

// decode makes UTF-8 of a file, with \n between lines.
func decode(content []byte) (string, error) {
	var text string
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		read, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content)
		if err != nil {
			return "", err
		}
		text = string(read)
	case utf8.Valid(content):
		text = strings.TrimPrefix(string(content), "\ufeff")
	default:
		read, err := charmap.Windows1252.NewDecoder().Bytes(content)
		if err != nil {
			return "", err
		}
		text = string(read)
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), nil
}

// separatorOf finds the sign between columns: the one Excel names in a line of
// its own, which it does not show as a row, or the one that makes the most
// columns in the first lines.
func separatorOf(text string) (rune, string) {
	if first, rest, _ := strings.Cut(text, "\n"); len(first) == 5 && strings.EqualFold(first[:4], "sep=") {
		if strings.ContainsAny(first[4:], ";,\t|") {
			return rune(first[4]), rest
		}
	}
	best, most := ';', 0
	for _, separator := range []rune{';', '\t', ',', '|'} {
		if columns := columnsBy(text, separator); columns > most {
			best, most = separator, columns
		}
	}
	return best, text
}

// columnsBy tells how well a sign splits the first lines: how many have the
// same number of columns, and how many columns that is.
func columnsBy(text string, separator rune) int {
	lines, quoted := []int{0}, false
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == separator:
			lines[len(lines)-1]++
		case r == '\n':
			lines = append(lines, 0)
		}
		if len(lines) > 20 {
			break
		}
	}
	same, best := map[int]int{}, 0
	for _, signs := range lines {
		same[signs]++
		best = max(best, signs*same[signs])
	}
	return best
}
