package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
)

type checkPlugins struct {
	config.Config `embed:""`
}

// Run says in a line or two what an operator wants to know before plugins are
// installed. It fails when no plugin could run here.
func (c *checkPlugins) Run() error {
	plugins := c.Settled().Plugins
	if err := plugins.Check(); err != nil {
		return err
	}
	if err := sayReleases(os.Stdout, shelf{plugins}); err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding the program that shuts plugins in: %w", err)
	}
	kind, why := sandbox.Best([]string{program})
	fmt.Println(shutIn(kind, why, plugins.Developer))
	if why != nil && !plugins.Developer {
		return errors.New("no plugin can run on this machine")
	}
	return nil
}

// sayReleases tells what lies in the plugins' folder.
func sayReleases(out io.Writer, s shelf) error {
	keys, err := s.keys()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s in %s, and %s.\n", several(s.count(), "release"), s.Folder, several(len(keys), "trusted key"))
	return nil
}

func several(count int, what string) string {
	if count == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", count, what)
}

// count is how many releases lie in the folder.
func (s shelf) count() int {
	entries, err := os.ReadDir(s.Folder)
	if err != nil {
		return 0 // there is no folder yet
	}
	count := 0
	for _, entry := range entries {
		if entry.IsDir() && len(entry.Name()) == digestLength && strings.Trim(entry.Name(), "0123456789abcdef") == "" {
			count++
		}
	}
	return count
}

// digestLength is that of a digest as it names a folder.
const digestLength = 64

// shutIn says how plugins are shut in on this machine: the one line that the
// log begins with and `plugin check` ends with.
func shutIn(kind sandbox.Kind, why error, developer bool) string {
	switch {
	case developer:
		return "DEVELOPER MODE: plugins may run without being shut in. Never with real families."
	case why != nil:
		return "Plugins do not run: this machine allows neither user namespaces nor Landlock (Linux 6.7 or newer). " + why.Error()
	case kind == sandbox.Landlock:
		return "Plugins are shut in by Landlock and seccomp: this machine allows no user namespaces, as is usual in a restricted pod."
	}
	return "Plugins are shut in by user namespaces and seccomp."
}
