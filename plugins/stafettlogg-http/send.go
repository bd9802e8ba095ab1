package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

const longestAnswer = 1 << 20

// send sends a write once.
func (s *system) send(ctx context.Context, out message) (stafettlogg.Receipt, error) {
	request, err := http.NewRequestWithContext(ctx, out.method, s.base+out.path, bytes.NewReader(out.body))
	if err != nil {
		return stafettlogg.Receipt{}, fmt.Errorf("making a request: %w", err)
	}
	request.Header.Set("Content-Type", out.mediaType)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Idempotency-Key", out.key)
	if out.version != "" {
		request.Header.Set("If-Match", strconv.Quote(out.version))
	}
	if out.disposition != "" {
		request.Header.Set("Content-Disposition", out.disposition)
	}
	response, err := s.http.Do(request)
	if err != nil {
		return stafettlogg.Receipt{}, unsent(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, longestAnswer))
	if err != nil {
		return stafettlogg.Receipt{}, &sdk.Fault{Source: sdk.FromSystem, Code: sdk.CodeUnreachable, Cause: err, Message: lost}
	}
	if response.StatusCode == http.StatusOK || response.StatusCode == http.StatusCreated {
		var receipt wireReceipt
		if json.Unmarshal(body, &receipt) != nil {
			return stafettlogg.Receipt{}, oddAnswer("an answer to a write that is no receipt")
		}
		return receipt.ours(out.key)
	}
	return out.refused(response, body)
}

// unsent tells who is at fault when there was no answer: the host says so itself
// when it refused.
func unsent(ctx context.Context, err error) error {
	var refusal *sdk.Refusal
	refused := errors.As(err, &refusal) && refusal.Reason != sdk.Unreachable && refusal.Reason != sdk.TimedOut
	if refused || ctx.Err() != nil {
		return fmt.Errorf("sending a write: %w", err)
	}
	return &sdk.Fault{Source: sdk.FromSystem, Code: sdk.CodeUnreachable, Cause: err, Message: lost}
}

var lost = sdk.Words{
	NB: "Vi fikk ikke svar fra stafettloggsystemet. Vi finner ut om det ble lagret, og prøver igjen.",
	NN: "Vi fekk ikkje svar frå stafettloggsystemet. Vi finn ut om det vart lagra, og prøver igjen.",
}

// refused makes a receipt of a conflict, and a fault of every other no.
func (m message) refused(response *http.Response, body []byte) (stafettlogg.Receipt, error) {
	var said wireRefusal
	_ = json.Unmarshal(body, &said) // a no without words is still a no
	status := response.StatusCode
	cause := fmt.Errorf("status %d %s", status, shorten(said.Code))
	switch {
	case status == http.StatusPreconditionFailed && said.Version != "",
		status == http.StatusConflict && (said.Code == "lukket" || said.Code == "ikke_tilbudt"):
		return stafettlogg.Receipt{LogID: m.logID, Version: said.Version, Conflict: true}, nil
	case status == http.StatusNotFound && m.conflictWhenNotFound && said.Code == "finnes_ikke":
		return stafettlogg.Receipt{LogID: m.logID, Conflict: true}, nil
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return stafettlogg.Receipt{}, badToken(cause)
	case status == http.StatusTooManyRequests, status >= 500:
		return stafettlogg.Receipt{}, busy(response, cause)
	case status == http.StatusNotFound:
		return stafettlogg.Receipt{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.not_found", Cause: cause, Message: sdk.Words{
			NB: "Stafettloggen finnes ikke i stafettloggsystemet.", NN: "Stafettloggen finst ikkje i stafettloggsystemet.",
		}}
	case status >= 300 && status < 400:
		return stafettlogg.Receipt{}, oddAnswer("a write was sent elsewhere: %w", cause)
	}
	return stafettlogg.Receipt{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.rejected", Cause: cause, Message: sdk.Words{
		NB: "Stafettloggsystemet tok ikke imot det vi sendte. Leverandøren må se på det.",
		NN: "Stafettloggsystemet tok ikkje imot det vi sende. Leverandøren må sjå på det.",
	}}
}

func busy(response *http.Response, cause error) error {
	fault := &sdk.Fault{
		Source: sdk.FromSystem, Code: "system.unavailable", Cause: cause, RetryAfter: retryAfter(response.Header), Message: lost,
	}
	if response.StatusCode == http.StatusTooManyRequests {
		fault.Code = "system.rate_limited"
		fault.Message = sdk.Words{
			NB: "Stafettloggsystemet ber oss vente. Vi prøver igjen.", NN: "Stafettloggsystemet ber oss vente. Vi prøver igjen.",
		}
	}
	return fault
}

// retryAfter reads how long to wait. A date is by the system's own clock, so it
// is measured against the date the system has put on the answer (RFC 9110, 10.2.3).
func retryAfter(header http.Header) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil {
		return bounded(time.Duration(seconds) * time.Second)
	}
	until, err := http.ParseTime(value)
	now, dated := http.ParseTime(header.Get("Date"))
	if err = errors.Join(err, dated); err != nil {
		return 0
	}
	return bounded(until.Sub(now))
}

func bounded(wait time.Duration) time.Duration { return min(max(wait, 0), 24*time.Hour) }
