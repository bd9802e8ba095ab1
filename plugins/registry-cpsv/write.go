package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
)

// writeTurtle writes a graph, one node after the other.
func writeTurtle(g *graph) []byte {
	var out bytes.Buffer
	for _, p := range prefixes {
		out.WriteString("@prefix " + p.name + ": <" + p.namespace + "> .\n")
	}
	for _, s := range g.order {
		out.WriteString("\n" + turtleTerm(s.node))
		for i, predicate := range s.predicates {
			end := " ;"
			if i == 0 {
				end = ""
			}
			out.WriteString(end + "\n\t" + turtlePredicate(predicate) + " ")
			for j, object := range s.objects[predicate] {
				if j > 0 {
					out.WriteString(" , ")
				}
				out.WriteString(turtleTerm(object))
			}
		}
		out.WriteString(" .\n")
	}
	return out.Bytes()
}

func turtlePredicate(predicate string) string {
	if predicate == rdfType {
		return "a"
	}
	return turtleTerm(iri(predicate))
}

func turtleTerm(t term) string {
	switch t.sort {
	case blank:
		return "_:" + t.text
	case address:
		if name, is := short(t.text); is {
			return name
		}
		return "<" + t.text + ">"
	}
	written := `"` + quoted(t.text) + `"`
	switch {
	case t.language != "":
		return written + "@" + t.language
	case t.datatype != "":
		return written + "^^" + turtleTerm(iri(t.datatype))
	}
	return written
}

// short is an IRI by its prefix, when what is left is letters only.
func short(text string) (string, bool) {
	for _, p := range prefixes {
		local, is := strings.CutPrefix(text, p.namespace)
		if is && local != "" && strings.IndexFunc(local, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) }) < 0 {
			return p.name + ":" + local, true
		}
	}
	return "", false
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)

func quoted(text string) string { return escapes.Replace(text) }

// writeJSONLD writes a graph with its context within, so that nobody has to
// fetch one.
func writeJSONLD(g *graph) ([]byte, error) {
	meanings := map[string]string{}
	for _, p := range prefixes {
		meanings[p.name] = p.namespace
	}
	nodes := []any{}
	for _, s := range g.order {
		node := map[string]any{"@id": jsonID(s.node)}
		for _, predicate := range s.predicates {
			var values []any
			for _, object := range s.objects[predicate] {
				values = append(values, jsonTerm(object, predicate == rdfType))
			}
			node[jsonKey(predicate)] = values
			if len(values) == 1 {
				node[jsonKey(predicate)] = values[0]
			}
		}
		nodes = append(nodes, node)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(map[string]any{"@context": meanings, "@graph": nodes})
	return out.Bytes(), err
}

func jsonKey(predicate string) string {
	if predicate == rdfType {
		return "@type"
	}
	name, is := short(predicate)
	if !is {
		return predicate
	}
	return name
}

func jsonID(t term) string {
	if t.sort == blank {
		return "_:" + t.text
	}
	return t.text
}

func jsonTerm(t term, isType bool) any {
	switch {
	case isType:
		return jsonKey(t.text)
	case t.sort != literal:
		return map[string]any{"@id": jsonID(t)}
	case t.language != "":
		return map[string]any{"@value": t.text, "@language": t.language}
	case t.datatype != "":
		return map[string]any{"@value": t.text, "@type": jsonKey(t.datatype)}
	}
	return t.text
}
