package main

import (
	"strings"
	"testing"
)

// The demo's own program is tested where it is; here it is one that says what it
// was asked, and looks at the release it was given.
func TestADemoBeginsWithThePluginInItsCatalogue(t *testing.T) {
	said := shell(t, "../..", install+`
mkdir -p bin
cat > bin/hverdag <<'END'
#!/bin/sh
echo "asked: $HVERDAG_PROFILE $1 $2"
[ "$2" = trust ] && echo "$3" > "$HOME/trusted.pub"
[ "$2" = add ] && hverdag-plugin sign verify "$4" --trust "$HOME/trusted.pub"
exit 0
END
chmod +x bin/hverdag
hverdag-plugin new levels-ny --kind levels --sdk "$HVERDAG"
hverdag-plugin demo levels-ny`)
	at := 0
	for _, line := range []string{
		"asked: demo migrate", "asked: demo plugin trust", "asked: demo plugin add",
		"levels-ny 0.1.0 for linux/", "signed by demo.", "asked: demo demo --addr",
	} {
		found := strings.Index(said[at:], line)
		if found < 0 {
			t.Fatalf("%q did not come in its turn:\n%s", line, said)
		}
		at += found
	}
}
