// Package registry is for plugins that know units and services: schools,
// kindergartens, health centres, and what they offer.
package registry

import (
	"context"
	"time"
)

// Source lists units and services.
type Source interface {
	// List writes what the register has, in any order and as it comes: the SDK
	// sends it on in chunks. It returns how the list ended. An error means that
	// what was written changes nothing.
	List(ctx context.Context, query Query, out *Writer) (End, error)
}

// Inspector is implemented by registers that are files with columns.
type Inspector interface {
	// Inspect proposes which column is what.
	Inspect(ctx context.Context, file File) (Inspection, error)
}

// Publisher is implemented by plugins that write the municipality's own
// directory in a form others read.
type Publisher interface {
	Publish(ctx context.Context, directory Directory) ([]File, error)
}

// Query is what to list.
type Query struct {
	Cursor  string            // from the last complete list; empty: everything
	File    *File             // what to read, for registers that are files
	Columns map[string]string // field -> heading, for files with columns
}

// End says how a list ended.
type End struct {
	// Complete says that everything there is was listed: what is not here is
	// gone upstream.
	Complete bool
	Cursor   string
}

// File is a file by name and content, at most 4 MiB.
type File struct {
	Name      string
	MediaType string // set by Publish
	Content   []byte
}

// Unit is a place where services are given.
type Unit struct {
	ID              string // the register's own, stable
	Name            string
	Kind            string // one of Kinds
	OrgNumber       string
	ParentOrgNumber string
	Phone           string
	Email           string
	Website         string
	Address         string // one line
	About           string
	Place           *Place // nil: not known
	Closed          bool
	Language        string // nb, nn or empty
	Changed         time.Time
}

// Place is a point on the map, in degrees.
type Place struct{ Latitude, Longitude float64 }

// Kinds are the kinds of unit that the directory knows.
var Kinds = []string{
	"school", "kindergarten", "health", "child_welfare", "ppt", "family", "mental_health", "municipality", "other",
}

// Service is something a unit offers.
type Service struct {
	ID       string
	UnitID   string
	Title    string
	About    string
	AgeFrom  int
	AgeTo    int    // zero: no upper limit
	Audience string // child, young, caregiver, family, staff
	Level    string // universal, selective, indicated
	Areas    []string
	How      string // how to get in touch
	Phone    string
	Email    string
	Website  string
	Referral bool // somebody has to refer
	Keywords []string
	Closed   bool
	Changed  time.Time
}

// Remark is about an entry that was left out or changed.
type Remark struct {
	Place string // "rad 14", or the entry's id
	Code  string // stable: "row.no_name"
	NB    string
	NN    string
}

// Inspection is what a file seems to hold.
type Inspection struct {
	Columns []Column
	Rows    int
	Remarks []Remark
}

// Column is one column of a file.
type Column struct {
	Heading string
	Field   string   // what it is taken for; empty: not used
	Samples []string // up to three
}

// Directory is the municipality's own, to be published.
type Directory struct {
	Units    []Unit
	Services []Service
	BaseURL  string // identifiers are made under it
}

// Writer takes what a Source lists.
type Writer struct {
	send  func(Chunk) error
	units []Unit // those being handed on
}

// Chunk is one part of a list.
type Chunk struct {
	Units    []Unit
	Services []Service
	Remarks  []Remark
}

// NewWriter returns a Writer that hands on each chunk; for the SDK and tests. A
// chunk's lists may not be kept: the next chunk is in the same ones.
func NewWriter(send func(Chunk) error) *Writer { return &Writer{send: send} }

// Units lists units. An error means that nobody listens any more: return it.
func (w *Writer) Units(units ...Unit) error {
	w.units = append(w.units[:0], units...)
	return w.send(Chunk{Units: w.units})
}

// Services lists services.
func (w *Writer) Services(services ...Service) error { return w.send(Chunk{Services: services}) }

// Remark tells of something that was left out.
func (w *Writer) Remark(remark Remark) error { return w.send(Chunk{Remarks: []Remark{remark}}) }
