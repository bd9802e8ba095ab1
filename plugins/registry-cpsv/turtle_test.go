package main

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
)

func setupWith(address string) sdk.Setup {
	return sdk.Setup{Settings: map[string]string{"address": address}, Host: &standin.Desk{}}
}

func TestTurtle(t *testing.T) {
	for content, want := range map[string]term{
		`<a> <b> "å" .`:                                    text("å", ""),
		`<a> <b> "x"@NB-no .`:                              text("x", "nb-no"),
		`<a> <b> 'it\'s\n"' .`:                             text("it's\n\"", ""),
		`<a> <b> """a"b""c"""" .`:                          text(`a"b""c"`, ""),
		`<a> <b> "\u00e6\U0001F600" .`:                     text("æ😀", ""),
		`<a> <b> -12 .`:                                    typed("-12", nsXSD+"integer"),
		`<a> <b> 1.50.`:                                    typed("1.50", nsXSD+"decimal"),
		`<a> <b> 1e3 .`:                                    typed("1e3", nsXSD+"double"),
		`<a> <b> true .`:                                   typed("true", nsXSD+"boolean"),
		`@prefix : <urn:x:> . <a> <b> :c.d.`:               iri("urn:x:c.d"),
		`@prefix å: <urn:x:> . <a> <b> å:æ\-\(1 .`:         iri("urn:x:æ-(1"),
		"prefix x: <urn:x:>\n<a> <b> x: .":                 iri("urn:x:"),
		`@base <https://a.example/b/> . <> <b> <../c> .`:   iri("https://a.example/c"),
		`BASE <https://a.example/b/> <> <b> <#d> .`:        iri("https://a.example/b/#d"),
		`<a> <b> ( ) .`:                                    iri(nsRDF + "nil"),
		`<a> <b> <urn:\u00e6> .`:                           iri("urn:æ"),
		`<a> a <c> ; .`:                                    iri("c"),
		`<a> <b> "2026-01-01"^^<` + nsXSD + `date> ;; .#x`: typed("2026-01-01", nsXSD+"date"),
		`@prefix a: <urn:a:> . a:x a:true a:y .`:           iri("urn:a:y"),
	} {
		g, err := readTurtle(content)
		if err != nil {
			t.Errorf("%s: %v", content, err)
			continue
		}
		s := g.order[0]
		if got := s.objects[s.predicates[0]][0]; got != want {
			t.Errorf("%s: %+v", content, got)
		}
	}
}

func TestOddTurtle(t *testing.T) {
	for _, content := range []string{
		`<a>`, `<a> <b>`, `<a> <b> <c>`, `"a" <b> <c> .`, `<a> <b> "\x" .`, `<a> <b> "\uD800" .`, `<a> <b> "a` + "\n" + `" .`, `<a> <b c> <d> .`, `x:a <b> <c> .`,
		`@prefix x <urn:x> .`, `@prefix x: "a" .`, `<a> <b> ( .`, `<a> <b> [ <c> <d> .`, `<a> <b> _: .`, `<a> <b> "x"@ .`, `<a> <b> 1e .`, `<a> <b> "\u12" .`, `<a> <b> "\`, "\xff",
	} {
		if g, err := readTurtle(content); err == nil {
			t.Errorf("%s was read: %+v", content, g.order)
		} else if !strings.HasPrefix(err.Error(), "turtle") {
			t.Errorf("%s: %v", content, err)
		}
	}
}

// Whatever is written is read back as the same statements.
func TestWhatIsWrittenIsReadBack(t *testing.T) {
	words := rapid.StringOfN(rapid.Rune(), 0, 15, -1)
	rapid.Check(t, func(t *rapid.T) {
		g := newGraph()
		for range rapid.IntRange(1, 6).Draw(t, "statements") {
			node := iri("https://bodo.example/" + escaped(words.Draw(t, "node")))
			object := rapid.SampledFrom([]term{
				text(words.Draw(t, "text"), rapid.SampledFrom([]string{"", "nb", "nn"}).Draw(t, "language")), typed(words.Draw(t, "typed"), nsXSD+"date"), iri(nsCV + "Channel"),
			}).Draw(t, "object")
			if object.text == "" {
				object.text = "x"
			}
			_ = g.add(node, nsDCT+rapid.StringMatching("[a-z]{1,8}").Draw(t, "predicate"), object)
		}
		turtle, err := readTurtle(string(writeTurtle(g)))
		if err != nil || !reflect.DeepEqual(plain(turtle), plain(g)) {
			t.Fatalf("%v\n%s", err, writeTurtle(g))
		}
		content, err := writeJSONLD(g)
		if err != nil {
			t.Fatal(err)
		}
		linked, err := readJSONLD(string(content))
		if err != nil || !reflect.DeepEqual(plain(linked), plain(g)) {
			t.Fatalf("%v\n%s", err, content)
		}
	})
}

// plain is a graph as a set of statements.
func plain(g *graph) map[[2]string]map[term]bool {
	all := map[[2]string]map[term]bool{}
	for _, s := range g.order {
		for predicate, objects := range s.objects {
			key := [2]string{s.node.text, predicate}
			all[key] = map[term]bool{}
			for _, object := range objects {
				all[key][object] = true
			}
		}
	}
	return all
}

func FuzzTurtle(f *testing.F) {
	f.Add(others)
	f.Add(`@prefix : <urn:> . :a :b ( 1 [ :c """x""" ] ), _:d , true ; a :e .`)
	f.Add("<a> <b> \"\\u00e6\"@nb-no^^")
	f.Fuzz(func(t *testing.T, content string) {
		slow := time.AfterFunc(5*time.Second, func() { panic("a file takes more than five seconds to read") })
		defer slow.Stop()
		g, err := readTurtle(content)
		if err != nil {
			return
		}
		again, err := readTurtle(string(writeTurtle(g)))
		if err != nil {
			t.Fatalf("what was read cannot be written: %v\n%s", err, writeTurtle(g))
		}
		if again.count > g.count {
			t.Errorf("%d statements became %d", g.count, again.count)
		}
	})
}

func FuzzJSONLD(f *testing.F) {
	f.Add(linked)
	f.Add(`{"@context":{"@vocab":"urn:x:","a":{"@reverse":"b"},"c":"d:e","d":"c:f"},"@graph":[{"@id":"_:x","a":{"@list":[1,true,null]},"@nest":{"c":"x"}}]}`)
	f.Fuzz(func(t *testing.T, content string) {
		slow := time.AfterFunc(5*time.Second, func() { panic("a file takes more than five seconds to read") })
		defer slow.Stop()
		got := (&plugin{municipality: sdk.Municipality{Language: "nb"}}).listed(&registry.File{Content: []byte(content)})
		for _, service := range got.services {
			if service.ID == "" || service.Title == "" || len(service.ID) > 200 {
				t.Errorf("%+v", service)
			}
		}
	})
}
