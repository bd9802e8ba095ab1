package policy

import (
	"fmt"
	"iter"
	"math/bits"
	"strings"
)

// Role is what a person is in a municipality or in the foundation, whatever
// the family. The words are kept in databases and logs and do not change.
type Role uint8

// The roles. The zero value is no role, and may nothing.
const (
	RoleNone Role = iota
	RoleCoordinator
	RoleCaregiver
	RoleProfessional
	RoleAdministrator
	RoleProgrammeLead
	RoleYoungPerson    // a child or young person who signs in themself
	RoleLeader         // leads a unit: load, handovers and invitations, no content
	RolePrivacyOfficer // personvernombud
	RoleGuest          // somebody with a one-day share and nothing else
	roleCount          = iota
)

var roleWords = []string{
	"none", "coordinator", "caregiver", "professional", "administrator", "programme_lead",
	"young_person", "leader", "privacy_officer", "guest",
}

// String returns the stable word of the role.
func (r Role) String() string { return spell(r, roleWords) }

// ParseRole reads a role's stable word. "none" is not a role anybody can be
// given. It fails with ErrUnknownWord.
func ParseRole(word string) (Role, error) { return parse("role", word, roleWords, RoleCoordinator) }

// AllRoles lists the roles a person can hold.
func AllRoles() []Role { return from(RoleCoordinator, roleWords) }

// OfConsole reports whether the role belongs to the foundation's console. Such
// a role is never given to a user of a municipality.
func (r Role) OfConsole() bool { return r == RoleProgrammeLead }

// RoleSet is the roles one person holds. The zero value is none.
type RoleSet uint16

// knownRoles has a bit for each role there is.
const knownRoles RoleSet = (1<<roleCount - 1) &^ 1

// Roles is the set of the given roles.
func Roles(roles ...Role) RoleSet {
	var set RoleSet
	for _, role := range roles {
		set = set.With(role)
	}
	return set
}

// With is the set with one more role. A role that does not exist adds nothing.
func (s RoleSet) With(role Role) RoleSet {
	if role >= roleCount {
		return s
	}
	return s | 1<<role&knownRoles
}

// Without is the set with one role less.
func (s RoleSet) Without(role Role) RoleSet {
	if role >= roleCount {
		return s
	}
	return s &^ (1 << role)
}

// Has reports whether the person holds the role.
func (s RoleSet) Has(role Role) bool {
	return role < roleCount && s&knownRoles&(1<<role) != 0
}

// Empty reports whether the person holds no role.
func (s RoleSet) Empty() bool { return s&knownRoles == 0 }

// Each goes through the roles held, in the order of the enumeration.
func (s RoleSet) Each() iter.Seq[Role] {
	return func(yield func(Role) bool) {
		for rest := s & knownRoles; rest != 0; rest &= rest - 1 {
			if !yield(Role(bits.TrailingZeros16(uint16(rest)))) {
				return
			}
		}
	}
}

// List is the roles held, in the order of the enumeration.
func (s RoleSet) List() []Role {
	var roles []Role
	for role := range s.Each() {
		roles = append(roles, role)
	}
	return roles
}

// String writes the roles' stable words with commas between.
func (s RoleSet) String() string {
	var words []string
	for role := range s.Each() {
		words = append(words, role.String())
	}
	return strings.Join(words, ",")
}

// ParseRoleSet reads what String writes. It fails with ErrUnknownWord, and
// then gives no role at all.
func ParseRoleSet(text string) (RoleSet, error) {
	var set RoleSet
	if text == "" {
		return 0, nil
	}
	for word := range strings.SplitSeq(text, ",") {
		role, err := ParseRole(word)
		if err != nil {
			return 0, fmt.Errorf("reading roles %q: %w", text, err)
		}
		set = set.With(role)
	}
	return set, nil
}

// MarshalText writes the roles' words, so that a stored set survives a new
// role in the enumeration.
func (s RoleSet) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (s *RoleSet) UnmarshalText(text []byte) error {
	set, err := ParseRoleSet(string(text))
	if err != nil {
		return err
	}
	*s = set
	return nil
}
