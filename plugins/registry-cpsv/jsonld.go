package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// jsonld reads JSON-LD (w3.org/TR/json-ld11) into a graph. Nothing is fetched:
// a context that a file refers to is taken to be CPSV-AP's, whose names are in
// terms, when its address says so, and is otherwise an error.
type jsonld struct {
	graph  *graph
	labels map[string]term
	depth  int
}

// readJSONLD reads a file.
func readJSONLD(content string) (*graph, error) {
	decoder := json.NewDecoder(strings.NewReader(strings.TrimPrefix(content, "\ufeff")))
	decoder.UseNumber()
	var document any
	err := decoder.Decode(&document)
	if err != nil {
		return nil, fmt.Errorf("json: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("json: more after the end")
	}
	j := &jsonld{graph: newGraph(), labels: map[string]term{}}
	_, err = j.nodes(document, newContext())
	if err != nil {
		return nil, fmt.Errorf("json-ld: %w", err)
	}
	return j.graph, nil
}

// nodes reads a node, or several, and says what is said of each.
func (j *jsonld) nodes(value any, c *meaning) ([]term, error) {
	if j.depth++; j.depth > deepest {
		return nil, errors.New("too deep")
	}
	defer func() { j.depth-- }()
	switch value := value.(type) {
	case []any:
		var all []term
		for _, one := range value {
			found, err := j.nodes(one, c)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
		return all, nil
	case map[string]any:
		node, err := j.node(value, c)
		return []term{node}, err
	}
	return nil, errors.New("something that is neither a node nor a list")
}

// node reads one node.
func (j *jsonld) node(value map[string]any, c *meaning) (term, error) {
	if said, has := value["@context"]; has && said == nil {
		c = newContext()
	}
	c, err := c.within(value["@context"])
	if err != nil {
		return term{}, err
	}
	c, err = c.ofTypes(value)
	if err != nil {
		return term{}, err
	}
	node, err := j.name(value, c)
	if err != nil {
		return term{}, err
	}
	for _, key := range sortedKeys(value) {
		switch keyword := c.keyword(key); keyword {
		case "@context", "@id":
			continue
		case "@type":
			err = j.types(node, value[key], c)
		case "@graph", "@included":
			_, err = j.nodes(value[key], c)
		case "@nest":
			err = j.nest(node, value[key], c)
		case "@reverse":
			err = j.reverse(node, value[key], c)
		case "":
			err = j.property(node, key, value[key], c)
		}
		if err != nil {
			return term{}, err
		}
	}
	return node, nil
}

// name is a node's IRI, or a blank one.
func (j *jsonld) name(value map[string]any, c *meaning) (term, error) {
	for key, id := range value {
		if c.keyword(key) != "@id" {
			continue
		}
		text, isText := id.(string)
		if !isText {
			return term{}, errors.New("an @id that is no text")
		}
		return j.reference(text, c, false), nil
	}
	return j.graph.newBlank(), nil
}

// reference makes a term of an IRI, short or whole, or of a blank node's label.
func (j *jsonld) reference(text string, c *meaning, vocabulary bool) term {
	if strings.HasPrefix(text, "_:") {
		if _, known := j.labels[text]; !known {
			j.labels[text] = j.graph.newBlank()
		}
		return j.labels[text]
	}
	return iri(c.whole(text, vocabulary))
}

func (j *jsonld) types(node term, value any, c *meaning) error {
	for _, one := range several(value) {
		text, isText := one.(string)
		if !isText {
			return errors.New("a @type that is no text")
		}
		err := j.graph.add(node, rdfType, j.reference(text, c, true))
		if err != nil {
			return err
		}
	}
	return nil
}

func (j *jsonld) nest(node term, value any, c *meaning) error {
	for _, one := range several(value) {
		inner, is := one.(map[string]any)
		if !is {
			return errors.New("a @nest that is no node")
		}
		for _, key := range sortedKeys(inner) {
			err := j.property(node, key, inner[key], c)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (j *jsonld) reverse(node term, value any, c *meaning) error {
	inner, is := value.(map[string]any)
	if !is {
		return errors.New("a @reverse that is no node")
	}
	for _, key := range sortedKeys(inner) {
		def := c.define(key)
		objects, err := j.objects(inner[key], def, c)
		if err != nil {
			return err
		}
		err = j.sayReverse(node, def.id, objects)
		if err != nil {
			return err
		}
	}
	return nil
}

func (j *jsonld) sayReverse(node term, predicate string, objects []term) error {
	for _, object := range objects {
		if object.sort == literal || predicate == "" {
			continue
		}
		err := j.graph.add(object, predicate, node)
		if err != nil {
			return err
		}
	}
	return nil
}

// property says what a key has of a node. A key that means nothing is passed
// over, as JSON-LD does.
func (j *jsonld) property(node term, key string, value any, c *meaning) error {
	def := c.define(key)
	if !strings.Contains(def.id, ":") {
		return nil
	}
	inner, err := c.within(def.context)
	if err != nil {
		return err
	}
	objects, err := j.objects(value, def, inner)
	if err != nil {
		return err
	}
	if def.reverse {
		return j.sayReverse(node, def.id, objects)
	}
	for _, object := range objects {
		err = j.graph.add(node, def.id, object)
		if err != nil {
			return err
		}
	}
	return nil
}

// errContext is a context that is not known, and is not fetched.
func errContext(address string) error {
	return &sdk.Fault{Source: sdk.FromSettings, Code: "file.unknown_context", Cause: fmt.Errorf("context %q", cut(address, 200)), Message: sdk.Words{
		NB: "Filen viser til ord som er forklart på en annen adresse, og den henter vi ikke. Legg forklaringen (@context) inn i filen, eller bruk Turtle.",
		NN: "Fila viser til ord som er forklarte på ei anna adresse, og den hentar vi ikkje. Legg forklaringa (@context) inn i fila, eller bruk Turtle.",
	}}
}
