package format

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestThePageNamesEveryFieldOfTheFormat(t *testing.T) {
	content, err := os.ReadFile("../../../docs/plugins/exchange-format.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(content)
	named := func(name string) {
		if !strings.Contains(page, "`"+name+"`") && !strings.Contains(page, "."+name+"`") {
			t.Errorf("the page does not name %s", name)
		}
	}
	for _, name := range header {
		named(name)
	}
	var schema struct {
		Defs map[string]struct {
			Properties map[string]any `json:"properties"`
			Enum       []any          `json:"enum"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema, &schema); err != nil {
		t.Fatal(err)
	}
	fields := 0
	for _, def := range schema.Defs {
		for name, property := range def.Properties {
			fields++
			named(name)
			values, _ := property.(map[string]any)["enum"].([]any)
			for _, value := range values {
				if word, ok := value.(string); ok {
					named(word)
				}
			}
		}
	}
	if fields < 60 {
		t.Errorf("only %d fields were found", fields)
	}
}
