package plugintest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"html"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
)

// logger is a stafettlogg that is well but for one flaw.
type logger struct {
	flaw  string
	setup sdk.Setup
}

var logFixture = plugintest.Fixture{
	Reference: "A-1",
	World: func(world *plugintest.World) error {
		world.Handle("logs.example", &ledger{log: stafettlogg.Log{
			LogID: "L", State: stafettlogg.Open, Holder: stafettlogg.Holder{Since: "2026-01-31T23:00:00Z"},
		}, done: map[string]stafettlogg.Receipt{}})
		return nil
	},
}

// ledger is a system that does each key once, unless it is asked not to.
type ledger struct {
	mu   sync.Mutex
	log  stafettlogg.Log
	done map[string]stafettlogg.Receipt
}

func (l *ledger) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	version := strconv.Itoa(len(l.done))
	switch r.URL.Path {
	case "/read":
		l.log.Version = version
		answer(w, l.log)
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
		receipt := stafettlogg.Receipt{LogID: "L", ItemID: "I" + version, Version: strconv.Itoa(len(l.done) + 1)}
		l.do(write, receipt.ItemID)
		key := write.Key
		if r.FormValue("twice") != "" {
			key = receipt.ItemID
		}
		l.done[key] = receipt
		answer(w, receipt)
	}
}

func (l *ledger) do(write stafettlogg.Write, id string) {
	switch {
	case write.Measure != nil:
		write.Measure.ID = id
		l.log.Measures = append(l.log.Measures, *write.Measure)
	case write.Meeting != nil:
		write.Meeting.ID = id
		l.log.Meetings = append(l.log.Meetings, *write.Meeting)
	case write.OfferBaton != nil:
		l.log.OfferedTo = write.OfferBaton
	case write.AnswerBaton != nil && l.log.OfferedTo != nil:
		l.log.Holder, l.log.OfferedTo = *l.log.OfferedTo, nil
	case write.Close != nil:
		l.log.State, l.log.ClosedBecause = stafettlogg.Closed, write.Close.Because
	}
}

func answer(w io.Writer, value any) { _ = json.NewEncoder(w).Encode(value) }

func (l *logger) Describe() sdk.Description {
	why := sdk.Words{NB: "Loggen er der.", NN: "Loggen er der."}
	return sdk.Description{Name: "log-flawed", Version: "1.0.0", Hosts: []sdk.HostName{{Name: "logs.example", Why: why}},
		Features: []string{stafettlogg.Meetings, stafettlogg.Baton, stafettlogg.Closes, stafettlogg.Attachments}}
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
	dated, err := http.ParseTime(response.Header.Get("Date"))
	if err == nil && time.Until(dated) > time.Minute && l.flaw == "refuses what comes from the future" {
		return errors.New("that has not happened yet")
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
	since := log.Holder.Since
	log.Holder.Since, _ = when.Day(since)
	switch l.flaw {
	case "writes dates as Norwegians do":
		log.Holder.Since = "01.12.2026"
	case "shows the day in UTC":
		log.Holder.Since = since[:min(len(since), len(time.DateOnly))]
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
	case "writes a document each time":
		if write.Attachment != nil {
			path += "?twice=yes"
		}
	case "drops what was agreed":
		if write.Meeting != nil {
			write.Meeting.Agreed = nil
		}
	case "keeps the baton":
		if write.AnswerBaton != nil {
			write.AnswerBaton, write.Attachment = nil, &stafettlogg.Attachment{}
		}
	case "closes for no reason":
		if write.Close != nil {
			write.Close.Because = ""
		}
	case "escapes what is written":
		if write.Measure == nil {
			break
		}
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
