package app_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The guide's words in bold are what stands on the pages.
func TestTheAdministratorsGuideSpeaksOfConnectionsAsThePagesDo(t *testing.T) {
	guide, err := os.ReadFile("../../docs/guide/administrator.md")
	if err != nil {
		t.Fatal(err)
	}
	var words strings.Builder
	for _, file := range []string{"connection", "service"} {
		text, err := os.ReadFile("../locale/nb/" + file + ".json")
		if err != nil {
			t.Fatal(err)
		}
		words.Write(text)
	}
	bold := regexp.MustCompile(`\*\*([^*]+)\*\*`).FindAllStringSubmatch(string(guide), -1)
	if len(bold) < 20 {
		t.Fatalf("the guide names %d things", len(bold))
	}
	for _, one := range bold {
		if strings.HasSuffix(one[1], ".") { // a heading within a paragraph
			continue
		}
		if !strings.Contains(words.String(), `"`+one[1]+`"`) {
			t.Errorf("no page says %q", one[1])
		}
	}
}
