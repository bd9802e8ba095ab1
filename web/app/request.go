package app

import (
	"context"
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
)

// Request is one request as handlers see it: every string in it is a copy,
// and the family, when the route has one, is already entered.
type Request struct {
	middleware.Request
	Ctx         *fiber.Ctx // for answering; what was asked is read through the methods
	app         *App
	Scope       *tenants.Scope
	Session     *directory.Session // nil when nobody is signed in
	Visit       *tenants.Visit     // nil when nobody is signed in
	Access      *casefile.Access   // the family of the route, else nil
	OwnFamilies []uuid.UUID        // a caregiver's families
	speaker     *locale.Localizer
	names       *staffNames    // read when somebody is named
	batch       *tenants.Batch // what the page asked for together; nil when it asks one by one
}

type localRequest struct{}

func newRequest(c *fiber.Ctx, a *App) *Request {
	r := &Request{Request: middleware.Of(c), Ctx: c, app: a}
	c.Locals(localRequest{}, r)
	return r
}

// requestOf is the request that a fault happened in, as far as it had come.
func requestOf(c *fiber.Ctx) *Request {
	if r, ok := c.Locals(localRequest{}).(*Request); ok {
		return r
	}
	return &Request{Request: middleware.Of(c), Ctx: c}
}

// L speaks the language of the person, or of the municipality.
func (r *Request) L() *locale.Localizer {
	if r.speaker != nil {
		return r.speaker
	}
	if r.Scope == nil {
		return locale.For("nb")
	}
	chosen := ""
	if r.Session != nil {
		chosen = r.Session.User.Language
	}
	r.speaker = r.app.speakers.speaker(r.Context(), r.Scope, chosen)
	return r.speaker
}

// Form reads what was sent.
func (r *Request) Form() *form.Form {
	return form.Read(r.Request.Form, r.Scope.Today()).WithAll(r.FormAll)
}

// ID reads an id from the address. A malformed one is ErrNotFound: there is
// nothing there.
func (r *Request) ID(name string) (uuid.UUID, error) {
	id, err := uuid.Parse(r.Param(name))
	if err != nil {
		return uuid.Nil, tenants.ErrNotFound
	}
	return id, nil
}

// Show renders a page.
func (r *Request) Show(page templ.Component) error { return r.render(fiber.StatusOK, page) }

// ShowFaults renders a form again with what must be put right.
func (r *Request) ShowFaults(page templ.Component) error {
	return r.render(fiber.StatusUnprocessableEntity, page)
}

func (r *Request) render(status int, page templ.Component) error {
	r.Ctx.Status(status).Type("html", "utf-8")
	return page.Render(r.Context(), r.Ctx.Response().BodyWriter())
}

// SeeOther sends the person on after something was done.
func (r *Request) SeeOther(path string) error {
	return r.Ctx.Redirect(path, fiber.StatusSeeOther)
}

// Context carries the request's deadline.
func (r *Request) Context() context.Context { return r.Ctx.UserContext() }

// Faults puts a domain's field errors into the form, and reports whether err
// was of that kind. Any other error is for the caller to return.
func Faults(f *form.Form, err error) bool {
	faults, ok := invalid(err)
	if !ok {
		return false
	}
	for _, fault := range faults.Fields {
		f.Wrong(fault.Field, fault.Code)
	}
	return true
}

func (r *Request) chosenFamily(families []uuid.UUID) uuid.UUID {
	id, err := uuid.Parse(r.Query("familie"))
	if err == nil && slices.Contains(families, id) {
		return id
	}
	return families[0]
}
