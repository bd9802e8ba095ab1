package jsonschema

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"time"
	"unicode/utf8"
)

// Problem is one place where a document does not fit. It never repeats what
// stands there: that may be about a person.
type Problem struct {
	Path string // JSON pointer, "/tiltak/0/frist"
	Code string // the keyword that was broken: "required", "type", "format"
	Want string // what was wanted: a type, a format, a name, a number
}

// Error says it for a log.
func (p Problem) Error() string { return fmt.Sprintf("%s: %s %s", p.Path, p.Code, p.Want) }

// Check tells where a document, as encoding/json reads it into any, does not fit.
// It stops after a hundred problems.
func (s *Schema) Check(document any) []Problem {
	c := checker{}
	c.check(s, document, "")
	return c.problems
}

const mostProblems = 100

type checker struct{ problems []Problem }

func (c *checker) add(path, code, want string) {
	if len(c.problems) < mostProblems {
		c.problems = append(c.problems, Problem{Path: path, Code: code, Want: want})
	}
}

func (c *checker) check(s *Schema, value any, path string) {
	if s.never {
		c.add(path, "unknown", "")
		return
	}
	if len(s.types) > 0 && !isOneOf(value, s.types) {
		c.add(path, "type", strings.Join(s.types, " / "))
		return
	}
	if s.enum != nil && !among(value, s.enum) {
		c.add(path, "enum", listed(s.enum))
	}
	switch v := value.(type) {
	case map[string]any:
		c.object(s, v, path)
	case []any:
		c.list(s, v, path)
	case string:
		c.text(s, v, path)
	case float64:
		c.number(s, v, path)
	case int:
		c.number(s, float64(v), path)
	}
	for _, one := range s.allOf {
		c.check(one, value, path)
	}
	c.alternatives(s, value, path)
}

func (c *checker) alternatives(s *Schema, value any, path string) {
	if s.anyOf != nil && fitting(s.anyOf, value) == 0 {
		c.add(path, "anyOf", "")
	}
	if s.oneOf != nil && fitting(s.oneOf, value) != 1 {
		c.add(path, "oneOf", "")
	}
}

func fitting(all []*Schema, value any) int {
	fit := 0
	for _, one := range all {
		if len(one.Check(value)) == 0 {
			fit++
		}
	}
	return fit
}

func (c *checker) object(s *Schema, object map[string]any, path string) {
	for _, name := range s.required {
		if _, ok := object[name]; !ok {
			c.add(path, "required", name)
		}
	}
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		at := path + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		if property, ok := s.properties[name]; ok {
			c.check(property, object[name], at)
		} else if s.additional != nil {
			c.check(s.additional, object[name], at)
		}
	}
}

func (c *checker) list(s *Schema, list []any, path string) {
	if s.minItems != nil && len(list) < *s.minItems {
		c.add(path, "minItems", fmt.Sprint(*s.minItems))
	}
	if s.maxItems != nil && len(list) > *s.maxItems {
		c.add(path, "maxItems", fmt.Sprint(*s.maxItems))
	}
	if s.items == nil {
		return
	}
	for i, item := range list {
		c.check(s.items, item, fmt.Sprintf("%s/%d", path, i))
	}
}

func (c *checker) text(s *Schema, text, path string) {
	length := utf8.RuneCountInString(text)
	if s.minLength != nil && length < *s.minLength {
		c.add(path, "minLength", fmt.Sprint(*s.minLength))
	}
	if s.maxLength != nil && length > *s.maxLength {
		c.add(path, "maxLength", fmt.Sprint(*s.maxLength))
	}
	if s.pattern != nil && !s.pattern.MatchString(text) {
		c.add(path, "pattern", s.pattern.String())
	}
	if s.format != "" && !formats[s.format](text) {
		c.add(path, "format", s.format)
	}
}

func (c *checker) number(s *Schema, value float64, path string) {
	if s.minimum != nil && value < *s.minimum {
		c.add(path, "minimum", fmt.Sprint(*s.minimum))
	}
	if s.maximum != nil && value > *s.maximum {
		c.add(path, "maximum", fmt.Sprint(*s.maximum))
	}
}

func isOneOf(value any, types []string) bool {
	for _, name := range types {
		if isA(value, name) {
			return true
		}
	}
	return false
}

func isA(value any, name string) bool {
	switch v := value.(type) {
	case nil:
		return name == "null"
	case bool:
		return name == "boolean"
	case string:
		return name == "string"
	case float64:
		return name == "number" || name == "integer" && v == math.Trunc(v)
	case int:
		return name == "number" || name == "integer"
	case []any:
		return name == "array"
	case map[string]any:
		return name == "object"
	}
	return false
}

func among(value any, allowed []any) bool {
	for _, one := range allowed {
		if n, m := number(one), number(value); n != nil && m != nil && *n == *m {
			return true
		}
		if reflect.DeepEqual(one, value) {
			return true
		}
	}
	return false
}

func listed(values []any) string {
	var out []string
	for _, value := range values {
		out = append(out, fmt.Sprint(value))
	}
	return strings.Join(out, ", ")
}

var uuidShape = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

var formats = map[string]func(string) bool{
	"date":      func(text string) bool { return parses(time.DateOnly, text) },
	"date-time": func(text string) bool { return parses(time.RFC3339, text) },
	"uuid":      uuidShape.MatchString,
	"binary":    func(string) bool { return true },
}

func parses(layout, text string) bool {
	_, err := time.Parse(layout, text)
	return err == nil
}

func knownFormat(value any) (string, error) {
	name, _ := value.(string)
	if formats[name] == nil {
		return "", fmt.Errorf("the format %q is not checked here", name)
	}
	return name, nil
}
