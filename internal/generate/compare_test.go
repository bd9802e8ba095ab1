package main

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func write(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestGeneratedCodeThatIsOlderThanItsSourceIsNamed(t *testing.T) {
	root, beside := t.TempDir(), t.TempDir()
	ent, templ := string(marks[0])+"\n", string(marks[1])+"\n"
	for _, tree := range []string{root, beside} {
		write(t, tree, "ent/tenant/same.go", ent)
		write(t, tree, "web/view/same_templ.go", templ)
	}
	write(t, root, "ent/tenant/schema/goal.go", "package schema")
	write(t, root, "web/view/page.go", "package view")
	if stale, err := compareAll(root, beside); err != nil || len(stale) != 0 {
		t.Fatalf("equal trees give %v, %v", stale, err)
	}
	write(t, root, "ent/tenant/edited.go", ent+"// by hand")
	write(t, beside, "ent/tenant/edited.go", ent)
	write(t, beside, "ent/control/event/missing.go", ent)
	write(t, root, "web/view/gone_templ.go", templ)
	stale, err := compareAll(root, beside)
	want := []string{"ent/control/event/missing.go", "ent/tenant/edited.go", "web/view/gone_templ.go (left over)"}
	if err != nil || !reflect.DeepEqual(stale, want) {
		t.Errorf("got %v, %v; want %v", stale, err, want)
	}
}
