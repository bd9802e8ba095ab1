package main

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// lateFamily is the demo's family that is linked to a stafettlogg here, and
// whose address is protected then.
const lateFamily = "Fjæra"

// linkAndProtect links a child's plan to the demo's stafettlogg through the real
// plugin, sends all of it, and then has an address of the family be protected:
// from there on nothing more leaves. What had left by then, and what the plugin
// was given, is among what the demo has written.
func linkAndProtect(t *testing.T, p *program, folder string) {
	t.Helper()
	b := p.browser("bodo.localhost")
	b.signIn("ansatt", "bodo.koordinator.1")
	until(t, "the plugins are there", func() bool { return strings.Contains(p.log.String(), "plugins are in the catalogue") })
	_, list := b.get("/familier")
	family := hrefOf(t, list, lateFamily, familyPage)
	_, page := b.get(family + "/stafettlogg")
	wanted := formTo(t, page, family+"/stafettlogg")
	wanted.choose(t, "member", "Vilja")
	wanted.choose(t, "connection", "Stafettlogg på nettet")
	wanted.choose(t, "unit", "Fjæremyra skole")
	wanted.values.Set("how", "begin")
	if err := b.post(family+"/stafettlogg", wanted.values); err != nil {
		t.Fatal(err)
	}
	_, page = b.get(family + "/stafettlogg")
	link := regexp.MustCompile(regexp.QuoteMeta(family) + `/stafettlogg/[0-9a-f-]{36}`).FindString(page)
	journal := filepath.Join(folder, "stafettlogg.journal")
	until(t, "the log is begun", func() bool { return bytes.Contains(contentOf(journal), []byte("startSak")) })
	until(t, "what is about the child is sent", func() bool { return b.post(link+"/send", url.Values{}) == nil })
	until(t, "a measure has arrived", func() bool { return bytes.Contains(contentOf(journal), []byte("nyttTiltak")) })
	still(t, journal) // a write that is leaving at this very instant may still arrive

	_, page = b.get(family + "/personer")
	person := hrefOf(t, page, "Ragnhild", personPage)
	_, page = b.get(person)
	protected := formTo(t, page, person)
	protected.values.Set("grade", "strengt_fortrolig")
	if err := b.post(person, protected.values); err != nil {
		t.Fatal(err)
	}
	before := contentOf(journal)
	for _, path := range []string{link + "/send", link + "/stafettpinne", link + "/les", link + "/dokument", family + "/stafettlogg"} {
		_ = b.post(path, wanted.values) // whatever is answered, nothing may leave
	}
	time.Sleep(3 * time.Second) // longer than anything takes to leave
	if after := contentOf(journal); !bytes.Equal(before, after) {
		t.Errorf("something left after an address was protected: %s", after[len(before):])
	}
}

func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 1200 {
		if holds() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("it is not so that %s", what)
}

// still waits until a file has not grown for a while.
func still(t *testing.T, path string) {
	t.Helper()
	size, since := 0, time.Now()
	until(t, "nothing is on its way", func() bool {
		if now := len(contentOf(path)); now != size {
			size, since = now, time.Now()
		}
		return time.Since(since) > 4*time.Second
	})
}

func contentOf(path string) []byte {
	content, _ := os.ReadFile(path) // it may not be there yet
	return content
}

var (
	familyPage = regexp.MustCompile(`^/f/[0-9a-f-]{36}$`)
	personPage = regexp.MustCompile(`^/f/[0-9a-f-]{36}/personer/[0-9a-f-]{36}$`)
)

// hrefOf is where the link with some words leads, among those to one kind of
// page.
func hrefOf(t *testing.T, page, words string, kind *regexp.Regexp) string {
	t.Helper()
	for _, one := range parse(t, page) {
		if to := attribute(one, "href"); one.Data == "a" && kind.MatchString(to) && strings.Contains(textOf(one), words) {
			return to
		}
	}
	t.Fatalf("no link with %q", words)
	return ""
}

// form is a form as a browser would send it.
type form struct {
	values url.Values
	node   *html.Node
	all    []*html.Node
}

func formTo(t *testing.T, page, action string) form {
	t.Helper()
	all := parse(t, page)
	for _, one := range all {
		if one.Data != "form" || attribute(one, "action") != action || !strings.EqualFold(attribute(one, "method"), http.MethodPost) {
			continue
		}
		f := form{values: url.Values{}, node: one, all: all}
		for _, field := range below(one) {
			name, kind := attribute(field, "name"), attribute(field, "type")
			switch {
			case name == "":
			case field.Data == "textarea":
				f.values.Add(name, textOf(field))
			case field.Data == "select":
				f.values.Add(name, selected(field))
			case field.Data == "input" && (kind != "radio" && kind != "checkbox" || has(field, "checked")):
				f.values.Add(name, attribute(field, "value"))
			}
		}
		return f
	}
	t.Fatalf("no form to %s", action)
	return form{}
}

// choose ticks what has a label, or picks it from a list.
func (f form) choose(t *testing.T, name, label string) {
	t.Helper()
	for _, one := range f.all {
		if one.Data == "option" && attribute(one.Parent, "name") == name && strings.Contains(textOf(one), label) {
			f.values.Set(name, attribute(one, "value"))
			return
		}
		if one.Data != "label" || !strings.Contains(textOf(one), label) {
			continue
		}
		for _, field := range f.all {
			within := attribute(one, "for") == "" && field.Parent == one || attribute(field, "id") != "" && attribute(field, "id") == attribute(one, "for")
			if field.Data == "input" && attribute(field, "name") == name && within {
				f.values.Set(name, attribute(field, "value"))
				return
			}
		}
	}
	if f.values.Get(name) == "" {
		t.Fatalf("nothing to choose called %q for %s", label, name)
	}
}

func parse(t *testing.T, page string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return below(root)
}

func below(node *html.Node) []*html.Node {
	var all []*html.Node
	for one := range node.Descendants() {
		all = append(all, one)
	}
	return all
}

func attribute(node *html.Node, name string) string {
	for _, one := range node.Attr {
		if one.Key == name {
			return one.Val
		}
	}
	return ""
}

func has(node *html.Node, name string) bool {
	for _, one := range node.Attr {
		if one.Key == name {
			return true
		}
	}
	return false
}

func selected(list *html.Node) string {
	first := ""
	for _, one := range below(list) {
		if one.Data != "option" {
			continue
		}
		if has(one, "selected") {
			return attribute(one, "value")
		}
		if first == "" {
			first = attribute(one, "value")
		}
	}
	return first
}

func textOf(node *html.Node) string {
	var text strings.Builder
	for _, one := range below(node) {
		if one.Type == html.TextNode {
			text.WriteString(one.Data)
		}
	}
	return text.String()
}
