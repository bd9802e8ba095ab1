package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// sort is what a term is.
type sort byte

// The sorts of term.
const (
	address sort = iota // an IRI
	blank               // a node without one
	literal
)

// term is one end of a statement.
type term struct {
	sort     sort
	text     string // the IRI, the blank node's label, or the literal
	language string // of a literal, in small letters
	datatype string // of a literal; empty: a text
}

func iri(text string) term             { return term{sort: address, text: text} }
func text(value, language string) term { return term{sort: literal, text: value, language: language} }

func typed(value, datatype string) term {
	return term{sort: literal, text: value, datatype: datatype}
}

// subject is a node and what is said of it, in the order it was said.
type subject struct {
	node       term
	predicates []string
	objects    map[string][]term
}

// graph is a set of statements, by node.
type graph struct {
	order []*subject
	nodes map[term]*subject
	count int
	blank int
}

func newGraph() *graph { return &graph{nodes: map[term]*subject{}} }

// mostStatements is far more than a municipality's services need.
const mostStatements = 200_000

var errTooLarge = errors.New("too many statements")

// node finds or makes what is said of a node.
func (g *graph) node(node term) *subject {
	found, has := g.nodes[node]
	if !has {
		found = &subject{node: node, objects: map[string][]term{}}
		g.nodes[node] = found
		g.order = append(g.order, found)
	}
	return found
}

// newBlank makes a node without an IRI.
func (g *graph) newBlank() term {
	g.blank++
	return term{sort: blank, text: "b" + strconv.Itoa(g.blank)}
}

// add says something, once.
func (g *graph) add(node term, predicate string, object term) error {
	if g.count++; g.count > mostStatements {
		return errTooLarge
	}
	s := g.node(node)
	before, has := s.objects[predicate]
	if !has {
		s.predicates = append(s.predicates, predicate)
	}
	if len(before) < 64 && slices.Contains(before, object) {
		return nil
	}
	s.objects[predicate] = append(before, object)
	return nil
}

// say adds statements of a node being written, leaving out empty texts.
func (g *graph) say(node term, predicate string, objects ...term) {
	for _, object := range objects {
		if object.text != "" {
			_ = g.add(node, predicate, object) // far below the bound
		}
	}
}

// of is everything said with any of some predicates, in their order.
func (s *subject) of(predicates ...string) []term {
	if s == nil {
		return nil
	}
	var found []term
	for _, predicate := range predicates {
		found = append(found, s.objects[predicate]...)
	}
	return found
}

// is tells whether the node is of any of some types.
func (s *subject) is(types ...string) bool {
	for _, of := range s.of(rdfType) {
		if slices.Contains(types, of.text) {
			return true
		}
	}
	return false
}

// follow finds the nodes that some predicates lead to.
func (g *graph) follow(s *subject, predicates ...string) []*subject {
	var found []*subject
	for _, object := range s.of(predicates...) {
		if next, has := g.nodes[object]; has && object.sort != literal {
			found = append(found, next)
		}
	}
	return found
}

// choose picks a text in the language that is wanted, else in the other
// Norwegian one, else in none, else any.
func choose(terms []term, language string) string {
	for _, wanted := range []string{language, "nb", "no", "nn", ""} {
		for _, t := range terms {
			if t.sort == literal && (t.language == wanted || wanted != "" && strings.HasPrefix(t.language, wanted+"-")) {
				return t.text
			}
		}
	}
	for _, t := range terms {
		if t.sort == literal {
			return t.text
		}
	}
	return ""
}

// first is the first of terms as it stands, IRI or literal.
func first(terms []term) string {
	for _, t := range terms {
		if t.sort != blank && t.text != "" {
			return t.text
		}
	}
	return ""
}
