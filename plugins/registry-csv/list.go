package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// List reads the file: each row is a unit, or a service at the unit it names.
// The list is complete when every row could be read; when one could not, what
// is missing may only be what that row says. Whether a file has everything
// there is, the host asks whoever brings it.
func (p *plugin) List(ctx context.Context, query registry.Query, out *registry.Writer) (registry.End, error) {
	var wanted []string
	for _, heading := range query.Columns {
		wanted = append(wanted, heading)
	}
	read, err := readTable(query.File, wanted)
	if err != nil {
		return registry.End{}, err
	}
	columns, err := read.columns(query.Columns)
	if err != nil {
		return registry.End{}, err
	}
	l := &listing{table: read, columns: columns, out: out, first: map[string]row{}, said: map[[2]int]bool{}, whole: !read.cut}
	if read.cut {
		l.remark(remarkCut())
	}
	for _, row := range read.rows {
		if ctx.Err() != nil {
			return registry.End{}, ctx.Err()
		}
		l.row(row)
		if l.err != nil {
			return registry.End{}, l.err
		}
	}
	return registry.End{Complete: l.whole}, nil
}

// columns finds the columns of a mapping, or of the one that is proposed when
// there is none. A heading that is no longer in the file is an error: the
// column may have been renamed, and its values would be lost in silence.
func (t table) columns(mapping map[string]string) (map[string]int, error) {
	if len(mapping) == 0 {
		mapping = propose(t.headings)
	}
	found := map[string]int{}
	for field, heading := range mapping {
		if heading == "" || !slices.Contains(registry.Fields, field) {
			continue
		}
		at := slices.Index(t.headings, heading)
		if at < 0 {
			return nil, &sdk.Fault{Source: sdk.FromSettings, Code: "file.column_gone", Field: field, Message: sdk.Words{
				NB: fmt.Sprintf("Kolonnen «%s» er ikke i filen. Velg kolonner på nytt.", heading),
				NN: fmt.Sprintf("Kolonnen «%s» er ikkje i fila. Vel kolonnar på nytt.", heading),
			}}
		}
		found[field] = at
	}
	_, named := found["name"]
	_, served := found["service"]
	if !named && !served {
		return nil, bad("file.no_name_column", "Velg hvilken kolonne som har navnet.", "Vel kva kolonne som har namnet.")
	}
	return found, nil
}

// listing is one file being read.
type listing struct {
	table
	columns map[string]int
	out     *registry.Writer
	first   map[string]row  // the row that an id came from
	said    map[[2]int]bool // cells that are remarked on, by row and column
	whole   bool
	err     error
}

// row writes what a row says.
func (l *listing) row(r row) {
	title := l.value(r, "service")
	unit, named := l.unit(r, title != "")
	switch _, names := l.columns["name"]; {
	case title == "" && named:
		if !l.twice(r, unit.ID) {
			l.send(l.out.Units(unit))
		}
		return
	case title == "" && names:
		l.leave(r, "row.no_name", "Raden mangler navn, og er ikke tatt med.", "Rada manglar namn, og er ikkje teken med.")
		return
	case title == "":
		l.leave(r, "row.no_service", "Raden mangler navn på tjenesten, og er ikke tatt med.", "Rada manglar namn på tenesta, og er ikkje teken med.")
		return
	}
	if named {
		if _, written := l.first[unit.ID]; !written {
			l.first[unit.ID] = r
			l.send(l.out.Units(unit))
		}
	}
	service := l.service(r, title, unit)
	if l.twice(r, service.ID) {
		return
	}
	l.send(l.out.Services(service))
}

// twice tells whether an earlier row was about the same, and remarks on it.
func (l *listing) twice(r row, id string) bool {
	before, written := l.first[id]
	if !written {
		l.first[id] = r
		return false
	}
	l.remark(registry.Remark{
		Place: r.place(), Code: "row.twice",
		NB: fmt.Sprintf("Raden er om det samme som rad %d, og er ikke tatt med.", before.number),
		NN: fmt.Sprintf("Rada er om det same som rad %d, og er ikkje teken med.", before.number),
	})
	return true
}

// value is what a row has in a field's column. A formula, which a CSV file has
// no value of, and a national number are no values.
func (l *listing) value(r row, field string) string {
	at, has := l.columns[field]
	if !has {
		return ""
	}
	cell := strings.TrimSpace(r.cell(at))
	if inner, quoted := strings.CutPrefix(cell, `="`); quoted && strings.HasSuffix(inner, `"`) {
		cell = strings.TrimSuffix(inner, `"`) // how Excel keeps zeros in front
	}
	switch {
	case strings.HasPrefix(cell, "="), strings.HasPrefix(cell, "@"):
		l.odd(r, at, "row.formula", "«%s» er en formel, og er ikke lest.", "«%s» er ein formel, og er ikkje lesen.")
		return ""
	case hasNationalNumber(cell):
		l.odd(r, at, "row.national_number", "Det står et fødselsnummer i «%s». Det er ikke lest. Ta det ut av filen.", "Det står eit fødselsnummer i «%s». Det er ikkje lese. Ta det ut av fila.")
		return ""
	}
	return cell
}

// understood reads a cell with a reader; one that it cannot read is remarked
// on, without saying what it held.
func understood[T any](l *listing, r row, field string, read func(string) (T, bool)) T {
	cell := l.value(r, field)
	if cell == "" {
		var none T
		return none
	}
	value, ok := read(cell)
	if !ok {
		l.notUnderstood(r, field)
		var none T
		return none
	}
	return value
}

func (l *listing) notUnderstood(r row, field string) {
	l.odd(r, l.columns[field], "row.not_understood", "Vi forstår ikke det som står i «%s», og har latt det stå tomt.", "Vi forstår ikkje det som står i «%s», og har late det stå tomt.")
}

// odd remarks on a cell, once.
func (l *listing) odd(r row, column int, code, nb, nn string) {
	about := [2]int{r.number, column}
	if l.said[about] {
		return
	}
	l.said[about] = true
	heading := l.headings[column]
	l.remark(registry.Remark{Place: r.place(), Code: code, NB: fmt.Sprintf(nb, heading), NN: fmt.Sprintf(nn, heading)})
}

// leave leaves a row out.
func (l *listing) leave(r row, code, nb, nn string) {
	l.whole = false
	l.remark(registry.Remark{Place: r.place(), Code: code, NB: nb, NN: nn})
}

func (l *listing) remark(remark registry.Remark) { l.send(l.out.Remark(remark)) }

func (l *listing) send(err error) {
	if l.err == nil {
		l.err = err
	}
}
