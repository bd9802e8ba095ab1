// Package view is what people see: one file of components for each thing a
// page is made of, and one file for each page.
//
// A page is a struct with what it shows, embedding or holding a *Page, and a
// templ component that fills Layout. See README.md in this folder for the
// components and an example. Views hold plain values: no entity, no request,
// no decision. What a viewer may not see is not in the struct.
package view

import (
	"time"

	"github.com/a-h/templ"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

// Page is what every page has around its own content.
type Page struct {
	L     *locale.Localizer
	Now   time.Time  // the clock's, for "i går kl. 10.42"
	Today clock.Date // the day it is in Norway

	Title   string          // for the tab and the history: neutral, no name of a person
	H1      string          // the one heading of the first level; the title when empty
	Eyebrow string          // a few words over the heading: whose page this is
	Lead    string          // a sentence or two under the heading
	Actions templ.Component // buttons beside the heading
	Width   Width

	Municipality string // "Bodø kommune"
	Console      bool   // the foundation's console
	Family       bool   // a caregiver's page: larger text, bottom bar on the phone

	User        *User // nil before sign-in
	Nav         []NavItem
	SubNav      []NavItem // the parts of one family, under the heading
	SubNavLabel string    // what the parts are parts of: "Familien"
	BottomNav   []NavItem // caregivers on the phone; at most four
	Breadcrumbs []Link    // where one is, from the outside in, without the page itself

	QuickExit bool
	Flash     *Flash
	Form      *form.Form // what was sent, when the page is shown again; else nil
	Session   *Session

	TextSize TextSize
	Scheme   Scheme
}

// Width is how wide the content may be.
type Width string

// The widths: regular for most pages, narrow for one question a page and for
// reading, wide for tables and boards.
const (
	WidthRegular Width = ""
	WidthNarrow  Width = "narrow"
	WidthWide    Width = "wide"
)

// TextSize is the size of text a person has chosen.
type TextSize string

// The sizes a person may choose.
const (
	TextNormal  TextSize = ""
	TextLarge   TextSize = "large"
	TextLargest TextSize = "largest"
)

// Scheme is light or dark, or as the device says.
type Scheme string

// The schemes a person may choose.
const (
	SchemeAuto  Scheme = ""
	SchemeLight Scheme = "light"
	SchemeDark  Scheme = "dark"
)

// User is who is signed in.
type User struct {
	Name     string
	Role     string // in words: "Hverdagskoordinator"
	Links    []Link // more in the user's own menu
	Settings string // address of language, size and scheme; none when empty
	SignOut  string // address the sign-out form posts to
}

// NavItem is one place in a menu.
type NavItem struct {
	Label   string
	Href    string
	Icon    Icon // bottom bar only
	Current bool
	Count   int // things waiting there; not shown when 0
}

// Link is a text that leads somewhere.
type Link struct {
	Label string
	Href  string
}

// Flash is a message about what was just done, with a way to undo it.
type Flash struct {
	Tone Tone // Good when empty
	Text string
	Undo *Post // nil when there is nothing to undo
}

// Post is a small form that is only a button.
type Post struct {
	Action string
	Label  string
	Hidden []Hidden
}

// Hidden is a value that goes with a form.
type Hidden struct{ Name, Value string }

// Session tells when the session ends, counted from when the page was made.
type Session struct {
	Warn time.Duration // when to ask whether to go on
	End  time.Duration
	Over string // where to go when it has ended
}

// T is the text of key, as locale.Localizer.T.
func (p *Page) T(key string, data ...any) string { return p.L.T(key, data...) }

// N is the text of key for n things, as locale.Localizer.N.
func (p *Page) N(key string, n int, data ...any) string { return p.L.N(key, n, data...) }

// Date is a day in words: "tirsdag 1. desember".
func (p *Page) Date(d clock.Date) string { return p.L.Date(d, p.Today) }

// DateShort is a day for lists: "1. des.".
func (p *Page) DateShort(d clock.Date) string { return p.L.DateShort(d, p.Today) }

// Duration is how far a day is from today: "om 3 dager".
func (p *Page) Duration(d clock.Date) string { return p.L.Duration(d, p.Today) }

// DateTime is a moment: "tirsdag 1. desember kl. 14.00".
func (p *Page) DateTime(t time.Time) string { return p.L.DateTime(t, p.Today) }

// When is a moment as one tells it: "i går kl. 10.42".
func (p *Page) When(t time.Time) string { return p.L.When(t, p.Today) }

func (p *Page) heading() string {
	if p.H1 != "" {
		return p.H1
	}
	return p.Title
}

// title is what stands in the tab; a page with faults says so first.
func (p *Page) title() string {
	title := p.Title + " - Hverdag"
	if len(p.Form.Errors()) > 0 {
		return p.T("form.error.prefix") + title
	}
	return title
}

// size is the design system's name of the text size. A family's pages are one
// step larger than those of people who work at a desk; what a person has
// chosen comes on top, from the style sheet.
func (p *Page) size() string {
	if p.Family {
		return "md"
	}
	return "sm"
}

func (p *Page) textSize() string {
	if p.TextSize == TextNormal {
		return "normal"
	}
	return string(p.TextSize)
}

func (p *Page) scheme() string {
	if p.Scheme == SchemeAuto {
		return "auto"
	}
	return string(p.Scheme)
}

func (p *Page) signedIn() bool { return p.User != nil }

func (p *Page) bodyClass() string {
	class := "site"
	if len(p.BottomNav) > 0 {
		class += " has-bottom-nav"
	}
	if p.Console {
		class += " is-console"
	}
	return class
}
