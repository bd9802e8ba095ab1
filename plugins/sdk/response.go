package sdk

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ResponseFault tells what a system's answer means, by its status: nil when it
// is 2xx, else a Fault that the plugin can return as it is. How long the system
// asks us to wait is kept.
func ResponseFault(response *http.Response) error {
	status := response.StatusCode
	if status >= 200 && status < 300 {
		return nil
	}
	fault := &Fault{Source: FromSystem, Code: "system.unexpected", Cause: fmt.Errorf("HTTP %d", status)}
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		fault.Source, fault.Code = FromSettings, "settings.refused"
	case status == http.StatusNotFound || status == http.StatusGone:
		fault.Code = "system.not_found"
	case status == http.StatusConflict || status == http.StatusPreconditionFailed:
		fault.Code = "system.conflict"
	case status == http.StatusTooManyRequests:
		fault.Code = "system.rate_limited"
	case status >= 500:
		fault.Code = "system.failed"
	}
	fault.RetryAfter = RetryAfter(response.Header)
	return fault
}

// RetryAfter tells how long a system asks us to wait (RFC 9110, 10.2.3): seconds,
// or a date. A date is by the system's own clock, which may be hours from ours:
// it is measured against the Date of the same answer, and against ours when it
// has none. Nothing that can be read is no time, and a day is the most.
func RetryAfter(header http.Header) time.Duration {
	said := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.Atoi(said); err == nil {
		return time.Duration(min(max(seconds, 0), int(longestWait/time.Second))) * time.Second
	}
	until, err := http.ParseTime(said)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return min(max(until.Sub(now), 0), longestWait)
}
