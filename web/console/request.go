package console

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// warnBefore is how long before the session ends the page asks whether to go on.
const warnBefore = 2 * time.Minute

const flashCookie = "hverdag-melding"

// Request is one request as handlers see it; every string in it is a copy.
type Request struct {
	middleware.Request
	Ctx     *fiber.Ctx
	Session *provision.ConsoleSession // nil when nobody is signed in
	console *Console
}

type localRequest struct{}

func newRequest(ctx *fiber.Ctx, c *Console) *Request {
	r := &Request{Request: middleware.Of(ctx), Ctx: ctx, console: c}
	ctx.Locals(localRequest{}, r)
	return r
}

// L speaks the person's own language, bokmål before sign-in.
func (r *Request) L() *locale.Localizer {
	if r.Session == nil {
		return locale.For("nb")
	}
	return locale.For(r.Session.User.Language)
}

// Page begins a page with everything around its content.
func (r *Request) Page(title string) *view.Page {
	now := r.console.Clock.Now()
	page := &view.Page{
		L: r.L(), Title: title, Console: true, Now: now, Today: clock.Today(r.console.Clock),
		Municipality: r.L().T("console.place"), Flash: r.flash(),
	}
	if r.Session == nil {
		return page
	}
	left := r.Session.IdleUntil.Sub(now)
	page.User = &view.User{
		Name: r.Session.User.Name, Role: r.L().T("role.programme_lead"), Settings: "/meg", SignOut: "/logg-ut",
	}
	page.Session = &view.Session{Warn: left - warnBefore, End: left, Over: "/logg-inn"}
	board := r.Path() == "/" || strings.HasPrefix(r.Path(), "/kommuner")
	page.Nav = []view.NavItem{
		{Label: r.L().T("console.nav.board"), Href: "/", Current: board},
		{Label: r.L().T("console.plugins.title"), Href: pluginsPath, Current: strings.HasPrefix(r.Path(), pluginsPath)},
	}
	return page
}

// Form reads what was sent.
func (r *Request) Form() *form.Form {
	return form.Read(r.Request.Form, clock.Today(r.console.Clock)).WithAll(r.FormAll)
}

// faults puts a domain's field errors into the form, and reports whether err
// was of that kind.
func faults(f *form.Form, err error) bool {
	var wrong *tenants.Invalid
	if !errors.As(err, &wrong) {
		return false
	}
	for _, field := range wrong.Fields {
		f.Wrong(field.Field, field.Code)
	}
	return true
}

// ID reads an id from the address; a malformed one is ErrNotFound.
func (r *Request) ID(name string) (uuid.UUID, error) {
	id, err := uuid.Parse(r.Param(name))
	if err != nil {
		return uuid.Nil, tenants.ErrNotFound
	}
	return id, nil
}

// Show renders a page; ShowFaults renders a form again with what must be put
// right.
func (r *Request) Show(page templ.Component) error { return r.render(fiber.StatusOK, page) }

// ShowFaults renders a form again with what must be put right.
func (r *Request) ShowFaults(page templ.Component) error {
	return r.render(fiber.StatusUnprocessableEntity, page)
}

func (r *Request) render(status int, page templ.Component) error {
	r.Ctx.Status(status).Type("html", "utf-8")
	return page.Render(r.Context(), r.Ctx.Response().BodyWriter())
}

// Context carries the request's deadline.
func (r *Request) Context() context.Context { return r.Ctx.UserContext() }

// SeeOther sends the person on after something was done.
func (r *Request) SeeOther(path string) error { return r.Ctx.Redirect(path, fiber.StatusSeeOther) }

// Done sends the person on with a message about what was just done. key is a
// text's key that names nobody.
func (r *Request) Done(path, key string) error {
	r.setCookie(flashCookie, url.QueryEscape(key), r.console.Clock.Now().Add(30*time.Second))
	return r.SeeOther(path)
}

// flash reads the message once; what is not a known text is dropped.
func (r *Request) flash() *view.Flash {
	key := r.Cookie(flashCookie)
	if key == "" {
		return nil
	}
	r.clearCookie(flashCookie)
	if !strings.HasPrefix(key, "console.done.") || !r.L().Has(key) {
		return nil
	}
	return &view.Flash{Text: r.L().T(key)}
}

func (r *Request) setCookie(name, value string, expires time.Time) {
	r.Ctx.Cookie(&fiber.Cookie{
		Name: name, Value: value, Path: "/", HTTPOnly: true, Secure: r.console.Secure,
		SameSite: fiber.CookieSameSiteLaxMode, Expires: expires,
	})
}

func (r *Request) clearCookie(name string) { r.setCookie(name, "", time.Unix(1, 0)) }

func (c *Console) sessionCookie() string {
	if c.Secure {
		return "__Host-hverdag"
	}
	return "hverdag"
}
