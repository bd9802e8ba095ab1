package demoissuer

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

func TestTheIssuerCannotExistOutsideTheDemo(t *testing.T) {
	for _, profile := range []string{"", "production", "embedded", "Demo", "demo "} {
		c := config("http://innlogging.localhost:8080", clock.System{})
		c.Profile = profile
		issuer, err := New(c)
		if !errors.Is(err, ErrNotDemo) || issuer != nil {
			t.Errorf("profile %q made an issuer", profile)
		}
	}
}

func TestOnlyItsOwnHostIsAnswered(t *testing.T) {
	d := begin(t)
	r, err := http.NewRequest(http.MethodGet, d.at+"/jwks", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "bodo.localhost"
	answer, _ := d.do(d.client.Do(r))
	if answer.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another host got %d", answer.StatusCode)
	}
}

func TestTheSignInPageShowsOwnPeopleFirstAsFormButtons(t *testing.T) {
	d := begin(t)
	r, body := d.get("/authorize?" + request().Encode())
	if r.StatusCode != http.StatusOK {
		t.Fatalf("status %d", r.StatusCode)
	}
	own := strings.Index(body, `<button name="person" value="bodo.koordinator.1">Prøve Bodø</button>`)
	others := strings.Index(body, "<summary>Andre</summary>")
	foreign := strings.Index(body, `<button name="person" value="arendal.koordinator.1">`)
	if own < 0 || others < own || foreign < others {
		t.Errorf("own at %d, others at %d, Arendal at %d", own, others, foreign)
	}
	if strings.Contains(body, "<script") || strings.Contains(body, "style=") {
		t.Error("the page has inline script or style")
	}
	want := "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' http://bodo.localhost; base-uri 'none'; frame-ancestors 'none'"
	if got := r.Header.Get("Content-Security-Policy"); got != want {
		t.Errorf("CSP %q", got)
	}
	if r.Header.Get("Cache-Control") != "no-store" {
		t.Error("the page may be stored")
	}
}

func TestTheSignInPageIsInTheAskedLanguage(t *testing.T) {
	d := begin(t)
	form := request()
	form.Set("ui_locales", "nn nb")
	_, body := d.get("/authorize?" + form.Encode())
	if !strings.Contains(body, `<html lang="nn">`) || !strings.Contains(body, nn.Heading) {
		t.Error("the page is not in nynorsk")
	}
}

func TestBothLanguagesHaveEveryNotice(t *testing.T) {
	for what, text := range nb.Notices {
		other, ok := nn.Notices[what]
		if !ok || other[0] == "" || other[1] == "" || text[0] == "" || text[1] == "" {
			t.Errorf("the notice %s is missing in a language", what)
		}
	}
	if len(nb.Notices) != len(nn.Notices) {
		t.Error("the languages have different notices")
	}
}

func TestAFaultyRequestIsNotAnswered(t *testing.T) {
	d := begin(t)
	own := map[string]url.Values{ // shown here: no known place to send it
		"unknown client":           {"client_id": {"somebody"}},
		"foreign redirect":         {"redirect_uri": {"http://evil.localhost/logg-inn/svar"}},
		"longer redirect":          {"redirect_uri": {bodo + "/../.."}},
		"redirect with other case": {"redirect_uri": {strings.ToUpper(bodo)}},
		"no redirect":              {"redirect_uri": {""}},
	}
	for name, change := range own {
		r, _ := d.get("/authorize?" + with(change).Encode())
		if r.StatusCode != http.StatusBadRequest || r.Header.Get("Location") != "" {
			t.Errorf("%s: status %d to %q", name, r.StatusCode, r.Header.Get("Location"))
		}
	}
	back := map[string]url.Values{
		"no state":        {"state": {""}},
		"no nonce":        {"nonce": {""}},
		"no challenge":    {"code_challenge": {""}},
		"plain challenge": {"code_challenge_method": {"plain"}},
		"short challenge": {"code_challenge": {"abc"}},
		"implicit":        {"response_type": {"id_token"}},
		"no openid":       {"scope": {"profile"}},
	}
	for name, change := range back {
		for _, method := range []string{"get", "post"} {
			form := with(change)
			form.Set("person", "bodo.koordinator.1")
			r, _ := d.get("/authorize?" + form.Encode())
			if method == "post" {
				r, _ = d.post("/authorize", form)
			}
			target, err := r.Location()
			if err != nil || target.Query().Get("error") == "" || target.Query().Has("code") {
				t.Errorf("%s by %s was not refused", name, method)
			}
		}
	}
}

func with(change url.Values) url.Values {
	form := request()
	for name, values := range change {
		form[name] = values
	}
	return form
}

