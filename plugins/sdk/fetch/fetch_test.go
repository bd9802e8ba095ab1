package fetch_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
)

// answers gives one answer after the other, and the last for ever.
type answers struct {
	list  []answer
	asked int
}

type answer struct {
	status     int
	retryAfter string
	body       string
	err        error
}

func (a *answers) RoundTrip(request *http.Request) (*http.Response, error) {
	now := a.list[min(a.asked, len(a.list)-1)]
	a.asked++
	if now.err != nil {
		return nil, now.err
	}
	header := http.Header{"Etag": {`"en"`}, "Date": {"Tue, 01 Dec 2026 09:00:00 GMT"}}
	if now.retryAfter != "" {
		header.Set("Retry-After", now.retryAfter)
	}
	return &http.Response{StatusCode: now.status, Header: header, Body: io.NopCloser(strings.NewReader(now.body)), Request: request}, nil
}

func client(list ...answer) (*fetch.Client, *answers, *time.Duration) {
	from := &answers{list: list}
	waited := new(time.Duration)
	return &fetch.Client{
		HTTP:  &http.Client{Transport: from},
		Pause: func(_ context.Context, d time.Duration) error { *waited += d; return nil },
	}, from, waited
}

func TestWhatPassesIsAskedForAgain(t *testing.T) {
	for name, test := range map[string]struct {
		list   []answer
		asked  int
		waited time.Duration
	}{
		"an answer at once":          {[]answer{{status: 200}}, 1, 0},
		"told to wait, in seconds":   {[]answer{{status: 429, retryAfter: "7"}, {status: 200}}, 2, 7 * time.Second},
		"told to wait until a time":  {[]answer{{status: 503, retryAfter: "Tue, 01 Dec 2026 09:00:05 GMT"}, {status: 200}}, 2, 5 * time.Second},
		"an error twice":             {[]answer{{status: 502}, {status: 500}, {status: 200}}, 3, 1250 * time.Millisecond},
		"nobody there, then someone": {[]answer{{err: errors.New("connection reset")}, {status: 200}}, 2, 250 * time.Millisecond},
	} {
		c, from, waited := client(test.list...)
		answer, err := c.Get(t.Context(), "https://register.example/enheter", nil)
		if err != nil || answer.ETag != `"en"` {
			t.Errorf("%s: %+v, %v", name, answer, err)
		}
		if from.asked != test.asked || *waited != test.waited {
			t.Errorf("%s: asked %d times and waited %s", name, from.asked, *waited)
		}
	}
}

func TestWhoseFaultItIs(t *testing.T) {
	for name, test := range map[string]struct {
		answer answer
		code   string
		source sdk.Source
		again  bool
	}{
		"rate limit": {answer{status: 429, retryAfter: "3600"}, "system.rate_limited", sdk.FromSystem, false},
		"error":      {answer{status: 500}, "system.unavailable", sdk.FromSystem, true},
		"not there":  {answer{status: 404}, "system.not_found", sdk.FromSystem, false},
		"gone":       {answer{status: 410}, "system.not_found", sdk.FromSystem, false},
		"closed":     {answer{status: 403}, "system.refused", sdk.FromSystem, false},
		"moved":      {answer{status: 301}, "system.redirected", sdk.FromSystem, false},
		"teapot":     {answer{status: 418}, "system.odd_answer", sdk.FromSystem, false},
		"too much":   {answer{status: 200, body: strings.Repeat("å", 2<<20)}, "system.too_large", sdk.FromSystem, false},
		"nobody":     {answer{err: io.ErrUnexpectedEOF}, "system.unreachable", sdk.FromSystem, true},
		"not ours":   {answer{err: &sdk.Refusal{Reason: sdk.NotGranted}}, "host.not_granted", sdk.FromHost, false},
		"host large": {answer{err: &sdk.Refusal{Reason: sdk.TooLarge}}, "system.too_large", sdk.FromSystem, false},
		"host slow":  {answer{err: &sdk.Refusal{Reason: sdk.TimedOut}}, "system.unreachable", sdk.FromSystem, true},
	} {
		c, from, _ := client(test.answer)
		_, err := c.Get(t.Context(), "https://register.example/enheter", nil)
		var f *sdk.Fault
		if !errors.As(err, &f) || f.Code != test.code || f.Source != test.source {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f.Message.NB == "" || f.Message.NN == "" {
			t.Errorf("%s: nothing is said to the administrator", name)
		}
		if again := from.asked > 1; again != test.again {
			t.Errorf("%s: asked %d times", name, from.asked)
		}
	}
}

func TestHowLongToWaitIsHandedOnWhenItIsTooLong(t *testing.T) {
	c, _, waited := client(answer{status: 429, retryAfter: "120"})
	_, err := c.Get(t.Context(), "https://register.example/enheter", nil)
	var f *sdk.Fault
	if !errors.As(err, &f) || f.RetryAfter != 2*time.Minute || *waited != 0 {
		t.Fatalf("%v after %s", err, *waited)
	}
}

func TestWhatIsNotJSONIsSaid(t *testing.T) {
	c, _, _ := client(answer{status: 200, body: "<html>Vedlikehold</html>"})
	var into struct{ Navn string }
	_, err := c.JSON(t.Context(), "https://register.example/enhet", &into)
	if !fetch.Is(err, "system.not_json") {
		t.Fatal(err)
	}
	c, _, _ = client(answer{status: 200, body: "\ufeff{\"Navn\":\"Øyrværet skole\"}"})
	if _, err := c.JSON(t.Context(), "https://register.example/enhet", &into); err != nil || into.Navn != "Øyrværet skole" {
		t.Fatalf("%+v, %v", into, err)
	}
}

func TestWhatElseTheHostRefusesIsItsOwnWord(t *testing.T) {
	c, from, _ := client(answer{err: &sdk.Refusal{Reason: sdk.NoOperation}})
	_, err := c.Get(t.Context(), "https://register.example/enheter", nil)
	var refusal *sdk.Refusal
	if !errors.As(err, &refusal) || refusal.Reason != sdk.NoOperation || from.asked != 1 {
		t.Fatalf("%v after %d requests", err, from.asked)
	}
}

func TestACancelledCallIsNobodysFault(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c, _, _ := client(answer{status: 500})
	c.Pause = func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }
	_, err := c.Get(ctx, "https://register.example/enheter", nil)
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func TestItNeverWaitsLongerThanItHasPatience(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []answer
		for range rapid.IntRange(1, 8).Draw(t, "answers") {
			list = append(list, answer{
				status:     rapid.SampledFrom([]int{200, 429, 500, 503, 404, 302}).Draw(t, "status"),
				retryAfter: rapid.SampledFrom([]string{"", "0", "1", "9", "-4", "99999999999", "snart", "Tue, 01 Dec 2026 09:00:08 GMT"}).Draw(t, "retry after"),
			})
		}
		c, from, waited := client(list...)
		_, err := c.Get(context.Background(), "https://register.example/enheter", nil)
		if *waited > 20*time.Second || from.asked > 3 {
			t.Fatalf("asked %d times and waited %s", from.asked, *waited)
		}
		if last := list[min(from.asked, len(list))-1]; (err == nil) != (last.status == 200) {
			t.Fatalf("status %d became %v", last.status, err)
		}
	})
}
