package signin

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// skew is how far the issuer's clock may be ahead of ours.
const skew = time.Minute

// Identity is who came back, as the issuer vouches for it.
type Identity struct {
	Issuer, Subject string
	Kind            Kind
	Email           string // only when checked by the issuer
	PID             string // national identity number, families only; never to be logged
	Name            string
	ACR             string
	AuthTime        time.Time // zero when the issuer does not say
	SID             string    // the issuer's session, for front-channel logout
}

// said are the claims that are read from the ID token.
type said struct {
	ACR           string `json:"acr"`
	AuthTime      int64  `json:"auth_time"`
	SID           string `json:"sid"`
	PID           string `json:"pid"`
	Email         string `json:"email"`
	EmailVerified any    `json:"email_verified"` // some issuers write "true"
	Name          string `json:"name"`
	Party         string `json:"azp"`
}

// Finish reads the answer that came to the callback and returns who it is. The
// pending sign-in comes from Sealer.Open; its cookie must be cleared whatever
// the outcome. Errors are the faults of this package.
func (p *Provider) Finish(ctx context.Context, pending Pending, query url.Values) (Identity, error) {
	if err := p.checkPending(pending, query); err != nil {
		return Identity{}, err
	}
	at, err := p.discover(ctx)
	if err != nil {
		return Identity{}, err
	}
	if err := p.checkAnswer(at, query); err != nil {
		return Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.config.HTTP)
	token, err := p.oauth(at, pending.Host).Exchange(ctx, query.Get("code"), oauth2.VerifierOption(pending.Verifier))
	if err != nil {
		return Identity{}, exchangeFault(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok || raw == "" {
		return Identity{}, because(ErrToken, "no ID token")
	}
	verifier := at.provider.VerifierContext(ctx, &oidc.Config{ClientID: p.config.ClientID, Now: p.config.Clock.Now})
	checked, err := verifier.Verify(ctx, raw)
	if err != nil {
		return Identity{}, because(ErrToken, p.whyNot(raw, err))
	}
	return p.identify(checked, pending)
}

// checkPending holds the answer against what this browser began.
func (p *Provider) checkPending(pending Pending, query url.Values) error {
	if pending.Provider != p.config.Name || pending.State == "" || pending.Nonce == "" || pending.Verifier == "" {
		return ErrCookie
	}
	if !p.config.Clock.Now().Before(pending.Expires) {
		return ErrExpired
	}
	if len(query["state"]) != 1 || !same(query.Get("state"), pending.State) {
		return ErrState
	}
	return nil
}

// checkAnswer reads the authorization response: who sent it (RFC 9207), whether
// it is an error, and that there is exactly one code.
func (p *Provider) checkAnswer(at *endpoints, query url.Values) error {
	issuers := query["iss"]
	if len(issuers) > 1 || (len(issuers) == 1 && issuers[0] != p.config.Issuer) || (len(issuers) == 0 && at.says) {
		return ErrIssuer
	}
	switch fault := query.Get("error"); fault {
	case "":
	case "access_denied":
		return ErrDenied
	case "temporarily_unavailable", "server_error":
		return because(ErrUnavailable, fault)
	default:
		return because(ErrProvider, knownOAuth(fault))
	}
	if len(query["code"]) != 1 || query.Get("code") == "" {
		return because(ErrCode, "no code")
	}
	return nil
}

// identify reads the checked token.
func (p *Provider) identify(token *oidc.IDToken, pending Pending) (Identity, error) {
	if !same(token.Nonce, pending.Nonce) {
		return Identity{}, ErrNonce
	}
	var s said
	if err := token.Claims(&s); err != nil {
		return Identity{}, because(ErrClaims, "unreadable")
	}
	if token.Subject == "" {
		return Identity{}, because(ErrClaims, "no subject")
	}
	if (s.Party != "" && s.Party != p.config.ClientID) || (len(token.Audience) > 1 && s.Party == "") {
		return Identity{}, because(ErrToken, "authorized party")
	}
	now := p.config.Clock.Now()
	if token.IssuedAt.After(now.Add(skew)) {
		return Identity{}, because(ErrToken, "issued in the future")
	}
	kind, err := p.kindOf(s.ACR)
	if err != nil {
		return Identity{}, err
	}
	authenticated, err := p.authTime(s.AuthTime, now)
	if err != nil {
		return Identity{}, err
	}
	identity := Identity{
		Issuer: token.Issuer, Subject: token.Subject, Kind: kind, Name: s.Name,
		ACR: s.ACR, AuthTime: authenticated, SID: s.SID,
	}
	if p.config.KnownAs != "" {
		identity.Issuer = p.config.KnownAs
	}
	if kind == KindFamily {
		identity.PID = s.PID
	}
	if p.config.TrustEmail || s.EmailVerified == true || s.EmailVerified == "true" {
		identity.Email = strings.ToLower(strings.TrimSpace(s.Email))
	}
	return identity, nil
}

func (p *Provider) kindOf(acr string) (Kind, error) {
	if len(p.config.ACR) == 0 {
		return p.config.Kind, nil
	}
	kind, ok := p.config.ACR[acr]
	if !ok {
		return "", because(ErrACR, "accepted are "+p.levels())
	}
	return kind, nil
}

func (p *Provider) authTime(seconds int64, now time.Time) (time.Time, error) {
	if seconds == 0 {
		if p.config.MaxAge > 0 {
			return time.Time{}, because(ErrAuthTime, "missing")
		}
		return time.Time{}, nil
	}
	at := time.Unix(seconds, 0).UTC()
	if at.After(now.Add(skew)) {
		return time.Time{}, because(ErrAuthTime, "in the future")
	}
	if p.config.MaxAge > 0 && now.Sub(at) > p.config.MaxAge+skew {
		return time.Time{}, because(ErrAuthTime, "too long ago")
	}
	return at, nil
}

// exchangeFault tells a refused code from an issuer that does not answer. The
// issuer's own text is left out: it may say anything.
func exchangeFault(err error) error {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		return because(ErrUnavailable, "redeeming the code")
	}
	if refused.Response != nil && refused.Response.StatusCode >= 500 {
		return because(ErrUnavailable, "redeeming the code")
	}
	return because(ErrCode, knownOAuth(refused.ErrorCode))
}

// knownOAuth is code if it is one of OAuth's and OpenID Connect's own words, so
// that nothing else from outside reaches the log.
func knownOAuth(code string) string {
	known := []string{"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
		"unsupported_grant_type", "unsupported_response_type", "invalid_scope", "login_required",
		"interaction_required", "account_selection_required", "consent_required"}
	if slices.Contains(known, code) {
		return code
	}
	return "another error"
}

// whyNot names the check that failed without quoting the token, whose content
// is about a person.
func (p *Provider) whyNot(raw string, err error) string {
	var expired *oidc.TokenExpiredError
	if errors.As(err, &expired) {
		return "expired"
	}
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return "not a signed token"
	}
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return "not a signed token"
	}
	var claims struct {
		Issuer   string `json:"iss"`
		Audience any    `json:"aud"`
	}
	if err := json.Unmarshal(body, &claims); err != nil {
		return "not a signed token"
	}
	if claims.Issuer != p.config.Issuer {
		return "issuer"
	}
	if one, ok := claims.Audience.(string); ok && one != p.config.ClientID {
		return "audience"
	}
	return "signature or audience"
}

// same compares without telling by its time how much was right.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
