package directory

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Kind says which door a user comes in by.
type Kind string

// The kinds of users.
const (
	KindStaff  Kind = "staff"  // the municipality's own identity provider
	KindFamily Kind = "family" // ID-porten
)

// State is where a user is between the invitation and the last day.
type State string

// The states of a user.
const (
	StateInvited State = "invited" // has not signed in yet
	StateActive  State = "active"
	StateLeft    State = "left" // can no longer sign in; kept because the log names them
)

// Text sizes and colour schemes a user may choose. Empty is the ordinary size,
// and the scheme of the reader's own device.
const (
	SizeLarge   = "large"
	SizeLargest = "largest"
	SchemeLight = "light"
	SchemeDark  = "dark"
)

const usersTable = "users"

// User is a person who can sign in. Name, title, e-mail and phone are sealed
// where they are kept.
type User struct {
	ID           uuid.UUID
	Kind         Kind
	State        State
	Name         string
	Title        string // "kontaktlærer"
	Email        string
	Phone        string
	UnitID       uuid.UUID // Nil for none
	Roles        policy.RoleSet
	Language     string // nb, nn, or empty for the municipality's
	TextSize     string
	ColourScheme string
	WelcomedAt   time.Time // zero until a caregiver has seen the first page
	SignedInAt   time.Time // zero until the first sign-in
	Version      int
}

// Validate puts the fields in the form they are kept in, and returns
// ErrInvalid with every fault. It does not look at roles.
func (u *User) Validate() error {
	faults := u.faults()
	return faults.Err()
}

func (u *User) faults() tenants.Invalid {
	var faults tenants.Invalid
	u.tidy()
	switch {
	case u.Name == "":
		faults.Add("name", "user.name.missing")
	case longerThan(u.Name, 100):
		faults.Add("name", "user.name.long")
	case hasInvisible(u.Name):
		faults.Add("name", "user.name.invisible")
	}
	if longerThan(u.Title, 100) {
		faults.Add("title", "user.title.long")
	} else if hasInvisible(u.Title) {
		faults.Add("title", "user.title.invisible")
	}
	if (u.Kind == KindStaff || u.Email != "") && !LooksLikeEmail(u.Email) {
		faults.Add("email", "user.email.shape")
	}
	if u.Phone != "" && !looksLikePhone(u.Phone) {
		faults.Add("phone", "user.phone.shape")
	}
	if !isLanguage(u.Language) {
		faults.Add("language", "user.language.unknown")
	}
	return faults
}

func (u *User) tidy() {
	for _, field := range []*string{&u.Name, &u.Title, &u.Email, &u.Phone} {
		*field = clean(*field)
	}
}

// isLanguage accepts the two written languages, and empty for no own choice.
func isLanguage(language string) bool { return language == "" || language == "nb" || language == "nn" }

// sealedUser is a user's personal fields as they are kept.
type sealedUser struct{ name, title, email, phone seal.Sealed }

func sealUser(scope *tenants.Scope, u User) (sealedUser, error) {
	var out sealedUser
	for _, field := range []struct {
		name  string
		plain string
		to    *seal.Sealed
	}{
		{"name", u.Name, &out.name}, {"title", u.Title, &out.title},
		{"email", u.Email, &out.email}, {"phone", u.Phone, &out.phone},
	} {
		sealed, err := scope.Seal(usersTable, field.name, u.ID, field.plain)
		if err != nil {
			return sealedUser{}, err
		}
		*field.to = sealed
	}
	return out, nil
}

// openUser unseals a row. Roles are read apart.
func openUser(scope *tenants.Scope, row *tenant.User) (User, error) {
	u := User{
		ID: row.ID, Kind: Kind(row.Kind), State: State(row.State), Language: row.Language,
		TextSize: row.TextSize, ColourScheme: row.ColourScheme, Version: row.Version,
		UnitID: orNil(row.UnitID), WelcomedAt: orZero(row.WelcomedAt), SignedInAt: orZero(row.SignedInAt),
	}
	for _, field := range []struct {
		name   string
		sealed seal.Sealed
		to     *string
	}{
		{"name", row.Name, &u.Name}, {"title", row.Title, &u.Title},
		{"email", row.Email, &u.Email}, {"phone", row.Phone, &u.Phone},
	} {
		plain, err := scope.Open(usersTable, field.name, row.ID, field.sealed)
		if err != nil {
			return User{}, fmt.Errorf("reading user: %w", err)
		}
		*field.to = plain
	}
	return u, nil
}

func orNil(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

func orZero(at *time.Time) time.Time {
	if at == nil {
		return time.Time{}
	}
	return *at
}

func pointer(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}
