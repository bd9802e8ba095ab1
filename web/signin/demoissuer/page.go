package demoissuer

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
)

//go:embed page.html demo.css
var files embed.FS

var pages = template.Must(template.ParseFS(files, "page.html"))

// role is the people of one place who do the same.
type role struct {
	Name   string
	People []Person
}

// place is the people of one municipality, or of the foundation.
type place struct {
	Name  string
	Roles []role
}

// field is a hidden field of the form.
type field struct{ Name, Value string }

// sheet is everything the page shows.
type sheet struct {
	W       words
	Fields  []field
	Own     []place
	Others  []place
	Missed  bool   // the form named nobody
	Heading string // a notice, instead of people
	Body    string
}

func (i *Issuer) renderPeople(w http.ResponseWriter, status int, a asked, missed bool) {
	s := sheet{W: wordsFor(a.nynorsk), Missed: missed}
	for _, name := range travelling {
		if value := a.form.Get(name); value != "" {
			s.Fields = append(s.Fields, field{name, value})
		}
	}
	s.Own, s.Others = arrange(i.config.People(), a.client, hostOf(a.redirect))
	w.Header().Set("Content-Security-Policy", policy(a.redirect))
	i.render(w, status, "people", s)
}

// arrange puts the people the client may sign in by place and role, in the
// order they were given; those of the host that asked come first.
func arrange(people []Person, client Client, host string) (own, others []place) {
	for _, p := range people {
		if !client.serves(p.Kind) {
			continue
		}
		if p.Host == host {
			own = add(own, p)
			continue
		}
		others = add(others, p)
	}
	return own, others
}

func add(places []place, p Person) []place {
	at := -1
	for n := range places {
		if places[n].Name == p.Where {
			at = n
		}
	}
	if at < 0 {
		places = append(places, place{Name: p.Where})
		at = len(places) - 1
	}
	roles := places[at].Roles
	for n := range roles {
		if roles[n].Name == p.Role {
			roles[n].People = append(roles[n].People, p)
			return places
		}
	}
	places[at].Roles = append(roles, role{Name: p.Role, People: []Person{p}})
	return places
}

func (i *Issuer) showFront(w http.ResponseWriter, r *http.Request) {
	i.showNotice(w, r, http.StatusOK, "front")
}

// showNotice is a page with a sentence and no way further.
func (i *Issuer) showNotice(w http.ResponseWriter, r *http.Request, status int, what string) {
	words := wordsFor(wantsNynorsk(r.FormValue("ui_locales")))
	text := words.Notices[what]
	i.render(w, status, "notice", sheet{W: words, Heading: text[0], Body: text[1]})
}

func (i *Issuer) render(w http.ResponseWriter, status int, name string, s sheet) {
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, s); err != nil {
		i.config.Log.Error("demo issuer: page", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	// A write that fails here has lost its reader; there is nobody left to tell.
	_, _ = out.WriteTo(w)
}

func stylesheet(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=300")
	http.ServeFileFS(w, r, files, "demo.css")
}
