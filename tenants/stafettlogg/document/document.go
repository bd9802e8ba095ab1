// Package document sets what is shared with a stafettlogg on paper: a plain A4
// document as PDF. It looks nothing up and decides nothing: whoever calls it
// has. The document holds what it is given and no more: no name is in its title
// or in what a PDF says of itself, and the same content gives the same bytes, so
// that what is sent again is what was sent.
package document

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// MediaType is what a document is.
const MediaType = "application/pdf"

// Sheet is a document in words, in one language.
type Sheet struct {
	Lang     string // nb or nn
	Title    string // names nobody
	Lead     string // what this is, and from when
	Made     time.Time
	Sections []Section
	Replaced string                    // said at the end when a letter could not be set
	Page     func(page, of int) string // at the foot of each page
}

// Section is a part of a document with a heading of its own.
type Section struct {
	Title   string
	Entries []Entry
}

// Entry is one thing: a goal, a measure or a meeting.
type Entry struct {
	Kind  string // what it is, in a word
	Title string
	Facts []Fact
	Under bool // it belongs to the one before that does not
}

// Fact is one thing said of an entry.
type Fact struct{ Label, Value string }

// Make sets a document. It fails only when the fonts cannot be used.
func Make(s Sheet) ([]byte, error) {
	draft, err := set(s, 1) // to know how many pages there are
	if err != nil {
		return nil, err
	}
	final, err := set(s, draft.PageCount())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := final.Output(&out); err != nil {
		return nil, fmt.Errorf("writing a document: %w", err)
	}
	return out.Bytes(), nil
}

// The measures of the page, in millimetres, and what is between.
const (
	margin  = 22.0
	foot    = 24.0
	inset   = 8.0  // of what belongs to the one before
	labels  = 44.0 // width of what a fact is called
	keep    = 34.0 // less than this left, and a heading begins a new page
	line    = 5.6
	family  = "Go"
	regular = ""
	bold    = "B"
)

// page is a document under way.
type page struct {
	*fpdf.Fpdf
	font     *glyphs
	replaced bool
}

func set(s Sheet, pages int) (*fpdf.Fpdf, error) {
	font, err := newGlyphs()
	if err != nil {
		return nil, err
	}
	p := &page{Fpdf: fpdf.New("P", "mm", "A4", ""), font: font}
	p.AddUTF8FontFromBytes(family, regular, goregular.TTF)
	p.AddUTF8FontFromBytes(family, bold, gobold.TTF)
	p.describe(s)
	p.SetMargins(margin, margin, margin)
	p.SetCellMargin(0)
	p.SetAutoPageBreak(true, foot)
	p.SetFooterFunc(func() {
		p.SetY(-foot + line)
		p.write(regular, 9, grey)
		p.CellFormat(0, line, p.text(s.Page(p.PageNo(), pages)), "", 0, "R", false, 0, "")
	})
	p.AddPage()
	p.head(s)
	for _, section := range s.Sections {
		p.section(section)
	}
	if p.replaced && s.Replaced != "" {
		p.Ln(line)
		p.write(regular, 9, grey)
		p.MultiCell(0, line, p.text(s.Replaced), "", "L", false)
	}
	p.Close()
	if err := p.Error(); err != nil {
		return nil, fmt.Errorf("setting a document: %w", err)
	}
	return p.Fpdf, nil
}

// describe is what the PDF says of itself: no author, and the time that is
// given, so that nothing in it tells who or where.
func (p *page) describe(s Sheet) {
	p.SetCatalogSort(true)
	p.SetCreationDate(s.Made)
	p.SetModificationDate(s.Made)
	p.SetProducer("Hverdag", true)
	p.SetTitle(p.text(s.Title), true)
	p.SetLang(s.Lang + "-NO")
}

// Colours, as grey values: the document is often printed.
const (
	black = 20
	grey  = 95
	rule  = 190
)

func (p *page) write(style string, size float64, shade int) {
	p.SetFont(family, style, size)
	p.SetTextColor(shade, shade, shade)
}

func (p *page) head(s Sheet) {
	p.write(bold, 21, black)
	p.MultiCell(0, 9, p.text(s.Title), "", "L", false)
	p.Ln(1.5)
	p.write(regular, 10.5, grey)
	p.MultiCell(0, line, p.text(s.Lead), "", "L", false)
}

func (p *page) section(s Section) {
	p.room(keep)
	p.Ln(7)
	p.write(bold, 14, black)
	p.MultiCell(0, 7, p.text(s.Title), "", "L", false)
	p.SetDrawColor(rule, rule, rule)
	p.Line(margin, p.GetY()+1, 210-margin, p.GetY()+1)
	p.Ln(4)
	for _, entry := range s.Entries {
		p.entry(entry)
	}
}

func (p *page) entry(e Entry) {
	p.room(keep - 10)
	left := margin
	if e.Under {
		left += inset
	}
	p.SetLeftMargin(left)
	defer p.SetLeftMargin(margin)
	p.SetX(left)
	p.write(regular, 9, grey)
	p.CellFormat(0, 4.6, p.text(e.Kind), "", 1, "L", false, 0, "")
	p.write(bold, 11.5, black)
	p.MultiCell(0, line, p.text(e.Title), "", "L", false)
	for _, fact := range e.Facts {
		p.fact(left, fact)
	}
	p.Ln(4)
}

// fact writes what a fact is called beside what it says. A value of several
// lines stays in its column.
func (p *page) fact(left float64, f Fact) {
	p.room(2 * line)
	p.SetX(left)
	p.write(regular, 9.5, grey)
	p.CellFormat(labels, line, p.text(f.Label), "", 0, "L", false, 0, "")
	p.SetLeftMargin(left + labels)
	p.SetX(left + labels)
	p.write(regular, 10.5, black)
	p.MultiCell(0, line, p.text(f.Value), "", "L", false)
	p.SetLeftMargin(left)
}

// room begins a new page when less than this is left of the one.
func (p *page) room(height float64) {
	if p.GetY()+height > 297-foot {
		p.AddPage()
	}
}

// text is a text as the font can set it.
func (p *page) text(text string) string {
	clean, replaced := p.font.clean(text)
	p.replaced = p.replaced || replaced
	return clean
}
