package locale

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the top of the repository, seen from this folder.
const root = "../.."

var (
	// said finds keys where they are used for certain.
	said = []*regexp.Regexp{
		regexp.MustCompile(`\b[TN]\(\s*"([a-z0-9_]+(?:\.[a-z0-9_-]+)+)"`),
		regexp.MustCompile(`\bCode:\s*"([a-z0-9_]+(?:\.[a-z0-9_-]+)+)"`),
		regexp.MustCompile(`\b(?:Require|Wrong|Invalid\w*|NewInvalid)\(\s*"[^"]*",\s*"([a-z0-9_]+(?:\.[a-z0-9_-]+)+)"`),
		regexp.MustCompile(`FieldError\{\s*"[^"]*",\s*"([a-z0-9_]+(?:\.[a-z0-9_-]+)+)"`),
	}
	// comment is a line that only explains; keys in it are examples.
	comment = regexp.MustCompile(`(?m)^\s*//.*$`)
	// literal finds every text in code that might be a key.
	literal = regexp.MustCompile("[\"`]([a-z0-9_]+(?:\\.[a-z0-9_-]+)+)[\"`]")
)

// TestBothLanguagesHaveTheSameKeys: a text is never shown in the other
// language, or as a key.
func TestBothLanguagesHaveTheSameKeys(t *testing.T) {
	first := For(Languages[0]).book
	for _, lang := range Languages[1:] {
		other := For(lang).book
		for key, area := range first.area {
			if other.area[key] != area {
				t.Errorf("%s/%s: %q is missing", lang, area, key)
			}
		}
		for key, area := range other.area {
			if first.area[key] != area {
				t.Errorf("%s/%s: %q is missing", Languages[0], area, key)
			}
			if places(first, key) != places(other, key) {
				t.Errorf("%q has other places to fill in %s: %s, not %s", key, lang, places(other, key), places(first, key))
			}
		}
	}
}

// TestEveryKeyUsedHasAText reads the code.
func TestEveryKeyUsedHasAText(t *testing.T) {
	l := For(Languages[0])
	found := 0
	eachSource(t, func(name, text string) {
		for _, pattern := range said {
			for _, match := range pattern.FindAllStringSubmatch(text, -1) {
				found++
				if !l.Has(match[1]) {
					t.Errorf("%s: %q has no text", name, match[1])
				}
			}
		}
	})
	if found < 80 {
		t.Errorf("only %d keys were found in the code: the search is broken", found)
	}
}

// TestPluralsAreCountedAndPlainTextsAreNot: T of a counted text, or N of a
// plain one, would show the key.
func TestPluralsAreCountedAndPlainTextsAreNot(t *testing.T) {
	call := regexp.MustCompile(`\b([TN])\(\s*"([a-z0-9_.-]+)"`)
	b := For(Languages[0]).book
	eachSource(t, func(name, text string) {
		for _, match := range call.FindAllStringSubmatch(text, -1) {
			_, counted := b.counted[match[2]]
			if counted != (match[1] == "N") && b.area[match[2]] != "" {
				t.Errorf("%s: %s(%q) is the wrong way to say it", name, match[1], match[2])
			}
		}
	})
}

// TestNoTextIsUnused: what nobody says is not kept.
func TestNoTextIsUnused(t *testing.T) {
	used := map[string]bool{}
	eachSource(t, func(_, text string) {
		for _, match := range literal.FindAllStringSubmatch(text, -1) {
			used[match[1]] = true
		}
	})
	for key, area := range For(Languages[0]).book.area {
		if !used[key] {
			t.Errorf("%s: %q is said nowhere", area, key)
		}
	}
}

// places lists what is filled in, in all forms of a text.
func places(b *book, key string) string {
	var names []string
	add := func(m message) {
		for i := 1; i < len(m.parts); i += 2 {
			if !slices.Contains(names, m.parts[i]) {
				names = append(names, m.parts[i])
			}
		}
	}
	if m, ok := b.plain[key]; ok {
		add(m)
	}
	for _, m := range b.counted[key] {
		add(m)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// eachSource reads our own code, without tests, without what is generated, and
// without the plugins, which bring their own words.
func eachSource(t *testing.T, read func(name, text string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains([]string{".git", "node_modules", "ent", "vendor", "data", "plugins"}, entry.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if !isSource(entry.Name()) {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		read(strings.TrimPrefix(name, root+"/"), comment.ReplaceAllString(string(text), ""))
		return nil
	})
	if err != nil {
		t.Fatalf("reading the code: %v", err)
	}
}

func isSource(name string) bool {
	if strings.HasSuffix(name, ".templ") {
		return true
	}
	return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, "_templ.go")
}
