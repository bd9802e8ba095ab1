package app

import (
	"net/http"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// exitPath is where the way out leads: it must answer whatever else does not.
const exitPath = "/ut"

func (a *App) signinRoutes() []Route {
	return []Route{
		public(http.MethodGet, "/logg-inn", a.signinChoose),
		public(http.MethodGet, "/logg-inn/ansatt", a.signinStaff),
		public(http.MethodGet, "/logg-inn/familie", a.signinFamily),
		public(http.MethodGet, "/logg-inn/retur", a.signinReturn),
		public(http.MethodPost, "/logg-ut", a.signOut),
		public(http.MethodPost, exitPath, a.quickExit),
	}
}

// signinChoose asks whether one works here or is in a family.
func (a *App) signinChoose(r *Request) error {
	if r.Session != nil {
		return r.SeeOther("/")
	}
	page := r.Page(r.L().T("signin.title"))
	page.Lead, page.Width = r.L().T("signin.lead"), view.WidthNarrow
	back := ""
	if path := signin.LocalPath(r.Query("til")); path != "/" {
		back = "?til=" + queryEscape(path)
	}
	return r.Show(view.SignInPage(page, view.SignInView{
		Staff: "/logg-inn/ansatt" + back, Family: "/logg-inn/familie" + back, Failed: r.Query("feil") != "",
	}))
}

func (a *App) signinStaff(r *Request) error  { return a.signinBegin(r, a.Staff) }
func (a *App) signinFamily(r *Request) error { return a.signinBegin(r, a.Families) }

// signinBegin sends the person to the identity provider.
func (a *App) signinBegin(r *Request, provider *signin.Provider) error {
	address, pending, err := provider.Begin(r.Context(), signin.Start{
		Host: middleware.HostOf(r.Ctx), ReturnTo: r.Query("til"), Language: r.L().Lang(),
	})
	if err != nil {
		r.Scope.Log().Error("sign-in cannot begin", "code", signin.Code(err), "cause", err.Error())
		return tenants.ErrMaintenance
	}
	sealed, err := a.Sealer.Seal(pending)
	if err != nil {
		return err
	}
	r.Ctx.Cookie(&fiber.Cookie{
		Name: signin.CookieName(a.Secure), Value: sealed, Path: "/", HTTPOnly: true, Secure: a.Secure,
		SameSite: fiber.CookieSameSiteLaxMode, Expires: pending.Expires,
	})
	return r.Ctx.Redirect(address, fiber.StatusSeeOther)
}