func TestACodeIsGoodOnceForItsOwnerWithinAMinute(t *testing.T) {
	d := begin(t)
	code := func() string { return d.choose("bodo.koordinator.1", request()).Get("code") }

	once := code()
	if fault := d.tokenFault(redeem(once)); fault != "" {
		t.Fatalf("an honest code got %s", fault)
	}
	if fault := d.tokenFault(redeem(once)); fault != "invalid_grant" {
		t.Errorf("a replayed code got %q", fault)
	}
	late := code()
	d.clock.Advance(codeLife)
	if fault := d.tokenFault(redeem(late)); fault != "invalid_grant" {
		t.Errorf("an expired code got %q", fault)
	}
	for name, change := range map[string][2]string{
		"another verifier": {"code_verifier", verifier + "x"},
		"no verifier":      {"code_verifier", ""},
		"another redirect": {"redirect_uri", arendal},
		"another client":   {"client_id", "familier"},
	} {
		taken := code()
		form := redeem(taken)
		form.Set(change[0], change[1])
		if fault := d.tokenFault(form); fault != "invalid_grant" {
			t.Errorf("%s got %q", name, fault)
		}
		if fault := d.tokenFault(redeem(taken)); fault != "invalid_grant" {
			t.Errorf("the code was good again after %s: %q", name, fault)
		}
	}
	wrong := redeem(code())
	wrong.Set("client_secret", "guess")
	if fault := d.tokenFault(wrong); fault != "invalid_client" {
		t.Errorf("a guessed secret got %q", fault)
	}
}

func TestTheClientMayShowItsSecretInTheHeader(t *testing.T) {
	d := begin(t)
	form := redeem(d.choose("bodo.koordinator.1", request()).Get("code"))
	form.Del("client_id")
	form.Del("client_secret")
	r, err := http.NewRequest(http.MethodPost, d.at+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth("hverdag", url.QueryEscape(secret))
	answer, _ := d.do(d.client.Do(r))
	if answer.StatusCode != http.StatusOK {
		t.Errorf("status %d", answer.StatusCode)
	}
}

func TestFamilyAndStaffAreVouchedForAsTheRealIssuersDo(t *testing.T) {
	d := begin(t)
	family := d.claims("bodo.omsorgsperson.1")
	if family["acr"] != ACRFamily || family["pid"] != "00000000000" || family["email"] != nil || family["name"] != nil {
		t.Errorf("family: %v", family)
	}
	staff := d.claims("bodo.koordinator.1")
	if staff["acr"] != ACRStaff || staff["email_verified"] != true || staff["pid"] != nil || staff["sub"] != "s-1" {
		t.Errorf("staff: %v", staff)
	}
	for _, name := range []string{"iss", "aud", "exp", "iat", "auth_time", "nonce", "amr", "sid"} {
		if staff[name] == nil || family[name] == nil {
			t.Errorf("%s is not told", name)
		}
	}
}

func (d *demo) claims(person string) map[string]any {
	d.t.Helper()
	_, body := d.post("/token", redeem(d.choose(person, request()).Get("code")))
	var answer struct {
		IDToken string `json:"id_token"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		d.t.Fatal(err)
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(answer.IDToken, ".")[1])
	if err != nil {
		d.t.Fatal(err)
	}
	claims := map[string]any{}
	if err := json.Unmarshal(payload, &claims); err != nil {
		d.t.Fatal(err)
	}
	return claims
}

func TestAFamilyClientSignsInFamiliesOnly(t *testing.T) {
	d := begin(t)
	form := with(url.Values{"client_id": {"familier"}})
	_, body := d.get("/authorize?" + form.Encode())
	if strings.Contains(body, "koordinator.1") || !strings.Contains(body, "bodo.omsorgsperson.1") {
		t.Error("the page lists the wrong people")
	}
	form.Set("person", "bodo.koordinator.1")
	r, _ := d.post("/authorize", form)
	if r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("staff through the family's client: status %d", r.StatusCode)
	}
}

func TestAForeignPageCannotChooseForSomebody(t *testing.T) {
	d := begin(t)
	form := with(url.Values{"person": {"bodo.koordinator.1"}})
	r, err := http.NewRequest(http.MethodPost, d.at+"/authorize", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, _ := d.do(d.client.Do(r))
	if answer.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", answer.StatusCode)
	}
}

func TestSignOutLeadsToRegisteredAddressesOnly(t *testing.T) {
	d := begin(t)
	r, _ := d.get("/end_session?state=x&post_logout_redirect_uri=" + url.QueryEscape(bodo))
	if got := r.Header.Get("Location"); got != bodo+"?state=x" {
		t.Errorf("sent to %q", got)
	}
	r, _ = d.get("/end_session?post_logout_redirect_uri=" + url.QueryEscape("http://evil.localhost/"))
	if r.StatusCode != http.StatusBadRequest || r.Header.Get("Location") != "" {
		t.Errorf("a foreign address got %d", r.StatusCode)
	}
}

func TestTheDemoCallsNobodyOutsideThisMachine(t *testing.T) {
	d := begin(t)
	if r, err := d.client.Get("http://example.invalid/"); err == nil {
		r.Body.Close()
		t.Error("the client dialled a foreign host")
	}
}

func TestForgottenCodesAreForgotten(t *testing.T) {
	c := clock.NewFixed(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	kept := newCodes(c)
	for range 5 {
		kept.give(grant{})
		c.Advance(codeLife)
	}
	if len(kept.given) != 1 {
		t.Errorf("%d codes are held", len(kept.given))
	}
}
