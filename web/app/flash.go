package app

import (
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// flashCookie cannot be planted by a sibling municipality where pages are
// served over https.
func flashCookie(secure bool) string {
	if secure {
		return "__Host-hverdag-melding"
	}
	return "hverdag-melding"
}

// Done sends the person on with a message about what was just done. key is a
// text's key, undo the address whose POST takes it back, or empty.
// Neither names anybody, so they may stand in a cookie for half a minute.
func (r *Request) Done(path, key, undo string) error {
	r.Ctx.Cookie(&fiber.Cookie{
		Name: flashCookie(r.app.Secure), Value: url.QueryEscape(key + "|" + undo), Path: "/", HTTPOnly: true,
		Secure: r.app.Secure, SameSite: fiber.CookieSameSiteStrictMode, Expires: time.Now().Add(30 * time.Second),
	})
	return r.SeeOther(path)
}

// flash reads the message once. What is not a known text or a local address
// is dropped: a cookie can be planted.
func (r *Request) flash() *view.Flash {
	raw := r.Cookie(flashCookie(r.app.Secure))
	if raw == "" {
		return nil
	}
	r.clearCookie(flashCookie(r.app.Secure))
	text, err := url.QueryUnescape(raw)
	if err != nil {
		return nil
	}
	key, undo, _ := strings.Cut(text, "|")
	if !strings.HasPrefix(key, "done.") || !r.L().Has(key) {
		return nil
	}
	flash := &view.Flash{Text: r.L().T(key)}
	if undo != "" && signin.LocalPath(undo) == undo {
		flash.Undo = &view.Post{Action: undo, Label: r.L().T("layout.undo")}
	}
	return flash
}

func (r *Request) clearCookie(name string) {
	r.Ctx.Cookie(&fiber.Cookie{
		Name: name, Path: "/", HTTPOnly: true, Secure: r.app.Secure,
		SameSite: fiber.CookieSameSiteLaxMode, Expires: time.Unix(1, 0),
	})
}

func sessionCookie(secure bool) string {
	if secure {
		return "__Host-hverdag"
	}
	return "hverdag"
}
