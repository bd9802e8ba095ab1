package main

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/kind"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
)

// catalogue is a graph being read.
type catalogue struct {
	graph    *graph
	language string
	out      *registry.Writer
	units    map[term]string // the id of each unit that is listed
	taken    map[string]bool
	listed   int
	whole    bool
}

var (
	serviceTypes = []string{nsCPSV + "PublicService", nsCPSVNO + "Service"}
	unitTypes    = []string{
		nsCV + "PublicOrganisation", nsCV + "PublicOrganization", nsORG + "Organization", nsORG + "FormalOrganization",
		nsORG + "OrganizationalUnit", nsFOAF + "Organization",
	}
	names    = []string{nsSKOS + "prefLabel", nsDCT + "title", "http://www.w3.org/ns/legal#legalName", "http://www.w3.org/ns/regorg#legalName", nsFOAF + "name"}
	contacts = []string{nsCV + "contactPoint", nsCV + "hasContactPoint", nsDCAT + "contactPoint"}
)

// write writes the units, and then the services, which point to them.
func (c *catalogue) write(ctx context.Context) error {
	for _, s := range c.graph.order {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if s.is(unitTypes...) {
			if err := c.unit(s); err != nil {
				return err
			}
		}
	}
	for _, s := range c.graph.order {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if s.is(serviceTypes...) {
			if err := c.service(s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *catalogue) unit(s *subject) error {
	unit := registry.Unit{
		ID: c.id(s), Name: clean.Cut(clean.Name(c.say(s, names...)), 200),
		OrgNumber: c.orgNumber(s), About: clean.Cut(clean.Text(c.say(s, nsDCT+"description")), 2000),
		Website: clean.Website(first(s.of(nsFOAF+"homepage", nsHverdag+"website"))),
		Closed:  c.closed(s), Changed: moment(s.of(nsDCT + "modified")), Address: c.address(s), Place: place(s),
		Language: clean.Language(c.say(s, nsHverdag+"writtenLanguage")),
	}
	if unit.ID == "" || unit.Name == "" || c.taken[unit.ID] {
		return c.leave(s, "unit.no_name", unit.ID, unit.Name)
	}
	unit.Kind = c.say(s, nsHverdag+"kind")
	if !slices.Contains(registry.Kinds, unit.Kind) {
		unit.Kind = kind.Of(unit.Name)
	}
	for _, parent := range c.graph.follow(s, nsORG+"unitOf", nsORG+"subOrganizationOf", nsDCT+"isPartOf") {
		unit.ParentOrgNumber = c.orgNumber(parent)
	}
	if parent, ok := orgnumber.Clean(c.say(s, nsHverdag+"parentOrgNumber")); ok {
		unit.ParentOrgNumber = parent
	}
	var page string
	unit.Phone, unit.Email, page = c.contact(s)
	if unit.Website == "" {
		unit.Website = page
	}
	c.units[s.node], c.taken[unit.ID] = unit.ID, true
	c.listed++
	return c.out.Units(unit)
}

func (c *catalogue) service(s *subject) error {
	service := registry.Service{
		ID: c.id(s), Title: clean.Cut(clean.Line(c.say(s, nsDCT+"title")), 200), About: clean.Cut(clean.Text(c.say(s, nsDCT+"description")), 2000),
		Website: clean.Website(first(s.of(nsFOAF+"homepage", nsFOAF+"page"))), Closed: c.closed(s), Changed: moment(s.of(nsDCT + "modified")),
		AgeFrom: years(s.of(nsHverdag + "ageFrom")), AgeTo: years(s.of(nsHverdag + "ageTo")),
		Audience: among(c.say(s, nsHverdag+"audience"), "child", "young", "caregiver", "family", "staff"),
		Level:    among(c.say(s, nsHverdag+"level"), "universal", "selective", "indicated"),
		Areas:    texts(s.of(nsHverdag+"area"), ""), Keywords: texts(s.of(nsDCAT+"keyword"), c.language),
		Referral: first(s.of(nsHverdag+"referral")) == "true",
	}
	if service.ID == "" || service.Title == "" || c.taken[service.ID] {
		return c.leave(s, "service.no_title", service.ID, service.Title)
	}
	if service.AgeTo > 0 && service.AgeTo < service.AgeFrom {
		service.AgeFrom, service.AgeTo = 0, 0
	}
	for _, owner := range s.of(nsHverdag+"unit", nsCV+"hasCompetentAuthority", nsCV+"ownedBy") {
		if id, listed := c.units[owner]; listed && service.UnitID == "" {
			service.UnitID = id
		}
	}
	var page string
	service.Phone, service.Email, page = c.contact(s)
	c.channels(s, &service)
	if service.Website == "" {
		service.Website = page
	}
	c.taken[service.ID] = true
	c.listed++
	if service.UnitID == "" {
		if err := c.out.Remark(remarkNoUnit(service)); err != nil {
			return err
		}
	}
	return c.out.Services(service)
}

// channels are how a service is reached: in words, and on the web.
func (c *catalogue) channels(s *subject, service *registry.Service) {
	for _, channel := range c.graph.follow(s, nsCV+"hasChannel") {
		if how := clean.Cut(clean.Text(c.say(channel, nsDCT+"description")), 1000); service.How == "" {
			service.How = how
		}
		if page := clean.Website(first(channel.of(nsVCARD+"hasURL", nsFOAF+"page"))); service.Website == "" {
			service.Website = page
		}
	}
}

// contact finds how somebody is reached. A person's own address is left out.
func (c *catalogue) contact(s *subject) (phone, email, page string) {
	for _, point := range c.graph.follow(s, contacts...) {
		if phone == "" {
			phone = clean.Phone(strings.TrimPrefix(first(point.of(nsCV+"telephone", nsVCARD+"hasTelephone", nsVCARD+"tel")), "tel:"))
		}
		read, personal := clean.Email(first(point.of(nsCV+"email", nsVCARD+"hasEmail", nsVCARD+"email")))
		if email == "" && !personal {
			email = read
		}
		if page == "" {
			page = clean.Website(first(point.of(nsCV+"contactPage", nsVCARD+"hasURL")))
		}
	}
	return phone, email, page
}

// id is our own when the file is ours, else the IRI, else the identifier.
func (c *catalogue) id(s *subject) string {
	for _, id := range []string{first(s.of(nsHverdag + "id")), s.node.text, first(s.of(nsDCT + "identifier"))} {
		if s.node.sort == blank && id == s.node.text {
			continue
		}
		if id = strings.TrimSpace(id); id != "" && len(id) <= 200 && id == clean.Line(id) {
			return id
		}
	}
	return ""
}

// orgNumber is what the identifier or the IRI ends with, when it is one.
func (c *catalogue) orgNumber(s *subject) string {
	ends := []string{first(s.of(nsDCT + "identifier"))}
	if s.node.sort == address {
		ends = append(ends, s.node.text[strings.LastIndexAny(s.node.text, "/:#")+1:])
	}
	for _, end := range ends {
		if number, ok := orgnumber.Clean(end); ok {
			return number
		}
	}
	return ""
}

func (c *catalogue) say(s *subject, predicates ...string) string {
	for _, predicate := range predicates {
		if said := choose(s.of(predicate), c.language); strings.TrimSpace(said) != "" {
			return said
		}
	}
	return ""
}

func (c *catalogue) closed(s *subject) bool {
	switch status := first(s.of(nsADMS + "status")); {
	case strings.HasSuffix(status, "/Withdrawn"), strings.HasSuffix(status, "/Deprecated"), strings.HasSuffix(status, "/WITHDRAWN"), strings.HasSuffix(status, "/DEPRECATED"):
		return true
	}
	return false
}

func (c *catalogue) address(s *subject) string {
	found := c.graph.follow(s, nsLOCN+"address")
	if len(found) == 0 {
		return ""
	}
	at := found[0]
	if full := clean.Line(c.say(at, nsLOCN+"fullAddress")); full != "" {
		return clean.Cut(full, 300)
	}
	town := strings.TrimSpace(clean.Line(c.say(at, nsLOCN+"postCode")) + " " + clean.Town(c.say(at, nsLOCN+"postName")))
	parts := slices.DeleteFunc([]string{clean.Line(c.say(at, nsLOCN+"thoroughfare")), town}, func(s string) bool { return s == "" })
	return clean.Cut(strings.Join(parts, ", "), 300)
}

// leave leaves something out, and says so.
func (c *catalogue) leave(s *subject, code, id, name string) error {
	c.whole = false
	if c.taken[id] && id != "" && name != "" {
		code = "entry.twice"
	}
	where := id
	if where == "" && s.node.sort == address {
		where = s.node.text
	}
	return c.out.Remark(remarkLeft(clean.Cut(clean.Line(where), 200), code))
}

func place(s *subject) *registry.Place {
	latitude, err1 := strconv.ParseFloat(first(s.of(nsGEO+"lat")), 64)
	longitude, err2 := strconv.ParseFloat(first(s.of(nsGEO+"long")), 64)
	inNorway := latitude >= 57 && latitude <= 82 && longitude >= 3 && longitude <= 35
	if err1 != nil || err2 != nil || !inNorway || math.IsNaN(latitude+longitude) {
		return nil
	}
	return &registry.Place{Latitude: latitude, Longitude: longitude}
}

func moment(terms []term) time.Time {
	at, said := when.Instant(first(terms))
	if !said {
		return time.Time{}
	}
	return at
}

func years(terms []term) int {
	n, err := strconv.Atoi(first(terms))
	if err != nil || n < 0 || n > 120 {
		return 0
	}
	return n
}

func among(said string, allowed ...string) string {
	if slices.Contains(allowed, said) {
		return said
	}
	return ""
}

// texts are all the texts in a language; those in none when there are none.
func texts(all []term, language string) []string {
	for _, wanted := range []string{language, "", "nb", "nn"} {
		var found []string
		for _, t := range all {
			if said := clean.Cut(clean.Line(t.text), 100); t.sort == literal && t.language == wanted && said != "" && len(found) < 50 {
				found = append(found, said)
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}
