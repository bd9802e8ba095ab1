package main

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// system is the plugin. After Configure nothing in it changes.
type system struct {
	base  string // without a last slash
	fetch *fetch.Client
	words *dictionary
}

// pause waits before a read is tried again; nil: as fetch does. Tests do not wait.
var pause func(ctx context.Context, d time.Duration) error

var _ stafettlogg.System = (*system)(nil)

// Configure takes the address, the key and the municipality's own words.
func (s *system) Configure(_ context.Context, setup sdk.Setup) error {
	base, err := address(setup.Settings[settingAddress])
	if err != nil {
		return err
	}
	words, err := readDictionary(setup.Settings[settingWords])
	if err != nil {
		return err
	}
	client := setup.Host.HTTP()
	if slices.Contains(setup.Secrets, settingToken) {
		client = fetch.WithBearer(client, settingToken)
	}
	*s = system{base: base, fetch: &fetch.Client{HTTP: client, Pause: pause}, words: words}
	return nil
}

func address(text string) (string, error) {
	parsed, err := url.Parse(strings.TrimSpace(text))
	if err != nil || parsed.Host == "" || parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" ||
		parsed.Scheme != "https" && parsed.Scheme != "http" {
		return "", sdk.BadSetting(settingAddress, "settings.address", sdk.Words{
			NB: "Adressen må være hele adressen, slik leverandøren skriver den: https://…",
			NN: "Adressa må vere heile adressa, slik leverandøren skriv henne: https://…",
		})
	}
	return strings.TrimRight(parsed.String(), "/"), nil
}

// Check asks whether the system works and the key is good.
func (s *system) Check(ctx context.Context) (sdk.Health, error) {
	var status struct {
		Status string `json:"status"`
	}
	if err := s.get(ctx, "/status", nil, &status); err != nil {
		return sdk.Health{}, err
	}
	if status.Status != "ok" {
		return sdk.Health{Message: sdk.Words{
			NB: "Stafettloggsystemet svarer, men sier at det ikke virker som det skal.",
			NN: "Stafettloggsystemet svarar, men seier at det ikkje verkar som det skal.",
		}}, nil
	}
	return sdk.Health{OK: true, Message: sdk.Words{
		NB: "Stafettloggsystemet svarer.", NN: "Stafettloggsystemet svarar.",
	}}, nil
}

// get reads something. Reads are tried again when it can help, a few times.
func (s *system) get(ctx context.Context, path string, query url.Values, into any) error {
	where := s.base + path
	if len(query) > 0 {
		where += "?" + query.Encode()
	}
	_, err := s.fetch.JSON(ctx, where, into)
	return whose(err)
}

// whose turns a refused key into a fault of the setting.
func whose(err error) error {
	if fetch.Is(err, "system.refused") {
		return badToken(err)
	}
	return err
}

func badToken(cause error) error {
	return errors.Join(sdk.BadSetting(settingToken, "settings.token", sdk.Words{
		NB: "Stafettloggsystemet godtar ikke nøkkelen. Be leverandøren om en ny.",
		NN: "Stafettloggsystemet godtek ikkje nøkkelen. Be leverandøren om ein ny.",
	}), hidden{cause})
}

// hidden keeps a cause for the log without it counting as a fault of its own.
type hidden struct{ cause error }

func (h hidden) Error() string { return h.cause.Error() }
