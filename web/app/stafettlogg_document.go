package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/document"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

// paperWords says what stands in a document: in the municipality's language, for
// it is read in another of its systems.
func (r *Request) paperWords() *locale.Localizer {
	return r.app.speakers.speaker(r.Context(), r.Scope, "")
}

// logDocumentShow is the document as it would be attached now.
func (a *App) logDocumentShow(r *Request) error {
	id, err := r.ID("link")
	if err != nil {
		return err
	}
	content, err := stafettlogg.Document(r.Context(), r.Access, id, r.paperWords())
	if err != nil {
		return err
	}
	r.Ctx.Set("Content-Type", document.MediaType)
	r.Ctx.Set("Content-Disposition", `inline; filename="stafettlogg.pdf"`)
	return r.Ctx.Send(content)
}

// logDocumentAttach attaches it to the log.
func (a *App) logDocumentAttach(r *Request) error {
	id, err := r.ID("link")
	if err != nil {
		return err
	}
	return r.after(id, stafettlogg.Attach(r.Context(), r.Visit, r.Access.ID, id, r.paperWords()), "done.stafettlogg_sent")
}
