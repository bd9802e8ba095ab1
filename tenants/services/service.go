package services

import (
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// Service is something a unit offers to children and families. What is said of
// it is public.
type Service struct {
	ID       uuid.UUID
	UnitID   uuid.UUID // Nil when it is no unit's
	Title    string
	About    string // may have several lines
	AgeFrom  int
	AgeTo    int      // zero: no upper limit
	Audience string   // one of Audiences, or empty
	Level    string   // one of Levels, or empty
	Areas    []string // codes of the knowledge model
	How      string   // how to get in touch
	Phone    string
	Email    string
	Website  string
	Referral bool   // somebody has to refer
	Keywords string // with commas between
	Closed   bool   // it is no longer given
	Version  int
	Removed  bool
}

// Levels are whom a service is for: everybody, those at risk, those with a need
// that is known.
var Levels = []string{"universal", "selective", "indicated"}

// Audiences are who comes to a service.
var Audiences = []string{"child", "young", "caregiver", "family", "staff"}

// The most of each text that is kept, in bytes: its column counts them.
const (
	MostTitle    = 200
	MostAbout    = 2000
	MostHow      = 1000
	MostKeywords = 1000
	oldest       = 120 // years
)

// Validate puts the fields in the form they are kept in, and returns ErrInvalid
// with every fault.
func (s *Service) Validate() error {
	faults := s.faults()
	return faults.Err()
}

func (s *Service) faults() tenants.Invalid {
	var faults tenants.Invalid
	s.tidy()
	for _, text := range []struct {
		field, text string
		most        int
	}{{"title", s.Title, MostTitle}, {"about", s.About, MostAbout}, {"how", s.How, MostHow}, {"keywords", s.Keywords, MostKeywords}} {
		switch {
		case len(text.text) > text.most:
			faults.Add(text.field, "service.text.long")
		case !directory.Readable(text.text), text.field == "title" && strings.Contains(text.text, "\n"):
			faults.Add(text.field, "service.text.invisible")
		}
	}
	if s.Title == "" {
		faults.Add("title", "service.title.missing")
	}
	s.checkContact(&faults)
	if s.AgeFrom < 0 || s.AgeTo < 0 || s.AgeFrom > oldest || s.AgeTo > oldest || s.AgeTo > 0 && s.AgeTo < s.AgeFrom {
		faults.Add("age_to", "service.ages.order")
	}
	if s.Level != "" && !slices.Contains(Levels, s.Level) {
		faults.Add("level", "service.level.unknown")
	}
	if s.Audience != "" && !slices.Contains(Audiences, s.Audience) {
		faults.Add("audience", "service.audience.unknown")
	}
	if slices.ContainsFunc(s.Areas, func(code string) bool { return !plan.Area(code).Valid() }) {
		faults.Add("areas", "service.areas.unknown")
	}
	return faults
}

// checkContact has telephone, e-mail and web address follow the rules for a
// unit's.
func (s *Service) checkContact(faults *tenants.Invalid) {
	unit := directory.Unit{Name: "-", Kind: directory.UnitOther, Phone: s.Phone, Email: s.Email, Website: s.Website}
	err := unit.Validate()
	s.Phone, s.Email, s.Website = unit.Phone, unit.Email, unit.Website
	var found *tenants.Invalid
	if !errors.As(err, &found) {
		return
	}
	for _, fault := range found.Fields {
		if slices.Contains([]string{"phone", "email", "website"}, fault.Field) {
			faults.Add(fault.Field, fault.Code)
		}
	}
}

func (s *Service) tidy() {
	for _, field := range []*string{&s.Title, &s.About, &s.How, &s.Keywords} {
		*field = directory.Tidy(*field)
	}
	slices.Sort(s.Areas)
	s.Areas = slices.Compact(s.Areas)
}

// Shown reports whether a service is one that people are shown when they seek
// help.
func (s Service) Shown() bool { return !s.Closed && !s.Removed }

func openService(row *tenant.Service) Service {
	s := Service{
		ID: row.ID, Title: row.Title, About: row.About, AgeFrom: row.AgeFrom, AgeTo: row.AgeTo, Audience: row.Audience,
		Level: row.Level, How: row.How, Phone: row.Phone, Email: row.Email, Website: row.Website, Referral: row.Referral,
		Keywords: row.Keywords, Closed: row.ClosedAt != nil, Version: row.Version, Removed: row.RemovedAt != nil,
	}
	if row.UnitID != nil {
		s.UnitID = *row.UnitID
	}
	if row.Areas != "" {
		s.Areas = strings.Split(row.Areas, ",")
	}
	return s
}
