// Package document keeps files for a family: checked by what is in them when
// they come in, sealed whole, and filed under a section of the family, so that
// a document is shown only to whoever may see both documents and that section,
// and the member it is about. What can run is refused, and pictures are drawn
// anew, so that what a camera wrote of where it was does not follow along.
package document

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// What a family may keep here.
const (
	MaxBytes  = 10 << 20 // of one document, before and after it is checked
	MaxTitle  = 120
	MaxName   = 120
	MaxFamily = 300 // documents, removed ones not counted
)

// Places are the sections a document can be filed under, in the order they
// are offered. Grounds and location are the coordinator's: what tells where a
// family is must not lie among the rest.
func Places() []policy.Section {
	return []policy.Section{
		policy.SectionOverview, policy.SectionNeeds, policy.SectionGoals, policy.SectionMeasures,
		policy.SectionEvaluations, policy.SectionMeetings, policy.SectionGrounds, policy.SectionLocation,
	}
}

// Media is the kind of file a document is, by its content.
type Media string

// The kinds.
const (
	PDF  Media = "pdf"
	PNG  Media = "png"
	JPEG Media = "jpeg"
	Text Media = "text"
	DOCX Media = "docx"
	ODT  Media = "odt"
)

// Extension is what a file of the kind is called last.
func (m Media) Extension() string {
	switch m {
	case PDF, PNG, DOCX, ODT:
		return string(m)
	case JPEG:
		return "jpg"
	case Text:
		return "txt"
	}
	return "bin"
}

// Picture reports whether the document is an image.
func (m Media) Picture() bool { return m == PNG || m == JPEG }

// Document is what is known about a file, without its content.
type Document struct {
	ID         uuid.UUID
	Title      string
	FileName   string // as it was called where it came from, made safe
	Media      Media
	Size       int
	Place      policy.Section
	About      *uuid.UUID // nil: the whole family
	UploadedBy uuid.UUID
	UploadedAt time.Time
	MayRemove  bool
}

// DownloadName is what the file is called on somebody's device. It tells
// nothing: a name in a list of downloads can be read by the wrong person.
func (d Document) DownloadName() string {
	text := d.ID.String()
	return "dokument-" + text[len(text)-6:] + "." + d.Media.Extension()
}

// Upload is a file as somebody sends it.
type Upload struct {
	ID       uuid.UUID // made when the form is shown, so that a form sent twice is one document
	Title    string    // empty: the file's own name
	FileName string
	Raw      []byte
	Place    policy.Section
	About    *uuid.UUID
}

// validate puts in order what was typed; the file is for Check.
func (u *Upload) validate() error {
	var faults tenants.Invalid
	u.FileName = CleanName(u.FileName)
	u.Title = cleanLine(u.Title)
	if u.Title == "" {
		u.Title = strings.TrimSuffix(u.FileName, extension(u.FileName))
	}
	switch {
	case u.Title == "":
		faults.Add("title", "document.title.missing")
	case utf8.RuneCountInString(u.Title) > MaxTitle:
		faults.Add("title", "document.title.too_long")
	}
	if !isPlace(u.Place) {
		faults.Add("place", "document.place.missing")
	}
	return faults.Err()
}

func isPlace(section policy.Section) bool {
	for _, place := range Places() {
		if place == section {
			return true
		}
	}
	return false
}

func deed(name string, id uuid.UUID, action policy.Action) casefile.Deed {
	return casefile.Deed{Name: name, Target: id, Section: policy.SectionDocuments, Action: action}
}

func refused(code string) error {
	return tenants.InvalidField("file", code)
}
