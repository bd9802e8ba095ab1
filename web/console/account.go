package console

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// accountShow shows one's own choice of language.
func (c *Console) accountShow(r *Request) error {
	return r.Show(view.ConsoleAccountPage(r.accountPage(nil), r.Session.User.Language))
}

func (r *Request) accountPage(f *form.Form) *view.Page {
	page := r.Page(r.L().T("console.account.title"))
	page.Width, page.Form = view.WidthNarrow, f
	return page
}

// accountSave keeps it.
func (c *Console) accountSave(r *Request) error {
	f := r.Form()
	language := f.Choice("language", locale.Languages...)
	f.Require("language", "console.municipality.language.missing")
	if !f.OK() {
		return r.ShowFaults(view.ConsoleAccountPage(r.accountPage(f), r.Session.User.Language))
	}
	if err := c.Provisioner.SetConsoleLanguage(r.Context(), r.Session.User.ID, language); err != nil {
		return err
	}
	return r.Done("/meg", "console.done.account")
}

// sessionExtend answers the dialog that asks whether one is still there.
func (c *Console) sessionExtend(r *Request) error {
	session, err := c.Provisioner.ConsoleExtend(r.Context(), r.Cookie(c.sessionCookie()))
	if err != nil {
		return err
	}
	left := session.IdleUntil.Sub(c.Clock.Now())
	r.Ctx.Set("X-Session-Seconds", strconv.Itoa(int(left.Seconds())))
	return r.Ctx.SendStatus(fiber.StatusNoContent)
}

// infoHelp is help for the foundation's people, open to anybody.
func (c *Console) infoHelp(r *Request) error {
	page := r.Page(r.L().T("console.help.title"))
	page.Width = view.WidthNarrow
	return r.Show(view.ConsoleHelpPage(page))
}

// infoAccessibility is the accessibility statement.
func (c *Console) infoAccessibility(r *Request) error {
	page := r.Page(r.L().T("accessibility.title"))
	page.Lead, page.Width = r.L().T("accessibility.lead"), view.WidthNarrow
	return r.Show(view.AccessibilityPage(page))
}
