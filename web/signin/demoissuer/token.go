package demoissuer

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// tokenLife is short: the token is read once, right away.
const tokenLife = 2 * time.Minute

// claims are what the issuer says about a person.
type claims struct {
	Issuer        string   `json:"iss"`
	Subject       string   `json:"sub"`
	Audience      string   `json:"aud"`
	Expires       int64    `json:"exp"`
	IssuedAt      int64    `json:"iat"`
	AuthTime      int64    `json:"auth_time"`
	Nonce         string   `json:"nonce"`
	ACR           string   `json:"acr"`
	AMR           []string `json:"amr"`
	SID           string   `json:"sid"`
	PID           string   `json:"pid,omitempty"`
	Email         string   `json:"email,omitempty"`
	EmailVerified bool     `json:"email_verified,omitempty"`
	Name          string   `json:"name,omitempty"`
}

// token redeems a code for an ID token.
func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		tokenError(w, http.StatusBadRequest, "invalid_request")
		return
	}
	client, ok := i.authenticate(r)
	if !ok {
		w.Header().Set("WWW-Authenticate", `Basic realm="demo"`)
		tokenError(w, http.StatusUnauthorized, "invalid_client")
		return
	}
	if r.PostForm.Get("grant_type") != "authorization_code" {
		tokenError(w, http.StatusBadRequest, "unsupported_grant_type")
		return
	}
	g, ok := i.codes.take(r.PostForm.Get("code"))
	if !ok || !g.boundTo(client, r.PostForm) {
		tokenError(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	signed, err := i.sign(g)
	if err != nil {
		i.config.Log.Error("demo issuer: signing", "error", err)
		tokenError(w, http.StatusInternalServerError, "server_error")
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": rand.Text(), "token_type": "Bearer", "expires_in": int(tokenLife.Seconds()),
		"id_token": signed, "scope": "openid",
	})
}

// boundTo says whether the one who redeems is the one who asked: same client,
// same return address, and the secret behind the challenge.
func (g grant) boundTo(client Client, form url.Values) bool {
	made := challenge(form.Get("code_verifier"))
	return g.client == client.ID && g.redirect == form.Get("redirect_uri") &&
		subtle.ConstantTimeCompare([]byte(made), []byte(g.challenge)) == 1
}

// authenticate reads client_secret_basic or client_secret_post; both at once is
// refused (RFC 6749, 2.3).
func (i *Issuer) authenticate(r *http.Request) (Client, bool) {
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, word, basic := r.BasicAuth(); basic {
		if secret != "" {
			return Client{}, false
		}
		var errID, errSecret error
		id, errID = url.QueryUnescape(user)
		secret, errSecret = url.QueryUnescape(word)
		if errID != nil || errSecret != nil {
			return Client{}, false
		}
	}
	client, known := i.clients[id]
	given, held := sha256.Sum256([]byte(secret)), sha256.Sum256([]byte(client.Secret))
	if subtle.ConstantTimeCompare(given[:], held[:]) != 1 {
		return Client{}, false
	}
	return client, known && secret != ""
}

func (i *Issuer) sign(g grant) (string, error) {
	key := jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: i.key, KeyID: i.keyID}}
	signer, err := jose.NewSigner(key, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", fmt.Errorf("making the signer: %w", err)
	}
	signed, err := jwt.Signed(signer).Claims(i.claimsFor(g)).Serialize()
	if err != nil {
		return "", fmt.Errorf("signing: %w", err)
	}
	return signed, nil
}

// claimsFor tells what the real issuers tell: ID-porten a national identity
// number and no name, a municipality's own provider a name and a checked address.
func (i *Issuer) claimsFor(g grant) claims {
	now := i.config.Clock.Now()
	c := claims{
		Issuer: i.config.Issuer, Subject: g.person.Sub, Audience: g.client, Nonce: g.nonce,
		Expires: now.Add(tokenLife).Unix(), IssuedAt: now.Unix(), AuthTime: g.at.Unix(),
		AMR: []string{"demo"}, SID: rand.Text(),
	}
	switch g.person.Kind {
	case KindFamily:
		c.ACR, c.PID = ACRFamily, g.person.PID
		return c
	case KindFoundation:
		c.ACR = ACRFoundation
	default:
		c.ACR = ACRStaff
	}
	c.Email, c.EmailVerified, c.Name = g.person.Email, g.person.Email != "", g.person.Name
	return c
}

func tokenError(w http.ResponseWriter, status int, code string) {
	writeJSON(w, status, map[string]string{"error": code})
}
