package main

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
)

func configured(t testing.TB, language, address string, world standin.World) *plugin {
	t.Helper()
	p := &plugin{}
	err := p.Configure(context.Background(), sdk.Setup{
		Municipality: sdk.Municipality{Number: "1804", Name: "Bodø", OrgNumber: "311804006", Language: language},
		Settings:     map[string]string{"address": address}, Host: &standin.Desk{World: world},
	})
	if err != nil {
		t.Fatal(err)
	}
	p.ask.Pause = func(context.Context, time.Duration) error { return nil }
	return p
}

type listed struct {
	units    []registry.Unit
	services []registry.Service
	remarks  []registry.Remark
	end      registry.End
	err      error
}

func (p *plugin) listed(file *registry.File) listed {
	var got listed
	out := registry.NewWriter(func(chunk registry.Chunk) error {
		got.units = append(got.units, chunk.Units...)
		got.services = append(got.services, chunk.Services...)
		got.remarks = append(got.remarks, chunk.Remarks...)
		return nil
	})
	got.end, got.err = p.List(context.Background(), registry.Query{File: file}, out)
	return got
}

var directory = registry.Directory{
	BaseURL: "https://bodo.example/katalog/",
	Units: []registry.Unit{{
		ID: "enhet 1/å", Name: "Helsestasjonen Nordgløtt", Kind: "health", OrgNumber: "311804111", ParentOrgNumber: "311804006", Phone: "000 01 030",
		Email: "helsestasjon@bodo.example", Website: "https://helsestasjon.bodo.example/om", Address: "Prøvegata 1, 0004 Bodø", About: "Jordmor og «lege».\nÅpent \"alltid\" \\ ofte.",
		Place: &registry.Place{Latitude: 67.2801, Longitude: 14.4}, Language: "nn", Changed: time.Date(2026, 11, 2, 8, 30, 0, 0, time.UTC),
	}},
	Services: []registry.Service{{
		ID: "s1", UnitID: "enhet 1/å", Title: "Søvnkurs", About: "Tre kvelder", AgeTo: 5, Audience: "caregiver", Level: "universal", Areas: []string{"1.3", "2"},
		How: "Ring oss", Phone: "000 01 031", Email: "sovn@bodo.example", Website: "https://bodo.example/sovn", Referral: true, Keywords: []string{"søvn", "sove"}, Closed: true,
	}, {ID: "s2", Title: "Åpen dør", AgeFrom: 13}},
}

func TestWhatIsPublishedIsReadBackTheSame(t *testing.T) {
	for _, language := range []string{"nb", "nn"} {
		p := configured(t, language, "", nil)
		files, err := p.Publish(t.Context(), directory)
		if err != nil || len(files) != 2 {
			t.Fatalf("%v, %v", files, err)
		}
		for _, file := range files {
			got := p.listed(&file)
			if got.err != nil || got.end.Complete || len(got.remarks) > 1 || !reflect.DeepEqual(got.units, directory.Units) || !reflect.DeepEqual(got.services, directory.Services) {
				t.Errorf("%s: %+v\n%s", file.Name, got, file.Content)
			}
		}
	}
}

func TestWhatIsPublishedHasWhatTheProfileAsksFor(t *testing.T) {
	files, err := configured(t, "nn", "", nil).Publish(t.Context(), directory)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		g, err := readGraph(file.Content)
		if err != nil {
			t.Fatalf("%s: %v", file.Name, err)
		}
		required := map[string][]string{
			nsCPSV + "PublicService":    {nsDCT + "title", nsDCT + "description", nsDCT + "identifier", nsCPSVNO + "hasOutputType", nsCV + "hasCompetentAuthority", nsCV + "contactPoint", nsCV + "hasChannel"},
			nsCV + "PublicOrganisation": {nsDCT + "title", nsSKOS + "prefLabel", nsDCT + "identifier", nsDCT + "spatial"},
			nsCPSVNO + "OutputType":     {nsDCT + "title", nsDCT + "description"},
			nsDCAT + "Catalog":          {nsDCT + "title", nsDCT + "description", nsDCT + "identifier", nsDCT + "publisher", nsDCATNO + "containsService", nsCV + "contactPoint"},
			nsCV + "Channel":            {nsDCT + "identifier"},
		}
		for of, predicates := range required {
			found := false
			for _, s := range g.order {
				if !s.is(of) {
					continue
				}
				whole := true
				for _, predicate := range predicates {
					whole = whole && len(s.of(predicate)) > 0
				}
				found = found || whole
			}
			if !found {
				t.Errorf("%s: no whole %s", file.Name, of)
			}
		}
		for _, s := range g.order {
			if s.node.sort == address && !strings.HasPrefix(s.node.text, "https://bodo.example/katalog/") {
				t.Errorf("%s: %s is not ours to describe", file.Name, s.node.text)
			}
		}
		if title := g.nodes[iri("https://bodo.example/katalog/tjeneste/s1")].of(nsDCT + "title"); len(title) != 1 || title[0] != text("Søvnkurs", "nn") {
			t.Errorf("%s: %v", file.Name, title)
		}
	}
}

