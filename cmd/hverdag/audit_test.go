package main

import (
	"database/sql"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

func TestTheCommandSaysWhichLineOfALogWasChanged(t *testing.T) {
	folder := t.TempDir()
	p := start(t, folder)
	p.kill()
	verify := func() (string, error) {
		out, err := exec.Command(built(), "audit", "verify", "arendal", "--profile", "demo", "--data", folder).CombinedOutput()
		return string(out), err
	}
	if out, err := verify(); err != nil || !strings.Contains(out, " 0 findings") {
		t.Fatalf("an untouched log: %v\n%s", err, out)
	}
	tamper(t, folder, "arendal")
	out, err := verify()
	if err == nil || !strings.Contains(out, "line 5:") {
		t.Errorf("a changed line: %v\n%s", err, out)
	}
}

// tamper changes one line of a municipality's log in its file.
func tamper(t *testing.T, folder, slug string) {
	t.Helper()
	control := open(t, filepath.Join(folder, "control.db"))
	var name string
	must(t, control.QueryRow(`SELECT database FROM municipalities WHERE slug = $1`, slug).Scan(&name))
	db := open(t, filepath.Join(folder, name+".db"))
	result, err := db.Exec(`UPDATE audit_entries SET happened_at = '2020-01-01 00:00:00+00:00' WHERE id = 5`)
	must(t, err)
	if changed, _ := result.RowsAffected(); changed != 1 {
		t.Fatal("there is no line 5 to change")
	}
}

func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}
