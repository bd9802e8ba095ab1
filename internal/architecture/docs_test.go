package architecture

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link   = regexp.MustCompile(`\]\(([^)#]+)(?:#[^)]*)?\)`)
	place  = regexp.MustCompile("`((?:cmd|ent|tenants|policy|web|helm|internal|docs|e2e)/[A-Za-z0-9_./*-]+)`")
	target = regexp.MustCompile("(?m)(?:`|^ {4}|^)make ([a-z0-9]+)")
)

// What the pages for people who develop and operate point at must be there.
func TestPagesPointAtWhatIsThere(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	visitPages(t, func(page string, text []byte) {
		pages++
		for _, found := range link.FindAllSubmatch(text, -1) {
			to := string(found[1])
			if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			if !exists(t, filepath.Join("../..", filepath.Dir(page), to)) {
				t.Errorf("%s links to %s, which is not there", page, to)
			}
		}
		for _, found := range place.FindAllSubmatch(text, -1) {
			if !exists(t, filepath.Join("../..", string(found[1]))) {
				t.Errorf("%s names %s, which is not there", page, found[1])
			}
		}
		for _, found := range target.FindAllSubmatch(text, -1) {
			if !regexp.MustCompile(`(?m)^` + string(found[1]) + `:`).Match(makefile) {
				t.Errorf("%s tells to make %s, which the Makefile cannot", page, found[1])
			}
		}
	})
	if pages < 12 {
		t.Errorf("only %d pages were found", pages)
	}
}

func exists(t *testing.T, pattern string) bool {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return len(found) > 0
}

func visitPages(t *testing.T, visit func(page string, text []byte)) {
	t.Helper()
	err := filepath.WalkDir("../../docs", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".md") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		visit(strings.TrimPrefix(path, "../../"), text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"README.md", "CONTRIBUTING.md", "web/view/README.md"} {
		text, err := os.ReadFile(filepath.Join("../..", page))
		if err != nil {
			t.Fatal(err)
		}
		visit(page, text)
	}
}
