// Package scaffold makes the beginning of a plugin: a program that works, with
// tests that pass. The beginnings are the packages below, so that they are
// built and tested with everything else.
package scaffold

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
)

// Module is the module that holds the SDK.
const Module = "github.com/stinesofiesstiftelse/hverdagspakke"

//go:embed registry/*.go stafettlogg/*.go levels/*.go
var beginnings embed.FS

//go:embed files/*
var files embed.FS

// Plugin is what is to be begun.
type Plugin struct {
	Name   string // "registry-hverdagsnes"
	Kind   string // registry, stafettlogg or levels
	Module string // of the new program; the name unless given
	SDK    string // the folder of this repository; empty: the published module
}

var (
	// ErrName says that a name is not a-z, 0-9 and hyphen.
	ErrName = errors.New("a plugin's name is a-z, 0-9 and hyphen, and begins with a letter")
	// ErrKind says that there is no such kind.
	ErrKind = errors.New("a plugin is of the kind registry, stafettlogg or levels")
	// ErrThere says that the folder holds something already.
	ErrThere = errors.New("the folder is there already and is not empty")
)

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Write writes the beginning of a plugin in a folder, which must be empty or
// not be there.
func Write(folder string, p Plugin) error {
	if !nameForm.MatchString(p.Name) {
		return ErrName
	}
	if !slices.Contains([]string{manifest.KindRegistry, manifest.KindStafettlogg, manifest.KindLevels}, p.Kind) {
		return ErrKind
	}
	if p.Module == "" {
		p.Module = p.Name
	}
	if there, err := os.ReadDir(folder); err == nil && len(there) > 0 {
		return ErrThere
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := p.copy(beginnings, p.Kind, folder); err != nil {
		return fmt.Errorf("writing the plugin: %w", err)
	}
	if err := p.copy(files, "files", folder); err != nil {
		return fmt.Errorf("writing the plugin: %w", err)
	}
	return p.writeModule(folder)
}

func (p Plugin) copy(from embed.FS, below, folder string) error {
	return fs.WalkDir(from, below, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := from.ReadFile(name)
		if err != nil {
			return err
		}
		text := strings.ReplaceAll(string(content), p.Kind+"-example", p.Name)
		text = strings.ReplaceAll(text, "{name}", p.Name)
		target := strings.Replace(path.Base(name), "dot-", ".", 1)
		return os.WriteFile(filepath.Join(folder, target), []byte(text), 0o644)
	})
}

// writeModule writes go.mod, and go.sum when the SDK is at hand: then the plugin
// builds without fetching anything.
func (p Plugin) writeModule(folder string) error {
	mod := &modfile.File{}
	if err := mod.AddModuleStmt(p.Module); err != nil {
		return err
	}
	if p.SDK == "" {
		err := errors.Join(mod.AddGoStmt("1.26.0"), mod.AddRequire(Module, published()))
		return errors.Join(err, write(folder, mod))
	}
	theirs, err := os.ReadFile(filepath.Join(p.SDK, "go.mod"))
	if err != nil {
		return err
	}
	sdk, err := modfile.Parse("go.mod", theirs, nil)
	if err != nil {
		return err
	}
	const unpublished = "v0.0.0-00010101000000-000000000000"
	place, err := relative(folder, p.SDK)
	if err != nil {
		return err
	}
	err = errors.Join(mod.AddGoStmt(sdk.Go.Version), mod.AddRequire(Module, unpublished), mod.AddReplace(Module, "", place, ""))
	for _, needed := range sdk.Require {
		mod.AddNewRequire(needed.Mod.Path, needed.Mod.Version, true)
	}
	if err != nil {
		return err
	}
	sums, err := os.ReadFile(filepath.Join(p.SDK, "go.sum"))
	if err != nil {
		return err
	}
	return errors.Join(write(folder, mod), os.WriteFile(filepath.Join(folder, "go.sum"), sums, 0o644))
}

func write(folder string, mod *modfile.File) error {
	mod.Cleanup()
	text, err := mod.Format()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "go.mod"), text, 0o644)
}

// published is the version of this program, for plugins that are begun outside
// the repository.
func published() string {
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") {
		return info.Main.Version
	}
	return "v0.0.0"
}

// relative is how go.mod in folder names the SDK's folder.
func relative(folder, sdk string) (string, error) {
	from, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(sdk)
	if err != nil {
		return "", err
	}
	if inside, err := filepath.Rel(to, from); err == nil && filepath.IsLocal(inside) {
		return filepath.Rel(from, to)
	}
	return to, nil
}

// FindSDK looks for this repository from a folder and up; empty when it is not
// there.
func FindSDK(folder string) string {
	at, err := filepath.Abs(folder)
	if err != nil {
		return ""
	}
	for {
		text, err := os.ReadFile(filepath.Join(at, "go.mod"))
		if err == nil && modfile.ModulePath(text) == Module {
			return at
		}
		up := filepath.Dir(at)
		if up == at {
			return ""
		}
		at = up
	}
}
