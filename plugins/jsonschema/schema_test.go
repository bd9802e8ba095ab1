package jsonschema

import (
	"encoding/json"
	"testing"
)

const person = `{"type":"object","required":["id"],"additionalProperties":false,
 "properties":{"id":{"type":"string","format":"uuid"},"age":{"type":["integer","null"],"minimum":0,"maximum":23},
 "when":{"$ref":"#/$defs/day"},"kind":{"enum":["a","b",2]},"name":{"type":"string","minLength":1,"maxLength":4,"pattern":"^[a-zæøå]*$"},
 "children":{"type":"array","maxItems":2,"minItems":1,"items":{"$ref":"#"}},
 "either":{"oneOf":[{"type":"string"},{"type":"integer"}]},"any":{"anyOf":[{"const":1},{"const":"x"}]}},
 "$defs":{"day":{"type":"string","format":"date"}}}`

func TestEachRuleFindsWhatBreaksItAndSaysWhere(t *testing.T) {
	schema, err := CompileText([]byte(person))
	if err != nil {
		t.Fatal(err)
	}
	const id = `"id":"00000000-0000-4000-8000-000000000001"`
	for _, try := range []struct{ text, path, code string }{
		{`{` + id + `,"age":23,"when":"2026-02-28","kind":2,"name":"blåb","either":3,"any":"x"}`, "", ""},
		{`{` + id + `,"age":null,"children":[{` + id + `}]}`, "", ""},
		{`[]`, "", "type"},
		{`{}`, "", "required"},
		{`{"id":"1"}`, "/id", "format"},
		{`{` + id + `,"age":24}`, "/age", "maximum"},
		{`{` + id + `,"age":-1}`, "/age", "minimum"},
		{`{` + id + `,"age":1.5}`, "/age", "type"},
		{`{` + id + `,"when":"2026-02-30"}`, "/when", "format"},
		{`{` + id + `,"kind":"c"}`, "/kind", "enum"},
		{`{` + id + `,"name":""}`, "/name", "minLength"},
		{`{` + id + `,"name":"blåbæ"}`, "/name", "maxLength"},
		{`{` + id + `,"name":"A"}`, "/name", "pattern"},
		{`{` + id + `,"children":[]}`, "/children", "minItems"},
		{`{` + id + `,"children":[{` + id + `},{` + id + `},{` + id + `}]}`, "/children", "maxItems"},
		{`{` + id + `,"children":[{` + id + `,"when":1}]}`, "/children/0/when", "type"},
		{`{` + id + `,"a/b":1}`, "/a~1b", "unknown"},
		{`{` + id + `,"either":true}`, "/either", "oneOf"},
		{`{` + id + `,"any":2}`, "/any", "anyOf"},
	} {
		var document any
		if err := json.Unmarshal([]byte(try.text), &document); err != nil {
			t.Fatal(err)
		}
		problems := schema.Check(document)
		if try.code == "" {
			if len(problems) > 0 {
				t.Errorf("%s: %v", try.text, problems)
			}
			continue
		}
		if len(problems) != 1 || problems[0].Path != try.path || problems[0].Code != try.code {
			t.Errorf("%s: %v, want %s at %s", try.text, problems, try.code, try.path)
		}
	}
}

func TestASchemaThatAsksForMoreThanIsCheckedDoesNotCompile(t *testing.T) {
	for _, text := range []string{
		`{"uniqueItems":true}`, `{"properties":{"a":{"not":{}}}}`, `{"format":"email"}`, `{"$ref":"#/$defs/gone"}`,
		`{"pattern":"("}`, `{"items":3}`, `{`,
	} {
		if _, err := CompileText([]byte(text)); err == nil {
			t.Errorf("%s compiled", text)
		}
	}
}
