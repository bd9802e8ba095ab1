package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// turtle reads Turtle (w3.org/TR/turtle). It is written here because there is
// no Go library for it that is kept up; it reads the whole language, and is
// fuzzed.
type turtle struct {
	text     string
	at       int
	base     string
	prefixes map[string]string
	graph    *graph
	labels   map[string]term // blank nodes, by the label they have in the file
	depth    int
}

const deepest = 50

// readTurtle reads a file.
func readTurtle(content string) (*graph, error) {
	if !utf8.ValidString(content) {
		return nil, errors.New("turtle: not UTF-8")
	}
	t := &turtle{text: strings.TrimPrefix(content, "\ufeff"), prefixes: map[string]string{}, graph: newGraph(), labels: map[string]term{}}
	for {
		t.space()
		if t.at == len(t.text) {
			return t.graph, nil
		}
		err := t.statement()
		if err != nil {
			return nil, fmt.Errorf("turtle, line %d: %w", 1+strings.Count(t.text[:t.at], "\n"), err)
		}
	}
}

// statement reads a directive or what is said of one node.
func (t *turtle) statement() error {
	switch {
	case t.word("@prefix"):
		return t.directive(t.prefix, true)
	case t.word("@base"):
		return t.directive(t.newBase, true)
	case t.anyCase("PREFIX"):
		return t.directive(t.prefix, false)
	case t.anyCase("BASE"):
		return t.directive(t.newBase, false)
	}
	list := t.next() == '['
	node, err := t.subject()
	if err != nil {
		return err
	}
	t.space()
	if !list || t.next() != '.' { // [ ... ] . says all it has to within
		err = t.said(node)
		if err != nil {
			return err
		}
	}
	return t.expect('.')
}

func (t *turtle) directive(read func() error, dot bool) error {
	err := read()
	if err != nil || !dot {
		return err
	}
	return t.expect('.')
}

func (t *turtle) prefix() error {
	t.space()
	colon := strings.IndexByte(t.text[t.at:], ':')
	if colon < 0 {
		return errors.New("a prefix without a colon")
	}
	name := t.text[t.at : t.at+colon]
	if strings.ContainsFunc(name, func(r rune) bool { return !isName(r) && r != '.' }) {
		return errors.New("a prefix with odd signs")
	}
	t.at += colon + 1
	t.space()
	namespace, err := t.iri()
	t.prefixes[name] = namespace
	return err
}

func (t *turtle) newBase() error {
	t.space()
	base, err := t.iri()
	t.base = base
	return err
}

func (t *turtle) subject() (term, error) {
	switch t.next() {
	case '[', '(', '_', '<':
		return t.object()
	case '"', '\'':
		return term{}, errors.New("a text that something is said of")
	}
	return t.prefixed()
}

// said reads a list of predicates and objects.
func (t *turtle) said(node term) error {
	for {
		t.space()
		predicate, err := t.predicate()
		if err != nil {
			return err
		}
		for {
			t.space()
			object, err := t.object()
			if err != nil {
				return err
			}
			err = t.graph.add(node, predicate, object)
			if err != nil {
				return err
			}
			if !t.takes(',') {
				break
			}
		}
		if !t.takes(';') {
			return nil
		}
		for t.takes(';') { // several in a row are allowed
		}
		t.space()
		if n := t.next(); n == '.' || n == ']' || n == 0 {
			return nil
		}
	}
}

func (t *turtle) predicate() (string, error) {
	if t.next() == 'a' && t.at+1 < len(t.text) && !isName(rune(t.text[t.at+1])) && t.text[t.at+1] != ':' && t.text[t.at+1] < utf8.RuneSelf {
		t.at++
		return rdfType, nil
	}
	if t.next() == '<' {
		return t.iri()
	}
	got, err := t.prefixed()
	return got.text, err
}

// object reads anything that can be said.
func (t *turtle) object() (term, error) {
	switch n := t.next(); {
	case n == '<':
		text, err := t.iri()
		return iri(text), err
	case n == '_':
		return t.label()
	case n == '[':
		return t.nested()
	case n == '(':
		return t.collection()
	case n == '"' || n == '\'':
		return t.literal()
	case n == '+' || n == '-' || n == '.' || n >= '0' && n <= '9':
		return t.number()
	case t.word("true"):
		return typed("true", nsXSD+"boolean"), nil
	case t.word("false"):
		return typed("false", nsXSD+"boolean"), nil
	}
	return t.prefixed()
}

// nested reads [ ... ], a node without a name.
func (t *turtle) nested() (term, error) {
	t.at++
	if t.depth++; t.depth > deepest {
		return term{}, errors.New("too deep")
	}
	defer func() { t.depth-- }()
	node := t.graph.newBlank()
	t.space()
	if t.takes(']') {
		return node, nil
	}
	err := t.said(node)
	if err != nil {
		return term{}, err
	}
	return node, t.expect(']')
}

// collection reads ( ... ), and makes the list that RDF has for it.
func (t *turtle) collection() (term, error) {
	t.at++
	if t.depth++; t.depth > deepest {
		return term{}, errors.New("too deep")
	}
	defer func() { t.depth-- }()
	head, last := iri(nsRDF+"nil"), term{}
	for {
		t.space()
		if t.takes(')') {
			if last.text == "" {
				return head, nil
			}
			return head, t.graph.add(last, nsRDF+"rest", iri(nsRDF+"nil"))
		}
		object, err := t.object()
		if err != nil {
			return term{}, err
		}
		node := t.graph.newBlank()
		if last.text == "" {
			head = node
		} else if err := t.graph.add(last, nsRDF+"rest", node); err != nil {
			return term{}, err
		}
		if err := t.graph.add(node, nsRDF+"first", object); err != nil {
			return term{}, err
		}
		last = node
	}
}

// label reads _:name. The same label is the same node.
func (t *turtle) label() (term, error) {
	if !strings.HasPrefix(t.text[t.at:], "_:") {
		return term{}, errors.New("an odd node")
	}
	t.at += 2
	from := t.at
	for t.at < len(t.text) {
		r, size := utf8.DecodeRuneInString(t.text[t.at:])
		if !isName(r) && r != '.' {
			break
		}
		t.at += size
	}
	for t.at > from && t.text[t.at-1] == '.' {
		t.at--
	}
	if t.at == from {
		return term{}, errors.New("a node without a label")
	}
	name := t.text[from:t.at]
	if _, known := t.labels[name]; !known {
		t.labels[name] = t.graph.newBlank()
	}
	return t.labels[name], nil
}

// iri reads <...> and makes it whole.
func (t *turtle) iri() (string, error) {
	if t.next() != '<' {
		return "", errors.New("an address is missing")
	}
	end := strings.IndexByte(t.text[t.at:], '>')
	if end < 0 {
		return "", errors.New("an address without an end")
	}
	raw := t.text[t.at+1 : t.at+end]
	t.at += end + 1
	read, err := unescape(raw, false)
	if err != nil || strings.ContainsFunc(read, func(r rune) bool { return r <= ' ' || strings.ContainsRune("<>\"{}|^`\\", r) }) {
		return "", errors.New("an address with odd signs")
	}
	return resolve(t.base, read), nil
}

// resolve makes an address whole.
func resolve(base, reference string) string {
	if base == "" {
		return reference
	}
	from, err := url.Parse(base)
	if err != nil {
		return reference
	}
	to, err := from.Parse(reference)
	if err != nil || to.IsAbs() && strings.Contains(reference, "://") {
		return reference
	}
	return to.String()
}
