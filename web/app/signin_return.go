package app

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// signinReturn takes the person back from the identity provider, and begins
// their session if they are known here. Who is not learns nothing more.
func (a *App) signinReturn(r *Request) error {
	cookie := signin.CookieName(a.Secure)
	pending, err := a.Sealer.Open(r.Cookie(cookie), middleware.HostOf(r.Ctx))
	r.clearCookie(cookie)
	if err != nil {
		return a.signinFailed(r, err)
	}
	provider := a.Staff
	if pending.Provider == a.Families.Name() {
		provider = a.Families
	}
	identity, err := provider.Finish(r.Context(), pending, r.QueryAll())
	if err != nil {
		return a.signinFailed(r, err)
	}
	token, _, err := directory.SignIn(r.Context(), r.Scope, directory.Identity{
		Issuer: identity.Issuer, Subject: identity.Subject, Kind: directory.Kind(identity.Kind),
		Email: identity.Email, EmailVerified: identity.Email != "", PID: identity.PID, Name: identity.Name,
		ACR: identity.ACR, Replaces: r.Cookie(sessionCookie(a.Secure)),
	})
	if errors.Is(err, tenants.ErrForbidden) {
		page := r.Page(r.L().T("signin.unknown.title"))
		page.Lead, page.Width = r.L().T("signin.unknown.lead"), view.WidthNarrow
		return r.render(fiber.StatusForbidden, view.SignInUnknownPage(page))
	}
	if err != nil {
		return err
	}
	r.Ctx.Cookie(&fiber.Cookie{
		Name: sessionCookie(a.Secure), Value: token, Path: "/", HTTPOnly: true, Secure: a.Secure,
		SameSite: fiber.CookieSameSiteLaxMode,
	})
	return r.SeeOther(signin.LocalPath(pending.ReturnTo))
}

// signinFailed sends the person to try again; why is in the log, without who.
func (a *App) signinFailed(r *Request, err error) error {
	r.Scope.Log().Warn("sign-in refused", "code", signin.Code(err), "cause", err.Error())
	return r.SeeOther("/logg-inn?feil=1")
}

// signOut ends the session.
func (a *App) signOut(r *Request) error {
	if err := a.endSession(r); err != nil {
		return err
	}
	return r.SeeOther("/logg-inn")
}

// quickExit ends the session and leaves nothing behind. The script that calls
// it does not wait for the answer; without scripts the answer goes on by
// itself to a neutral page.
func (a *App) quickExit(r *Request) error {
	if err := a.endSession(r); err != nil {
		r.Scope.Log().Error("session could not be ended on quick exit", "cause", err.Error())
	}
	r.Ctx.Set("Clear-Site-Data", `"cache"`)
	return r.Show(view.ExitPage(r.L()))
}

func (a *App) endSession(r *Request) error {
	name := sessionCookie(a.Secure)
	token := r.Cookie(name)
	r.clearCookie(name)
	r.clearCookie(flashCookie(a.Secure))
	r.Session, r.Visit = nil, nil
	if token == "" || r.Scope == nil {
		return nil
	}
	return directory.SignOut(r.Context(), r.Scope, token)
}

func queryEscape(text string) string { return url.QueryEscape(text) }
