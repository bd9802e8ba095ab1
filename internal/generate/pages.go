package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// generatePages runs templ on the pages, on a copy of them when target is not
// root, because templ writes beside its sources.
func generatePages(root, target string) error {
	folder := filepath.Join(target, pages)
	if root != target {
		if err := copySources(filepath.Join(root, pages), folder); err != nil {
			return err
		}
	}
	command := exec.Command("go", "tool", "-modfile=internal/tools/go.mod", "templ", "generate", "-log-level", "warn", "-path", folder)
	command.Dir = root
	output, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("running templ: %w\n%s", err, output)
	}
	return nil
}

func copySources(from, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return fmt.Errorf("making %s: %w", to, err)
	}
	sources, err := filepath.Glob(filepath.Join(from, "*.templ"))
	if err != nil {
		return fmt.Errorf("listing pages: %w", err)
	}
	for _, source := range sources {
		text, err := os.ReadFile(source)
		if err != nil {
			return fmt.Errorf("reading page: %w", err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(source)), text, 0o644); err != nil {
			return fmt.Errorf("copying page: %w", err)
		}
	}
	return nil
}
