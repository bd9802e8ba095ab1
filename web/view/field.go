package view

import (
	"strconv"

	"github.com/a-h/templ"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// Field is what every field of a form has. What was typed is shown again by
// itself when Page.Form is set, and what is wrong with it stands under it.
type Field struct {
	Name     string // in the form; the id becomes f-Name
	Label    string // the question
	Hint     string // a sentence of help under the question
	Value    string // what it holds when the page is shown for the first time
	Optional bool   // says so after the question

	Max          int    // characters; TextArea counts down, TextField only stops
	Rows         int    // TextArea: height; 4 when 0
	Width        int    // TextField: characters seen; full width when 0
	Kind         string // TextField: "tel", "email", "search"; "text" when empty
	InputMode    string // TextField: "numeric"
	AutoComplete string // TextField: for the person's own details only
	Nothing      string // Select: what choosing none means; "Velg" when empty
	Big          bool   // the question is the page's heading in size
}

// Option is one thing to choose.
type Option struct {
	Value string
	Label string
	Hint  string
}

func fieldID(name string) string { return "f-" + name }

func hintID(name string) string { return fieldID(name) + "-hint" }

func errorID(name string) string { return fieldID(name) + "-error" }

func countID(name string) string { return fieldID(name) + "-count" }

// value is what was typed, else what the page gave.
func (f Field) value(p *Page) string {
	if typed, read := p.Form.Typed(f.Name); read {
		return typed
	}
	return f.Value
}

func (f Field) wrong(p *Page) bool { return p.Form.Error(f.Name) != nil }

// attributes are what the control itself needs to be found and understood.
func (f Field) attributes(p *Page) templ.Attributes {
	a := templ.Attributes{"id": fieldID(f.Name), "name": f.Name}
	if ids := f.describedBy(p); ids != "" {
		a["aria-describedby"] = ids
	}
	if f.wrong(p) {
		a["aria-invalid"] = "true"
	}
	return a
}

func (f Field) describedBy(p *Page) string {
	ids := ""
	add := func(id string) {
		if ids != "" {
			ids += " "
		}
		ids += id
	}
	if f.Hint != "" {
		add(hintID(f.Name))
	}
	if f.wrong(p) {
		add(errorID(f.Name))
	}
	return ids
}

func (f Field) textAttributes(p *Page) templ.Attributes {
	a := f.attributes(p)
	a["type"], a["value"] = "text", f.value(p)
	if f.Kind != "" {
		a["type"] = f.Kind
	}
	if f.InputMode != "" {
		a["inputmode"] = f.InputMode
	}
	a["autocomplete"] = "off"
	if f.AutoComplete != "" {
		a["autocomplete"] = f.AutoComplete
	}
	if f.Width > 0 {
		a["size"] = strconv.Itoa(f.Width)
	}
	return a
}

func (f Field) areaAttributes(p *Page) templ.Attributes {
	a := f.attributes(p)
	rows := f.Rows
	if rows == 0 {
		rows = 4
	}
	a["rows"] = strconv.Itoa(rows)
	if f.Max > 0 {
		described, _ := a["aria-describedby"].(string)
		if described != "" {
			described += " "
		}
		a["aria-describedby"] = described + countID(f.Name)
	}
	return a
}

// nothing is what a Select says of choosing none.
func (f Field) nothing(p *Page) string {
	if f.Nothing != "" {
		return f.Nothing
	}
	return p.T("form.choose")
}

// chosen reports whether a value is the one picked among many that are
// mutually exclusive.
func (f Field) chosen(p *Page, value string) bool { return f.value(p) == value }

// ticked reports whether a value is among those picked.
func (g CheckboxGroup) ticked(p *Page, value string) bool {
	if chosen, read := p.Form.Chosen(g.Name, value); read {
		return chosen
	}
	for _, v := range g.Values {
		if v == value {
			return true
		}
	}
	return false
}

// optionID is the id of the i-th choice; the first has the field's own, so
// that the fault at the top leads to it.
func optionID(name string, i int) string {
	if i == 0 {
		return fieldID(name)
	}
	return fieldID(name) + "-" + strconv.Itoa(i)
}

// DateValue is what to give a DateField as Value.
func (p *Page) DateValue(d clock.Date) string { return p.L.DateTyped(d) }
