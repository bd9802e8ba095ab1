package main

import (
	"bytes"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/stinesofiesstiftelse/hverdagspakke/cmd/hverdag/demo"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/leak"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin/demoissuer"
)

// Everything the demo shows, sends and writes, also to the stafettlogg that a
// family was linked to before its address was protected, gone through as
// everybody who can sign in, for whatever locates the families with address
// protection. Their own coordinator alone may see it, on pages and nowhere else.
func TestNothingThatLeavesTellsWhereAHiddenFamilyIs(t *testing.T) {
	folder := t.TempDir()
	p := start(t, folder)
	linkAndProtect(t, p, folder)
	hidden := hiddenFamilies(t)
	people, err := demo.People("localhost")
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for _, who := range people {
		visits := crawl(t, p, who)
		pages += len(visits)
		for _, one := range visits {
			bare := leak.LayBare(one.body)
			for _, family := range hidden {
				if family.Coordinator == who.Value && one.isPage {
					continue
				}
				for _, place := range family.places {
					if bare.Tells(place) {
						t.Errorf("%s is told where a hidden family is at %s", who.Value, one.path)
					}
				}
				if !family.isOwn(who.Value) {
					continue
				}
				for _, unit := range family.units {
					if bare.Tells(unit) {
						t.Errorf("%s is told of a hidden family's units at %s", who.Value, one.path)
					}
				}
			}
		}
	}
	if pages < len(people)*3 {
		t.Errorf("%d pages for %d people: nobody got anywhere", pages, len(people))
	}
	t.Logf("%d answers to %d people", pages, len(people))
	for name, text := range written(t, p, folder) {
		bare := leak.LayBare(text)
		for _, family := range hidden {
			for _, place := range family.places {
				if bare.Tells(place) {
					t.Errorf("%s tells where a hidden family is", name)
				}
			}
		}
	}
}

// hiddenFamily is a family in the scenario in which an address is protected.
type hiddenFamily struct {
	Coordinator string
	logins      []string
	places      []string
	units       []string
}

func (f hiddenFamily) isOwn(person string) bool { return slices.Contains(f.logins, person) }

// hiddenFamilies reads the scenario for what locates them.
func hiddenFamilies(t *testing.T) []hiddenFamily {
	t.Helper()
	files, err := filepath.Glob("demo/scenario/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenario", err)
	}
	var hidden []hiddenFamily
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var town struct {
			Units    []struct{ Key, Name string }
			Families []struct {
				Coordinator string
				Short       string `yaml:"short_name"`
				Members     []struct {
					Address, Grade, School string
					Login                  struct{ Value string }
				}
				Events []struct {
					Call struct{ Place string }
				}
			}
		}
		if err := yaml.Unmarshal(raw, &town); err != nil {
			t.Fatal(err)
		}
		for _, family := range town.Families {
			one := hiddenFamily{Coordinator: family.Coordinator}
			late := family.Short == lateFamily // its meetings and units were known before
			strict := late
			for _, member := range family.Members {
				strict = strict || member.Grade != "ugradert"
				if member.Address != "" {
					one.places = append(one.places, member.Address)
				}
				if member.Login.Value != "" {
					one.logins = append(one.logins, member.Login.Value)
				}
				for _, unit := range town.Units {
					if unit.Key == member.School && !late {
						one.units = append(one.units, unit.Name)
					}
				}
			}
			for _, event := range family.Events {
				if event.Call.Place != "" && !late && !strings.Contains(event.Call.Place, "telefon") {
					one.places = append(one.places, event.Call.Place)
				}
			}
			if strict {
				hidden = append(hidden, one)
			}
		}
	}
	if len(hidden) < 3 {
		t.Fatalf("%d hidden families in the scenario", len(hidden))
	}
	return hidden
}

// answer is what somebody was sent.
type answer struct {
	path, body string
	isPage     bool // and not a file
}

var (
	links = regexp.MustCompile(`(?:href|src|action)="(/[^"#]*)"`)
	ids   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
)

// crawl signs somebody in and follows every link, from every kind of page at
// most six.
func crawl(t *testing.T, p *program, who demoissuer.Person) []answer {
	t.Helper()
	b := p.browser(who.Host)
	door := map[string]string{
		demoissuer.KindStaff: "ansatt", demoissuer.KindFamily: "familie", demoissuer.KindFoundation: "begynn",
	}[who.Kind]
	b.signIn(door, who.Value)
	var seen []answer
	kinds, known := map[string]int{}, map[string]bool{"/": true}
	for next := []string{"/"}; len(next) > 0 && len(seen) < 300; next = next[1:] {
		path := next[0]
		status, body := b.get(path)
		if status >= 500 {
			t.Errorf("%s got %d at %s", who.Value, status, path)
		}
		seen = append(seen, answer{path: path, body: body, isPage: strings.Contains(body, "<html")})
		for _, link := range links.FindAllStringSubmatch(body, -1) {
			to := html.UnescapeString(link[1])
			kind := ids.ReplaceAllString(to, "x")
			if known[to] || kinds[kind] >= 6 || strings.HasPrefix(to, "/static") || strings.HasPrefix(to, "/logg-ut") || to == "/ut" {
				continue
			}
			known[to] = true
			kinds[kind]++
			next = append(next, to)
		}
	}
	return seen
}

// written is what the demo has written that is not sealed: its log, and mails
// and messages as they would have been sent.
func written(t *testing.T, p *program, folder string) map[string]string {
	t.Helper()
	texts := map[string]string{"the log": p.log.String()}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.HasPrefix(raw, []byte("\x7fELF")) { // a plugin's program, made before anybody moved in
			return err
		}
		texts[filepath.Base(path)] = filepath.Base(path) + "\n" + string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
