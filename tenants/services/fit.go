package services

import (
	"regexp"
	"slices"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// entry is one thing that a register lists, in the form it is kept in.
type entry struct {
	id    string
	facts facts
}

// mostID is the length of a register's own id, in bytes.
const mostID = 200

// kinds is what the registers' kinds of unit are called here.
var kinds = map[string]directory.UnitKind{
	"school": directory.UnitSchool, "kindergarten": directory.UnitKindergarten, "health": directory.UnitHealthCentre,
	"child_welfare": directory.UnitChildWelfare, "ppt": directory.UnitPPT, "family": directory.UnitFamilyHelp,
	"mental_health": directory.UnitMentalHealth,
}

// kindUpstream is the kind as registers call it, for publishing.
func kindUpstream(kind directory.UnitKind) string {
	for theirs, ours := range kinds {
		if ours == kind {
			return theirs
		}
	}
	return "other"
}

// fitUnit makes an entry of a unit: cleaned, cut, and without anything that is
// a person's. What had to be left out is remarked on, never what it held.
func fitUnit(u registry.Unit) (fitted entry, remarks []registry.Remark) {
	id := clean.Line(u.ID)
	note := func(code, nb, nn string) {
		remarks = append(remarks, registry.Remark{Place: clean.Cut(id, 80), Code: code, NB: nb, NN: nn})
	}
	unit := directory.Unit{
		Name: publicName(u.Name), Kind: kinds[u.Kind], OrgNumber: u.OrgNumber, ParentOrgNumber: u.ParentOrgNumber,
		Phone: clean.Phone(u.Phone), Website: clean.Website(u.Website), Email: publicEmail(u.Email),
		Address: clean.Line(u.Address), About: clean.Text(u.About), Language: clean.Language(u.Language), Closed: u.Closed,
	}
	if strings.Contains(strings.ToLower(unit.Address), "c/o") {
		unit.Address = ""
	}
	person := false
	for _, text := range []*string{&unit.Name, &unit.Address, &unit.About} {
		if nationalNumber.MatchString(*text) {
			*text, person = "", true
		}
	}
	if person || u.Email != "" && unit.Email == "" {
		note("entry.person", "Noe som ser ut til å være om en person, er ikke tatt med.", "Noko som ser ut til å vere om ein person, er ikkje teke med.")
	}
	fittedUnit, _, ok := directory.Fitted(unit)
	if !ok || id == "" || len(id) > mostID {
		note("entry.no_name", "Står uten navn eller id, og er ikke tatt med.", "Står utan namn eller id, og er ikkje teken med.")
		return entry{}, remarks
	}
	return entry{id, unitFacts(fittedUnit)}, remarks
}

// fitService makes an entry of a service, as fitUnit does.
func fitService(s registry.Service) (fitted entry, remarks []registry.Remark) {
	id := clean.Line(s.ID)
	note := func(code, nb, nn string) {
		remarks = append(remarks, registry.Remark{Place: clean.Cut(id, 80), Code: code, NB: nb, NN: nn})
	}
	service := Service{
		Title: plainText(clean.Line(s.Title), MostTitle), About: plainText(clean.Text(s.About), MostAbout),
		How: plainText(clean.Text(s.How), MostHow), AgeFrom: s.AgeFrom, AgeTo: s.AgeTo, Audience: s.Audience, Level: s.Level,
		Phone: clean.Phone(s.Phone), Website: clean.Website(s.Website), Email: publicEmail(s.Email), Referral: s.Referral, Closed: s.Closed,
	}
	var words []string
	for _, word := range s.Keywords {
		words = append(words, clean.Cut(strings.ReplaceAll(clean.Line(word), ",", " "), 60))
	}
	service.Keywords = plainText(strings.Join(words, ", "), MostKeywords)
	for _, code := range s.Areas {
		if code = clean.Line(code); plan.Area(code).Valid() {
			service.Areas = append(service.Areas, code)
		}
	}
	person := false
	for _, text := range []*string{&service.Title, &service.About, &service.How, &service.Keywords} {
		if nationalNumber.MatchString(*text) {
			*text, person = "", true
		}
	}
	if person || s.Email != "" && service.Email == "" {
		note("entry.person", "Noe som ser ut til å være om en person, er ikke tatt med.", "Noko som ser ut til å vere om ein person, er ikkje teke med.")
	}
	service.dropFaulty()
	if service.Title == "" || id == "" || len(id) > mostID {
		note("entry.no_name", "Står uten navn eller id, og er ikke tatt med.", "Står utan namn eller id, og er ikkje teken med.")
		return entry{}, remarks
	}
	f := serviceFacts(service)
	f[upstreamUnit] = clean.Line(s.UnitID)
	return entry{id, f}, remarks
}

// dropFaulty empties the fields that cannot be kept as they are.
func (s *Service) dropFaulty() {
	for _, fault := range s.faults().Fields {
		switch fault.Field {
		case "title":
			s.Title = ""
		case "about":
			s.About = ""
		case "how":
			s.How = ""
		case "keywords":
			s.Keywords = ""
		case "phone":
			s.Phone = ""
		case "email":
			s.Email = ""
		case "website":
			s.Website = ""
		case "age_to":
			s.AgeFrom, s.AgeTo = 0, 0
		case "level":
			s.Level = ""
		case "audience":
			s.Audience = ""
		}
	}
}

// nationalNumber is eleven digits together, as in a national identity number.
var nationalNumber = regexp.MustCompile(`(?:^|\D)\d{6} ?\d{5}(?:\D|$)`)

// publicName is a unit's name without the person that some registers put behind
// it: "Prøvebakken barnehage v/Kari Nordmann".
func publicName(name string) string {
	name = clean.Line(name)
	for _, mark := range []string{" v/", " V/", " c/o ", " C/O "} {
		name, _, _ = strings.Cut(name, mark)
	}
	return name
}

// publicEmail is a unit's e-mail address; a person's own is left out.
func publicEmail(text string) string {
	address, personal := clean.Email(text)
	if personal {
		return ""
	}
	return address
}

// plainText is a text of at most so many bytes that no spreadsheet takes
// for a formula.
func plainText(text string, most int) string {
	return directory.Shortened(directory.Tidy(strings.TrimLeft(text, "=+-@\t ")), most)
}

// once keeps the first of entries with one id.
func once(entries []entry) []entry {
	seen := make(map[string]bool, len(entries))
	return slices.DeleteFunc(entries, func(one entry) bool {
		twice := seen[one.id]
		seen[one.id] = true
		return twice
	})
}
