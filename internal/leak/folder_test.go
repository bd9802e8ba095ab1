package leak_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logfiles"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/document/documenttest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// exchanging runs the adapters with a folder for what they exchange as files,
// and keeps everything that is written in it: that leaves too.
type exchanging struct {
	*tenanttest.Adapters
	t      *testing.T
	root   string
	system *logfiles.System // that fetches the files, and answers

	mu      sync.Mutex
	written bytes.Buffer
	rounds  int
}

func newExchanging(t *testing.T, adapters *tenanttest.Adapters) *exchanging {
	t.Helper()
	e := &exchanging{Adapters: adapters, t: t, root: testenv.Folder(t), system: logfiles.New()}
	e.system.Silent = true // it answers with files
	for _, box := range []string{"in", "out"} {
		if err := os.MkdirAll(filepath.Join(e.root, box), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// Use lends a plugin that was granted it the folder. What it has written there is
// kept, and fetched by the system on the other side, which then answers.
func (e *exchanging) Use(ctx context.Context, in host.Instance, do func(context.Context, host.Plugin) error) error {
	if !in.Grant.Folder {
		return e.Adapters.Use(ctx, in, do)
	}
	in.Folder = e.root
	err := e.Adapters.Use(ctx, in, do)
	e.mu.Lock()
	defer e.mu.Unlock()
	return errors.Join(err, e.keep(), e.system.Round(e.root), e.age())
}

// keep keeps every file that waits to be fetched, by name and content, also of
// those that are not finished.
func (e *exchanging) keep() error {
	return e.each("out", func(path string, _ fs.FileInfo) error {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(&e.written, "%s\n%s\n", filepath.Base(path), content)
		if strings.HasPrefix(string(content), "%PDF-") {
			e.written.WriteString(documenttest.Words(e.t, content))
		}
		return nil
	})
}

// age makes the files that came in so old that the host reads them at once, each
// round's newer than the one's before.
func (e *exchanging) age() error {
	e.rounds++
	began := time.Now().Add(-24 * time.Hour)
	return e.each("in", func(path string, info fs.FileInfo) error {
		if time.Since(info.ModTime()) > time.Hour {
			return nil
		}
		at := began.Add(time.Duration(e.rounds) * time.Second)
		return os.Chtimes(path, at, at)
	})
}

func (e *exchanging) each(box string, do func(path string, info fs.FileInfo) error) error {
	entries, err := os.ReadDir(filepath.Join(e.root, box))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if err := do(filepath.Join(e.root, box, entry.Name()), info); err != nil {
			return err
		}
	}
	return nil
}

// text is everything that was ever put out in the folder.
func (e *exchanging) text() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.written.String()
}
