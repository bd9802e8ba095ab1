package plugintest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// logger is a stafettlogg that is well but for one flaw.
type logger struct {
	flaw  string
	setup sdk.Setup
}

var logFixture = plugintest.Fixture{
	Reference: "A-1",
	World: func(world *plugintest.World) error {
		world.Handle("logs.example", &ledger{done: map[string]stafettlogg.Receipt{}})
		return nil
	},
}

// ledger is a system that does each key once, unless it is asked not to.
type ledger struct {
	mu       sync.Mutex
	measures []stafettlogg.Measure
	done     map[string]stafettlogg.Receipt
}

func (l *ledger) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	version := strconv.Itoa(len(l.measures))
	switch r.URL.Path {
	case "/read":
		answer(w, stafettlogg.Log{LogID: "L", Version: version, State: stafettlogg.Open, Measures: l.measures})
	case "/lookup":
		answer(w, l.done[r.FormValue("key")])
	case "/write":
		var write stafettlogg.Write
		if err := json.NewDecoder(r.Body).Decode(&write); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if receipt, known := l.done[write.Key]; known {
			answer(w, receipt)
			return
		}
		if write.ExpectedVersion != "" && write.ExpectedVersion != version {
			answer(w, stafettlogg.Receipt{LogID: "L", Version: version, Conflict: true})
			return
		}
		write.Measure.ID = "M" + version
		l.measures = append(l.measures, *write.Measure)
		receipt := stafettlogg.Receipt{LogID: "L", ItemID: write.Measure.ID, Version: strconv.Itoa(len(l.measures))}
		if r.FormValue("twice") == "" {
			l.done[write.Key] = receipt
		}
		answer(w, receipt)
	}
}

func answer(w io.Writer, value any) { _ = json.NewEncoder(w).Encode(value) }

func (l *logger) Describe() sdk.Description {
	why := sdk.Words{NB: "Loggen er der.", NN: "Loggen er der."}
	return sdk.Description{Name: "log-flawed", Version: "1.0.0", Hosts: []sdk.HostName{{Name: "logs.example", Why: why}}}
}

func (l *logger) Configure(_ context.Context, setup sdk.Setup) error {
	l.setup = setup
	return nil
}

func (l *logger) Check(ctx context.Context) (sdk.Health, error) {
	_, err := l.Read(ctx, "L")
	return sdk.Health{OK: err == nil}, err
}

func (l *logger) call(ctx context.Context, path string, sent, into any) error {
	method, body := http.MethodGet, []byte(nil)
	if sent != nil {
		var err error
		if body, err = json.Marshal(sent); err != nil {
			return err
		}
		method = http.MethodPost
	}
	request, err := http.NewRequestWithContext(ctx, method, "https://logs.example"+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	response, err := l.setup.Host.HTTP().Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if err := sdk.ResponseFault(response); err != nil {
		return err
	}
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		return sdk.SystemFault("system.not_json", err)
	}
	return nil
}

func (l *logger) Find(ctx context.Context, reference string) (stafettlogg.Found, error) {
	var log stafettlogg.Log
	if err := l.call(ctx, "/read", nil, &log); err != nil {
		return stafettlogg.Found{}, err
	}
	if reference != "A-1" && l.flaw != "finds what is not there" {
		return stafettlogg.Found{}, nil
	}
	return stafettlogg.Found{LogID: "L"}, nil
}

func (l *logger) Read(ctx context.Context, _ string) (log stafettlogg.Log, err error) {
	err = l.call(ctx, "/read", nil, &log)
	if l.flaw == "writes dates as Norwegians do" {
		log.Holder.Since = "01.12.2026"
	}
	return log, err
}

func (l *logger) Changes(ctx context.Context, cursor string, ids []string, each func(stafettlogg.Change) error) (string, error) {
	log, err := l.Read(ctx, "L")
	if err != nil {
		return "", err
	}
	for _, id := range ids {
		if id == "L" && log.Version != cursor && cursor != "" && l.flaw != "tells of no changes" {
			return log.Version, each(stafettlogg.Change{LogID: "L", Version: log.Version})
		}
	}
	return log.Version, nil
}

func (l *logger) Write(ctx context.Context, write stafettlogg.Write) (receipt stafettlogg.Receipt, err error) {
	path := "/write"
	switch l.flaw {
	case "does a key twice":
		path += "?twice=yes"
	case "writes over what has changed":
		write.ExpectedVersion = ""
	case "escapes what is written":
		measure := *write.Measure
		measure.What = html.EscapeString(measure.What)
		write.Measure = &measure
	}
	err = l.call(ctx, path, write, &receipt)
	if l.flaw == "gives receipts for what it does not know" && err != nil {
		return stafettlogg.Receipt{LogID: "L"}, nil
	}
	return receipt, err
}

func (l *logger) Lookup(ctx context.Context, key string) (receipt stafettlogg.Receipt, known bool, err error) {
	err = l.call(ctx, "/lookup?key="+url.QueryEscape(key), nil, &receipt)
	switch l.flaw {
	case "knows every write":
		return receipt, true, err
	case "forgets what it wrote":
		return stafettlogg.Receipt{}, false, err
	}
	return receipt, receipt.LogID != "", err
}
