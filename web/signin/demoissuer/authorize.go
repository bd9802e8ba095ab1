package demoissuer

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// s256 is the form of a PKCE challenge made with SHA-256.
var s256 = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// asked is an authorization request that has been checked.
type asked struct {
	client                            Client
	redirect, state, nonce, challenge string
	nynorsk                           bool
	form                              url.Values // as sent, to travel with the sign-in form
}

// travelling are the parameters that the sign-in form carries along.
var travelling = []string{"response_type", "client_id", "redirect_uri", "scope", "state", "nonce",
	"code_challenge", "code_challenge_method", "ui_locales"}

// read checks an authorization request. When the client or the address to
// return to is not known, nothing is sent there (RFC 6749, 4.1.2.1): the fault
// is shown on the issuer's own page and ok is false.
func (i *Issuer) read(w http.ResponseWriter, r *http.Request) (a asked, ok bool) {
	if err := r.ParseForm(); err != nil {
		i.showNotice(w, r, http.StatusBadRequest, "bad_request")
		return asked{}, false
	}
	client, known := i.clients[r.Form.Get("client_id")]
	redirect := r.Form.Get("redirect_uri")
	if !known || redirect == "" || !i.config.Redirects(redirect) {
		i.config.Log.Warn("demo issuer: unknown client or return address")
		i.showNotice(w, r, http.StatusBadRequest, "unknown_client")
		return asked{}, false
	}
	a = asked{
		client: client, redirect: redirect, state: r.Form.Get("state"), nonce: r.Form.Get("nonce"),
		challenge: r.Form.Get("code_challenge"), nynorsk: wantsNynorsk(r.Form.Get("ui_locales")),
		form: r.Form,
	}
	if fault := a.fault(); fault != "" {
		i.refuse(w, r, a, fault)
		return asked{}, false
	}
	return a, true
}

// fault names what is wrong with the request in OAuth's words, or "".
func (a asked) fault() string {
	if a.form.Get("response_type") != "code" {
		return "unsupported_response_type"
	}
	if !slices.Contains(strings.Fields(a.form.Get("scope")), "openid") {
		return "invalid_scope"
	}
	if a.state == "" || a.nonce == "" {
		return "invalid_request"
	}
	if a.form.Get("code_challenge_method") != "S256" || !s256.MatchString(a.challenge) {
		return "invalid_request"
	}
	return ""
}

// refuse sends the browser back with an error.
func (i *Issuer) refuse(w http.ResponseWriter, r *http.Request, a asked, fault string) {
	i.sendBack(w, r, a, url.Values{"error": {fault}})
}

// sendBack returns the browser to the client with state and, because of mix-up
// attacks, the issuer's name (RFC 9207).
func (i *Issuer) sendBack(w http.ResponseWriter, r *http.Request, a asked, answer url.Values) {
	target, err := url.Parse(a.redirect)
	if err != nil {
		i.showNotice(w, r, http.StatusBadRequest, "unknown_client")
		return
	}
	if a.state != "" {
		answer.Set("state", a.state)
	}
	answer.Set("iss", i.config.Issuer)
	query := target.Query()
	for name, values := range answer {
		query[name] = values
	}
	target.RawQuery = query.Encode()
	http.Redirect(w, r, target.String(), http.StatusSeeOther)
}

func (i *Issuer) showPeople(w http.ResponseWriter, r *http.Request) {
	a, ok := i.read(w, r)
	if !ok {
		return
	}
	i.renderPeople(w, http.StatusOK, a, false)
}

// choosePerson answers the form: one button a person, or the button that regrets.
func (i *Issuer) choosePerson(w http.ResponseWriter, r *http.Request) {
	if from := r.Header.Get("Sec-Fetch-Site"); from != "" && from != "same-origin" {
		i.showNotice(w, r, http.StatusForbidden, "bad_request")
		return
	}
	a, ok := i.read(w, r)
	if !ok {
		return
	}
	if r.PostForm.Has("cancel") {
		i.refuse(w, r, a, "access_denied")
		return
	}
	person, ok := i.find(a.client, r.PostForm.Get("person"))
	if !ok {
		i.renderPeople(w, http.StatusUnprocessableEntity, a, true)
		return
	}
	code := i.codes.give(grant{client: a.client.ID, redirect: a.redirect, challenge: a.challenge,
		nonce: a.nonce, person: person})
	i.sendBack(w, r, a, url.Values{"code": {code}})
}

// find is the person with this value, if the client signs in people of that kind.
func (i *Issuer) find(client Client, value string) (Person, bool) {
	for _, p := range i.config.People() {
		if p.Value == value && value != "" && client.serves(p.Kind) {
			return p, true
		}
	}
	return Person{}, false
}

func (c Client) serves(kind string) bool {
	return len(c.Kinds) == 0 || slices.Contains(c.Kinds, kind)
}

// endSession sends the browser on after sign-out. The issuer keeps no session,
// so there is nothing more to end (OpenID Connect RP-Initiated Logout 1.0).
func (i *Issuer) endSession(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		i.showNotice(w, r, http.StatusBadRequest, "bad_request")
		return
	}
	after := r.Form.Get("post_logout_redirect_uri")
	if after == "" {
		i.showNotice(w, r, http.StatusOK, "signed_out")
		return
	}
	target, err := url.Parse(after)
	if err != nil || !i.config.Redirects(after) {
		i.showNotice(w, r, http.StatusBadRequest, "unknown_client")
		return
	}
	if state := r.Form.Get("state"); state != "" {
		query := target.Query()
		query.Set("state", state)
		target.RawQuery = query.Encode()
	}
	http.Redirect(w, r, target.String(), http.StatusSeeOther)
}

func wantsNynorsk(locales string) bool {
	for _, l := range strings.Fields(locales) {
		switch l {
		case "nn", "nn-NO":
			return true
		case "nb", "nb-NO", "no":
			return false
		}
	}
	return false
}
