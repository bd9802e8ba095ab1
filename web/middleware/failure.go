package middleware

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Failure is a fault on its way to a page. The page may show the reference, and
// chooses its words by the code; Err is for nobody's eyes.
type Failure struct {
	Status     int
	Code       string // stable: "foreign_origin", "too_large", "unexpected" ...
	Reference  string
	RetryAfter time.Duration
	Err        error
}

// The codes of the boundary's own faults.
const (
	CodeUnexpected    = "unexpected"
	CodeTimeout       = "timeout"
	CodeForeignOrigin = "foreign_origin"
	CodeTooLarge      = "too_large"
	CodeTooMany       = "too_many"
	CodeEncoding      = "encoding"
	CodeNotFound      = "not_found"
	CodeMethod        = "method"
	CodeBadRequest    = "bad_request"
)

// refusal is a fault found by the boundary itself.
type refusal struct {
	status int
	code   string
	retry  time.Duration
}

func (r *refusal) Error() string { return r.code }

// Refuse is an error that becomes the page with this status and code. For
// handlers in web whose fault no domain error describes.
func Refuse(status int, code string) error { return &refusal{status: status, code: code} }

// ErrorHandler turns any error into the app's page, with the boundary's headers
// even when the request never got as far as the middleware. Only errors that
// nobody expected are logged here; the access log has the rest.
func (b *Boundary) ErrorHandler(c *fiber.Ctx, err error) error {
	f := b.failure(err)
	f.Reference = Reference(c)
	if f.Reference == "" { // the request was refused before the middleware began
		f.Reference = newReference()
		c.Locals(localReference, f.Reference)
		b.config.Log.Warn("request unread", "reference", f.Reference, "status", f.Status, "code", f.Code)
	}
	c.Response().ResetBody()
	allowed := string(c.Response().Header.Peek(fiber.HeaderContentSecurityPolicy))
	b.headers.set(c, b.secure(c))
	if allowed != "" { // AllowFormTo may have added an issuer
		c.Set(fiber.HeaderContentSecurityPolicy, allowed)
	}
	if f.RetryAfter > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int((f.RetryAfter+time.Second-1)/time.Second)))
	}
	if f.Status >= 500 {
		b.config.Log.Error("request failed", "reference", f.Reference, "code", f.Code, "error", err.Error())
	}
	c.Status(f.Status)
	if err := b.page(c, f); err != nil {
		b.config.Log.Error("fault page failed", "reference", f.Reference, "code", f.Code, "error", err.Error())
		c.Response().ResetBody()
		c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
		return c.Status(f.Status).SendString(f.Reference)
	}
	return nil
}

// faultDeadline is how long a fault's page may take. The request's own deadline
// is over by then: Deadline ends its context on the way out.
const faultDeadline = 5 * time.Second

// page calls the app's page; a page that panics must not take the answer with it.
func (b *Boundary) page(c *fiber.Ctx, f Failure) (err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(b.config.Base), faultDeadline)
	defer cancel()
	c.SetUserContext(ctx)
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("the fault page panicked: %s", panicText(value))
		}
	}()
	return b.config.Page(c, f)
}

func (b *Boundary) failure(err error) Failure {
	var own *refusal
	if errors.As(err, &own) {
		return Failure{Status: own.status, Code: own.code, RetryAfter: own.retry, Err: err}
	}
	if b.config.Classify != nil {
		if status, code := b.config.Classify(err); status != 0 {
			return Failure{Status: status, Code: code, Err: err}
		}
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return Failure{Status: fiber.StatusServiceUnavailable, Code: CodeTimeout, Err: err}
	}
	var framework *fiber.Error
	if errors.As(err, &framework) {
		return Failure{Status: framework.Code, Code: frameworkCode(framework.Code), Err: err}
	}
	return Failure{Status: fiber.StatusInternalServerError, Code: CodeUnexpected, Err: err}
}

// frameworkCode names Fiber's own faults. Their texts are never shown: they may
// quote the request.
func frameworkCode(status int) string {
	switch status {
	case fiber.StatusNotFound:
		return CodeNotFound
	case fiber.StatusMethodNotAllowed:
		return CodeMethod
	case fiber.StatusRequestEntityTooLarge:
		return CodeTooLarge
	case fiber.StatusRequestTimeout:
		return CodeTimeout
	}
	if status < 500 {
		return CodeBadRequest
	}
	return CodeUnexpected
}
