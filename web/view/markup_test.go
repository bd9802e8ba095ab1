package view

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/static"
)

// TestEveryComponentMakesSoundHTML renders the whole gallery in both
// languages and holds each page against the rules of sound HTML: balanced
// tags, ids used once, labels and descriptions that exist, one h1, headings
// that skip no level, and nothing inline that the content policy would stop.
func TestEveryComponentMakesSoundHTML(t *testing.T) {
	for _, lang := range locale.Languages {
		for name, page := range gallery(lang) {
			t.Run(lang+"/"+name, func(t *testing.T) {
				text := render(t, page)
				for _, fault := range faults(text) {
					t.Error(fault)
				}
			})
		}
	}
}

// TestTheRulesOfSoundHTMLFindFaults makes sure that the check above can fail.
func TestTheRulesOfSoundHTMLFindFaults(t *testing.T) {
	for _, broken := range []string{
		`<main><h1>a</h1><p>b</main>`,
		`<main><h1>a</h1><p id="x"></p><p id="x"></p></main>`,
		`<main><h1>a</h1><label for="y">b</label></main>`,
		`<main><h1>a</h1><p style="color:red">b</p></main>`,
		`<main><h1>a</h1><h3>b</h3></main>`,
		`<main><h1>a</h1><h1>b</h1></main>`,
		`<main><h1>a</h1><a href="#z">b</a></main>`,
		`<main><h1>a</h1><ul><p>b</p></ul></main>`,
		`<main><h1>a</h1><script>1</script></main>`,
		`<main><h1>a</h1><p>form.required</p></main>`,
		`<main><h1>a</h1><p>Hei {Name}</p></main>`,
	} {
		if len(faults(broken)) == 0 {
			t.Errorf("no fault found in %s", broken)
		}
	}
}

// TestThePagesCanBeLookedAt writes the gallery for a browser when
// GALLERY_DIR names a folder; it always checks that a page's own files exist.
func TestThePagesCanBeLookedAt(t *testing.T) {
	folder := os.Getenv("GALLERY_DIR")
	addresses := regexp.MustCompile(`/static/([^"]+)`)
	for _, lang := range locale.Languages {
		for name, page := range gallery(lang) {
			text := render(t, page)
			for _, found := range addresses.FindAllStringSubmatch(text, -1) {
				file, ok := static.Open(found[1])
				if !ok {
					t.Fatalf("%s asks for %s, which does not exist", name, found[0])
				}
				keepFile(t, folder, found[0], string(file.Body))
			}
			keepFile(t, folder, lang+"-"+name+".html", text)
		}
	}
}

func keepFile(t *testing.T, folder, name, text string) {
	t.Helper()
	if folder == "" {
		return
	}
	path := filepath.Join(folder, name)
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err != nil {
		t.Fatal(err)
	}
	err = os.WriteFile(path, []byte(text), 0o644)
	if err != nil {
		t.Fatal(err)
	}
}

var (
	void     = words("area base br col embed hr img input link meta source track wbr")
	keyLike  = regexp.MustCompile(`^[a-z_]+(\.[a-z0-9_-]+)+$`)
	unfilled = regexp.MustCompile(`\{[A-Z]\w*\}`)
	inside   = map[string]map[string]bool{
		"ul": words("li"), "ol": words("li"), "dl": words("dt dd div"), "tr": words("th td"),
		"tbody": words("tr"), "thead": words("tr"), "select": words("option"),
	}
)

func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}

type sheet struct {
	open    []string
	ids     map[string]int
	wanted  []string
	h1      int
	heading int
	faults  []string
}

func (s *sheet) fault(format string, args ...any) {
	s.faults = append(s.faults, fmt.Sprintf(format, args...))
}

// faults reads a document tag by tag, stricter than a browser does.
func faults(text string) []string {
	s := &sheet{ids: map[string]int{}}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				s.fault("reading: %v", z.Err())
			}
			return s.close()
		case html.StartTagToken:
			s.start(z.Token())
		case html.SelfClosingTagToken:
			s.attributes(z.Token())
		case html.EndTagToken:
			s.end(z.Token().Data)
		case html.TextToken:
			s.text(z.Token().Data)
		}
	}
}

func (s *sheet) start(token html.Token) {
	if len(s.open) > 0 {
		parent := s.open[len(s.open)-1]
		if allowed, bound := inside[parent]; bound && !allowed[token.Data] {
			s.fault("<%s> may not stand in <%s>", token.Data, parent)
		}
	}
	s.attributes(token)
	s.headings(token.Data)
	if !void[token.Data] {
		s.open = append(s.open, token.Data)
	}
}

func (s *sheet) headings(tag string) {
	if len(tag) != 2 || tag[0] != 'h' || tag[1] < '1' || tag[1] > '6' {
		return
	}
	level := int(tag[1] - '0')
	if level == 1 {
		s.h1++
	}
	if level > s.heading+1 && s.heading > 0 {
		s.fault("<%s> after <h%d>", tag, s.heading)
	}
	s.heading = level
}

func (s *sheet) attributes(token html.Token) {
	source := false
	for _, a := range token.Attr {
		switch {
		case a.Key == "id":
			s.ids[a.Val]++
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			s.fault("<%s> has the inline attribute %s", token.Data, a.Key)
		case a.Key == "for" || a.Key == "aria-describedby" || a.Key == "aria-labelledby" || a.Key == "data-count":
			s.wanted = append(s.wanted, strings.Fields(a.Val)...)
		case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
			s.wanted = append(s.wanted, strings.TrimPrefix(a.Val, "#"))
		case a.Key == "src":
			source = true
		}
		s.text(a.Val)
	}
	if token.Data == "style" || token.Data == "script" && !source {
		s.fault("<%s> is inline", token.Data)
	}
}

func (s *sheet) end(tag string) {
	if len(s.open) == 0 || s.open[len(s.open)-1] != tag {
		s.fault("</%s> closes %v", tag, s.open)
		return
	}
	s.open = s.open[:len(s.open)-1]
}

// text finds keys that had no text, and places where nothing was put in; the
// few texts that scripts fill in say so in their attributes.
func (s *sheet) text(text string) {
	trimmed := strings.TrimSpace(text)
	if keyLike.MatchString(trimmed) {
		s.fault("%q looks like a key without a text", trimmed)
	}
	if found := unfilled.FindString(trimmed); found != "" && found != "{Time}" && found != "{N}" {
		s.fault("%q was not filled in", trimmed)
	}
}

func (s *sheet) close() []string {
	for _, id := range s.wanted {
		if s.ids[id] == 0 {
			s.fault("nothing has the id %q", id)
		}
	}
	for id, n := range s.ids {
		if n > 1 {
			s.fault("the id %q is used %d times", id, n)
		}
	}
	if s.h1 != 1 {
		s.fault("%d headings of the first level", s.h1)
	}
	if len(s.open) > 0 {
		s.fault("never closed: %v", s.open)
	}
	return s.faults
}
