// Package signin is the relying party: it sends people to the identity provider
// and reads who came back. It is the only way in. It knows nothing of Fiber,
// sessions or users; web/app turns an Identity into a session.
//
// Every answer is checked for state, issuer (RFC 9207 and the iss claim),
// audience, signature, expiry, nonce, PKCE, acr and auth_time. Nothing about
// the person is ever part of an error.
package signin

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// Kind is whom somebody signs in as.
type Kind string

// The kinds of people who sign in.
const (
	KindStaff      Kind = "staff"
	KindFamily     Kind = "family"
	KindFoundation Kind = "foundation"
)

// Config describes one registration at one identity provider.
type Config struct {
	Name   string // the app's name for it, kept in Pending
	Issuer string
	// KnownAs is what the issuer is called where people are bound to it, when
	// that is not its address: the demo's issuer moves with the port.
	KnownAs                string
	ClientID, ClientSecret string
	Callback               func(host string) string // the registered address on that host to return to

	// ACR are the levels of assurance accepted, and whom each vouches for.
	// ID-porten: idporten-loa-substantial and -high for families.
	ACR map[string]Kind
	// Kind is used when ACR is empty, for municipal providers that issue no acr
	// of a known meaning. Families always need a level.
	Kind Kind
	// AskACR is sent as acr_values; may be empty.
	AskACR string
	// AskAnew has the issuer ask who it is every time, also when it still knows
	// the browser: whoever sits down at a machine that a family has left by the
	// quick exit must not walk in on their sign-in at the issuer.
	AskAnew bool
	// Scopes beyond openid.
	Scopes []string
	// MaxAge, when set, is how old the authentication itself may be.
	MaxAge time.Duration
	// TrustEmail takes the e-mail address as the municipality's own provider
	// gives it, without email_verified. Only for a provider in which the
	// municipality alone decides addresses.
	TrustEmail bool

	HTTP  *http.Client // nil: a client of its own that times out and follows nowhere
	Clock clock.Clock
}

// Provider is one identity provider, discovered when first needed. It is safe
// for concurrent use.
type Provider struct {
	config Config
	found  discovery
}

// New checks the configuration. It does not call the issuer: a provider that is
// down must not keep the program from starting.
func New(config Config) (*Provider, error) {
	if config.Name == "" || config.ClientID == "" || config.Callback == nil || config.Clock == nil {
		return nil, errors.New("a sign-in provider needs a name, a client, a callback and a clock")
	}
	if err := checkIssuer(config.Issuer); err != nil {
		return nil, err
	}
	if len(config.ACR) == 0 && (config.Kind == "" || config.Kind == KindFamily) {
		return nil, fmt.Errorf("sign-in provider %s: levels of assurance are missing", config.Name)
	}
	if config.HTTP == nil {
		config.HTTP = &http.Client{
			Timeout: 10 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error {
				return http.ErrUseLastResponse
			},
		}
	}
	return &Provider{config: config}, nil
}

// checkIssuer refuses an issuer without https, unless it is this very machine.
func checkIssuer(issuer string) error {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("a sign-in provider's issuer is not an address")
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	local := host == "localhost" || strings.HasSuffix(host, ".localhost") || (ip != nil && ip.IsLoopback())
	if u.Scheme == "https" || (u.Scheme == "http" && local) {
		return nil
	}
	return fmt.Errorf("the issuer %s is not served over https", issuer)
}

// Name is the app's name for the provider, as found in Pending.Provider.
func (p *Provider) Name() string { return p.config.Name }

// Origin is the issuer's origin, for the form-action of the pages' CSP.
func (p *Provider) Origin() string {
	u, err := url.Parse(p.config.Issuer)
	if err != nil {
		return "" // New has checked it
	}
	return u.Scheme + "://" + u.Host
}

// Start is where a sign-in begins.
type Start struct {
	Host     string // exact host of the request
	ReturnTo string // path to show afterwards; anything but a local path becomes "/"
	Language string // "nb", "nn", ..., sent as ui_locales
}

// Begin makes the address to send the browser to, and what must be kept in the
// sealed cookie until it comes back. ErrUnavailable when the issuer is down.
func (p *Provider) Begin(ctx context.Context, start Start) (string, Pending, error) {
	at, err := p.discover(ctx)
	if err != nil {
		return "", Pending{}, err
	}
	pending := Pending{
		Provider: p.config.Name, Host: start.Host, ReturnTo: LocalPath(start.ReturnTo),
		State: random(), Nonce: random(), Verifier: oauth2.GenerateVerifier(),
		Expires: p.config.Clock.Now().Add(PendingLife),
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(pending.Nonce), oauth2.S256ChallengeOption(pending.Verifier)}
	if p.config.AskACR != "" {
		options = append(options, oauth2.SetAuthURLParam("acr_values", p.config.AskACR))
	}
	if p.config.AskAnew {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"))
	}
	if p.config.MaxAge > 0 {
		age := strconv.Itoa(int(p.config.MaxAge.Seconds()))
		options = append(options, oauth2.SetAuthURLParam("max_age", age))
	}
	if start.Language != "" {
		options = append(options, oauth2.SetAuthURLParam("ui_locales", start.Language))
	}
	return p.oauth(at, start.Host).AuthCodeURL(pending.State, options...), pending, nil
}

// SignOutURL is where to send the browser so that the issuer ends its session
// too, or "" when the issuer offers no such place. after is a registered address.
func (p *Provider) SignOutURL(ctx context.Context, after string) (string, error) {
	at, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	if at.endSession == nil {
		return "", nil
	}
	target := *at.endSession
	query := target.Query()
	query.Set("client_id", p.config.ClientID)
	query.Set("post_logout_redirect_uri", after)
	target.RawQuery = query.Encode()
	return target.String(), nil
}

func (p *Provider) oauth(at *endpoints, host string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret,
		Endpoint: at.oauth, RedirectURL: p.config.Callback(host),
		Scopes: append([]string{oidc.ScopeOpenID}, p.config.Scopes...),
	}
}

// levels are the accepted levels, sorted, for messages to the operator.
func (p *Provider) levels() string {
	return strings.Join(slices.Sorted(maps.Keys(p.config.ACR)), " ")
}
