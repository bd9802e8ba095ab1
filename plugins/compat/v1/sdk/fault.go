package sdk

import (
	"fmt"
	"time"
)

// Source is whose fault an error is; the administrator is told.
type Source int

// The sources of a fault.
const (
	FromPlugin   Source = iota + 1
	FromSystem          // the system behind the plugin
	FromSettings        // what the administrator filled in
	FromHost            // what the host answered a call
)

// Fault is an error that says whose fault it is. Any other error counts as the
// plugin's own.
type Fault struct {
	Source     Source
	Code       string // stable: "system.rate_limited"
	Field      string // the setting at fault, when one is
	RetryAfter time.Duration
	Message    Words // what the administrator reads; may be empty
	Cause      error
}

// Error says it for a log.
func (f *Fault) Error() string {
	if f.Cause == nil {
		return f.Code
	}
	return fmt.Sprintf("%s: %v", f.Code, f.Cause)
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// BadSetting says that a setting does not fit.
func BadSetting(field, code string, message Words) error {
	return &Fault{Source: FromSettings, Code: code, Field: field, Message: message}
}

// SystemFault says that the system behind failed.
func SystemFault(code string, cause error) error {
	return &Fault{Source: FromSystem, Code: code, Cause: cause}
}

// Reason is why the host did not do what it was asked.
type Reason int

// The reasons, as in host/v1.
const (
	NotGranted  Reason = iota + 1
	NoOperation        // the context is not that of a call being served
	TooLarge
	Unreachable
	Invalid
	NotFound
	TooMany
	Conflict
	TimedOut
)

// Refusal is the host's no.
type Refusal struct {
	Reason Reason
	Detail string // for the author
}

// Error says it for a log.
func (r *Refusal) Error() string { return "the host refused: " + r.Detail }
