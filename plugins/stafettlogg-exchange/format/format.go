// Package format is the published format for exchanging stafettlogger:
// hverdagsplan.stafettlogg/1, as JSON and as a spreadsheet (CSV). It is described
// in docs/plugins/exchange-format.md and stafettlogg-1.schema.json. Any system may
// use it; the plugin stafettlogg-exchange does.
package format

import (
	_ "embed" // the schema
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/jsonschema"
)

// The kinds of document, as the field skjema names them.
const (
	KindLog     = "hverdagsplan.stafettlogg/1"
	KindChange  = "hverdagsplan.stafettlogg-endring/1"
	KindReceipt = "hverdagsplan.stafettlogg-kvittering/1"
	KindRemark  = "hverdagsplan.stafettlogg-merknad/1"
)

// What became of a change.
const (
	Stored   = "lagret"
	Changed  = "endret"
	Rejected = "avvist"
)

// Schema is the JSON Schema as it is published.
//
//go:embed stafettlogg-1.schema.json
var Schema []byte

// Object is a document as JSON has it. Fields that we do not know are in it.
type Object = map[string]any

var schemas = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) {
	var document any
	if err := json.Unmarshal(Schema, &document); err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	read := map[string]*jsonschema.Schema{}
	for kind, name := range map[string]string{
		KindLog: "logg", KindChange: "endring", KindReceipt: "kvittering", KindRemark: "merknad",
	} {
		schema, err := jsonschema.Compile(document, "/$defs/"+name)
		if err != nil {
			return nil, err
		}
		read[kind] = schema
	}
	return read, nil
})

// Kind is the document's kind.
func Kind(document Object) string {
	kind, _ := document["skjema"].(string)
	return kind
}

// Check tells what is wrong with a document. Nothing when it can be used.
func Check(document Object) []Problem {
	all, err := schemas()
	if err != nil {
		return []Problem{{Code: "schema"}}
	}
	kind := Kind(document)
	schema, known := all[kind]
	if !known {
		return []Problem{unknownKind(kind)}
	}
	var problems []Problem
	for _, one := range schema.Check(document) {
		problems = append(problems, Problem{Place: place(one.Path), Code: one.Code, Want: one.Want})
	}
	if len(problems) == 0 && kind == KindLog {
		problems = references(document)
	}
	return problems
}

func unknownKind(kind string) Problem {
	if strings.HasPrefix(kind, "hverdagsplan.stafettlogg") {
		return Problem{Place: "/skjema", Code: "newer"}
	}
	return Problem{Place: "/skjema", Code: "kind"}
}

func place(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

// references finds ids that stand twice, and measures of goals that are not
// there.
func references(log Object) []Problem {
	var problems []Problem
	goals := map[string]bool{}
	for _, list := range []string{"maal", "tiltak", "moter"} {
		seen := map[string]bool{}
		for i, item := range Items(log, list) {
			id := Text(item, "id")
			if seen[id] {
				problems = append(problems, Problem{Place: fmt.Sprintf("/%s/%d/id", list, i), Code: "twice"})
			}
			seen[id] = true
			if list == "maal" {
				goals[id], goals[Text(item, "eksternId")] = true, true
			}
		}
	}
	for i, item := range Items(log, "tiltak") {
		if goal := Text(item, "maalId"); goal != "" && !goals[goal] {
			problems = append(problems, Problem{Place: fmt.Sprintf("/tiltak/%d/maalId", i), Code: "reference"})
		}
	}
	return problems
}

// Items are the objects of a list in a document.
func Items(document Object, list string) []Object {
	values, _ := document[list].([]any)
	var items []Object
	for _, value := range values {
		if item, ok := value.(Object); ok {
			items = append(items, item)
		}
	}
	return items
}

// Text is a text of a document, empty when it is not there or null. A number is
// given as it is written.
func Text(document Object, field string) string {
	switch value := document[field].(type) {
	case string:
		return value
	case float64:
		return fmt.Sprint(value)
	}
	return ""
}
