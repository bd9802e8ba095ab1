// Package udir answers as Nasjonalt skoleregister and Nasjonalt
// barnehageregister do, version 4 (reference/DOMAIN.md 3.4), with their real
// faults: units without a place that are placed at zero, closed units among
// the open, owners among the schools, a test unit whose number is no number,
// fields that are missing, and times written in several ways.
package udir

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/town"
)

// The host names of the two registers.
const (
	SchoolsHost       = "data-nsr.udir.no"
	KindergartensHost = "data-nbr.udir.no"
)

// Register is one of the two. Its exported fields may be changed between
// requests; Change does it safely.
type Register struct {
	Faults standin.Faults

	mu            sync.Mutex
	kindergartens bool
	Old           bool // answers with version 3's bare arrays
	PageSize      int  // of the whole list; zero: 1000
	Paged         bool // splits a municipality's list in pages too
	ETags         bool // names each answer
	Restless      bool // and never the same name twice
	Towns         []town.Municipality
	answered      int
}

// Schools is Nasjonalt skoleregister.
func Schools() *Register { return &Register{Towns: town.All()} }

// Kindergartens is Nasjonalt barnehageregister.
func Kindergartens() *Register { return &Register{Towns: town.All(), kindergartens: true} }

// Change changes the register.
func (r *Register) Change(do func(*Register)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	do(r)
}

// Unit finds a unit by name, to be changed within Change; nil when there is
// none.
func (r *Register) Unit(name string) *town.Unit {
	for i := range r.Towns {
		for j := range r.Towns[i].Units {
			if r.Towns[i].Units[j].Name == name {
				return &r.Towns[i].Units[j]
			}
		}
	}
	return nil
}

// Remove takes a unit out of the register, within Change.
func (r *Register) Remove(name string) {
	for i := range r.Towns {
		kept := r.Towns[i].Units[:0:0]
		for _, unit := range r.Towns[i].Units {
			if unit.Name != name {
				kept = append(kept, unit)
			}
		}
		r.Towns[i].Units = kept
	}
}

// Handler answers requests.
func (r *Register) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v4/enheter", r.whole)
	mux.HandleFunc("GET /v4/enheter/kommune/{number}", r.municipality)
	mux.HandleFunc("GET /v4/enhet/{number}", r.unit)
	return r.Faults.Around(mux)
}

// World is a world in which both registers answer.
func World(schools, kindergartens *Register) standin.World {
	return standin.World{SchoolsHost: schools.Handler(), KindergartensHost: kindergartens.Handler()}
}

func (r *Register) whole(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var items []item
	for _, m := range r.Towns {
		items = append(items, r.items(m)...)
	}
	r.list(w, request, items, true)
}

func (r *Register) municipality(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var items []item
	for _, m := range r.Towns {
		if m.Number == request.PathValue("number") {
			items = r.items(m)
		}
	}
	r.list(w, request, items, r.Paged)
}

// list answers with a page. A municipality's list has no paging fields.
func (r *Register) list(w http.ResponseWriter, request *http.Request, items []item, paged bool) {
	if r.Old {
		r.write(w, request, items)
		return
	}
	if !paged {
		r.write(w, request, map[string]any{"EnhetListe": emptyWhenNil(items)})
		return
	}
	size := r.PageSize
	if asked, err := strconv.Atoi(request.URL.Query().Get("antallperside")); err == nil && asked > 0 && (size == 0 || asked < size) {
		size = asked
	}
	if size == 0 {
		size = 1000
	}
	page, err := strconv.Atoi(request.URL.Query().Get("sidenummer"))
	if err != nil || page < 1 {
		page = 1
	}
	from, to := min((page-1)*size, len(items)), min(page*size, len(items))
	r.write(w, request, map[string]any{
		"Sidenummer": page, "AntallPerSide": size, "AntallSider": (len(items) + size - 1) / size,
		"TotaltAntallEnheter": len(items), "EnhetListe": emptyWhenNil(items[from:to]),
	})
}

func (r *Register) unit(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.Towns {
		for i, unit := range m.Units {
			if unit.OrgNumber == request.PathValue("number") && r.has(unit) {
				r.write(w, request, r.detail(m, unit, i))
				return
			}
		}
	}
	http.NotFound(w, request)
}

func (r *Register) write(w http.ResponseWriter, request *http.Request, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if r.ETags {
		r.answered++
		name := fmt.Sprintf("W/\"%x-%d\"", len(body), checksum(body))
		if r.Restless {
			name = fmt.Sprintf("W/\"svar-%d\"", r.answered)
		}
		w.Header().Set("ETag", name)
		if request.Header.Get("If-None-Match") == name {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(body)
}

func checksum(body []byte) uint32 {
	sum := uint32(2166136261)
	for _, b := range body {
		sum = (sum ^ uint32(b)) * 16777619
	}
	return sum
}

func emptyWhenNil(items []item) []item {
	if items == nil {
		return []item{}
	}
	return items
}

func (r *Register) has(unit town.Unit) bool {
	if r.kindergartens {
		return unit.Sort == town.Kindergarten
	}
	return unit.Sort == town.School || unit.Sort == town.Upper
}

func website(unit town.Unit) string { return strings.TrimSpace(unit.Website) }
