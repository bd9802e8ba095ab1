package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// objects reads all that a key has.
func (j *jsonld) objects(value any, def definition, c *meaning) ([]term, error) {
	if j.depth++; j.depth > deepest {
		return nil, errors.New("too deep")
	}
	defer func() { j.depth-- }()
	switch value := value.(type) {
	case nil:
		return nil, nil
	case []any:
		var all []term
		for _, one := range value {
			found, err := j.objects(one, def, c)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
		return all, nil
	case map[string]any:
		return j.object(value, def, c)
	}
	return j.scalar(value, def, c)
}

// object reads a value, a list, a map by language or index, or a node.
func (j *jsonld) object(value map[string]any, def definition, c *meaning) ([]term, error) {
	for _, key := range sortedKeys(value) {
		switch c.keyword(key) {
		case "@value":
			return j.value(value, c)
		case "@list", "@set":
			return j.objects(value[key], def, c)
		}
	}
	isNode := slices.ContainsFunc(sortedKeys(value), func(key string) bool { return c.keyword(key) == "@id" || c.keyword(key) == "@type" })
	if slices.Contains(def.container, "@language") && !isNode {
		return byLanguage(value)
	}
	if !isNode && (slices.Contains(def.container, "@index") || slices.Contains(def.container, "@id") || slices.Contains(def.container, "@graph")) {
		return j.byKey(value, def, c)
	}
	node, err := j.node(value, c)
	return []term{node}, err
}

func byLanguage(value map[string]any) ([]term, error) {
	var all []term
	for _, language := range sortedKeys(value) {
		for _, one := range several(value[language]) {
			if one == nil {
				continue
			}
			said, isText := one.(string)
			if !isText {
				return nil, errors.New("a language with something that is no text")
			}
			if language == "@none" {
				language = ""
			}
			all = append(all, text(said, strings.ToLower(language)))
		}
	}
	return all, nil
}

func (j *jsonld) byKey(value map[string]any, def definition, c *meaning) ([]term, error) {
	byID := slices.Contains(def.container, "@id")
	def.container = nil
	var all []term
	for _, key := range sortedKeys(value) {
		for _, one := range several(value[key]) {
			if inner, is := one.(map[string]any); is && byID && key != "@none" {
				if _, named := inner["@id"]; !named {
					inner["@id"] = key
				}
			}
			found, err := j.objects(one, def, c)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	return all, nil
}

// value reads {"@value": ...}.
func (j *jsonld) value(value map[string]any, c *meaning) ([]term, error) {
	var read term
	for _, key := range sortedKeys(value) {
		said, isText := value[key].(string)
		switch c.keyword(key) {
		case "@value":
			found, err := j.scalar(value[key], definition{noLanguage: true}, c)
			if err != nil || len(found) == 0 {
				return nil, err
			}
			read.sort, read.text = literal, found[0].text
			if read.datatype == "" {
				read.datatype = found[0].datatype
			}
		case "@language":
			read.language = strings.ToLower(said)
		case "@type":
			if !isText {
				return nil, errors.New("a value's @type that is no text")
			}
			read.datatype = typedOrText("", c.whole(said, true)).datatype
		}
	}
	return []term{read}, nil
}

// scalar reads a text, number or truth by what the key is defined to hold.
func (j *jsonld) scalar(value any, def definition, c *meaning) ([]term, error) {
	switch value := value.(type) {
	case string:
		switch def.kind {
		case "@id":
			return []term{j.reference(value, c, false)}, nil
		case "@vocab":
			return []term{j.reference(value, c, true)}, nil
		case "", "@none":
			language := c.language
			if def.hasLanguage {
				language = def.language
			}
			if def.noLanguage {
				language = ""
			}
			return []term{text(value, language)}, nil
		}
		return []term{typedOrText(value, def.kind)}, nil
	case json.Number:
		datatype := nsXSD + "integer"
		if strings.ContainsAny(value.String(), ".eE") {
			datatype = nsXSD + "double"
		}
		if strings.Contains(def.kind, ":") {
			datatype = def.kind
		}
		return []term{typed(value.String(), datatype)}, nil
	case bool:
		return []term{typed(fmt.Sprint(value), nsXSD+"boolean")}, nil
	case nil:
		return nil, nil
	}
	return nil, errors.New("a value that is no value")
}

func several(value any) []any {
	if list, is := value.([]any); is {
		return list
	}
	return []any{value}
}

func sortedKeys(value map[string]any) []string {
	keys := make([]string, 0, len(value))
	for key := range value {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
