package signin

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// liar is an issuer that says whatever the test wants.
type liar struct {
	server *httptest.Server
	key    *ecdsa.PrivateKey
	sign   func(claims map[string]any) string
	claims map[string]any
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signWith(t *testing.T, alg jose.SignatureAlgorithm, key any, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "k"))
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func lie(t *testing.T) *liar {
	t.Helper()
	l := &liar{key: newKey(t)}
	l.sign = func(c map[string]any) string { return signWith(t, jose.ES256, l.key, c) }
	l.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := l.server.URL
		answer := map[string]any{}
		switch r.URL.Path {
		case "/.well-known/openid-configuration":
			answer = map[string]any{"issuer": at, "authorization_endpoint": at + "/a", "token_endpoint": at + "/t",
				"jwks_uri": at + "/k", "id_token_signing_alg_values_supported": []string{"ES256"}}
		case "/k":
			answer["keys"] = []jose.JSONWebKey{{Key: l.key.Public(), KeyID: "k", Algorithm: "ES256", Use: "sig"}}
		case "/t":
			answer = map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": l.sign(l.claims)}
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(l.server.Close)
	return l
}

func TestATokenThatIsNotExactlyRightLetsNobodyIn(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	l := lie(t)
	p, err := New(Config{Name: "x", Issuer: l.server.URL, ClientID: "me", ClientSecret: "s", Callback: callback,
		ACR: map[string]Kind{"high": KindFamily}, MaxAge: time.Hour, Clock: clock.NewFixed(now)})
	if err != nil {
		t.Fatal(err)
	}
	try := func(change map[string]any) (Identity, error) {
		_, pending, err := p.Begin(context.Background(), Start{Host: "bodo.localhost"})
		if err != nil {
			t.Fatal(err)
		}
		l.claims = map[string]any{"iss": l.server.URL, "sub": "abc", "aud": "me", "exp": now.Add(time.Minute).Unix(),
			"iat": now.Unix(), "auth_time": now.Unix(), "nonce": pending.Nonce, "acr": "high",
			"pid": "00000000000", "email": "x@example.invalid"}
		maps.Copy(l.claims, change)
		return p.Finish(context.Background(), pending, url.Values{"state": {pending.State}, "code": {"c"}})
	}
	who, err := try(nil)
	if err != nil || who.Subject != "abc" || who.Email != "" {
		t.Fatalf("an honest token gave %+v, %v", who, err)
	}
	for name, c := range map[string]struct {
		change map[string]any
		want   *Fault
	}{
		"another issuer":          {map[string]any{"iss": "https://evil.invalid"}, ErrToken},
		"another audience":        {map[string]any{"aud": "you"}, ErrToken},
		"many audiences":          {map[string]any{"aud": []string{"me", "you"}}, ErrToken},
		"another party":           {map[string]any{"azp": "you"}, ErrToken},
		"expired":                 {map[string]any{"exp": now.Add(-time.Second).Unix()}, ErrToken},
		"from the future":         {map[string]any{"iat": now.Add(time.Hour).Unix()}, ErrToken},
		"another nonce":           {map[string]any{"nonce": "n"}, ErrNonce},
		"no nonce":                {map[string]any{"nonce": ""}, ErrNonce},
		"a lower level":           {map[string]any{"acr": "low"}, ErrACR},
		"no level":                {map[string]any{"acr": ""}, ErrACR},
		"nobody":                  {map[string]any{"sub": ""}, ErrClaims},
		"strange claims":          {map[string]any{"pid": 1}, ErrClaims},
		"authenticated long ago":  {map[string]any{"auth_time": now.Add(-2 * time.Hour).Unix()}, ErrAuthTime},
		"authenticated some time": {map[string]any{"auth_time": 0}, ErrAuthTime},
		"authenticated tomorrow":  {map[string]any{"auth_time": now.Add(time.Hour).Unix()}, ErrAuthTime},
	} {
		who, err := try(c.change)
		refused(t, name, who, err, c.want)
	}
	other := newKey(t)
	for name, sign := range map[string]func(map[string]any) string{
		"another's key": func(c map[string]any) string { return signWith(t, jose.ES256, other, c) },
		"a shared key":  func(c map[string]any) string { return signWith(t, jose.HS256, make([]byte, 32), c) },
		"no signature":  func(c map[string]any) string { return unsigned(signWith(t, jose.ES256, l.key, c)) },
		"no token":      func(map[string]any) string { return "" },
		"not a token":   func(map[string]any) string { return "00000000000" },
	} {
		l.sign = sign
		who, err := try(nil)
		refused(t, name, who, err, ErrToken)
	}
}

// unsigned is token with the "none" algorithm (RFC 8725, 3.1).
func unsigned(token string) string {
	return "eyJhbGciOiJub25lIn0." + strings.Split(token, ".")[1] + "."
}

func refused(t *testing.T, name string, who Identity, err error, want *Fault) {
	t.Helper()
	if !errors.Is(err, want) || who != (Identity{}) {
		t.Errorf("%s: got %v, want %v", name, err, want)
	}
	if err != nil && (strings.Contains(err.Error(), "00000000000") || strings.Contains(err.Error(), "abc")) {
		t.Errorf("%s: the error tells about the person: %v", name, err)
	}
}
