package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/files"
)

// Catalogues as other systems write them.
var others, linked = string(files.Turtle), string(files.JSONLD)

func TestAnothersTurtle(t *testing.T) {
	for language, want := range map[string][3]string{
		"nb": {"Foreldreveiledning", "Åtte kvelder.\n\"Trygge voksne\" er tema.", "søvn grenser"},
		"nn": {"Foreldrerettleiing", "Åtte kveldar.", "grenser"},
	} {
		got := configured(t, language, "", nil).listed(&registry.File{Content: []byte(others)})
		if got.err != nil || got.end.Complete || len(got.services) != 2 || len(got.units) != 1 {
			t.Fatalf("%+v", got)
		}
		s := got.services[0]
		if s.ID != "https://tjenester.bodo.example/tjeneste/7" || s.Title != want[0] || s.About != want[1] || strings.Join(s.Keywords, " ") != want[2] ||
			s.Phone != "00001030" || s.Email != "post.familie@bodo.example" || s.Website != "https://bodo.example/kurs" || s.How != "Ring eller kom innom" ||
			s.UnitID != got.units[0].ID || !s.Changed.Equal(time.Date(2026, 3, 1, 0, 0, 0, 0, when.Norway)) {
			t.Errorf("%+v", s)
		}
		if u := got.units[0]; u.Name != "Helsestasjonen Nordgløtt" || u.Kind != "health" || u.OrgNumber != "311804111" || u.Website != "https://helse.bodo.example" {
			t.Errorf("%+v", u)
		}
		var codes []string
		for _, remark := range got.remarks {
			codes = append(codes, remark.Code)
		}
		if slices.Sort(codes); !slices.Equal(codes, []string{"service.no_title", "service.no_title", "service.no_unit"}) {
			t.Errorf("%+v", got.remarks)
		}
	}
}

func TestAnothersJSONLD(t *testing.T) {
	got := configured(t, "nn", "", nil).listed(&registry.File{Content: []byte("\ufeff" + linked)})
	if got.err != nil || len(got.remarks) > 0 || len(got.services) != 1 || len(got.units) != 1 {
		t.Fatalf("%+v", got)
	}
	s := got.services[0]
	if s.Title != "Foreldrerettleiing" || s.About != "Åtte kveldar." || s.Phone != "000 01 030" || s.Email != "" || s.Website != "https://bodo.example/kurs" || !s.Closed || s.UnitID != got.units[0].ID {
		t.Errorf("%+v", s)
	}
}

func TestNoContextIsFetched(t *testing.T) {
	asked := 0
	world := standin.World{"ord.example": http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ })}
	for _, context := range []string{`"https://ord.example/context.jsonld"`, `{"@import": "https://ord.example/cpsv-ap.jsonld"}`, `["http://ord.example/cpsv-ap.jsonld"]`, `{"x": {"@id": "urn:x:y", "@context": "https://ord.example/c"}}`} {
		content := `{"@context": ` + context + `, "x": {"a": 1}}`
		got := configured(t, "nb", "", world).listed(&registry.File{Content: []byte(content)})
		if !fetch.Is(got.err, "file.unknown_context") || asked > 0 {
			t.Errorf("%s: %v, asked %d times", context, got.err, asked)
		}
	}
}

func TestFilesThatAreNoCatalogue(t *testing.T) {
	for content, code := range map[string]string{
		"":                                    "file.missing",
		"<?xml version=\"1.0\"?><rdf:RDF/>":   "file.not_rdf",
		"<!DOCTYPE html><html>":               "file.not_rdf",
		"{":                                   "file.not_rdf",
		"{} {}":                               "file.not_rdf",
		"[1]":                                 "file.not_rdf",
		"\xff\xfea":                           "file.not_utf8",
		"<a> <b> .":                           "file.not_rdf",
		"<a> <b> \"uten slutt .":              "file.not_rdf",
		"a:b a:c a:d .":                       "file.not_rdf",
		"<a> <b> <c> .":                       "file.no_services",
		"{}":                                  "file.no_services",
		strings.Repeat("[", 400):              "file.not_rdf",
		"<a> <b> " + strings.Repeat("(", 400): "file.not_rdf",
		strings.Repeat(`{"@graph":`, 300) + strings.Repeat("}", 300): "file.not_rdf",
	} {
		got := configured(t, "nb", "", nil).listed(&registry.File{Content: []byte(content)})
		if !fetch.Is(got.err, code) {
			t.Errorf("%q: %v", cut(content, 30), got.err)
		}
	}
	if got := configured(t, "nb", "", nil).listed(nil); !fetch.Is(got.err, "file.missing") {
		t.Error(got.err)
	}
}

func TestACatalogueOnTheWeb(t *testing.T) {
	var faults standin.Faults
	world := standin.World{"tjenester.bodo.example": faults.Around(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(others))
	}))}
	p := configured(t, "nb", "https://tjenester.bodo.example/katalog.ttl", world)
	if got := p.listed(nil); got.err != nil || len(got.services) != 2 {
		t.Fatalf("%+v", got)
	}
	whole := strings.NewReplacer("<tjeneste/8> a cpsv:PublicService", "<tjeneste/8> a dct:Agent", "[] a cpsv:PublicService", "[] a dct:Agent").Replace(others)
	faults.Next("", 1, standin.Fault{Status: 200, Body: whole})
	if got := p.listed(nil); got.err != nil || !got.end.Complete {
		t.Fatalf("%+v", got)
	}
	if health, err := p.Check(t.Context()); err != nil || !health.OK {
		t.Fatal(health, err)
	}
	for body, code := range map[string]string{"<html>Feil</html>": "file.not_rdf", "{\"@context\": \"https://x.example\"}": "file.unknown_context"} {
		faults.Clear()
		faults.Next("", -1, standin.Fault{Status: 200, Body: body})
		if got := p.listed(nil); !fetch.Is(got.err, code) || !strings.Contains(asSystems(got.err).Error(), code) {
			t.Errorf("%s: %v", body, got.err)
		}
	}
	faults.Clear()
	faults.Next("", -1, standin.Fault{Status: 301})
	if _, err := p.Check(t.Context()); !fetch.Is(err, "system.redirected") {
		t.Error(err)
	}
	for _, address := range []string{"http://bodo.example", "https://", "ftp://x", "https://a:b@bodo.example"} {
		if err := (&plugin{}).Configure(t.Context(), setupWith(address)); !fetch.Is(err, "setting.odd_address") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestATimeWithoutAZoneIsNorwegian(t *testing.T) {
	for text, want := range map[string]string{
		"2026-06-15T12:00:00": "2026-06-15T10:00:00Z", "2026-06-15T12:00:00Z": "2026-06-15T12:00:00Z",
		"2026-10-25T02:30:00+01:00": "2026-10-25T01:30:00Z", "2028-02-29": "2028-02-28T23:00:00Z", "i går": "0001-01-01T00:00:00Z",
	} {
		if at := moment([]term{{text: text}}).UTC().Format(time.RFC3339); at != want {
			t.Errorf("%s is %s", text, at)
		}
	}
}
