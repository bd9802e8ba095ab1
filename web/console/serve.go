package console

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// errSignIn says that nobody is signed in; the person is sent to sign in.
var errSignIn = errors.New("nobody is signed in")

// serve wraps a route: it finds who is asking, asks the policy, and runs the
// handler.
func (c *Console) serve(route Route) fiber.Handler {
	return func(ctx *fiber.Ctx) error {
		r := newRequest(ctx, c)
		err := c.answer(r, route)
		if errors.Is(err, errSignIn) {
			return r.SeeOther(signInAddress(r))
		}
		return err
	}
}

func (c *Console) answer(r *Request, route Route) error {
	if err := c.begin(r); err != nil {
		return err
	}
	if !route.Public {
		if r.Session == nil {
			return errSignIn
		}
		viewer := policy.Viewer{ID: r.Session.User.ID, Roles: policy.Roles(r.Session.User.Role)}
		if !c.Provisioner.Registry.Policy.Decide(viewer, policy.Facts{}, route.Section, route.Action).Allow {
			return tenants.ErrNotFound
		}
	}
	return route.Handle(r)
}

// begin finds out who is signed in, if anybody.
func (c *Console) begin(r *Request) error {
	token := r.Cookie(c.sessionCookie())
	if token == "" {
		return nil
	}
	session, err := c.Provisioner.ConsoleResolve(r.Context(), token)
	if errors.Is(err, provision.ErrConsoleSignedOut) {
		r.clearCookie(c.sessionCookie())
		return nil
	}
	if err != nil {
		return err
	}
	r.Session = &session
	return nil
}

func signInAddress(r *Request) string {
	if r.Method() != http.MethodGet || r.Path() == "/" {
		return "/logg-inn"
	}
	return "/logg-inn?til=" + url.QueryEscape(r.Local())
}

// FaultPage shows what went wrong. The boundary calls it for every fault at
// the console's host.
func (c *Console) FaultPage(ctx *fiber.Ctx, f middleware.Failure) error {
	r, ok := ctx.Locals(localRequest{}).(*Request)
	if !ok {
		r = &Request{Request: middleware.Of(ctx), Ctx: ctx, console: c}
	}
	if f.Status == http.StatusServiceUnavailable {
		return r.render(f.Status, view.MaintenancePage(locale.For(r.L().Lang())))
	}
	page := r.Page("")
	return r.render(f.Status, view.FaultPage(page, view.Fault(page, f.Status, f.Reference)))
}
