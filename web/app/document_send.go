package app

import (
	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/document"
)

// alone is the policy of an answer that is a file and no page: nothing in it
// may run or be fetched, even if a browser should come to show it.
const alone = "default-src 'none'; sandbox"

// documentDownload sends a document to be saved. It is never shown inside the
// browser, and its name on the device tells nothing.
func (a *App) documentDownload(r *Request) error {
	id, err := r.ID("document")
	if err != nil {
		return err
	}
	one, content, err := document.Content(r.Context(), r.Access, id, document.Download)
	if err != nil {
		return err
	}
	r.sendAlone(fiber.MIMEOctetStream, `attachment; filename="`+one.DownloadName()+`"`)
	return r.Ctx.Send(content)
}

// documentPicture sends a picture for the document's own page. Its bytes were
// drawn anew when it came in.
func (a *App) documentPicture(r *Request) error {
	id, err := r.ID("document")
	if err != nil {
		return err
	}
	one, err := document.Read(r.Context(), r.Access, id)
	if err != nil {
		return err
	}
	if !one.Media.Picture() {
		return tenants.ErrNotFound
	}
	one, content, err := document.Content(r.Context(), r.Access, id, document.Preview)
	if err != nil {
		return err
	}
	kind := "image/png"
	if one.Media == document.JPEG {
		kind = "image/jpeg"
	}
	r.sendAlone(kind, `inline; filename="`+one.DownloadName()+`"`)
	return r.Ctx.Send(content)
}

// sendAlone sets the headers of an answer that is a file. The boundary has set
// nosniff, and that nobody else's page may show it.
func (r *Request) sendAlone(kind, disposition string) {
	r.Ctx.Set(fiber.HeaderContentType, kind)
	r.Ctx.Set(fiber.HeaderContentDisposition, disposition)
	r.Ctx.Set(fiber.HeaderContentSecurityPolicy, alone)
	r.Ctx.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	r.Ctx.Set(fiber.HeaderCacheControl, "no-store")
}

// documentRemove takes a document away; it can be undone at once.
func (a *App) documentRemove(r *Request) error {
	id, err := r.ID("document")
	if err != nil {
		return err
	}
	if err := document.Remove(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(r.partPath("/dokumenter"), "done.document_removed", r.documentPath(id, "/tilbake"))
}

// documentRestore puts it back.
func (a *App) documentRestore(r *Request) error {
	id, err := r.ID("document")
	if err != nil {
		return err
	}
	if err := document.Restore(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(r.partPath("/dokumenter"), "done.document_restored", "")
}
