package directory

import (
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// UnitKind is what sort of service a unit is.
type UnitKind string

// The kinds of units.
const (
	UnitSchool           UnitKind = "school"
	UnitKindergarten     UnitKind = "kindergarten"
	UnitHealthCentre     UnitKind = "health_centre"
	UnitChildWelfare     UnitKind = "child_welfare"
	UnitPPT              UnitKind = "ppt"
	UnitBUP              UnitKind = "bup"
	UnitNAV              UnitKind = "nav"
	UnitCrisisCentre     UnitKind = "crisis_centre"
	UnitCoordinatingUnit UnitKind = "coordinating_unit"
	UnitFamilyHelp       UnitKind = "family"        // familievern, familiesenter
	UnitMentalHealth     UnitKind = "mental_health" // the municipality's own
	UnitLeisure          UnitKind = "leisure"
	UnitOther            UnitKind = "other"
)

// UnitKinds lists the kinds, in the order a form shows them.
func UnitKinds() []UnitKind {
	return []UnitKind{
		UnitKindergarten, UnitSchool, UnitHealthCentre, UnitChildWelfare, UnitPPT, UnitFamilyHelp,
		UnitMentalHealth, UnitBUP, UnitNAV, UnitCrisisCentre, UnitCoordinatingUnit, UnitLeisure, UnitOther,
	}
}

// Known reports whether there is such a kind.
func (k UnitKind) Known() bool {
	for _, kind := range UnitKinds() {
		if kind == k {
			return true
		}
	}
	return false
}

// Unit is a service of the municipality. What is said of it here is public.
type Unit struct {
	ID        uuid.UUID
	Name      string
	Kind      UnitKind
	OrgNumber string // nine digits, or empty
	Phone     string
	Email     string
	Website   string // with http or https
	Address   string
	About     string // may have several lines
	Version   int
	Removed   bool

	// What a register says, and nobody types.
	ParentOrgNumber string
	Language        string // nb, nn, or empty when not known
	Closed          bool   // closed in the register it comes from
}

// Validate puts the fields in the form they are kept in, and returns
// ErrInvalid with every fault.
func (u *Unit) Validate() error {
	faults := u.faults()
	return faults.Err()
}

func (u *Unit) faults() tenants.Invalid {
	var faults tenants.Invalid
	u.tidy()
	u.validateName(&faults)
	if !u.Kind.Known() {
		faults.Add("kind", "unit.kind.missing")
	}
	if u.OrgNumber != "" && !looksLikeOrgNumber(u.OrgNumber) {
		faults.Add("org_number", "unit.org_number.shape")
	}
	if u.Phone != "" && !looksLikePhone(u.Phone) {
		faults.Add("phone", "unit.phone.shape")
	}
	if u.Email != "" && !LooksLikeEmail(u.Email) {
		faults.Add("email", "unit.email.shape")
	}
	if u.Website != "" && !looksLikeWebsite(u.Website) {
		faults.Add("website", "unit.website.shape")
	}
	switch {
	case overfull(u.Address, 300):
		faults.Add("address", "unit.address.long")
	case hasInvisible(u.Address):
		faults.Add("address", "unit.address.invisible")
	case startsFormula(u.Address):
		faults.Add("address", "unit.address.formula")
	}
	switch {
	case overfull(u.About, 1000):
		faults.Add("about", "unit.about.long")
	case hasInvisibleBesidesBreaks(u.About):
		faults.Add("about", "unit.about.invisible")
	case startsFormula(u.About):
		faults.Add("about", "unit.about.formula")
	}
	return faults
}

func (u *Unit) validateName(faults *tenants.Invalid) {
	switch {
	case u.Name == "":
		faults.Add("name", "unit.name.missing")
	case overfull(u.Name, 200):
		faults.Add("name", "unit.name.long")
	case hasInvisible(u.Name):
		faults.Add("name", "unit.name.invisible")
	case startsFormula(u.Name):
		faults.Add("name", "unit.name.formula")
	}
}

func (u *Unit) tidy() {
	for _, field := range []*string{&u.Name, &u.Phone, &u.Email, &u.Website, &u.Address, &u.About} {
		*field = clean(*field)
	}
	u.OrgNumber = strings.ReplaceAll(clean(u.OrgNumber), " ", "")
	if u.Website != "" && !strings.Contains(u.Website, ":") {
		u.Website = "https://" + u.Website
	}
}

// sameAs reports whether two units say the same of themselves.
func (u Unit) sameAs(other Unit) bool {
	u.ID, u.Version, u.Removed = other.ID, other.Version, other.Removed
	return u == other
}

// looksLikeOrgNumber checks the control digit of an organisation number
// (modulus 11, Brønnøysundregistrene).
func looksLikeOrgNumber(text string) bool {
	if len(text) != 9 || strings.Trim(text, "0123456789") != "" {
		return false
	}
	return weighted(text, []int{3, 2, 7, 6, 5, 4, 3, 2, 1})%11 == 0
}

func looksLikeWebsite(text string) bool {
	if overfull(text, 300) || hasInvisible(text) || strings.ContainsAny(text, " \"<>") {
		return false
	}
	address, err := url.Parse(text)
	if err != nil {
		return false
	}
	isWeb := address.Scheme == "http" || address.Scheme == "https"
	return isWeb && address.User == nil && strings.Contains(address.Hostname(), ".")
}

func openUnit(row *tenant.Unit) Unit {
	return Unit{
		ID: row.ID, Name: row.Name, Kind: UnitKind(row.Kind), OrgNumber: row.OrgNumber, Phone: row.Phone, Email: row.Email,
		Website: row.Website, Address: row.Address, About: row.About, Version: row.Version, Removed: row.RemovedAt != nil,
		ParentOrgNumber: row.ParentOrgNumber, Language: row.Language, Closed: row.ClosedAt != nil,
	}
}
