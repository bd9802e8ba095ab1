package console

import (
	"errors"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// signinChoose is the page with the one button in.
func (c *Console) signinChoose(r *Request) error {
	if r.Session != nil {
		return r.SeeOther("/")
	}
	page := r.Page(r.L().T("console.signin.title"))
	page.Lead, page.Width = r.L().T("console.signin.lead"), view.WidthNarrow
	begin := "/logg-inn/begynn"
	if path := signin.LocalPath(r.Query("til")); path != "/" {
		begin += "?til=" + url.QueryEscape(path)
	}
	return r.Show(view.ConsoleSignInPage(page, view.ConsoleSignInView{Begin: begin, Failed: r.Query("feil") != ""}))
}

// signinBegin sends the person to the identity provider.
func (c *Console) signinBegin(r *Request) error {
	address, pending, err := c.Provider.Begin(r.Context(), signin.Start{
		Host: middleware.HostOf(r.Ctx), ReturnTo: r.Query("til"), Language: r.L().Lang(),
	})
	if err != nil {
		c.Log.Error("console sign-in cannot begin", "code", signin.Code(err), "cause", err.Error())
		return tenants.ErrUnavailable
	}
	sealed, err := c.Sealer.Seal(pending)
	if err != nil {
		return err
	}
	r.setCookie(signin.CookieName(c.Secure), sealed, pending.Expires)
	return r.SeeOther(address)
}

// signinReturn takes the person back and begins their session if they are one
// of the foundation's people. Who is not learns nothing more.
func (c *Console) signinReturn(r *Request) error {
	cookie := signin.CookieName(c.Secure)
	pending, err := c.Sealer.Open(r.Cookie(cookie), middleware.HostOf(r.Ctx))
	r.clearCookie(cookie)
	if err != nil {
		return c.signinFailed(r, err)
	}
	identity, err := c.Provider.Finish(r.Context(), pending, r.QueryAll())
	if err != nil {
		return c.signinFailed(r, err)
	}
	if identity.Kind != signin.KindFoundation {
		return c.stranger(r)
	}
	token, _, err := c.Provisioner.ConsoleSignIn(r.Context(), provision.ConsoleIdentity{
		Issuer: identity.Issuer, Subject: identity.Subject, Email: identity.Email, Replaces: r.Cookie(c.sessionCookie()),
	})
	if errors.Is(err, provision.ErrConsoleStranger) {
		return c.stranger(r)
	}
	if err != nil {
		return err
	}
	r.setCookie(c.sessionCookie(), token, time.Time{})
	return r.SeeOther(signin.LocalPath(pending.ReturnTo))
}

func (c *Console) stranger(r *Request) error {
	page := r.Page(r.L().T("console.unknown.title"))
	page.Width = view.WidthNarrow
	return r.render(fiber.StatusForbidden, view.ConsoleUnknownPage(page))
}

// signinFailed sends the person to try again; why is in the log, without who.
func (c *Console) signinFailed(r *Request, err error) error {
	c.Log.Warn("console sign-in refused", "code", signin.Code(err), "cause", err.Error())
	return r.SeeOther("/logg-inn?feil=1")
}

// signOut ends the session.
func (c *Console) signOut(r *Request) error {
	token := r.Cookie(c.sessionCookie())
	r.clearCookie(c.sessionCookie())
	r.Session = nil
	if err := c.Provisioner.ConsoleSignOut(r.Context(), token); err != nil {
		return err
	}
	return r.SeeOther("/logg-inn")
}
