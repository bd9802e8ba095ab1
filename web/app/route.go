package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// Whose says where a route's resource is found.
type Whose uint8

// The kinds of routes. A route of a family is entered before its handler
// runs, so that no handler can forget to ask.
const (
	Public           Whose = iota // open to anyone, shows nothing of anybody
	OfMunicipality                // a room of the municipality: users, units, my day
	OfFamily                      // the family whose id is in the address, /f/:id
	OfOwnFamily                   // the family the signed-in caregiver belongs to
	OfAnyoneSignedIn              // one's own account and what hangs on it
)

// Route is one address. Every route says what it opens (section and action);
// a test walks them all as everybody and compares with the access matrix.
type Route struct {
	Method  string
	Path    string
	Whose   Whose
	Section policy.Section
	Action  policy.Action
	Handle  func(*Request) error
}

func public(method, path string, handle func(*Request) error) Route {
	return Route{Method: method, Path: path, Whose: Public, Handle: handle}
}

func room(method, path string, section policy.Section, action policy.Action, handle func(*Request) error) Route {
	return Route{Method: method, Path: path, Whose: OfMunicipality, Section: section, Action: action, Handle: handle}
}

func family(method, path string, section policy.Section, action policy.Action, handle func(*Request) error) Route {
	return Route{Method: method, Path: "/f/:id" + path, Whose: OfFamily, Section: section, Action: action, Handle: handle}
}

func own(method, path string, section policy.Section, action policy.Action, handle func(*Request) error) Route {
	return Route{Method: method, Path: path, Whose: OfOwnFamily, Section: section, Action: action, Handle: handle}
}

func account(method, path string, action policy.Action, handle func(*Request) error) Route {
	return Route{
		Method: method, Path: path, Whose: OfAnyoneSignedIn,
		Section: policy.SectionOwnAccount, Action: action, Handle: handle,
	}
}

// check panics for a route that opens something without saying what: the
// program must not start with it.
func (r Route) check() {
	if r.Handle == nil || r.Method == "" || r.Path == "" {
		panic("route " + r.Method + " " + r.Path + " is not whole")
	}
	if r.Whose == Public {
		return
	}
	place := r.Section.Place()
	wantFamily := r.Whose == OfFamily || r.Whose == OfOwnFamily
	if r.Action == policy.ActionNone || (place == policy.PlaceFamily) != wantFamily {
		panic("route " + r.Method + " " + r.Path + " declares no fitting resource")
	}
}
