package main

import (
	"context"
	"net/http"
	"regexp"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/udir"
)

var allowed = regexp.MustCompile(`^/v4/(enheter/kommune/1804|enhet/[0-9]{9}|enheter\?sidenummer=1&antallperside=1)$`)

// Nothing leaves but the municipality's number and the numbers of units.
func TestWhatLeaves(t *testing.T) {
	register := udir.Schools().Handler()
	p := &plugin{}
	err := p.Configure(t.Context(), sdk.Setup{
		Municipality: sdk.Municipality{Number: "1804", Name: "Bodø", OrgNumber: "311804006", Language: "nb"},
		Settings:     map[string]string{"registers": "schools"}, Granted: []string{"directory.contents"},
		Host: &standin.Desk{World: standin.World{schools.Host: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet || !allowed.MatchString(r.URL.RequestURI()) || r.ContentLength > 0 {
				t.Errorf("%s %s leaves", r.Method, r.URL.RequestURI())
			}
			for name := range r.Header {
				if name != "Accept" && name != "If-None-Match" {
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
