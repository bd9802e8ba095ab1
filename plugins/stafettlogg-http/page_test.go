package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
)

func TestThePageNamesEveryWordAndFault(t *testing.T) {
	content, err := os.ReadFile("../../docs/plugins/stafettlogg-http.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(content)
	for name, words := range pairs {
		_, line, _ := strings.Cut(page, "| `"+name+"` | ")
		line, _, _ = strings.Cut(line, " |")
		var ours []string
		for _, pair := range words {
			ours = append(ours, pair[0])
		}
		if line != strings.Join(ours, ", ") {
			t.Errorf("of %s the page says %q", name, line)
		}
	}
	for _, kind := range []logvendor.Kind{
		logvendor.FailBefore, logvendor.LoseAnswer, logvendor.CutAnswer, logvendor.Crash, logvendor.CrashBefore,
		logvendor.RateLimit, logvendor.Slow, logvendor.Trickle, logvendor.EditFirst, logvendor.Nonsense,
	} {
		if !strings.Contains(page, "`"+string(kind)) {
			t.Errorf("the page does not name %s", kind)
		}
	}
}
