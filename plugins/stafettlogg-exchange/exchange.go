package main

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// exchange is the plugin.
type exchange struct {
	host         sdk.Host
	box          box
	municipality string
	csv          bool // changes are written as spreadsheets
	wait         bool // nothing is delivered before the other system has said so
	seen         seen
	writing      keyed
	advancing    sync.Mutex
	nynorsk      bool // what the administrator is told
}

var _ stafettlogg.System = (*exchange)(nil)

// pause waits before a read is tried again; nil: as fetch does. Tests do not wait.
var pause func(ctx context.Context, d time.Duration) error

// Configure takes how files go.
func (e *exchange) Configure(_ context.Context, setup sdk.Setup) error {
	var way box = folder{setup.Host.Folder()}
	if setup.Settings[settingWay] == wayHTTP {
		base, err := address(setup.Settings[settingAddress])
		if err != nil {
			return err
		}
		client := setup.Host.HTTP()
		if slices.Contains(setup.Secrets, settingToken) {
			client = fetch.WithBearer(client, settingToken)
		}
		way = web{base: base, fetch: &fetch.Client{HTTP: client, Pause: pause, Limit: mostListed}}
	}
	e.host, e.box, e.municipality = setup.Host, way, setup.Municipality.Number
	e.csv, e.wait = setup.Settings[settingFormat] == formatCSV, setup.Settings[settingReceipts] != receiptsNone
	e.nynorsk = setup.Municipality.Language == "nn"
	e.seen.forget()
	return nil
}

func address(text string) (string, error) {
	parsed, err := url.Parse(strings.TrimSpace(text))
	if err != nil || parsed.Host == "" || parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" ||
		parsed.Scheme != "https" && parsed.Scheme != "http" {
		return "", sdk.BadSetting(settingAddress, "settings.address", sdk.Words{
			NB: "Når filene går over nettet, må hele adressen stå her: https://…",
			NN: "Når filene går over nettet, må heile adressa stå her: https://…",
		})
	}
	return strings.TrimRight(parsed.String(), "/"), nil
}

// tell says something to the administrator, in the municipality's language. It
// names no file: the name may be a child's.
func (e *exchange) tell(ctx context.Context, words sdk.Words) {
	text := words.NB
	if e.nynorsk {
		text = words.NN
	}
	e.host.Log(ctx, sdk.Warn, text)
}

// Check looks whether files can be listed.
func (e *exchange) Check(ctx context.Context) (sdk.Health, error) {
	files, err := e.box.list(ctx)
	if err != nil {
		return sdk.Health{}, err
	}
	if len(files) == 0 {
		return sdk.Health{OK: true, Message: sdk.Words{
			NB: "Vi kommer til. Det ligger ingen filer der ennå.", NN: "Vi kjem til. Det ligg ingen filer der enno.",
		}}, nil
	}
	return sdk.Health{OK: true, Message: sdk.Words{NB: "Vi kommer til filene.", NN: "Vi kjem til filene."}}, nil
}
