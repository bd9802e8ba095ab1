// Package jsonschema checks a JSON document against a schema written in the part
// of JSON Schema 2020-12 that our published formats use. A keyword it does not
// know makes Compile fail: a schema never asks for more than is checked.
package jsonschema

import (
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// Schema is a compiled schema. It may be used by several goroutines.
type Schema struct {
	never                bool // the schema "false"
	types                []string
	properties           map[string]*Schema
	required             []string
	additional           *Schema // nil: anything
	items                *Schema
	enum                 []any
	pattern              *regexp.Regexp
	format               string
	minLength, maxLength *int
	minimum, maximum     *float64
	minItems, maxItems   *int
	allOf, anyOf, oneOf  []*Schema
}

// Compile reads the schema at pointer ("" is the whole) of a document, which may
// be a JSON Schema or an OpenAPI 3.1 document. $ref is followed within it.
func Compile(document any, pointer string) (*Schema, error) {
	c := compiler{root: document, done: map[string]*Schema{}}
	return c.at(pointer)
}

// CompileText reads a JSON Schema that is text.
func CompileText(text []byte) (*Schema, error) {
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	return Compile(document, "")
}

type compiler struct {
	root any
	done map[string]*Schema
}

func (c *compiler) at(pointer string) (*Schema, error) {
	if known, ok := c.done[pointer]; ok {
		return known, nil
	}
	node := c.root
	for _, part := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		if pointer == "" {
			break
		}
		object, _ := node.(map[string]any)
		next, ok := object[strings.NewReplacer("~1", "/", "~0", "~").Replace(part)]
		if !ok {
			return nil, fmt.Errorf("there is nothing at %s", pointer)
		}
		node = next
	}
	schema := &Schema{}
	c.done[pointer] = schema // before its parts: a schema may refer to itself
	if err := c.fill(schema, node, pointer); err != nil {
		return nil, err
	}
	return schema, nil
}

func (c *compiler) sub(node any, pointer string) (*Schema, error) {
	schema := &Schema{}
	if err := c.fill(schema, node, pointer); err != nil {
		return nil, err
	}
	return schema, nil
}

func (c *compiler) fill(schema *Schema, node any, pointer string) error {
	if yes, ok := node.(bool); ok {
		schema.never = !yes
		return nil
	}
	object, ok := node.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is not a schema", pointer)
	}
	keywords := make([]string, 0, len(object))
	for keyword := range object {
		keywords = append(keywords, keyword)
	}
	sort.Strings(keywords)
	for _, keyword := range keywords {
		if err := c.keyword(schema, keyword, object[keyword], pointer+"/"+keyword); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) keyword(schema *Schema, keyword string, value any, pointer string) error {
	var err error
	switch keyword {
	case "$schema", "$id", "$defs", "$comment", "title", "description", "examples", "example", "default":
	case "$ref":
		var target *Schema
		text, _ := value.(string)
		if target, err = c.at(strings.TrimPrefix(text, "#")); err == nil {
			schema.allOf = append(schema.allOf, target)
		}
	case "type":
		schema.types = texts(value)
	case "required":
		schema.required = texts(value)
	case "properties":
		err = c.properties(schema, value, pointer)
	case "additionalProperties":
		schema.additional, err = c.sub(value, pointer)
	case "items":
		schema.items, err = c.sub(value, pointer)
	case "const":
		schema.enum = []any{value}
	case "enum":
		schema.enum, _ = value.([]any)
	case "pattern":
		text, _ := value.(string)
		schema.pattern, err = regexp.Compile(text)
	case "format":
		schema.format, err = knownFormat(value)
	case "minLength":
		schema.minLength = whole(value)
	case "maxLength":
		schema.maxLength = whole(value)
	case "minItems":
		schema.minItems = whole(value)
	case "maxItems":
		schema.maxItems = whole(value)
	case "minimum":
		schema.minimum = number(value)
	case "maximum":
		schema.maximum = number(value)
	case "allOf", "anyOf", "oneOf":
		err = c.several(schema, keyword, value, pointer)
	default:
		return fmt.Errorf("%s is a keyword that is not checked here", pointer)
	}
	return err
}

func (c *compiler) properties(schema *Schema, value any, pointer string) error {
	object, _ := value.(map[string]any)
	schema.properties = make(map[string]*Schema, len(object))
	for name, node := range object {
		property, err := c.sub(node, pointer+"/"+name)
		if err != nil {
			return err
		}
		schema.properties[name] = property
	}
	return nil
}

func (c *compiler) several(schema *Schema, keyword string, value any, pointer string) error {
	nodes, _ := value.([]any)
	var all []*Schema
	for i, node := range nodes {
		one, err := c.sub(node, fmt.Sprintf("%s/%d", pointer, i))
		if err != nil {
			return err
		}
		all = append(all, one)
	}
	switch keyword {
	case "allOf":
		schema.allOf = append(schema.allOf, all...)
	case "anyOf":
		schema.anyOf = all
	default:
		schema.oneOf = all
	}
	return nil
}

func texts(value any) []string {
	if one, ok := value.(string); ok {
		return []string{one}
	}
	list, _ := value.([]any)
	var out []string
	for _, item := range list {
		if text, ok := item.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

func number(value any) *float64 {
	switch n := value.(type) {
	case float64:
		return &n
	case int: // from YAML
		f := float64(n)
		return &f
	}
	return nil
}

func whole(value any) *int {
	f := number(value)
	if f == nil {
		return nil
	}
	n := int(*f)
	return &n
}
