package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
)

// wellFormed is what a code looks like: short, and nothing a name, an address
// or a national identity number could hide in.
var (
	wellFormed = regexp.MustCompile(`^[a-z0-9._-]{1,40}$`)
	longNumber = regexp.MustCompile(`[0-9]{5}`)
)

type permanentError struct{ error }

func (e permanentError) Unwrap() error { return e.error }

// Permanent marks an error that another attempt cannot mend: the message is a
// dead letter at once.
func Permanent(err error) error { return permanentError{err} }

type failure struct {
	code string
	error
}

func (e failure) Unwrap() error { return e.error }

// Failure gives an error the code that an administrator sees with the dead
// letter, such as "smtp_550". A code has at most 40 lower-case letters, digits,
// dots, dashes and underscores and no long number; one that has not is kept as
// "other", for it may be the receiver's own words.
func Failure(code string, err error) error { return failure{code, err} }

// code is what is kept of an error: never its text, which may be the
// receiver's and quote a name or an address.
func code(err error) string {
	var coded failure
	var netErr net.Error
	switch {
	case errors.As(err, &coded):
		if !wellFormed.MatchString(coded.code) || longNumber.MatchString(coded.code) {
			return "other"
		}
		return coded.code
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.As(err, &netErr) && netErr.Timeout():
		return "timeout"
	case errors.As(err, &netErr):
		return "network"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection_closed"
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", innermost(err)), "*")
}

func innermost(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}
