// Package openapi holds the description of the REST system that the plugin
// stafettlogg-http reaches, and checks requests and answers against it. The
// reference server serves by it; the plugin's tests hold the plugin to it.
package openapi

import (
	_ "embed" // the document
	"fmt"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/jsonschema"
)

// Text is the document as it is published.
//
//go:embed openapi.yaml
var Text []byte

// Operation is one method of one address.
type Operation struct {
	ID      string
	Method  string
	Path    string // "/saker/{sakId}"
	query   map[string]parameter
	headers map[string]parameter
	paths   map[string]parameter
	bodies  map[string]*jsonschema.Schema // by media type; empty: takes no body
	answers map[string]*jsonschema.Schema // by status or "default"
}

type parameter struct {
	schema   *jsonschema.Schema
	required bool
}

// Load reads the document. It is read once.
var Load = sync.OnceValues(func() ([]Operation, error) { return read(Text) })

func read(text []byte) ([]Operation, error) {
	var document map[string]any
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("reading openapi.yaml: %w", err)
	}
	r := reader{document: document}
	var operations []Operation
	paths, _ := document["paths"].(map[string]any)
	for path, methods := range paths {
		byMethod, _ := methods.(map[string]any)
		for method, node := range byMethod {
			operation, err := r.operation(path, method, node.(map[string]any))
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", method, path, err)
			}
			operations = append(operations, operation)
		}
	}
	return operations, nil
}

type reader struct{ document map[string]any }

func (r reader) operation(path, method string, node map[string]any) (Operation, error) {
	at := "/paths/" + escape(path) + "/" + method
	o := Operation{
		ID: fmt.Sprint(node["operationId"]), Method: strings.ToUpper(method), Path: path,
		query: map[string]parameter{}, headers: map[string]parameter{}, paths: map[string]parameter{},
		bodies: map[string]*jsonschema.Schema{}, answers: map[string]*jsonschema.Schema{},
	}
	parameters, _ := node["parameters"].([]any)
	for _, one := range parameters {
		if err := r.parameter(&o, one.(map[string]any)); err != nil {
			return o, err
		}
	}
	if body, ok := node["requestBody"].(map[string]any); ok {
		if err := r.contents(o.bodies, body, at+"/requestBody", ""); err != nil {
			return o, err
		}
	}
	responses, _ := node["responses"].(map[string]any)
	for status, one := range responses {
		answer, pointer := r.follow(one.(map[string]any), at+"/responses/"+status)
		if err := r.contents(o.answers, answer, pointer, status); err != nil {
			return o, err
		}
	}
	return o, nil
}

func (r reader) parameter(o *Operation, node map[string]any) error {
	node, _ = r.follow(node, "")
	schema, err := jsonschema.Compile(node["schema"], "")
	if err != nil {
		return err
	}
	required, _ := node["required"].(bool)
	one := parameter{schema: schema, required: required}
	switch node["in"] {
	case "query":
		o.query[fmt.Sprint(node["name"])] = one
	case "header":
		o.headers[fmt.Sprint(node["name"])] = one
	case "path":
		o.paths[fmt.Sprint(node["name"])] = one
	default:
		return fmt.Errorf("a parameter is in %v", node["in"])
	}
	return nil
}

// contents compiles each media type's schema, under its own name or under key.
func (r reader) contents(into map[string]*jsonschema.Schema, node map[string]any, pointer, key string) error {
	content, _ := node["content"].(map[string]any)
	for mediaType := range content {
		schema, err := jsonschema.Compile(r.document, pointer+"/content/"+escape(mediaType)+"/schema")
		if err != nil {
			return err
		}
		if key == "" {
			into[mediaType] = schema
		} else {
			into[key] = schema
		}
	}
	return nil
}

func (r reader) follow(node map[string]any, pointer string) (map[string]any, string) {
	ref, ok := node["$ref"].(string)
	if !ok {
		return node, pointer
	}
	pointer = strings.TrimPrefix(ref, "#")
	var at any = r.document
	for _, part := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		object, _ := at.(map[string]any)
		at = object[part]
	}
	found, _ := at.(map[string]any)
	return found, pointer
}

func escape(part string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(part)
}
