package app

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/document"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// documentNew is where a document is chosen.
func (a *App) documentNew(r *Request) error {
	if r.readOnly() {
		return r.SeeOther(r.partPath("/dokumenter"))
	}
	v, err := r.documentForm(nil)
	if err != nil {
		return err
	}
	return r.Show(view.DocumentNew(v))
}

func (r *Request) documentForm(f *form.Form) (view.DocumentNewView, error) {
	page, err := r.partPage(r.L().T("document.new.title"), "/dokumenter")
	if err != nil {
		return view.DocumentNewView{}, err
	}
	page.Form, page.Lead, page.Width = f, r.L().T("document.new.lead"), view.WidthNarrow
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.L().T("document.list.title"), Href: r.partPath("/dokumenter")})
	v := view.DocumentNewView{
		Page: page, Post: r.partPath("/dokumenter/ny"), Back: r.partPath("/dokumenter"),
		Hidden: freshHidden("document"), MaxTitle: document.MaxTitle,
	}
	for _, place := range r.documentPlaces() {
		v.Places = append(v.Places, view.Option{Value: place.String(), Label: placeWord(r.L(), place), Hint: r.placeHint(place)})
	}
	v.About, err = r.childOptions(policy.SectionDocuments)
	return v, err
}

// documentPlaces are where the viewer may put a document: where they see.
func (r *Request) documentPlaces() []policy.Section {
	var places []policy.Section
	for _, place := range document.Places() {
		if r.Access.May(place, policy.ActionSee) {
			places = append(places, place)
		}
	}
	return places
}

// placeHint says of the places that open for few whom they open for.
func (r *Request) placeHint(place policy.Section) string {
	switch place {
	case policy.SectionGrounds:
		return r.L().T("document.place.grounds.hint")
	case policy.SectionLocation:
		return r.L().T("document.place.location.hint")
	}
	return ""
}

// documentAdd checks a document and keeps it.
func (a *App) documentAdd(r *Request) error {
	f := r.Form()
	upload, err := r.readUpload(f)
	if err != nil {
		return err
	}
	if f.OK() {
		id, err := document.Add(r.Context(), r.Visit, r.Access.ID, upload)
		if err == nil {
			return r.Done(r.documentPath(id, ""), "done.document_added", "")
		}
		if !Faults(f, err) {
			return err
		}
	}
	v, err := r.documentForm(f)
	if err != nil {
		return err
	}
	return r.ShowFaults(view.DocumentNew(v))
}

func (r *Request) readUpload(f *form.Form) (document.Upload, error) {
	u := document.Upload{ID: f.UUID("document"), Title: f.Line("title", most), About: readAbout(f)}
	name, raw, err := r.fileSent("file", document.MaxBytes)
	if err != nil {
		return u, err
	}
	if name == "" {
		f.Wrong("file", "document.file.missing")
	}
	u.FileName, u.Raw = name, raw
	allowed := make([]string, 0, len(document.Places()))
	for _, place := range r.documentPlaces() {
		allowed = append(allowed, place.String())
	}
	f.Require("place", "document.place.missing")
	if chosen := f.Choice("place", allowed...); chosen != "" {
		if u.Place, err = policy.ParseSection(chosen); err != nil {
			return u, err
		}
	}
	return u, nil
}

// fileSent is an uploaded file with its name, or no name when none was chosen.
// Both are copies: what Fiber hands out changes under the next request.
func (r *Request) fileSent(field string, limit int64) (name string, raw []byte, err error) {
	header := r.File(field)
	if header == nil || header.Filename == "" {
		return "", nil, nil
	}
	if header.Size > limit {
		return "", nil, middleware.Refuse(http.StatusRequestEntityTooLarge, middleware.CodeTooLarge)
	}
	file, err := header.Open()
	if err != nil {
		return "", nil, fmt.Errorf("opening upload: %w", err)
	}
	defer func() { _ = file.Close() }()
	raw, err = io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return "", nil, fmt.Errorf("reading upload: %w", err)
	}
	return strings.Clone(header.Filename), raw, nil
}