func TestPublishingNeedsAnAddress(t *testing.T) {
	for _, base := range []string{"", "bodo.example", "mailto:x@bodo.example", ":"} {
		_, err := configured(t, "nb", "", nil).Publish(t.Context(), registry.Directory{BaseURL: base})
		if !fetch.Is(err, "host.no_base_url") {
			t.Errorf("%q: %v", base, err)
		}
	}
}

// Any directory comes back as it was, from either form.
func TestAnyDirectoryIsReadBackTheSame(t *testing.T) {
	letters := rapid.SampledFrom([]rune("abcæøåÆØÅ \"'\\<>{}@#:;.,/%\n«»€😀_-"))
	line := rapid.Custom(func(t *rapid.T) string { return clean.Line(rapid.StringOfN(letters, 0, 20, -1).Draw(t, "line")) })
	named := rapid.Custom(func(t *rapid.T) string {
		return clean.Name("x" + clean.Line(rapid.StringOfN(letters, 0, 20, -1).Draw(t, "name")))
	})
	id := rapid.Custom(func(t *rapid.T) string { return clean.Line("i" + rapid.StringOfN(letters, 0, 10, -1).Draw(t, "id")) })
	units := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) registry.Unit {
		return registry.Unit{
			ID: "u" + id.Draw(t, "id"), Name: named.Draw(t, "name"), Kind: rapid.SampledFrom(registry.Kinds).Draw(t, "kind"), Address: line.Draw(t, "address"),
			About: clean.Text(rapid.StringOfN(letters, 0, 40, -1).Draw(t, "about")), Language: rapid.SampledFrom([]string{"", "nb", "nn"}).Draw(t, "language"),
			Closed: rapid.Bool().Draw(t, "closed"),
		}
	}), 0, 4, func(u registry.Unit) string { return u.ID })
	rapid.Check(t, func(t *rapid.T) {
		d := registry.Directory{BaseURL: "https://bodo.example/k", Units: units.Draw(t, "units")}
		d.Services = rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) registry.Service {
			s := registry.Service{
				ID: "s" + id.Draw(t, "id"), Title: named.Draw(t, "title"), How: line.Draw(t, "how"), AgeFrom: rapid.IntRange(0, 18).Draw(t, "from"),
				Level: rapid.SampledFrom([]string{"", "universal", "selective", "indicated"}).Draw(t, "level"), Referral: rapid.Bool().Draw(t, "referral"),
			}
			if len(d.Units) > 0 {
				s.UnitID = rapid.SampledFrom(d.Units).Draw(t, "unit").ID
			}
			return s
		}), 1, 4, func(s registry.Service) string { return s.ID }).Draw(t, "services")
		p := &plugin{municipality: sdk.Municipality{Name: "Bodø", Language: rapid.SampledFrom([]string{"nb", "nn"}).Draw(t, "language")}}
		files, err := p.Publish(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			got := p.listed(&file)
			if got.err != nil || !sameAs(got.units, d.Units) || !sameAs(got.services, d.Services) {
				t.Fatalf("%s: %+v, %v\nwas %+v\n%s", file.Name, got, got.err, d, file.Content)
			}
		}
	})
}

func sameAs(a, b any) bool {
	one, err1 := json.Marshal(a)
	other, err2 := json.Marshal(b)
	empty := func(b []byte) string { return strings.Replace(string(b), "null", "[]", 1) }
	return err1 == nil && err2 == nil && (string(one) == string(other) || len(one) < 5 && empty(one) == empty(other))
}
