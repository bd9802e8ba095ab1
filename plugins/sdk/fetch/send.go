package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// lost is said when nobody knows whether a write was done.
var lost = sdk.Words{
	NB: "Vi fikk ikke svar fra systemet. Vi finner ut om det ble lagret, og prøver igjen.",
	NN: "Vi fekk ikkje svar frå systemet. Vi finn ut om det vart lagra, og prøver igjen.",
}

// Send sends a request that writes, once: whoever asked finds out what became of
// it before it is sent again. An answer with a status below 400, and 404, 409,
// 412, 422 and other refusals of what was sent, are for the caller to read. Faults
// are system.unreachable, system.rate_limited, system.unavailable, system.refused
// (401, 403), system.redirected and host.refused.
func (c *Client) Send(ctx context.Context, request *http.Request) (Answer, error) {
	response, err := c.HTTP.Do(request.WithContext(ctx))
	if err != nil {
		return Answer{}, unsent(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, or(c.Limit, 3<<20)))
	if err != nil {
		return Answer{}, unsent(ctx, err)
	}
	answer := Answer{
		Status: response.StatusCode, ETag: response.Header.Get("ETag"),
		MediaType: response.Header.Get("Content-Type"), Body: body,
	}
	cause := fmt.Errorf("status %d", response.StatusCode)
	switch status := response.StatusCode; {
	case status == http.StatusTooManyRequests, status >= 500:
		f := fault("system.unavailable", cause)
		f.Message = lost
		if status == http.StatusTooManyRequests {
			f = fault("system.rate_limited", cause)
		}
		f.RetryAfter = sdk.RetryAfter(response.Header)
		return answer, f
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return answer, fault("system.refused", cause)
	case status >= 300 && status < 400:
		return answer, fault("system.redirected", cause)
	}
	return answer, nil
}

func unsent(ctx context.Context, err error) error {
	err = unreached(ctx, err)
	var f *sdk.Fault
	if errors.As(err, &f) && f.Source == sdk.FromSystem {
		f.Message = lost
	}
	return err
}

// WithBearer is a client whose requests carry a secret setting as a bearer token,
// which the host puts in.
func WithBearer(client *http.Client, setting string) *http.Client {
	with := *client
	with.Transport = bearer{next: client.Transport, setting: setting}
	return &with
}

type bearer struct {
	next    http.RoundTripper
	setting string
}

// RoundTrip asks the host to put the secret into the request.
func (b bearer) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	sdk.SecretHeader(request, b.setting, "Authorization", "Bearer ")
	next := b.next
	if next == nil {
		next = http.DefaultTransport
	}
	return next.RoundTrip(request)
}
