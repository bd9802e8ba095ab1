package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestEveryAssetIsFoundAtItsOwnAddress(t *testing.T) {
	for name := range byName {
		address := Asset(name)
		f, ok := Open(strings.TrimPrefix(address, Prefix))
		if !ok || f.Name != name || len(f.Body) == 0 || f.Type == "" {
			t.Errorf("%s at %s: %v", name, address, ok)
		}
	}
}

func TestOnlyNamesWithTheRightHashExist(t *testing.T) {
	for _, address := range []string{"", "hverdag.css", "hverdag.0000000000.css", "../static.go", "vendor/README.md", "/", "js/draft.js"} {
		if _, ok := Open(address); ok {
			t.Errorf("%q was served", address)
		}
	}
}

func TestACompressedFileIsTheSameFile(t *testing.T) {
	f := byName["hverdag.css"]
	for _, accept := range []string{"gzip, br", "gzip", "br;q=0, gzip", "identity", ""} {
		body, encoding := f.Encoded(accept)
		if got := expand(t, body, encoding); !bytes.Equal(got, f.Body) {
			t.Errorf("%q gave %q, which is another file", accept, encoding)
		}
	}
	if body, encoding := f.Encoded("gzip, br"); encoding != "br" || len(body) > 40_000 {
		t.Errorf("the style sheet is sent as %q in %d bytes", encoding, len(body))
	}
	if _, encoding := f.Encoded("gzip;q=1, br;q=0"); encoding != "gzip" {
		t.Errorf("a browser that refuses br got %q", encoding)
	}
	if _, encoding := byName["inter-latin.woff2"].Encoded("br"); encoding != "" {
		t.Errorf("a font was compressed twice")
	}
}

func TestTheStyleSheetFetchesOnlyWhatIsOurOwn(t *testing.T) {
	sheet := string(byName["hverdag.css"].Body)
	if strings.Contains(sheet, "@import") {
		t.Error("the style sheet imports another")
	}
	for _, found := range regexp.MustCompile(`url\(["']?([^"')]+)`).FindAllStringSubmatch(sheet, -1) {
		if strings.HasPrefix(found[1], "data:") {
			continue
		}
		if _, ok := Open(strings.TrimPrefix(found[1], Prefix)); !ok {
			t.Errorf("the style sheet asks for %.60s", found[1])
		}
	}
}

func TestScriptsKeepNothingOnTheDeviceAndRunNoText(t *testing.T) {
	forbidden := regexp.MustCompile(`localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|\.style\b`)
	for name, f := range byName {
		if strings.HasSuffix(name, ".js") {
			if found := forbidden.Find(f.Body); found != nil {
				t.Errorf("%s uses %s", name, found)
			}
		}
	}
}

func expand(t *testing.T, body []byte, encoding string) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(body)
	switch encoding {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
