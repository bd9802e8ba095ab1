// Package brreg answers as Enhetsregisteret's open interface does
// (reference/DOMAIN.md 3.4), with its real ways: HAL pages that leave _embedded
// out when they are empty, names in capitals, industry codes that have been
// renumbered and silently answer nothing, sub-units with an address in another
// municipality, sole proprietors whose firm is a person's name, and units that
// are deleted but still there.
package brreg

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/town"
)

// Host is the host name of the register.
const Host = "data.brreg.no"

// Register is Enhetsregisteret.
type Register struct {
	Faults standin.Faults

	mu       sync.Mutex
	units    []Unit
	PageSize int // at most so many on a page; zero: as asked
}

// Unit is one entry.
type Unit struct {
	Number, Name, Form string
	Parent             string
	Sub                bool // among the sub-units
	Municipality       string
	Nace               string
	Phone, Mobile      string
	Email, Website     string
	Street             string
	Postcode, Town     string
	Language           string // Bokmål or Nynorsk
	Deleted, ShutDown  string // dates
	Registered         string
}

// New is the register with the demo's municipalities in it.
func New() *Register {
	r := &Register{}
	for _, m := range town.All() {
		r.units = append(r.units, of(m)...)
	}
	return r
}

// World is a world in which the register answers.
func World(r *Register) standin.World { return standin.World{Host: r.Handler()} }

// Units are the entries, to look at.
func (r *Register) Units() []Unit {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Unit(nil), r.units...)
}

// Change changes the entries.
func (r *Register) Change(do func([]Unit) []Unit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.units = do(r.units)
}

// Handler answers requests.
func (r *Register) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /enhetsregisteret/api/enheter", r.list(false))
	mux.HandleFunc("GET /enhetsregisteret/api/underenheter", r.list(true))
	mux.HandleFunc("GET /enhetsregisteret/api/enheter/{number}", r.one(false))
	mux.HandleFunc("GET /enhetsregisteret/api/underenheter/{number}", r.one(true))
	return r.Faults.Around(mux)
}

func (r *Register) list(sub bool) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		query := request.URL.Query()
		var found []Unit
		for _, unit := range r.units {
			if unit.Sub == sub && unit.fits(query.Get("overordnetEnhet"), query.Get("kommunenummer"), query.Get("naeringskode"), query.Get("organisasjonsform")) {
				found = append(found, unit)
			}
		}
		size, page := number(query.Get("size"), 20), number(query.Get("page"), 0)
		if r.PageSize > 0 {
			size = min(size, r.PageSize)
		}
		if size*(page+1) > 10000 {
			http.Error(w, `{"status":400,"feilmelding":"Man kan maksimalt hente 10 000"}`, http.StatusBadRequest)
			return
		}
		write(w, hal(found, sub, size, page))
	}
}

func hal(found []Unit, sub bool, size, page int) object {
	answer := object{"page": object{
		"size": size, "totalElements": len(found), "totalPages": (len(found) + size - 1) / size, "number": page,
	}, "_links": object{"self": object{"href": "https://" + Host + "/enhetsregisteret/api"}}}
	var shown []object
	for _, unit := range found[min(page*size, len(found)):min((page+1)*size, len(found))] {
		shown = append(shown, unit.object())
	}
	if len(shown) > 0 {
		name := "enheter"
		if sub {
			name = "underenheter"
		}
		answer["_embedded"] = object{name: shown}
	}
	return answer
}

func (r *Register) one(sub bool) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, unit := range r.units {
			if unit.Sub == sub && unit.Number == request.PathValue("number") {
				write(w, unit.object())
				return
			}
		}
		http.NotFound(w, request)
	}
}

func write(w http.ResponseWriter, value object) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.brreg.enhetsregisteret.enhet.v2+json;charset=UTF-8")
	_, _ = w.Write(body)
}

func (u Unit) fits(parent, municipality, nace, form string) bool {
	return (parent == "" || u.Parent == parent) && (municipality == "" || u.Municipality == municipality) &&
		(nace == "" || u.Nace == nace) && (form == "" || u.Form == form)
}

type object = map[string]any

// object is the entry as the register writes it: what it does not know it
// leaves out.
func (u Unit) object() object {
	made := object{
		"organisasjonsnummer": u.Number, "navn": strings.ToUpper(u.Name),
		"organisasjonsform":                             object{"kode": u.Form, "beskrivelse": u.Form},
		"registreringsdatoEnhetsregisteret":             u.Registered,
		"registrertIMvaregisteret":                      false,
		"harRegistrertAntallAnsatte":                    true,
		"registreringsdatoAntallAnsatteNAVAaregisteret": "2026-01-12",
	}
	address := "forretningsadresse"
	if u.Sub {
		address = "beliggenhetsadresse"
	}
	if u.Municipality != "" {
		made[address] = object{
			"land": "Norge", "landkode": "NO", "postnummer": u.Postcode, "poststed": u.Town,
			"adresse": []any{u.Street, nil}, "kommunenummer": u.Municipality,
		}
	}
	for name, value := range map[string]string{
		"overordnetEnhet": u.Parent, "telefon": u.Phone, "mobil": u.Mobile, "epostadresse": u.Email,
		"hjemmeside": u.Website, "maalform": u.Language, "slettedato": u.Deleted, "nedleggelsesdato": u.ShutDown,
	} {
		if value != "" {
			made[name] = value
		}
	}
	if u.Nace != "" {
		made["naeringskode1"] = object{"kode": u.Nace, "beskrivelse": u.Nace}
	}
	return made
}

func number(text string, otherwise int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}
