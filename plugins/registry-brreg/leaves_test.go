package main

import (
	"context"
	"net/http"
	"regexp"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/brreg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/town"
)

var allowed = regexp.MustCompile(`^/enhetsregisteret/api/(enheter/[0-9]{9}|(under)?enheter\?((overordnetEnhet=[0-9]{9}|kommunenummer=1804|naeringskode=88\.910|page=[0-9]+|size=100)&?)+)$`)

// Nothing leaves but the municipality's numbers, those of its units, and the
// industries that are asked for.
func TestWhatLeaves(t *testing.T) {
	m, _ := town.Of("1804")
	orgNumber := m.OrgNumber
	register := brreg.New().Handler()
	p := &plugin{}
	err := p.Configure(t.Context(), sdk.Setup{
		Municipality: sdk.Municipality{Number: "1804", Name: "Bodø", OrgNumber: orgNumber, Language: "nb"},
		Settings:     map[string]string{"industries": "88.910"}, Granted: []string{"directory.contents"},
		Host: &standin.Desk{World: standin.World{host: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet || !allowed.MatchString(r.URL.RequestURI()) || r.ContentLength > 0 {
				t.Errorf("%s %s leaves", r.Method, r.URL.RequestURI())
			}
			for name := range r.Header {
				if name != "Accept" {
					t.Errorf("the header %s leaves", name)
				}
			}
			register.ServeHTTP(w, r)
		})}},
	})
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	_, err = p.List(context.Background(), registry.Query{}, registry.NewWriter(func(c registry.Chunk) error { listed += len(c.Units); return nil }))
	if err != nil || listed == 0 {
		t.Fatalf("%d units, %v", listed, err)
	}
	if _, err := p.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}
