package manifest

import (
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// What can be asked for.
const (
	AskData   = "data"
	AskHost   = "host"
	AskFolder = "folder"
)

// Ask is one thing that a plugin asks a municipality for.
type Ask struct {
	Kind string // AskData, AskHost or AskFolder
	Name string // of the class or the host; AskFolder for the folder
	Why  Words
}

// Each lists what is asked for, in the order it is asked.
func (a Asks) Each() []Ask {
	var all []Ask
	for _, class := range a.Receives {
		all = append(all, Ask{Kind: AskData, Name: class.Name, Why: class.Why})
	}
	for _, name := range a.Hosts {
		all = append(all, Ask{Kind: AskHost, Name: name.Name, Why: name.Why})
	}
	if a.Folder {
		all = append(all, Ask{Kind: AskFolder, Name: AskFolder})
	}
	return all
}

// whole is a with empty lists for those that are not there, so that it is
// written in one way.
func (a Asks) whole() Asks {
	if a.Settings == nil {
		a.Settings = []sdk.Setting{}
	}
	if a.Receives == nil {
		a.Receives = []sdk.DataClass{}
	}
	if a.Hosts == nil {
		a.Hosts = []sdk.HostName{}
	}
	return a
}

// Grant grants of everything m asks for what is given, and notes the rest as
// refused. digest is that of m's text.
func (m Manifest) Grant(digest string, given func(Ask) bool) Grant {
	grant := Grant{Name: m.Name, Version: m.Version, Digest: digest, Receives: []string{}, Hosts: []string{}}
	for _, ask := range m.Asks.Each() {
		switch {
		case !given(ask):
			grant.Refused = append(grant.Refused, ask.Name)
		case ask.Kind == AskData:
			grant.Receives = append(grant.Receives, ask.Name)
		case ask.Kind == AskHost:
			grant.Hosts = append(grant.Hosts, ask.Name)
		default:
			grant.Folder = true
		}
	}
	return grant
}

// Widened lists what m asks for that nobody has answered: neither granted nor
// refused. A release of which it is not empty waits for an administrator.
func (g Grant) Widened(m Manifest) []Ask {
	var wider []Ask
	for _, ask := range m.Asks.Each() {
		if !g.Has(ask) && !slices.Contains(g.Refused, ask.Name) {
			wider = append(wider, ask)
		}
	}
	return wider
}

// Has tells whether what is asked for is granted.
func (g Grant) Has(ask Ask) bool {
	switch ask.Kind {
	case AskData:
		return slices.Contains(g.Receives, ask.Name)
	case AskHost:
		return slices.Contains(g.Hosts, ask.Name)
	case AskFolder:
		return g.Folder
	}
	return false
}

// CarryOver is g for a later release m that does not widen it: what it still
// asks for stays granted, what it no longer asks for ends.
func (g Grant) CarryOver(m Manifest, digest string) Grant { return m.Grant(digest, g.Has) }
