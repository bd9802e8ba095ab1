// Package fetch asks the system behind a plugin for things, through the host,
// the way a polite and careful caller does: it waits when it is told to wait,
// tries again what may pass, reads no more than it can hold, and says whose
// fault it is when nothing helps.
package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// Client asks over a Host's HTTP. The zero values of the other fields suit a
// register: three tries, twenty seconds of waiting in all (a list may be silent
// for thirty), three MiB.
type Client struct {
	HTTP     *http.Client
	Tries    int
	Patience time.Duration                                    // of waiting for one answer, in all
	Limit    int64                                            // bytes of one answer
	Pause    func(ctx context.Context, d time.Duration) error // nil: waits; for tests
}

// Answer is what came back: 200, or 304 when If-None-Match was asked.
type Answer struct {
	Status    int
	ETag      string
	MediaType string
	Body      []byte
}

// Get asks for address. Errors are *sdk.Fault with the codes system.rate_limited,
// system.unavailable, system.unreachable, system.not_found, system.refused,
// system.redirected, system.odd_answer, system.too_large and host.not_granted;
// what else the host refuses is a *sdk.Refusal within.
func (c *Client) Get(ctx context.Context, address string, header http.Header) (Answer, error) {
	left := or(c.Patience, 20*time.Second)
	for try := 1; ; try++ {
		answer, err := c.once(ctx, address, header)
		wait, again := c.again(err, try)
		if !again {
			return answer, err
		}
		if left -= wait; left < 0 {
			return answer, err
		}
		if stopped := c.pause(ctx, wait); stopped != nil {
			return Answer{}, fmt.Errorf("waiting to ask again: %w", stopped)
		}
	}
}

// JSON asks for address and reads the answer into a value. An answer that is
// not JSON is a fault with the code system.not_json.
func (c *Client) JSON(ctx context.Context, address string, into any) (Answer, error) {
	answer, err := c.Get(ctx, address, http.Header{"Accept": {"application/json"}})
	if err != nil {
		return answer, err
	}
	return answer, Decode(answer.Body, into)
}

// Decode reads JSON. Errors are *sdk.Fault with the code system.not_json.
func Decode(body []byte, into any) error {
	err := json.Unmarshal(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), into)
	if err != nil {
		return fault("system.not_json", err)
	}
	return nil
}

// backoff is the first wait when nobody says how long; the next is four times
// as long.
const backoff = 250 * time.Millisecond

// again says whether to ask once more, and after how long.
func (c *Client) again(err error, try int) (time.Duration, bool) {
	var f *sdk.Fault
	if !errors.As(err, &f) || try >= or(c.Tries, 3) {
		return 0, false
	}
	switch f.Code {
	case "system.rate_limited", "system.unavailable":
		if f.RetryAfter > 0 {
			return f.RetryAfter, true
		}
		return backoff << (2 * (try - 1)), true
	case "system.unreachable":
		return backoff << (2 * (try - 1)), true
	}
	return 0, false
}

func (c *Client) once(ctx context.Context, address string, header http.Header) (Answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Answer{}, fmt.Errorf("making a request: %w", err)
	}
	for name, values := range header {
		request.Header[name] = values
	}
	response, err := c.HTTP.Do(request)
	if err != nil {
		return Answer{}, unreached(ctx, err)
	}
	defer response.Body.Close()
	if err := refused(response); err != nil {
		return Answer{}, err
	}
	limit := or(c.Limit, 3<<20)
	body, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return Answer{}, unreached(ctx, err)
	}
	if int64(len(body)) > limit {
		return Answer{}, fault("system.too_large", nil)
	}
	return Answer{
		Status: response.StatusCode, ETag: response.Header.Get("ETag"),
		MediaType: response.Header.Get("Content-Type"), Body: body,
	}, nil
}

func (c *Client) pause(ctx context.Context, d time.Duration) error {
	if c.Pause != nil {
		return c.Pause(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func or[T int | int64 | time.Duration](value, otherwise T) T {
	if value == 0 {
		return otherwise
	}
	return value
}
