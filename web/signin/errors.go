package signin

import (
	"errors"
	"fmt"
)

// Fault is a reason why a sign-in did not succeed. Its code is stable: it goes
// into the log and chooses the sentence on the page. It never carries anything
// about the person.
type Fault struct{ code, text string }

// Error describes the fault without anything about the person.
func (f *Fault) Error() string { return f.text }

// Code is the stable name of the fault.
func (f *Fault) Code() string { return f.code }

// The faults. Compare with errors.Is.
var (
	ErrUnavailable = &Fault{"signin_unavailable", "the identity provider does not answer"}
	ErrCookie      = &Fault{"signin_cookie", "no sign-in is under way in this browser"}
	ErrExpired     = &Fault{"signin_expired", "the sign-in took too long"}
	ErrState       = &Fault{"signin_state", "the answer belongs to another sign-in"}
	ErrIssuer      = &Fault{"signin_issuer", "the answer is from another issuer"}
	ErrDenied      = &Fault{"signin_denied", "the sign-in was cancelled"}
	ErrProvider    = &Fault{"signin_provider", "the identity provider refused the request"}
	ErrCode        = &Fault{"signin_code", "the code was not accepted"}
	ErrToken       = &Fault{"signin_token", "the ID token was not accepted"}
	ErrNonce       = &Fault{"signin_nonce", "the ID token belongs to another sign-in"}
	ErrACR         = &Fault{"signin_acr", "the level of assurance is not accepted"}
	ErrAuthTime    = &Fault{"signin_auth_time", "the time of authentication is not accepted"}
	ErrClaims      = &Fault{"signin_claims", "the ID token does not say who it is"}
)

// Code is the stable code of the fault in err, or "signin_failed".
func Code(err error) string {
	var f *Fault
	if errors.As(err, &f) {
		return f.code
	}
	return "signin_failed"
}

// because adds what is safe to log to a fault.
func because(f *Fault, reason string) error { return fmt.Errorf("%w: %s", f, reason) }
