package app

import (
	"errors"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func notFound(*Request) error { return tenants.ErrNotFound }

func invalid(err error) (*tenants.Invalid, bool) {
	var faults *tenants.Invalid
	ok := errors.As(err, &faults)
	return faults, ok
}

var statuses = []struct {
	err    error
	status int
	code   string
}{
	{tenants.ErrUnknownHost, http.StatusMisdirectedRequest, "unknown_host"},
	{tenants.ErrSuspended, http.StatusServiceUnavailable, "suspended"},
	{tenants.ErrMaintenance, http.StatusServiceUnavailable, "maintenance"},
	{tenants.ErrUnavailable, http.StatusServiceUnavailable, "unavailable"},
	{tenants.ErrNotFound, http.StatusNotFound, "not_found"},
	{tenants.ErrForbidden, http.StatusForbidden, "forbidden"},
	{tenants.ErrConflict, http.StatusConflict, "conflict"},
	{tenants.ErrInvalid, http.StatusUnprocessableEntity, "invalid"},
}

// Classify gives a domain's error its status and stable code; status 0 when it
// is none of the domain's.
func Classify(err error) (status int, code string) {
	for _, known := range statuses {
		if errors.Is(err, known.err) {
			return known.status, known.code
		}
	}
	return 0, ""
}

// FaultPage shows what went wrong, in words a person can act on. It knows
// nothing of families. The boundary calls it for every fault.
func (a *App) FaultPage(c *fiber.Ctx, f middleware.Failure) error {
	r := requestOf(c)
	switch f.Status {
	case http.StatusMisdirectedRequest:
		return r.render(f.Status, view.UnknownHostPage())
	case http.StatusServiceUnavailable:
		return r.render(f.Status, view.MaintenancePage(locale.For("nb")))
	}
	page := r.Page("")
	return r.render(f.Status, view.FaultPage(page, view.Fault(page, f.Status, f.Reference)))
}
