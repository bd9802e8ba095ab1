package app

import (
	"net/http"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func (a *App) accountRoutes() []Route {
	return []Route{
		account(http.MethodGet, "/meg", policy.ActionSee, a.accountShow),
		account(http.MethodPost, "/meg", policy.ActionEdit, a.accountSave),
		account(http.MethodPost, "/okt/forleng", policy.ActionSee, a.sessionExtend),
	}
}

// accountShow shows the person's own choices of language and looks.
func (a *App) accountShow(r *Request) error {
	return r.Show(view.AccountPage(r.accountPage(), r.accountView()))
}

func (r *Request) accountPage() *view.Page {
	page := r.Page(r.L().T("account.title"))
	page.Lead, page.Width = r.L().T("account.lead"), view.WidthNarrow
	return page
}

func (r *Request) accountView() view.AccountView {
	user := r.Session.User
	return view.AccountView{Language: user.Language, TextSize: user.TextSize, Scheme: user.ColourScheme}
}

// accountSave keeps them.
func (a *App) accountSave(r *Request) error {
	f := r.Form()
	language := f.Choice("language", locale.Languages...)
	size := f.Choice("text_size", string(view.TextLarge), string(view.TextLargest))
	scheme := f.Choice("scheme", string(view.SchemeLight), string(view.SchemeDark))
	if !f.OK() {
		page := r.accountPage()
		page.Form = f
		return r.ShowFaults(view.AccountPage(page, r.accountView()))
	}
	if err := directory.SetPreferences(r.Context(), r.Visit, directory.Preferences{
		Language: language, TextSize: size, ColourScheme: scheme,
	}); err != nil {
		return err
	}
	return r.Done("/meg", "done.account", "")
}

// sessionExtend answers the dialog that asks whether one is still there. Being
// asked is itself a sign of life; the answer tells how long there is now.
func (a *App) sessionExtend(r *Request) error {
	session, err := directory.Extend(r.Context(), r.Scope, r.Cookie(sessionCookie(a.Secure)))
	if err != nil {
		return err
	}
	left := session.IdleUntil.Sub(r.Scope.Clock().Now())
	r.Ctx.Set("X-Session-Seconds", strconv.Itoa(int(left.Seconds())))
	return r.Ctx.SendStatus(fiber.StatusNoContent)
}
