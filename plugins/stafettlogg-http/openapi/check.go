package openapi

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/jsonschema"
)

// Match finds the operation a request is for. path is below the server's url
// and still escaped.
func Match(operations []Operation, method, path string) (Operation, map[string]string, bool) {
	for _, operation := range operations {
		if operation.Method != method {
			continue
		}
		if values, ok := fill(operation.Path, path); ok {
			return operation, values, true
		}
	}
	return Operation{}, nil, false
}

func fill(template, path string) (map[string]string, bool) {
	wanted, given := strings.Split(template, "/"), strings.Split(path, "/")
	if len(wanted) != len(given) {
		return nil, false
	}
	values := map[string]string{}
	for i, part := range wanted {
		if strings.HasPrefix(part, "{") {
			value, err := url.PathUnescape(given[i])
			if err != nil || value == "" {
				return nil, false
			}
			values[strings.Trim(part, "{}")] = value
		} else if part != given[i] {
			return nil, false
		}
	}
	return values, true
}

// Request tells where a request does not fit the operation.
func (o Operation) Request(values map[string]string, query url.Values, header http.Header, body []byte) []jsonschema.Problem {
	var problems []jsonschema.Problem
	for name, one := range o.paths {
		problems = append(problems, one.check("path "+name, []string{values[name]})...)
	}
	for name, one := range o.query {
		problems = append(problems, one.check("query "+name, query[name])...)
	}
	for name := range query {
		if _, known := o.query[name]; !known {
			problems = append(problems, jsonschema.Problem{Path: "query " + name, Code: "unknown"})
		}
	}
	for name, one := range o.headers {
		problems = append(problems, one.check("header "+name, header.Values(name))...)
	}
	return append(problems, o.body(header.Get("Content-Type"), body)...)
}

func (p parameter) check(place string, values []string) []jsonschema.Problem {
	if len(values) == 0 && p.required {
		return []jsonschema.Problem{{Path: place, Code: "required"}}
	}
	var problems []jsonschema.Problem
	for _, value := range values {
		for _, problem := range p.schema.Check(value) {
			problem.Path = place
			problems = append(problems, problem)
		}
	}
	return problems
}

func (o Operation) body(contentType string, body []byte) []jsonschema.Problem {
	if len(o.bodies) == 0 {
		if len(body) > 0 {
			return []jsonschema.Problem{{Path: "body", Code: "unknown"}}
		}
		return nil
	}
	mediaType, _, _ := mime.ParseMediaType(contentType)
	schema, ok := o.bodies[mediaType]
	if !ok {
		return []jsonschema.Problem{{Path: "header Content-Type", Code: "enum"}}
	}
	if mediaType != "application/json" {
		return nil
	}
	return checkJSON(schema, body)
}

// Answer tells where an answer does not fit the operation.
func (o Operation) Answer(status int, body []byte) []jsonschema.Problem {
	schema, ok := o.answers[strconv.Itoa(status)]
	if !ok {
		if status < 400 {
			return []jsonschema.Problem{{Path: "status", Code: "unknown", Want: fmt.Sprint(status)}}
		}
		schema = o.answers["default"]
	}
	return checkJSON(schema, body)
}

func checkJSON(schema *jsonschema.Schema, body []byte) []jsonschema.Problem {
	var document any
	if err := json.Unmarshal(body, &document); err != nil {
		return []jsonschema.Problem{{Path: "body", Code: "type", Want: "JSON"}}
	}
	return schema.Check(document)
}
