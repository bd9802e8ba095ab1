package app

import (
	"errors"
	"net/http"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// guestShow is the page a link opens: it asks for a code, or for signing in,
// and tells nothing of what is behind it.
func (a *App) guestShow(r *Request) error { return a.showGuest(r, nil) }

func (a *App) showGuest(r *Request, f *form.Form) error {
	link, err := share.Find(r.Context(), r.Scope, r.Param("token"), r.viewer())
	if errors.Is(err, tenants.ErrNotFound) {
		return r.showGuestClosed()
	}
	if err != nil {
		return err
	}
	if link.Step == share.StepInside {
		return r.SeeOther(r.guestHome(link.Channel, link.Family))
	}
	if link.Step == share.StepSpent {
		return r.showGuestClosed()
	}
	here := "/d/" + r.Param("token")
	v := view.GuestView{
		Here: here, Send: here + "/kode", Mail: link.Channel == share.ByMail, More: link.More,
		Ask: link.Step == share.StepAsk, Code: link.Step == share.StepCode,
	}
	if link.Step == share.StepSignIn && r.Session == nil {
		v.SignIn = "/logg-inn?til=" + queryEscape(here)
	}
	page := r.guestPage(r.L().T("guest.title"))
	page.Form = f
	if f != nil {
		return r.ShowFaults(view.GuestPage(page, v))
	}
	return r.Show(view.GuestPage(page, v))
}

func (r *Request) viewer() uuid.UUID {
	if r.Session == nil {
		return uuid.Nil
	}
	return r.Session.User.ID
}

// guestPage has no menu, whoever is signed in: it looks the same to everybody.
func (r *Request) guestPage(title string) *view.Page {
	page := r.Page(title)
	page.User, page.Nav, page.BottomNav, page.Session = nil, nil, nil, nil
	page.Family, page.QuickExit, page.Width = false, false, view.WidthNarrow
	return page
}

func (r *Request) guestHome(channel share.Channel, family uuid.UUID) string {
	if channel == share.BySignIn {
		return familyAddress(family, "")
	}
	return "/"
}

// showGuestClosed is the answer to every link that opens nothing, whatever the
// reason.
func (r *Request) showGuestClosed() error {
	page := r.guestPage(r.L().T("guest.closed.title"))
	return r.render(http.StatusNotFound, view.GuestClosedPage(page))
}

// guestCode sends a code. When no more are sent, the page says how it stands.
func (a *App) guestCode(r *Request) error {
	err := share.SendCode(r.Context(), r.Scope, r.Param("token"))
	if err != nil && !errors.Is(err, tenants.ErrNotFound) && !errors.Is(err, tenants.ErrConflict) {
		return err
	}
	return r.SeeOther("/d/" + r.Param("token"))
}

// guestOpen opens the link with the code, or for who is signed in.
func (a *App) guestOpen(r *Request) error {
	token := r.Param("token")
	if r.Visit != nil {
		family, err := share.OpenSignedIn(r.Context(), r.Visit, token)
		if err == nil {
			return r.SeeOther(familyAddress(family, ""))
		}
		if !errors.Is(err, tenants.ErrNotFound) {
			return err
		}
	}
	f := r.Form()
	cookie := sessionCookie(a.Secure)
	session, err := share.Open(r.Context(), r.Scope, token, f.Line("code", 20), r.Cookie(cookie))
	switch {
	case errors.Is(err, tenants.ErrNotFound):
		return r.showGuestClosed()
	case errors.Is(err, share.ErrCode):
		f.Wrong("code", "guest.code.wrong")
		return a.showGuest(r, f)
	case err != nil:
		return err
	}
	r.Ctx.Cookie(&fiber.Cookie{
		Name: cookie, Value: session, Path: "/", HTTPOnly: true, Secure: a.Secure, SameSite: fiber.CookieSameSiteLaxMode,
	})
	return r.SeeOther("/")
}
