package testenv

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
)

// places are where the servers' programs are looked for.
type places struct {
	folders []string // as in PATH
	pattern string   // folders of one PostgreSQL version each, which Debian keeps out of PATH
}

func usualPlaces() places {
	folders := filepath.SplitList(os.Getenv("PATH"))
	return places{
		folders: append(folders, "/usr/bin", "/usr/local/bin", "/usr/sbin"),
		pattern: "/usr/lib/postgresql/*/bin",
	}
}

// postgresFolder finds the folder of PostgreSQL's programs, the newest first.
func (p places) postgresFolder() (string, error) {
	found, err := filepath.Glob(p.pattern)
	if err != nil {
		return "", fmt.Errorf("looking for PostgreSQL: %w", err)
	}
	sort.Slice(found, func(i, j int) bool { return release(found[i]) > release(found[j]) })
	for _, folder := range append(found, p.folders...) {
		if runnable(filepath.Join(folder, "initdb")) && runnable(filepath.Join(folder, "postgres")) {
			return folder, nil
		}
	}
	return "", missing("PostgreSQL (initdb)", "postgresql")
}

func (p places) redis() (string, error) {
	for _, folder := range p.folders {
		program := filepath.Join(folder, "redis-server")
		if runnable(program) {
			return program, nil
		}
	}
	return "", missing("redis-server", "redis-server")
}

func missing(what, debianPackage string) error {
	return fmt.Errorf("%s is missing: apt-get install %s, or run make test", what, debianPackage)
}

func release(folder string) int {
	number, err := strconv.Atoi(filepath.Base(filepath.Dir(folder)))
	if err != nil {
		return 0
	}
	return number
}

func runnable(path string) bool {
	_, err := exec.LookPath(path)
	return err == nil
}
