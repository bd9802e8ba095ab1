package logfiles

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Base is the path that the addresses are below.
const Base = "/utveksling"

// ServeHTTP gives and takes files as docs/plugins/exchange-format.md describes.
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.EscapedPath(), Base)
	if path == "/filer" && r.Method == http.MethodGet {
		s.serveList(w)
		return
	}
	_, name, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	name, err := url.PathUnescape(name)
	if err != nil || name == "" || strings.ContainsAny(name, "/\\") {
		http.Error(w, "ugyldig", http.StatusNotFound)
		return
	}
	switch {
	case strings.HasPrefix(path, "/mottak/") && r.Method == http.MethodPut:
		s.serveReceive(w, r, name)
	case strings.HasPrefix(path, "/filer/") && r.Method == http.MethodGet:
		s.serveFile(w, name)
	case strings.HasPrefix(path, "/filer/") && r.Method == http.MethodDelete:
		s.remove(name)
		w.WriteHeader(http.StatusNoContent)
	default:
		http.Error(w, "finnes ikke", http.StatusNotFound)
	}
}

func (s *System) serveReceive(w http.ResponseWriter, r *http.Request, name string) {
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 5<<20))
	if err != nil {
		http.Error(w, "for stor", http.StatusRequestEntityTooLarge)
		return
	}
	receipt, taken := s.Receive(name, content)
	if !taken {
		http.Error(w, "en annen fil har det navnet", http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(receipt) // a caller who has gone asks again
}

func (s *System) serveList(w http.ResponseWriter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []map[string]any{}
	for name, one := range s.files {
		list = append(list, map[string]any{"navn": name, "storrelse": len(one.content), "endret": one.changed.Format(time.RFC3339)})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"filer": list}) // a caller who has gone asks again
}

func (s *System) serveFile(w http.ResponseWriter, name string) {
	s.mu.Lock()
	one, there := s.files[name]
	s.mu.Unlock()
	if !there {
		http.Error(w, "finnes ikke", http.StatusNotFound)
		return
	}
	_, _ = w.Write(one.content) // a caller who has gone asks again
}

func (s *System) remove(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.files, name)
}

// Round does what such a system does now and then with a folder: it takes what is
// in out, and puts what it has in in.
func (s *System) Round(root string) error {
	entries, err := os.ReadDir(filepath.Join(root, "out"))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		path := filepath.Join(root, "out", entry.Name())
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		s.Receive(entry.Name(), content)
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, one := range s.files {
		half := filepath.Join(root, "."+name)
		err := errors.Join(os.WriteFile(half, one.content, 0o600), os.Rename(half, filepath.Join(root, "in", name)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	s.files = map[string]file{}
	return nil
}
