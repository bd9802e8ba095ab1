package host_test

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// exchanging is a house with a plugin that has been granted a folder.
func exchanging(t *testing.T) (*house, host.Instance) {
	t.Helper()
	h := open(t, nil)
	in := h.release("hostile")
	in.Folder, in.Grant.Folder = t.TempDir(), true
	for _, box := range []string{"in", "out", "done"} {
		if err := os.Mkdir(filepath.Join(in.Folder, box), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return h, in
}

// place puts a file that nobody is writing any more.
func place(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	then := time.Now().Add(-time.Minute)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
}

func TestFilesAreExchangedWholeAndOnce(t *testing.T) {
	h, in := exchanging(t)
	place(t, filepath.Join(in.Folder, "in", "logg æ.json"), "{}")
	place(t, filepath.Join(in.Folder, "in", "half.part"), "{")
	place(t, filepath.Join(in.Folder, "in", ".hidden"), "{")
	if err := os.WriteFile(filepath.Join(in.Folder, "in", "being written.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	said := mustDo(t, h, with(in, "folder", "", "logg æ.json"), "folder", "")
	if said != "ja: sees logg æ.json" {
		t.Errorf("it says %q", said)
	}
	if said, err := h.does(in, "folder", "", "logg æ.json"); err != nil || said != "ja: sees logg æ.json; reads logg æ.json {}" {
		t.Errorf("it says %q, %v", said, err)
	}
	done, err := filepath.Glob(filepath.Join(in.Folder, "done", "* logg æ.json"))
	if err != nil || len(done) != 1 {
		t.Errorf("taken care of: %v, %v", done, err)
	}
	for i, try := range []struct{ content, want string }{
		{"first", "ja: put"}, {"first", "ja: put"}, {"second", fmt.Sprintf("nei: reason %d", sdk.Conflict)},
	} {
		if said, err := h.does(in, "put", "ut.json", try.content); err != nil || said != try.want {
			t.Errorf("try %d: it says %q, %v", i, said, err)
		}
	}
	entries, err := os.ReadDir(filepath.Join(in.Folder, "out"))
	if err != nil || len(entries) != 1 {
		t.Errorf("put out: %v, %v", entries, err)
	}
	if content, err := os.ReadFile(filepath.Join(in.Folder, "out", "ut.json")); err != nil || string(content) != "first" {
		t.Errorf("put out: %q, %v", content, err)
	}
	call := in.Record.(*recorder).last(t)
	if call.Kind != "folder" || call.Place != "out" || call.Method != "write" || call.Refused == "" {
		t.Errorf("on record is %+v", call)
	}
}

func TestNothingOutsideTheFolderIsReached(t *testing.T) {
	h, in := exchanging(t)
	outside := filepath.Join(t.TempDir(), "secret")
	place(t, outside, "secret")
	for name, target := range map[string]string{"link": outside, "inner": filepath.Join(in.Folder, "out"), "shadow": "../../secret"} {
		if err := os.Symlink(target, filepath.Join(in.Folder, "in", name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(in.Folder, "out", "trap.json")); err != nil {
		t.Fatal(err)
	}
	names := []string{"link", "inner", "shadow", "../in/link", "..", ".", "/etc/passwd", "a/b", `a\b`, "done", "missing", strings.Repeat("x", 201), "a\x00b"}
	for _, name := range names {
		said, err := h.does(in, "folder", "", name)
		if err != nil || strings.Contains(said, "secret") || strings.Contains(said, "reads") || strings.Contains(said, "sees") {
			t.Errorf("%q: it says %q, %v", name, said, err)
		}
	}
	for _, name := range []string{"trap.json", "../in/x", "/tmp/x", "..", ".x", "x.tmp", "a/b", ""} {
		if said, err := h.does(in, "put", name, "mine"); err != nil || !strings.HasPrefix(said, "nei: ") {
			t.Errorf("%q: it says %q, %v", name, said, err)
		}
	}
	if content, err := os.ReadFile(outside); err != nil || string(content) != "secret" {
		t.Errorf("outside is %q, %v", content, err)
	}
}

func TestNoFilesNameIsInTheOperatorsLog(t *testing.T) {
	log := &logged{}
	h := open(t, func(c *host.Config) { c.Log = slog.New(slog.NewTextHandler(log, nil)) })
	in := h.release("hostile")
	in.Folder, in.Grant.Folder = t.TempDir(), true
	if err := os.Mkdir(filepath.Join(in.Folder, "out"), 0o755); err != nil {
		t.Fatal(err)
	}
	place(t, filepath.Join(in.Folder, "in"), "a file where the folder should be")
	if said, err := h.does(in, "folder", "", "Ylva Fjellvik.json"); err != nil || !strings.HasPrefix(said, "nei: ") {
		t.Errorf("it says %q, %v", said, err)
	}
	if err := errors.Join(os.Remove(filepath.Join(in.Folder, "in")), os.Mkdir(filepath.Join(in.Folder, "in"), 0o755)); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("Ylva Fjellvik ", 14) // longer than a name may be when something is put before it
	if err := os.Mkdir(filepath.Join(in.Folder, "out", "."+long+".half"), 0o755); err != nil {
		t.Fatal(err)
	}
	if said, err := h.does(in, "put", long, "mine"); err != nil || !strings.HasPrefix(said, "nei: ") {
		t.Errorf("it says %q, %v", said, err)
	}
	h.Close()
	log.mu.Lock()
	defer log.mu.Unlock()
	if said := log.text.String(); !strings.Contains(said, "exchange folder") || strings.Contains(said, "Ylva") {
		t.Errorf("the operator reads %s", said)
	}
}

func TestAFolderMustBeGranted(t *testing.T) {
	h, in := exchanging(t)
	place(t, filepath.Join(in.Folder, "in", "logg.json"), "{}")
	in.Grant.Folder = false
	refused := fmt.Sprintf("nei: reason %d", sdk.NotGranted)
	if said, err := h.does(in, "folder", "", "logg.json"); err != nil || said != refused {
		t.Errorf("it says %q, %v", said, err)
	}
	if said, err := h.does(in, "put", "x.json", "x"); err != nil || said != refused {
		t.Errorf("it says %q, %v", said, err)
	}
}
