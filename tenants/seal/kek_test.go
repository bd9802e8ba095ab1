package seal

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/uuid"
)

func newKEK(t *testing.T) KEK {
	t.Helper()
	kek, err := FileKEK(filepath.Join(t.TempDir(), "kek"), true)
	if err != nil {
		t.Fatal(err)
	}
	return kek
}

func TestAMissingKeyFileIsMadeOnlyWhenAskedFor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kek")
	if _, err := FileKEK(path, false); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("a missing file: %v", err)
	}
	kek, err := FileKEK(path, true)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v, %v", info.Mode(), err)
	}
	wrapped, err := kek.Wrap([]byte("keys"), []byte("context"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := FileKEK(path, true)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := again.Unwrap(wrapped, []byte("context")); err != nil || string(plain) != "keys" {
		t.Errorf("the file was made anew: %q, %v", plain, err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("beside the key lie %v, %v", left, err)
	}
}

func TestProcessesThatMakeTheKeyFileAtOnceGetOneKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kek")
	keks := make([]KEK, 16)
	errs := make([]error, len(keks))
	var all sync.WaitGroup
	for i := range keks {
		all.Go(func() { keks[i], errs[i] = FileKEK(path, true) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	wrapped, err := keks[0].Wrap([]byte("keys"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, kek := range keks {
		if _, err := kek.Unwrap(wrapped, nil); err != nil {
			t.Errorf("process %d has another key: %v", i, err)
		}
	}
}

func TestAKeyOfTheWrongLengthIsRefused(t *testing.T) {
	for _, text := range []string{"", "not base64!", base64.StdEncoding.EncodeToString(make([]byte, 31)), base64.StdEncoding.EncodeToString(make([]byte, 33))} {
		if _, err := ParseKEK(text); !errors.Is(err, ErrKEK) {
			t.Errorf("%q: %v", text, err)
		}
	}
	kek, err := ParseKEK(" " + base64.StdEncoding.EncodeToString(make([]byte, 32)) + "\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newKeys(t, uuid.New()).Wrap(kek); err != nil {
		t.Error(err)
	}
}
