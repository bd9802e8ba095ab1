package manifest

import (
	"os"
	"strings"
	"testing"
)

func TestEveryClassIsExplainedToMunicipalities(t *testing.T) {
	text, err := os.ReadFile("../../docs/plugins/data-classes.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "| `") {
			rows++
		}
	}
	if rows != len(Classes) {
		t.Errorf("the page explains %d classes; there are %d", rows, len(Classes))
	}
	for _, class := range Classes {
		if !strings.Contains(string(text), "| `"+class+"` | ") {
			t.Errorf("%s is not explained", class)
		}
	}
}
