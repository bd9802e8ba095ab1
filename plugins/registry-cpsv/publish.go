package main

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// Publish writes the municipality's directory as CPSV-AP-NO, in JSON-LD and in
// Turtle. The two say the same.
func (p *plugin) Publish(_ context.Context, directory registry.Directory) ([]registry.File, error) {
	base, err := url.Parse(directory.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, &sdk.Fault{Source: sdk.FromHost, Code: "host.no_base_url"}
	}
	w := &writing{graph: newGraph(), base: strings.TrimSuffix(directory.BaseURL, "/"), language: p.municipality.Language, units: map[string]term{}}
	w.catalogue(p.municipality, directory.Services)
	for _, unit := range directory.Units {
		w.units[unit.ID] = w.node("enhet", unit.ID)
	}
	for _, unit := range directory.Units {
		w.unit(unit)
	}
	for _, service := range directory.Services {
		w.service(service)
	}
	json, err := writeJSONLD(w.graph)
	if err != nil {
		return nil, err
	}
	return []registry.File{
		{Name: "tjenestekatalog.jsonld", MediaType: "application/ld+json", Content: json},
		{Name: "tjenestekatalog.ttl", MediaType: "text/turtle", Content: writeTurtle(w.graph)},
	}, nil
}

// writing is a graph being made of a directory.
type writing struct {
	graph    *graph
	base     string
	language string
	units    map[string]term
}

func (w *writing) node(sort, id string) term { return iri(w.base + "/" + sort + "/" + escaped(id)) }

// part is a node that belongs to another.
func part(of term, name string) term { return iri(of.text + "#" + name) }

// catalogue is the whole, which CPSV-AP-NO wants services to be in.
func (w *writing) catalogue(m sdk.Municipality, services []registry.Service) {
	node, publisher := iri(w.base+"/katalog"), iri(w.base+"/katalog#utgiver")
	title, about := "Tjenester for barn og familier i "+m.Name, "Kommunens egen oversikt over tjenester for barn, unge og familier."
	if w.language == "nn" {
		title, about = "Tenester for barn og familiar i "+m.Name, "Kommunen si eiga oversikt over tenester for barn, unge og familiar."
	}
	w.graph.say(node, rdfType, iri(nsDCAT+"Catalog"))
	w.graph.say(node, nsDCT+"title", text(title, w.language))
	w.graph.say(node, nsDCT+"description", text(about, w.language))
	w.graph.say(node, nsDCT+"identifier", text(node.text, ""))
	w.graph.say(node, nsDCT+"publisher", publisher)
	w.graph.say(node, nsCV+"contactPoint", part(node, "kontakt"))
	w.graph.say(part(node, "kontakt"), rdfType, iri(nsCV+"ContactPoint"))
	w.graph.say(part(node, "kontakt"), nsCV+"contactPage", iri(w.base))
	w.graph.say(publisher, rdfType, iri(nsFOAF+"Agent"))
	w.graph.say(publisher, nsDCT+"title", text(m.Name, ""))
	w.graph.say(publisher, nsDCT+"identifier", text(m.OrgNumber, ""))
	for _, service := range services {
		w.graph.say(node, nsDCATNO+"containsService", w.node("tjeneste", service.ID))
	}
}

func (w *writing) unit(unit registry.Unit) {
	node, language := w.units[unit.ID], w.language
	if unit.Language != "" {
		language = unit.Language
	}
	w.graph.say(node, rdfType, iri(nsCV+"PublicOrganisation"))
	w.graph.say(node, nsSKOS+"prefLabel", text(unit.Name, language))
	w.graph.say(node, nsDCT+"title", text(unit.Name, language))
	identifier := unit.OrgNumber
	if identifier == "" {
		identifier = unit.ID
	}
	w.graph.say(node, nsDCT+"identifier", text(identifier, ""))
	w.graph.say(node, nsDCT+"spatial", iri(norway))
	w.graph.say(node, nsDCT+"description", text(unit.About, language))
	w.graph.say(node, nsHverdag+"id", text(unit.ID, ""))
	w.graph.say(node, nsHverdag+"kind", text(unit.Kind, ""))
	w.graph.say(node, nsHverdag+"writtenLanguage", text(unit.Language, ""))
	w.graph.say(node, nsHverdag+"parentOrgNumber", text(unit.ParentOrgNumber, ""))
	w.page(node, nsFOAF+"homepage", unit.Website)
	w.contact(node, unit.Phone, unit.Email)
	if unit.Address != "" {
		w.graph.say(node, nsLOCN+"address", part(node, "adresse"))
		w.graph.say(part(node, "adresse"), rdfType, iri(nsLOCN+"Address"))
		w.graph.say(part(node, "adresse"), nsLOCN+"fullAddress", text(unit.Address, ""))
	}
	if unit.Place != nil {
		w.graph.say(node, nsGEO+"lat", typed(degrees(unit.Place.Latitude), nsXSD+"decimal"))
		w.graph.say(node, nsGEO+"long", typed(degrees(unit.Place.Longitude), nsXSD+"decimal"))
	}
	w.state(node, unit.Closed, unit.Changed)
}

