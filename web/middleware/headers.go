package middleware

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// headers are the security headers, ready to set.
type headers struct{ csp string }

// newHeaders builds the policy. Forms may lead on to the issuers, because
// browsers count the redirect to sign-in as part of sending the form.
func newHeaders(issuers []string) (headers, error) {
	for _, origin := range issuers {
		if err := checkOrigin(origin); err != nil {
			return headers{}, err
		}
	}
	targets := strings.Join(append([]string{"'self'"}, issuers...), " ")
	return headers{csp: "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; " +
		"connect-src 'self'; img-src 'self' data:; form-action " + targets + "; " +
		"base-uri 'none'; frame-ancestors 'none'"}, nil
}

func checkOrigin(origin string) error {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") ||
		origin != u.Scheme+"://"+u.Host || strings.ContainsAny(origin, " ;,'*\"") {
		return fmt.Errorf("%q is not an origin", origin)
	}
	return nil
}

// permissions turns off what no page of ours uses.
const permissions = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), " +
	"encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), " +
	"midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()"

// set writes the headers. A page may not be kept by the browser or anybody on
// the way; handlers of static files set their own Cache-Control afterwards.
func (h headers) set(c *fiber.Ctx, secure bool) {
	c.Set(fiber.HeaderContentSecurityPolicy, h.csp)
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderPermissionsPolicy, permissions)
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("X-Robots-Tag", "noindex, nofollow")
	c.Set(fiber.HeaderCacheControl, "no-store")
	if secure {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=63072000; includeSubDomains")
	}
}

// SecurityHeaders sets the headers before anything else can answer.
func (b *Boundary) SecurityHeaders(c *fiber.Ctx) error {
	b.headers.set(c, b.secure(c))
	return c.Next()
}

// AllowFormTo lets this page's forms lead on to one more issuer: the
// municipality's own. Called by the app when it has found the municipality.
func AllowFormTo(c *fiber.Ctx, origin string) error {
	if err := checkOrigin(origin); err != nil {
		return err
	}
	policy := string(c.Response().Header.Peek(fiber.HeaderContentSecurityPolicy))
	before, after, found := strings.Cut(policy, "form-action ")
	if !found {
		return fmt.Errorf("the page has no policy to add %s to", origin)
	}
	targets, rest, _ := strings.Cut(after, ";")
	for target := range strings.FieldsSeq(targets) {
		if target == origin {
			return nil
		}
	}
	c.Set(fiber.HeaderContentSecurityPolicy, before+"form-action "+targets+" "+origin+";"+rest)
	return nil
}
