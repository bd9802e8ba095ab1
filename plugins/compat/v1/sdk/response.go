package sdk

import (
	"fmt"
	"net/http"
	"strconv"
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
	fault.RetryAfter = retryAfter(response.Header.Get("Retry-After"))
	return fault
}

// retryAfter reads RFC 9110, 10.2.3: seconds or a date.
func retryAfter(said string) time.Duration {
	if seconds, err := strconv.Atoi(said); err == nil {
		return min(max(time.Duration(seconds)*time.Second, 0), longestWait)
	}
	at, err := http.ParseTime(said)
	if err != nil {
		return 0
	}
	return min(max(time.Until(at), 0), longestWait)
}
