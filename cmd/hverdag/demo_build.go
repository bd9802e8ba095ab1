package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
)

// aboutFile says what an adapter is called and what its program is.
const aboutFile = "about.json"

// bundled are the folders of the adapters that come with the program: signed
// ones beside the program, in plugins/, or built and signed here when it runs
// from its source.
func (s *store) bundled(ctx context.Context) ([]string, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the program: %w", err)
	}
	beside, err := filepath.Glob(filepath.Join(filepath.Dir(program), "plugins", "*", manifest.FileName))
	if err != nil {
		return nil, fmt.Errorf("looking for plugins beside the program: %w", err)
	}
	if len(beside) > 0 {
		var folders []string
		for _, file := range beside {
			folders = append(folders, filepath.Dir(file))
		}
		return folders, nil
	}
	return s.built(ctx)
}

// sourceRoot is the folder of the source this program was built of, when it is
// still there: where the compiler says, unless it was told to say nothing of
// that, or around the program (bin/hverdag), or where it was started (go run).
func sourceRoot() (string, bool) {
	var places []string
	if _, file, _, known := runtime.Caller(0); known {
		places = append(places, filepath.Dir(filepath.Dir(filepath.Dir(file))))
	}
	if program, err := os.Executable(); err == nil {
		places = append(places, filepath.Dir(filepath.Dir(program)))
	}
	if here, err := os.Getwd(); err == nil {
		places = append(places, here)
	}
	for _, root := range places {
		if _, err := os.Stat(filepath.Join(root, "plugins", "sdk")); err == nil && filepath.IsAbs(root) {
			return root, true
		}
	}
	return "", false
}

// built builds every adapter of the source and signs it with the demo's key.
// One that does not build is left out.
func (s *store) built(ctx context.Context) ([]string, error) {
	root, there := sourceRoot()
	if _, err := exec.LookPath("go"); err != nil || !there {
		return nil, errors.New("there are no plugins beside the program, and no source and Go to build them with")
	}
	key, err := s.demoKey()
	if err != nil {
		return nil, err
	}
	folder, err := filepath.Abs(filepath.Join(s.config.Plugins.Folder, "build"))
	if err != nil {
		return nil, fmt.Errorf("finding the folder to build in: %w", err)
	}
	key, err = filepath.Abs(key)
	if err != nil {
		return nil, fmt.Errorf("finding the demo's key: %w", err)
	}
	tool := filepath.Join(folder, "hverdag-plugin")
	if err := goBuild(ctx, root, tool, "./cmd/hverdag-plugin"); err != nil {
		return nil, err
	}
	abouts, err := filepath.Glob(filepath.Join(root, "plugins", "*", aboutFile))
	if err != nil {
		return nil, fmt.Errorf("looking for adapters: %w", err)
	}
	var folders []string
	var faults []error
	for _, about := range abouts {
		place, err := buildAdapter(ctx, root, folder, tool, key, about)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		folders = append(folders, place)
		if filepath.Base(place) != exampleName {
			continue
		}
		next, err := buildNextExample(ctx, place, tool, key, about)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		folders = append(folders, next)
	}
	slices.Sort(folders)
	return folders, errors.Join(faults...)
}

func buildAdapter(ctx context.Context, root, folder, tool, key, about string) (string, error) {
	name := filepath.Base(filepath.Dir(about))
	text, err := os.ReadFile(about)
	if err != nil {
		return "", fmt.Errorf("reading about %s: %w", name, err)
	}
	var said manifest.About
	if err := json.Unmarshal(text, &said); err != nil {
		return "", fmt.Errorf("reading about %s: %w", name, err)
	}
	place := filepath.Join(folder, name)
	if err := goBuild(ctx, root, filepath.Join(place, said.Entry), "./plugins/"+name); err != nil {
		return "", err
	}
	signed := filepath.Join(place, manifest.FileName)
	if err := os.Remove(signed); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("signing %s anew: %w", name, err)
	}
	return place, run(exec.CommandContext(ctx, tool, "sign", "release", place, "--key", key, "--about", about))
}

// goBuild makes a program of the source, or copies the one that lies made
// beside this program, in made/ (make e2e starts many demos and builds once).
func goBuild(ctx context.Context, root, to, what string) error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding the program: %w", err)
	}
	made, err := os.ReadFile(filepath.Join(filepath.Dir(program), "made", filepath.Base(what)))
	if err == nil {
		return copyProgram(made, to)
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", to, what)
	build.Dir = root
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	return run(build)
}

func copyProgram(content []byte, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	if err := os.WriteFile(to, content, 0o755); err != nil {
		return fmt.Errorf("copying a program: %w", err)
	}
	return nil
}

func run(command *exec.Cmd) error {
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(command.Path), err, said)
	}
	return nil
}
