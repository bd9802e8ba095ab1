package format

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// WriteCSV writes a log, a change or a receipt as Norwegian Excel reads it:
// semicolons, a byte order mark, and no cell that is run as a formula.
func WriteCSV(document Object) ([]byte, error) {
	lead := ""
	for name, row := range leading {
		if row.name == Kind(document) {
			lead = name
		}
	}
	if lead == "" {
		return nil, fmt.Errorf("a %s is not written as a spreadsheet", Kind(document))
	}
	w := &writer{}
	w.row(lead, leading[lead].columns, document)
	if Kind(document) == KindLog {
		w.follow(document)
	}
	if Kind(document) == KindChange {
		w.change(document)
	}
	used := w.used()
	var out bytes.Buffer
	out.WriteString("\xef\xbb\xbf")
	to := csv.NewWriter(&out)
	to.Comma, to.UseCRLF = ';', true
	rows := [][]string{used}
	for _, cells := range w.rows {
		line := make([]string, len(used))
		for i, name := range used {
			line[i] = cells[name]
		}
		rows = append(rows, line)
	}
	if err := to.WriteAll(rows); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

type writer struct{ rows []map[string]string }

func (w *writer) row(name string, columns []column, from Object) {
	cells := map[string]string{"rad": name}
	for _, one := range columns {
		if value, mentioned := from[one.name]; mentioned {
			cells[one.name] = encode(value, one.cell)
		}
	}
	w.rows = append(w.rows, cells)
}

func (w *writer) follow(document Object) {
	for _, one := range following {
		if one.row.object != "" {
			if object, ok := document[one.row.object].(Object); ok {
				w.row(one.name, one.row.columns, object)
			}
			continue
		}
		for _, item := range Items(document, one.row.list) {
			w.row(one.name, one.row.columns, item)
		}
	}
}

func (w *writer) change(document Object) {
	if start, ok := document["start"].(Object); ok {
		w.row("start", starting.columns, start)
		w.follow(start)
	}
	for _, one := range changing {
		if object, ok := document[one.row.object].(Object); ok {
			w.row(one.name, one.row.columns, object)
		}
	}
}

// used are the columns that hold something, in order.
func (w *writer) used() []string {
	var used []string
	for _, name := range header {
		for _, cells := range w.rows {
			if _, there := cells[name]; there {
				used = append(used, name)
				break
			}
		}
	}
	return used
}

func readCSV(text string) ([]Object, []Problem) {
	if first, rest, cut := strings.Cut(text, "\n"); cut && strings.HasPrefix(strings.ToLower(first), "sep=") {
		text = "\n" + rest // an empty line is passed over, and lines keep their numbers
	}
	from := csv.NewReader(strings.NewReader(text))
	from.Comma, from.FieldsPerRecord = separator(text), -1
	r := reader{}
	for {
		cells, err := from.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line := 0
			var broken *csv.ParseError
			if errors.As(err, &broken) {
				line = broken.Line
			}
			return nil, []Problem{{Place: fmt.Sprintf("linje %d", line), Code: "csv"}}
		}
		line, _ := from.FieldPos(0)
		r.line(line, cells)
	}
	return r.finish()
}

// separator is what stands between the first line's cells.
func separator(text string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	best := ';'
	for _, one := range []rune{'\t', ','} {
		if strings.Count(first, string(one)) > strings.Count(first, string(best)) {
			best = one
		}
	}
	return best
}

// reader makes documents of rows.
type reader struct {
	header    []string
	documents []Object
	places    []map[string]string // of each document: where in the file a place is
	problems  []Problem
}

func (r *reader) line(number int, cells []string) {
	if r.header == nil {
		for _, name := range cells {
			r.header = append(r.header, strings.TrimSpace(name))
		}
		if r.header[0] != "rad" {
			r.problems = append(r.problems, Problem{Place: "linje 1", Code: "header"})
		}
		return
	}
	if len(r.problems) > 0 || strings.TrimSpace(strings.Join(cells, "")) == "" {
		return
	}
	name := strings.ToLower(strings.TrimSpace(cells[0]))
	at := fmt.Sprintf("linje %d", number)
	if lead, ok := leading[name]; ok {
		document := r.object(lead.columns, cells)
		document["skjema"] = lead.name
		fix(document)
		r.documents = append(r.documents, document)
		r.places = append(r.places, map[string]string{"": at})
		return
	}
	if len(r.documents) == 0 {
		r.problems = append(r.problems, Problem{Place: at, Code: "no_log"})
		return
	}
	if !r.add(r.documents[len(r.documents)-1], name, cells, at) {
		r.problems = append(r.problems, Problem{Place: at, Code: "row"})
	}
}

// add puts a row into the last document, where it belongs.
func (r *reader) add(document Object, name string, cells []string, at string) bool {
	into, under := document, ""
	if Kind(document) == KindChange {
		if name == "start" {
			document["start"] = r.object(starting.columns, cells)
			r.note("/start", at)
			return true
		}
		start, started := document["start"].(Object)
		if !started {
			row, ok := find(changing, name)
			if ok {
				document[row.object] = r.object(row.columns, cells)
				r.note("/"+row.object, at)
			}
			return ok
		}
		into, under = start, "/start"
	}
	row, ok := find(following, name)
	if !ok {
		return false
	}
	if row.object != "" {
		into[row.object] = r.object(row.columns, cells)
		r.note(under+"/"+row.object, at)
		return true
	}
	list, _ := into[row.list].([]any)
	into[row.list] = append(list, r.object(row.columns, cells))
	r.note(fmt.Sprintf("%s/%s/%d", under, row.list, len(list)), at)
	return true
}

func (r *reader) note(pointer, at string) { r.places[len(r.places)-1][pointer] = at }

func (r *reader) object(columns []column, cells []string) Object {
	object := Object{}
	for _, one := range columns {
		i := slices.Index(r.header, one.name)
		if i < 0 || i >= len(cells) {
			continue
		}
		if value, mentioned := decode(cells[i], one.cell); mentioned {
			object[one.name] = value
		}
	}
	return object
}

// fix gives back the nought that a spreadsheet takes from a kommunenummer.
func fix(document Object) {
	if number := Text(document, "kommunenummer"); len(number) == 3 {
		document["kommunenummer"] = "0" + number
	}
}

// finish checks the documents, and tells where in the file what is wrong stands.
func (r *reader) finish() ([]Object, []Problem) {
	if len(r.documents) == 0 && len(r.problems) == 0 {
		r.problems = append(r.problems, Problem{Place: "linje 1", Code: "empty"})
	}
	for i, document := range r.documents {
		for _, problem := range Check(document) {
			problem.Place = located(problem.Place, r.places[i])
			r.problems = append(r.problems, problem)
		}
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return r.documents, nil
}

// located turns /tiltak/0/frist into "linje 4, frist".
func located(pointer string, places map[string]string) string {
	known := slices.SortedFunc(maps.Keys(places), func(a, b string) int { return len(b) - len(a) })
	for _, place := range known {
		rest, under := strings.CutPrefix(pointer, place)
		if under && (rest == "" || rest[0] == '/') {
			field := strings.Trim(rest, "/")
			if field == "" {
				return places[place]
			}
			return places[place] + ", " + field
		}
	}
	return pointer
}
