package main

import (
	"encoding/base64"
	"html"
	"io"
	"io/fs"
	"mime/quotedprintable"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/stinesofiesstiftelse/hverdagspakke/cmd/hverdag/demo"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin/demoissuer"
)

// Everything the demo shows, sends and writes, gone through as everybody who
// can sign in, for whatever locates the families with address protection.
// Their own coordinator alone may see it, on pages and nowhere else.
func TestNothingThatLeavesTellsWhereAHiddenFamilyIs(t *testing.T) {
	folder := t.TempDir()
	p := start(t, folder)
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
			bare := layBare(one.body)
			for _, family := range hidden {
				if family.Coordinator == who.Value && one.isPage {
					continue
				}
				for _, place := range family.places {
					if bare.tells(place) {
						t.Errorf("%s is told where a hidden family is at %s", who.Value, one.path)
					}
				}
				if !family.isOwn(who.Value) {
					continue
				}
				for _, unit := range family.units {
					if bare.tells(unit) {
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
		bare := layBare(text)
		for _, family := range hidden {
			for _, place := range family.places {
				if bare.tells(place) {
					t.Errorf("%s tells where a hidden family is", name)
				}
			}
		}
	}
}

func TestTheSearchForPlacesFindsThemHoweverTheyAreWritten(t *testing.T) {
	const place = "Tåkelundvegen 8"
	for _, text := range []string{
		place, "<b>Tåkelund</b>vegen 8", "TAAKELUNDVEGEN", "T&aring;kelundvegen", url.QueryEscape(place), url.PathEscape(place),
		"bor i tåkelundvegens ende", "Tåke\u00adlundvegen", "Tåke\u200blundvegen", "Ta\u030akelundvegen",
		base64.StdEncoding.EncodeToString([]byte(place)), base64.StdEncoding.EncodeToString([]byte("x" + place)),
		base64.StdEncoding.EncodeToString([]byte("xy" + place)), "T=C3=A5kelundv=\r\negen 8", `"T\u00e5kelundvegen"`, "Tåkelund-\nvegen",
	} {
		if !layBare(text).tells(place) {
			t.Errorf("%q is not found in %q", place, text)
		}
	}
	for _, text := range []string{"", "Tåka ligger over byen", "Strandvegen 8"} {
		if layBare(text).tells(place) {
			t.Errorf("%q is found in %q", place, text)
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
			strict := false
			for _, member := range family.Members {
				strict = strict || member.Grade != "ugradert"
				if member.Address != "" {
					one.places = append(one.places, member.Address)
				}
				if member.Login.Value != "" {
					one.logins = append(one.logins, member.Login.Value)
				}
				for _, unit := range town.Units {
					if unit.Key == member.School {
						one.units = append(one.units, unit.Name)
					}
				}
			}
			for _, event := range family.Events {
				if event.Call.Place != "" && !strings.Contains(event.Call.Place, "telefon") {
					one.places = append(one.places, event.Call.Place)
				}
			}
			if strict {
				hidden = append(hidden, one)
			}
		}
	}
	if len(hidden) < 2 {
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
		texts[filepath.Base(path)] = filepath.Base(path) + "\n" + string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

var (
	tags     = regexp.MustCompile(`<[^>]*>`)
	stray    = regexp.MustCompile(`%([^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)`)
	escapes  = regexp.MustCompile(`\\u([0-9a-fA-F]{4})`)
	unspaced = strings.NewReplacer(" ", "", "\n", "", "\r", "", "\t", "", "-", "")
)

// laidBare is a text in every form a place could be read out of it: as it is,
// without tags and unseen characters, decoded.
type laidBare struct{ plain, packed []string }

func layBare(text string) laidBare {
	var bare laidBare
	add := func(form string) { bare.plain = append(bare.plain, unspaced.Replace(seal.Normalise(form))) }
	add(text)
	add(tags.ReplaceAllString(html.UnescapeString(text), ""))
	if strings.Contains(text, "%") {
		unescaped, err := url.QueryUnescape(strings.ReplaceAll(stray.ReplaceAllString(text, "%25$1"), "+", " "))
		if err == nil {
			add(unescaped)
		}
	}
	if strings.Contains(text, "=\r\n") || strings.Contains(text, "=C3") {
		raw, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(text)))
		if err == nil || len(raw) > 0 {
			add(string(raw))
		}
	}
	if escapes.MatchString(text) {
		add(escapes.ReplaceAllStringFunc(text, unescape))
	}
	bare.packed = []string{unspaced.Replace(text)}
	return bare
}

// tells reports whether a text tells of a place, also inflected.
func (b laidBare) tells(place string) bool {
	word := slices.MaxFunc(strings.Fields(place), func(x, y string) int { return len(x) - len(y) })
	stem := unspaced.Replace(seal.Normalise(word))
	stem = stem[:len(stem)*9/10] // "-vegen", "-vegens", "-veg" alike
	for _, form := range b.plain {
		if strings.Contains(form, stem) {
			return true
		}
	}
	for shift := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + word))
		inner := encoded[(shift*8+5)/6 : len(encoded)-2]
		for _, form := range b.packed {
			if strings.Contains(form, inner) {
				return true
			}
		}
	}
	return false
}

func unescape(escaped string) string {
	var one string
	err := yaml.Unmarshal([]byte(`"`+escaped+`"`), &one)
	if err != nil {
		return escaped
	}
	return one
}
