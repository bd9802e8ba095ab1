package replay

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Redaction is what is taken out before anything is written.
type Redaction struct {
	// Secrets are values that must not be in the file, wherever they stand.
	Secrets []string
}

// removed stands where something was taken out.
const removed = "fjernet"

// sentHeaders and answeredHeaders are the headers that tests need; every other
// is left out, and with them keys, cookies and addresses.
var (
	sentHeaders     = []string{"Accept", "Content-Type", "If-Match", "If-None-Match"}
	answeredHeaders = []string{"Content-Type", "Etag", "Last-Modified", "Link", "Location", "Retry-After"}
)

// personal are fields of JSON that hold who somebody is, in the words of
// Norwegian registers.
var personal = regexp.MustCompile(`(?i)^(` +
	`f(o|ø)dselsnummer|personnummer|fnr|dnr|national_?id|f(o|ø)dselsdato|birth_?date|` +
	`fornavn|etternavn|mellomnavn|first_?name|last_?name|given_?name|family_?name|full_?name|` +
	`person(navn)?|kontaktperson.*|contact_?person.*|rektor|styrer|daglig_?leder|innehaver|saksbehandler|` +
	`e-?post.*|e?mail.*|telefon.*|mobil.*|phone.*|tlf.*)$`)

var (
	emailForm = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`)
	idForm    = regexp.MustCompile(`\b[0-7]\d[0-9]\d{3} ?\d{5}\b`) // fødselsnummer, D- and synthetic numbers
	keyQuery  = regexp.MustCompile(`(?i)(key|token|secret|sig|password|code)`)
)

// body takes secrets and personal data out of a body.
func (r Redaction) body(body []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err == nil && !decoder.More() {
		if clean, err := encode(r.value("", value)); err == nil {
			return clean
		}
	}
	return []byte(r.text(string(body)))
}

func encode(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return text.Bytes(), err
}

func (r Redaction) value(name string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key := range value {
			value[key] = r.value(key, value[key])
		}
		return value
	case []any:
		for i := range value {
			value[i] = r.value(name, value[i])
		}
		return value
	case string:
		if value != "" && personal.MatchString(name) {
			return removed
		}
		return r.text(value)
	case json.Number:
		if personal.MatchString(name) {
			return json.Number("0")
		}
		if idForm.MatchString(value.String()) && len(value.String()) == 11 {
			return json.Number("0")
		}
	}
	return value
}

func (r Redaction) text(text string) string {
	for _, secret := range r.Secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, removed)
		}
	}
	text = emailForm.ReplaceAllString(text, "post@eksempel.no")
	return idForm.ReplaceAllString(text, "00000000000")
}

func (r Redaction) address(address *url.URL) string {
	clean := *address
	clean.User = nil
	query := clean.Query()
	for key := range query {
		for i := range query[key] {
			if keyQuery.MatchString(key) {
				query[key][i] = removed
				continue
			}
			query[key][i] = r.text(query[key][i])
		}
	}
	clean.RawQuery = query.Encode()
	return r.text(clean.String())
}

func (r Redaction) headers(all http.Header, kept []string) []Header {
	headers := []Header{}
	for name, values := range all {
		if !slices.Contains(kept, http.CanonicalHeaderKey(name)) {
			continue
		}
		for _, value := range values {
			headers = append(headers, Header{Name: name, Value: r.text(value)})
		}
	}
	slices.SortFunc(headers, func(a, b Header) int { return strings.Compare(a.Name+a.Value, b.Name+b.Value) })
	return headers
}
