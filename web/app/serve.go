package app

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
)

// errSignIn says that nobody is signed in; the person is sent to sign in.
var errSignIn = errors.New("nobody is signed in")

// serve wraps a route: it finds the municipality, who is asking and what they
// may open, runs the handler, and puts what was looked at on record before
// the page leaves.
func (a *App) serve(route Route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		r := newRequest(c, a)
		err := tenants.Unavailable(a.answer(r, route))
		if errors.Is(err, errSignIn) {
			return r.SeeOther(signInAddress(r))
		}
		if errors.Is(err, tenants.ErrUnavailable) && r.Scope != nil {
			a.Registry.Fail(r.Scope.ID, err)
		}
		return err
	}
}

func (a *App) answer(r *Request, route Route) error {
	err := a.begin(r)
	if err != nil && (route.Path != exitPath || errors.Is(err, tenants.ErrUnknownHost)) {
		return err // whoever must leave at once does, also from a municipality that cannot be served
	}
	if err := a.admit(r, route); err != nil {
		return err
	}
	if err := route.Handle(r); err != nil {
		return err
	}
	if r.Visit == nil {
		return nil
	}
	return r.Visit.Commit(r.Context())
}

// begin finds the municipality and, if somebody is signed in, who.
func (a *App) begin(r *Request) error {
	scope, err := a.Registry.ByHost(r.Context(), middleware.HostOf(r.Ctx))
	if err != nil {
		return err
	}
	r.Scope = scope
	middleware.SetMunicipality(r.Ctx, scope.Slug)
	token := r.Cookie(sessionCookie(a.Secure))
	if token == "" {
		return nil
	}
	session, err := directory.Resolve(r.Context(), scope, token)
	if errors.Is(err, directory.ErrSignedOut) {
		r.clearCookie(sessionCookie(a.Secure))
		return nil
	}
	if err != nil {
		return err
	}
	r.Session = &session
	r.Visit = tenants.NewVisit(scope, session.Viewer)
	return nil
}

// admit asks the policy for the route's resource.
func (a *App) admit(r *Request, route Route) error {
	if route.Whose == Public {
		return nil
	}
	if r.Visit == nil {
		return errSignIn
	}
	switch route.Whose {
	case OfFamily:
		return a.admitFamily(r, route)
	case OfOwnFamily:
		return a.admitOwnFamily(r, route)
	default:
		return r.Visit.Require(route.Section, route.Action)
	}
}

func (a *App) admitFamily(r *Request, route Route) error {
	id, err := uuid.Parse(r.Param("id"))
	if err != nil {
		return tenants.ErrNotFound
	}
	return a.enter(r, route, id)
}

// admitOwnFamily enters the family a caregiver or a young person belongs to; somebody in two
// families chooses with ?familie=.
func (a *App) admitOwnFamily(r *Request, route Route) error {
	if roles := r.Visit.Viewer.Roles; !roles.Has(policy.RoleCaregiver) && !roles.Has(policy.RoleYoungPerson) {
		return tenants.ErrNotFound
	}
	families, err := casefile.FamilyOf(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	if len(families) == 0 {
		return tenants.ErrNotFound
	}
	r.OwnFamilies = families
	return a.enter(r, route, r.chosenFamily(families))
}

func (a *App) enter(r *Request, route Route, id uuid.UUID) error {
	access, err := casefile.Enter(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	r.Access = access
	err = access.Require(route.Section, route.Action)
	if errors.Is(err, tenants.ErrForbidden) && r.Method() == http.MethodGet {
		return tenants.ErrNotFound
	}
	return err
}

func signInAddress(r *Request) string {
	if r.Method() != http.MethodGet {
		return "/logg-inn"
	}
	return "/logg-inn?til=" + url.QueryEscape(r.Local())
}
