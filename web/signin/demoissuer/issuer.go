// Package demoissuer is the small OpenID Connect issuer of the demo profile.
//
// It stands in for ID-porten, a municipality's own identity provider and the
// foundation's, so that the demo signs in through exactly the same door as
// production and there is no second way in. It asks for no password: whoever
// opens its page picks one of the demo's invented people. It therefore refuses
// to be made outside the demo profile.
package demoissuer

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// DemoProfile is the one profile in which the issuer can exist.
const DemoProfile = "demo"

// What kind of person signs in; it decides the acr and which claims are told.
const (
	KindStaff      = "staff"
	KindFamily     = "family"
	KindFoundation = "foundation"
)

// The acr values the issuer vouches with, one for each kind.
const (
	ACRFamily     = "idporten-loa-substantial"
	ACRStaff      = "hverdag-staff"
	ACRFoundation = "hverdag-foundation"
)

// ErrNotDemo says that somebody tried to make the issuer outside the demo profile.
var ErrNotDemo = errors.New("the demo issuer exists in the demo profile only")

// Person is an invented person who can be chosen on the sign-in page.
type Person struct {
	Value string // stable and readable, "bodo.koordinator.1": the value of the form button
	Name  string
	Role  string // as shown, "Hverdagskoordinator"
	Where string // as shown, "Bodø"
	Host  string // exact host the person belongs to, without port
	Kind  string // KindStaff, KindFamily or KindFoundation
	Sub   string // subject, stable between runs
	Email string // told for staff and the foundation
	PID   string // told for family; an invented number
}

// Client is one of the program's own registrations at the issuer.
type Client struct {
	ID, Secret string
	Kinds      []string // whom the client signs in; empty means everybody
}

// Config is what the demo gives the issuer.
type Config struct {
	Profile   string // must be DemoProfile
	Issuer    string // "http://innlogging.localhost:8080", without a path
	Clients   []Client
	Redirects func(redirect string) bool // exactly registered addresses, after sign-in and after sign-out
	People    func() []Person            // asked for every page, so that people invited during the demo appear
	Clock     clock.Clock
	Log       *slog.Logger
}

// Issuer is the demo's identity provider. It is an http.Handler for its own host.
type Issuer struct {
	config  Config
	host    string
	clients map[string]Client
	key     *ecdsa.PrivateKey
	keyID   string
	codes   *codes
	mux     *http.ServeMux
}

// New makes the issuer with a fresh signing key. Only the demo command may call
// it; any other profile gets ErrNotDemo.
func New(config Config) (*Issuer, error) {
	if config.Profile != DemoProfile {
		return nil, ErrNotDemo
	}
	where, err := url.Parse(config.Issuer)
	if err != nil {
		return nil, fmt.Errorf("reading the demo issuer's address: %w", err)
	}
	if where.Host == "" || where.Path != "" || where.RawQuery != "" {
		return nil, fmt.Errorf("the demo issuer's address %q is not an origin", config.Issuer)
	}
	if config.Redirects == nil || config.People == nil || config.Clock == nil || config.Log == nil {
		return nil, errors.New("the demo issuer needs redirects, people, a clock and a log")
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making the demo issuer's key: %w", err)
	}
	public := jose.JSONWebKey{Key: key.Public()}
	print, err := public.Thumbprint(crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("naming the demo issuer's key: %w", err)
	}
	i := &Issuer{
		config: config, host: where.Host, clients: map[string]Client{}, key: key,
		keyID: base64.RawURLEncoding.EncodeToString(print), codes: newCodes(config.Clock),
	}
	for _, c := range config.Clients {
		if c.ID == "" || c.Secret == "" {
			return nil, errors.New("a client of the demo issuer needs an id and a secret")
		}
		i.clients[c.ID] = c
	}
	i.mux = i.routes()
	return i, nil
}

func (i *Issuer) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("GET /jwks", i.jwks)
	mux.HandleFunc("GET /authorize", i.showPeople)
	mux.HandleFunc("POST /authorize", i.choosePerson)
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /end_session", i.endSession)
	mux.HandleFunc("POST /end_session", i.endSession)
	mux.HandleFunc("GET /demo.css", stylesheet)
	mux.HandleFunc("GET /{$}", i.showFront)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		i.showNotice(w, r, http.StatusNotFound, "not_found")
	})
	return mux
}

// maxForm is far above the longest honest form.
const maxForm = 32 << 10

// ServeHTTP answers for the issuer's own host and no other.
func (i *Issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy(""))
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	if r.Host != i.host {
		http.Error(w, http.StatusText(http.StatusMisdirectedRequest), http.StatusMisdirectedRequest)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	i.mux.ServeHTTP(w, r)
}

// policy is the page's Content-Security-Policy; the answer to the form leads on
// to redirect, which browsers count as part of sending the form.
func policy(redirect string) string {
	target := ""
	if u, err := url.Parse(redirect); err == nil && u.Host != "" {
		target = " " + u.Scheme + "://" + u.Host
	}
	return "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'" + target +
		"; base-uri 'none'; frame-ancestors 'none'"
}

func (i *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	at := i.config.Issuer
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                i.config.Issuer,
		"authorization_endpoint":                at + "/authorize",
		"token_endpoint":                        at + "/token",
		"jwks_uri":                              at + "/jwks",
		"end_session_endpoint":                  at + "/end_session",
		"response_types_supported":              []string{"code"},
		"response_modes_supported":              []string{"query"},
		"grant_types_supported":                 []string{"authorization_code"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{string(jose.ES256)},
		"scopes_supported":                      []string{"openid", "profile", "email"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"},
		"code_challenge_methods_supported":      []string{"S256"},
		"acr_values_supported":                  []string{ACRFamily, ACRStaff, ACRFoundation},
		"ui_locales_supported":                  []string{"nb", "nn"},
		"claims_supported": []string{"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce",
			"acr", "amr", "sid", "pid", "email", "email_verified", "name", "locale"},
		"authorization_response_iss_parameter_supported": true,
	})
}

func (i *Issuer) jwks(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{
		Key: i.key.Public(), KeyID: i.keyID, Algorithm: string(jose.ES256), Use: "sig",
	}}})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// A write that fails here has lost its reader; there is nobody left to tell.
	_ = json.NewEncoder(w).Encode(value)
}

// hostOf is the exact host of an address, without port, in lower case.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// challenge is the PKCE S256 transformation (RFC 7636, 4.2).
func challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
