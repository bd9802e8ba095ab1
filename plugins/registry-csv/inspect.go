package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
)

const (
	mostSamples   = 3
	longestSample = 60 // characters
)

// Inspect proposes which column is what. Columns that are about persons are
// proposed for nothing, and none of what they hold is shown.
func (p *plugin) Inspect(_ context.Context, file registry.File) (registry.Inspection, error) {
	read, err := readTable(&file, nil)
	if err != nil {
		return registry.Inspection{}, err
	}
	fields := propose(read.headings)
	found := registry.Inspection{Rows: len(read.rows)}
	for i, heading := range read.headings {
		column := registry.Column{Heading: heading}
		for field, of := range fields {
			if of == heading {
				column.Field = field
			}
		}
		if read.personal(i) {
			column.Field = ""
			found.Remarks = append(found.Remarks, remarkPersonalColumn(heading))
		} else {
			column.Samples = read.samples(i)
		}
		found.Columns = append(found.Columns, column)
	}
	if fields["name"] == "" && fields["service"] == "" {
		found.Remarks = append(found.Remarks, remarkNoNameColumn())
	}
	if read.cut {
		found.Remarks = append(found.Remarks, remarkCut())
	}
	return found, nil
}

// personal tells whether a column seems to be about persons: by its heading,
// by national numbers in it, or because the e-mail addresses in it are mostly
// persons' own.
func (t table) personal(column int) bool {
	if isPersonal(t.headings[column]) {
		return true
	}
	filled, own := 0, 0
	for _, row := range t.rows[:min(len(t.rows), 200)] {
		cell := row.cell(column)
		if cell == "" {
			continue
		}
		filled++
		if hasNationalNumber(cell) {
			return true
		}
		if _, personal := clean.Email(cell); personal {
			own++
		}
	}
	return own*2 > filled
}

// samples are the first different values of a column.
func (t table) samples(column int) []string {
	var samples []string
	for _, row := range t.rows {
		cell := clean.Cut(clean.Line(row.cell(column)), longestSample)
		if _, personal := clean.Email(cell); cell == "" || personal || slices.Contains(samples, cell) {
			continue
		}
		samples = append(samples, cell)
		if len(samples) == mostSamples {
			break
		}
	}
	return samples
}

// cell is a row's cell in a column; empty where the row is shorter.
func (r row) cell(column int) string {
	if column < 0 || column >= len(r.cells) {
		return ""
	}
	return r.cells[column]
}

var elevenDigits = regexp.MustCompile(`(?:^|\D)(\d{6})[ .]?(\d{5})(?:\D|$)`)

// hasNationalNumber tells whether a text holds a national identity number, a
// D-number or one of the numbers used instead: eleven digits with the right
// check digits (skatteetaten.no). Numbers from 2032 on have another first check
// digit, so the second alone decides.
func hasNationalNumber(text string) bool {
	for _, found := range elevenDigits.FindAllStringSubmatch(text, -1) {
		digits := found[1] + found[2]
		sum := 0
		for i, weight := range []int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1} {
			sum += int(digits[i]-'0') * weight
		}
		if sum%11 == 0 && digits != "00000000000" {
			return true
		}
	}
	return false
}

func remarkPersonalColumn(heading string) registry.Remark {
	return registry.Remark{
		Place: heading, Code: "column.person",
		NB: fmt.Sprintf("Kolonnen «%s» ser ut til å handle om personer. Vi leser den ikke. Katalogen er bare for enheter og tjenester.", heading),
		NN: fmt.Sprintf("Kolonnen «%s» ser ut til å handle om personar. Vi les han ikkje. Katalogen er berre for einingar og tenester.", heading),
	}
}

func remarkNoNameColumn() registry.Remark {
	return registry.Remark{
		Code: "column.no_name",
		NB:   "Vi finner ingen kolonne med navn. Velg hvilken det er.",
		NN:   "Vi finn ingen kolonne med namn. Vel kva for ein det er.",
	}
}

func remarkCut() registry.Remark {
	return registry.Remark{
		Code: "file.cut",
		NB:   "Filen har flere rader enn vi leser. Del den i flere filer.",
		NN:   "Fila har fleire rader enn vi les. Del ho i fleire filer.",
	}
}

// place is how a row is spoken of.
func (r row) place() string { return fmt.Sprintf("rad %d", r.number) }

func joined(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), ", ")
}
