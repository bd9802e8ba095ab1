package signin

import (
	"net/url"
	"testing"
)

func TestAFamilysIssuerIsAskedToHaveThePersonSignInAgain(t *testing.T) {
	w := begin(t)
	config := w.config()
	config.AskAnew = true
	for want, provider := range map[string]*Provider{"login": w.make(config), "": w.provider} {
		address, _, err := provider.Begin(t.Context(), Start{Host: "bodo.localhost"})
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := parsed.Query().Get("prompt"); got != want {
			t.Errorf("prompt is %q, want %q", got, want)
		}
	}
}
