package fetch_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
)

func put(t *testing.T, address string) *http.Request {
	t.Helper()
	request, err := http.NewRequest(http.MethodPut, address, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	return request
}

func TestAWriteIsSentOnceWhateverIsAnswered(t *testing.T) {
	for name, test := range map[string]struct {
		answer answer
		code   string
		source sdk.Source
		wait   time.Duration
	}{
		"done":      {answer{status: 201, body: "kvittering"}, "", 0, 0},
		"not there": {answer{status: 404}, "", 0, 0},
		"conflict":  {answer{status: 412}, "", 0, 0},
		"busy":      {answer{status: 429, retryAfter: "30"}, "system.rate_limited", sdk.FromSystem, 30 * time.Second},
		"much busy": {answer{status: 429, retryAfter: "999999999"}, "system.rate_limited", sdk.FromSystem, 24 * time.Hour},
		"broken":    {answer{status: 500}, "system.unavailable", sdk.FromSystem, 0},
		"closed":    {answer{status: 403}, "system.refused", sdk.FromSystem, 0},
		"moved":     {answer{status: 307}, "system.redirected", sdk.FromSystem, 0},
		"nobody":    {answer{err: io.ErrUnexpectedEOF}, "system.unreachable", sdk.FromSystem, 0},
		"not ours":  {answer{err: &sdk.Refusal{Reason: sdk.NotGranted}}, "host.not_granted", sdk.FromHost, 0},
	} {
		c, from, _ := client(test.answer)
		answer, err := c.Send(t.Context(), put(t, "https://system.example/tiltak"))
		if from.asked != 1 {
			t.Errorf("%s: sent %d times", name, from.asked)
		}
		if test.code == "" {
			if err != nil || answer.Status != test.answer.status || string(answer.Body) != test.answer.body {
				t.Errorf("%s: %+v %v", name, answer, err)
			}
			continue
		}
		var f *sdk.Fault
		if !errors.As(err, &f) || f.Code != test.code || f.Source != test.source || f.RetryAfter != test.wait {
			t.Errorf("%s: %+v", name, err)
			continue
		}
		if f.Message.NB == "" || f.Message.NN == "" {
			t.Errorf("%s: nothing is said to the administrator", name)
		}
	}
}

func TestADateToWaitForIsByTheSystemsOwnClock(t *testing.T) {
	system := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", "Tue, 01 Dec 2020 09:00:00 GMT")
		w.Header().Set("Retry-After", "Tue, 01 Dec 2020 09:01:30 GMT")
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer system.Close()
	_, err := (&fetch.Client{HTTP: system.Client()}).Send(t.Context(), put(t, system.URL))
	var f *sdk.Fault
	if !errors.As(err, &f) || f.RetryAfter != 90*time.Second {
		t.Errorf("%+v", err)
	}
}
