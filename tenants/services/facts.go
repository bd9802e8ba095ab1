package services

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// facts are what is said of a unit or a service, field by field, in the form
// they are kept in. A field that is not there is empty.
type facts map[string]string

// The fields that a register fills, in the order they are shown. A service's
// ages go together; its unit is known by the register's id of it and by ours.
var (
	unitFields = []string{
		"name", "kind", "org_number", "parent_org_number", "phone", "email", "website", "address", "about", "language", "closed",
	}
	serviceFields = []string{
		"title", "unit_id", "about", "ages", "audience", "level", "areas", "how", "phone", "email", "website", "referral",
		"keywords", "closed",
	}
)

// upstreamUnit is the register's own id of the unit of a service.
const upstreamUnit = "upstream_unit"

func fieldsOf(kind string) []string {
	if kind == kindUnit {
		return unitFields
	}
	return serviceFields
}

func yes(b bool) string {
	if b {
		return "1"
	}
	return ""
}

func unitFacts(u directory.Unit) facts {
	return facts{
		"name": u.Name, "kind": string(u.Kind), "org_number": u.OrgNumber, "parent_org_number": u.ParentOrgNumber,
		"phone": u.Phone, "email": u.Email, "website": u.Website, "address": u.Address, "about": u.About,
		"language": u.Language, "closed": yes(u.Closed),
	}
}

// unit is u with what the facts say of it.
func (f facts) unit(u directory.Unit) directory.Unit {
	u.Name, u.Kind, u.OrgNumber, u.ParentOrgNumber = f["name"], directory.UnitKind(f["kind"]), f["org_number"], f["parent_org_number"]
	u.Phone, u.Email, u.Website, u.Address, u.About = f["phone"], f["email"], f["website"], f["address"], f["about"]
	u.Language, u.Closed = f["language"], f["closed"] != ""
	return u
}

func serviceFacts(s Service) facts {
	f := facts{
		"title": s.Title, "about": s.About, "ages": agesOf(s.AgeFrom, s.AgeTo), "audience": s.Audience, "level": s.Level,
		"areas": strings.Join(s.Areas, ","), "how": s.How, "phone": s.Phone, "email": s.Email, "website": s.Website,
		"referral": yes(s.Referral), "keywords": s.Keywords, "closed": yes(s.Closed),
	}
	if s.UnitID != uuid.Nil {
		f["unit_id"] = s.UnitID.String()
	}
	return f
}

// service is s with what the facts say of it.
func (f facts) service(s Service) Service {
	s.Title, s.About, s.Audience, s.Level, s.How = f["title"], f["about"], f["audience"], f["level"], f["how"]
	s.Phone, s.Email, s.Website, s.Keywords = f["phone"], f["email"], f["website"], f["keywords"]
	s.Referral, s.Closed = f["referral"] != "", f["closed"] != ""
	s.AgeFrom, s.AgeTo = agesIn(f["ages"])
	s.UnitID, _ = uuid.Parse(f["unit_id"])
	s.Areas = nil
	if f["areas"] != "" {
		s.Areas = strings.Split(f["areas"], ",")
	}
	return s
}

// agesOf is a span of ages as one fact: "3-12", and empty for all ages.
func agesOf(from, to int) string {
	if from == 0 && to == 0 {
		return ""
	}
	return fmt.Sprintf("%d-%d", from, to)
}

func agesIn(fact string) (from, to int) {
	low, high, _ := strings.Cut(fact, "-")
	from, _ = strconv.Atoi(low)
	to, _ = strconv.Atoi(high)
	return from, to
}

// text is facts as they are stored: JSON without what is empty.
func (f facts) text() (string, error) {
	said := facts{}
	for field, value := range f {
		if value != "" {
			said[field] = value
		}
	}
	raw, err := json.Marshal(said)
	if err != nil {
		return "", fmt.Errorf("writing facts: %w", err)
	}
	return string(raw), nil
}

func factsIn(text string) (facts, error) {
	f := facts{}
	if text == "" {
		return f, nil
	}
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return nil, fmt.Errorf("reading facts: %w", err)
	}
	return f, nil
}

// same reports whether two facts say the same of a kind's fields.
func (f facts) same(other facts, kind string) bool {
	return !slices.ContainsFunc(fieldsOf(kind), func(field string) bool { return f[field] != other[field] })
}

// merge is what a unit or service says after its register says something new:
// a field that still is what the register said last follows it, one that the
// municipality has put right stays and is among kept. Before a first tie (said
// nil) only what is empty is filled in.
func merge(now, said, says facts, kind string) (merged facts, kept []string) {
	merged = maps.Clone(now)
	for _, field := range fieldsOf(kind) {
		switch {
		case now[field] == said[field]:
			merged[field] = says[field]
		case now[field] != says[field]:
			kept = append(kept, field)
		}
	}
	return merged, kept
}
