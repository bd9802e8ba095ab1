package host

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strings"
)

// hider covers secrets in what comes back from a system, so that one that
// repeats what it was sent does not tell the plugin. A covered secret is as
// long as it was: nothing else in the answer moves.
type hider struct {
	secrets [][]byte
	longest int
	kept    []byte // the end of the last part, in which a secret may begin
}

// shortest is the length of a secret that is looked for: shorter ones are found
// everywhere, and are no secrets.
const shortest = 4

func newHider(secrets []string) *hider {
	h := &hider{}
	for _, secret := range secrets {
		for _, form := range formsOf(secret) {
			if len(form) >= shortest && !slices.ContainsFunc(h.secrets, func(s []byte) bool { return string(s) == form }) {
				h.secrets = append(h.secrets, []byte(form))
				h.longest = max(h.longest, len(form))
			}
		}
	}
	slices.SortFunc(h.secrets, func(a, b []byte) int { return len(b) - len(a) })
	return h
}

// formsOf are the ways in which systems usually write what they were sent.
func formsOf(secret string) []string {
	forms := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret)}
	if quoted, err := json.Marshal(secret); err == nil {
		inner := string(quoted[1 : len(quoted)-1])
		forms = append(forms, inner, strings.ReplaceAll(inner, "/", `\/`))
	}
	return append(forms, base64.StdEncoding.EncodeToString([]byte(secret)), base64.URLEncoding.EncodeToString([]byte(secret)))
}

// next gives what can be sent of what has come.
func (h *hider) next(part []byte, last bool) []byte {
	if h.longest == 0 {
		return bytes.Clone(part)
	}
	all := append(h.kept, part...)
	h.cover(all)
	keep := h.longest - 1
	if last {
		keep = 0
	}
	cut := max(len(all)-keep, 0)
	h.kept = bytes.Clone(all[cut:])
	return all[:cut:cut]
}

func (h *hider) text(text string) string {
	if h.longest == 0 {
		return text
	}
	covered := []byte(text)
	h.cover(covered)
	return string(covered)
}

func (h *hider) cover(in []byte) {
	for _, secret := range h.secrets {
		for from := 0; ; {
			at := bytes.Index(in[from:], secret)
			if at < 0 {
				break
			}
			from += at
			for i := range secret {
				in[from+i] = '*'
			}
			from += len(secret)
		}
	}
}
