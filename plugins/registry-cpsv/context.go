package main

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// meaning is what names mean at one place in a JSON-LD file.
type meaning struct {
	base     string
	vocab    string
	language string
	terms    map[string]definition
}

// definition is what one name means.
type definition struct {
	id          string // an IRI or a keyword; empty: nothing
	kind        string // of plain texts: @id, @vocab or a datatype
	language    string
	hasLanguage bool
	noLanguage  bool
	container   []string
	reverse     bool
	context     any // that holds within
}

func newContext() *meaning { return &meaning{terms: map[string]definition{}} }

const mostTerms = 5_000

// within is the context that holds inside one that says value. A nil that is
// not there changes nothing; contexts may be several.
func (c *meaning) within(value any) (*meaning, error) {
	if value == nil {
		return c, nil
	}
	inner := &meaning{base: c.base, vocab: c.vocab, language: c.language, terms: maps.Clone(c.terms)}
	for _, one := range several(value) {
		switch one := one.(type) {
		case nil:
			inner = newContext()
		case string:
			if !isOurs(one) {
				return nil, errContext(one)
			}
			inner.embed()
		case map[string]any:
			if nested, has := one["@context"]; has { // a file that is a context
				one, _ = nested.(map[string]any)
			}
			err := inner.take(one)
			if err != nil {
				return nil, err
			}
		default:
			return nil, errors.New("an odd @context")
		}
	}
	return inner, nil
}

// ofTypes is the context inside a node whose types have contexts of their own.
func (c *meaning) ofTypes(node map[string]any) (*meaning, error) {
	outer, inner := c, c
	for _, key := range sortedKeys(node) {
		if c.keyword(key) != "@type" {
			continue
		}
		var names []string
		for _, one := range several(node[key]) {
			if name, is := one.(string); is {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		for _, name := range names {
			next, err := inner.within(outer.terms[name].context)
			if err != nil {
				return nil, err
			}
			inner = next
		}
	}
	return inner, nil
}

// isOurs tells whether an address is one of CPSV-AP's contexts.
func isOurs(address string) bool {
	address = strings.ToLower(address)
	return strings.HasPrefix(address, "https://") && strings.Contains(address, "cpsv-ap") && strings.HasSuffix(address, ".jsonld")
}

// embed puts in what CPSV-AP's contexts say.
func (c *meaning) embed() {
	for _, p := range prefixes {
		c.terms[p.name] = definition{id: p.namespace}
	}
	for name, id := range terms {
		def := definition{id: id}
		if slices.Contains(addressTerms, id) {
			def.kind = "@id"
		}
		c.terms[name] = def
	}
	c.terms["id"], c.terms["type"] = definition{id: "@id"}, definition{id: "@type"}
}

// take takes what a context says.
func (c *meaning) take(said map[string]any) error {
	if len(said)+len(c.terms) > mostTerms {
		return errTooLarge
	}
	if _, imports := said["@import"]; imports {
		address, _ := said["@import"].(string)
		return errContext(address)
	}
	for key, into := range map[string]*string{"@base": &c.base, "@vocab": &c.vocab, "@language": &c.language} {
		value, has := said[key]
		if !has {
			continue
		}
		text, isText := value.(string)
		if value != nil && !isText {
			return errors.New("an odd " + key)
		}
		*into = text
	}
	c.language = strings.ToLower(c.language)
	if strings.Contains(c.vocab, ":") && !strings.Contains(c.vocab, "//") {
		c.vocab = c.short(c.vocab, said, 0)
	}
	for _, name := range sortedKeys(said) {
		if strings.HasPrefix(name, "@") && name != "@type" {
			continue
		}
		def, err := c.read(name, said)
		if err != nil {
			return err
		}
		c.terms[name] = def
	}
	return nil
}

// read reads one definition. said is the context it is in, where names may be
// defined by each other.
func (c *meaning) read(name string, said map[string]any) (definition, error) {
	switch value := said[name].(type) {
	case nil:
		return definition{}, nil
	case string:
		return definition{id: c.short(value, said, 0)}, nil
	case map[string]any:
		return c.readObject(name, value, said)
	}
	return definition{}, errors.New("an odd definition")
}

func (c *meaning) readObject(name string, value, said map[string]any) (definition, error) {
	def := definition{context: value["@context"]}
	id, hasID := value["@id"].(string)
	if back, is := value["@reverse"].(string); is {
		id, hasID, def.reverse = back, true, true
	}
	switch {
	case hasID:
		def.id = c.short(id, said, 0)
	case strings.Contains(name, ":"):
		def.id = c.short(name, said, 0)
	default:
		def.id = c.vocab + name
		if _, none := value["@id"]; none || c.vocab == "" {
			def.id = ""
		}
	}
	if kind, is := value["@type"].(string); is {
		def.kind = c.short(kind, said, 0)
	}
	if language, has := value["@language"]; has {
		text, _ := language.(string)
		def.language, def.hasLanguage = strings.ToLower(text), true
	}
	for _, one := range several(value["@container"]) {
		if text, is := one.(string); is {
			def.container = append(def.container, text)
		}
	}
	return def, nil
}

// short makes a name within a context whole, by names that the same context
// defines or that are defined already.
func (c *meaning) short(text string, said map[string]any, depth int) string {
	if strings.HasPrefix(text, "@") || depth > 20 {
		return text
	}
	before, after, colon := strings.Cut(text, ":")
	if colon && (strings.HasPrefix(after, "//") || before == "_") {
		return text
	}
	if !colon {
		before = text
	}
	namespace := ""
	switch value := said[before].(type) {
	case string:
		if value != text {
			namespace = c.short(value, said, depth+1)
		}
	case map[string]any:
		if id, is := value["@id"].(string); is && id != text {
			namespace = c.short(id, said, depth+1)
		}
	default:
		namespace = c.terms[before].id
	}
	switch {
	case colon && namespace != "":
		return namespace + after
	case colon:
		return text
	case namespace != "":
		return namespace
	}
	return c.vocab + text
}

// define is what a key means: itself, when it is short or whole.
func (c *meaning) define(key string) definition {
	if def, known := c.terms[key]; known {
		return def
	}
	return definition{id: c.whole(key, true)}
}

// keyword is the keyword that a key is or stands for; empty when it is none.
func (c *meaning) keyword(key string) string {
	if strings.HasPrefix(key, "@") {
		return key
	}
	if def, known := c.terms[key]; known && strings.HasPrefix(def.id, "@") {
		return def.id
	}
	return ""
}

// whole makes an IRI whole: by a name, a prefix, the vocabulary, or the base.
func (c *meaning) whole(text string, vocabulary bool) string {
	if def, known := c.terms[text]; known && vocabulary {
		return def.id
	}
	before, after, colon := strings.Cut(text, ":")
	if colon {
		def, known := c.terms[before]
		if !known || strings.HasPrefix(after, "//") {
			return text
		}
		return def.id + after
	}
	if vocabulary {
		return c.vocab + text
	}
	return resolve(c.base, text)
}
