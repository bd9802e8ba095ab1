package demo_test

import (
	"bytes"
	"encoding/hex"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestNothingSaidInTheDemoCanBeReadInTheDatabaseFiles(t *testing.T) {
	house := seeded(t, tenanttest.SQLite(t), tenanttest.Start)
	house.Registry.Close()
	var files bytes.Buffer
	names, err := filepath.Glob(filepath.Join(house.Folder, "*.db*"))
	must(t, err)
	for _, name := range names {
		content, err := os.ReadFile(name)
		must(t, err)
		files.Write(content)
	}
	unreadable(t, files.Bytes(), "the database files")
}

func TestNothingSaidInTheDemoCanBeReadInADumpOfPostgres(t *testing.T) {
	house := seeded(t, tenanttest.Postgres(t), tenanttest.Start)
	var dumps bytes.Buffer
	rows, err := house.Control.DB().Query(`SELECT database FROM municipalities`)
	must(t, err)
	defer func() { must(t, rows.Close()) }()
	for rows.Next() {
		var name string
		must(t, rows.Scan(&name))
		dumps.Write(dump(t, name))
	}
	must(t, rows.Err())
	unreadable(t, dumps.Bytes(), "the dumps")
}

// dump is a database as pg_dump writes it, in plain SQL.
func dump(t *testing.T, name string) []byte {
	t.Helper()
	programs, err := filepath.Glob("/usr/lib/postgresql/*/bin/pg_dump")
	must(t, err)
	program := "pg_dump"
	if len(programs) > 0 {
		program = slices.Max(programs)
	}
	address, err := url.Parse(testenv.Postgres(t))
	must(t, err)
	address.Path = "/" + name
	out, err := exec.Command(program, "--dbname", address.String()).Output()
	if err != nil {
		t.Fatalf("dumping a database with %s: %v", program, err)
	}
	return out
}

// unreadable looks for everything the demo's people are called and have said,
// as it is and in the form a dump writes bytes in.
func unreadable(t *testing.T, content []byte, where string) {
	t.Helper()
	if !bytes.Contains(content, []byte("Helsestasjonen Nordgløtt")) {
		t.Fatalf("not even the name of a unit is in %s", where)
	}
	checked := 0
	for _, text := range secrets(t) {
		if len(text) < 6 || slices.Contains(casefile.Senders(), casefile.Sender(text)) {
			continue // a few letters stand by chance in what is sealed; and who refers is a word of ours
		}
		checked++
		if bytes.Contains(content, []byte(text)) || bytes.Contains(content, []byte(hex.EncodeToString([]byte(text)))) {
			t.Errorf("%q stands in %s", text, where)
		}
	}
	if checked < 500 {
		t.Errorf("only %d texts were looked for", checked)
	}
}
