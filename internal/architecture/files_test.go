package architecture

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const longestFile = 400 // lines; most are far below

var (
	leftForLater = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)
	skipped      = regexp.MustCompile(`\bt\.Ski` + `p(f|Now)?\(`)
	emptyNames   = regexp.MustCompile(`(?m)^package (util|utils|common|helpers|misc)$`)
)

func TestFilesAreShortFinishedAndNamedForWhatTheyHold(t *testing.T) {
	walk(t, func(path string, content []byte) {
		if generated(path, content) {
			return
		}
		if lines := bytes.Count(content, []byte("\n")); lines > longestFile && !strings.HasSuffix(path, "_test.go") {
			t.Errorf("%s has %d lines", path, lines)
		}
		if at := leftForLater.Find(content); at != nil {
			t.Errorf("%s leaves something for later: %s", path, at)
		}
		if skipped.Match(content) {
			t.Errorf("%s can skip a test; a missing part must fail", path)
		}
		if emptyNames.Match(content) {
			t.Errorf("%s has a package name that says nothing", path)
		}
	})
}

func walk(t *testing.T, visit func(path string, content []byte)) {
	t.Helper()
	root := "../.."
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules" || entry.Name() == "bin") {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".templ") {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		visit(strings.TrimPrefix(path, root+"/"), content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func generated(path string, content []byte) bool {
	head := content[:min(len(content), 1000)]
	return strings.HasSuffix(path, "_templ.go") || bytes.Contains(head, []byte("DO NOT EDIT"))
}