func (w *writing) service(service registry.Service) {
	node, l := w.node("tjeneste", service.ID), w.language
	w.graph.say(node, rdfType, iri(nsCPSV+"PublicService"))
	w.graph.say(node, nsDCT+"title", text(service.Title, l))
	w.graph.say(node, nsDCT+"description", text(service.About, l))
	w.graph.say(node, nsDCT+"identifier", text(service.ID, ""))
	w.graph.say(node, nsHverdag+"id", text(service.ID, ""))
	authority, has := w.units[service.UnitID]
	if !has {
		authority = iri(w.base + "/katalog#utgiver")
	}
	w.graph.say(node, nsCV+"hasCompetentAuthority", authority)
	w.graph.say(node, nsCPSVNO+"hasOutputType", part(node, "resultat"))
	w.result(part(node, "resultat"))
	w.contact(node, service.Phone, service.Email)
	if service.How != "" {
		channel := part(node, "kanal")
		w.graph.say(node, nsCV+"hasChannel", channel)
		w.graph.say(channel, rdfType, iri(nsCV+"Channel"))
		w.graph.say(channel, nsDCT+"identifier", text(channel.text, ""))
		w.graph.say(channel, nsDCT+"description", text(service.How, l))
	}
	w.page(node, nsFOAF+"homepage", service.Website)
	for _, area := range service.Areas {
		w.graph.say(node, nsHverdag+"area", text(area, ""))
	}
	for _, keyword := range service.Keywords {
		w.graph.say(node, nsDCAT+"keyword", text(keyword, l))
	}
	w.graph.say(node, nsHverdag+"audience", text(service.Audience, ""))
	w.graph.say(node, nsHverdag+"level", text(service.Level, ""))
	w.graph.say(node, nsHverdag+"ageFrom", typed(strconv.Itoa(service.AgeFrom), nsXSD+"integer"))
	if service.AgeTo > 0 {
		w.graph.say(node, nsHverdag+"ageTo", typed(strconv.Itoa(service.AgeTo), nsXSD+"integer"))
	}
	w.graph.say(node, nsHverdag+"referral", typed(strconv.FormatBool(service.Referral), nsXSD+"boolean"))
	w.state(node, service.Closed, service.Changed)
}

// result is the kind of result that CPSV-AP-NO wants every service to have.
func (w *writing) result(node term) {
	w.graph.say(node, rdfType, iri(nsCPSVNO+"OutputType"))
	w.graph.say(node, nsDCT+"title", text("Råd, veiledning eller oppfølging", "nb"), text("Råd, rettleiing eller oppfølging", "nn"))
	w.graph.say(node, nsDCT+"description", text("Det som tjenesten gir barnet og familien.", "nb"), text("Det som tenesta gir barnet og familien.", "nn"))
}

func (w *writing) contact(node term, phone, email string) {
	point := part(node, "kontakt")
	if phone == "" && email == "" {
		return
	}
	w.graph.say(node, nsCV+"contactPoint", point)
	w.graph.say(point, rdfType, iri(nsCV+"ContactPoint"))
	w.graph.say(point, nsCV+"telephone", text(phone, ""))
	if email != "" && !strings.ContainsAny(email, " <>\"{}|^`\\") {
		w.graph.say(point, nsCV+"email", iri("mailto:"+email))
	}
}

// page says a web address, unless it is none.
func (w *writing) page(node term, predicate, website string) {
	if website != "" && !strings.ContainsAny(website, " <>\"{}|^`\\\n") {
		w.graph.say(node, predicate, iri(website))
	}
}

func (w *writing) state(node term, closed bool, changed time.Time) {
	if closed {
		w.graph.say(node, nsADMS+"status", iri(withdrawn))
	}
	if !changed.IsZero() {
		w.graph.say(node, nsDCT+"modified", typed(changed.UTC().Format(time.RFC3339), nsXSD+"dateTime"))
	}
}

func degrees(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

// escaped makes a part of an IRI of an id.
func escaped(id string) string { return url.PathEscape(id) }
