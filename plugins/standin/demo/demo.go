// Package demo is the world of the demo: the national registers, and a
// municipality's catalogue of services, as the stand-ins have them. The demo's
// host asks it instead of the internet.
package demo

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/brreg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/files"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/udir"
)

// Catalogue is the address of the catalogue, for registry-cpsv.
const Catalogue = "https://tjenester.bodo.example/katalog.ttl"

// World is an http.RoundTripper that answers for every host name there is in
// the demo.
func World() standin.World {
	world := udir.World(udir.Schools(), udir.Kindergartens())
	world[brreg.Host] = brreg.New().Handler()
	world["tjenester.bodo.example"] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/katalog.ttl" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/turtle; charset=utf-8")
		_, _ = w.Write(files.Turtle)
	})
	return world
}
