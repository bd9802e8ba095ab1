package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// tool is the folder of the program that is tested.
var tool string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if tool, err = os.MkdirTemp("", "hverdag-plugin-tool-"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(tool) }()
		build := exec.Command("go", "build", "-buildvcs=false", "-o", filepath.Join(tool, "hverdag-plugin"), ".")
		if said, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "building the tool: %v\n%s", err, said)
			return 1
		}
		return m.Run()
	}())
}

// block is one fenced block of a page.
var block = regexp.MustCompile("(?s)```(sh|text)\n(.*?)```")

// step is commands and what must come of them.
type step struct{ commands, shown string }

func steps(t *testing.T, page string) []step {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var all []step
	for _, found := range block.FindAllStringSubmatch(string(text), -1) {
		if found[1] == "sh" {
			all = append(all, step{commands: found[2]})
			continue
		}
		if len(all) == 0 {
			t.Fatal("the page shows something before any command")
		}
		all[len(all)-1].shown = found[2]
	}
	return all
}

// The tutorial is followed by somebody who has nothing but Go and the
// repository.
func TestEveryCommandOfTheTutorialWorksAsItSays(t *testing.T) {
	all := steps(t, "../../docs/plugins/tutorial.md")
	if len(all) < 7 {
		t.Fatalf("only %d steps were found", len(all))
	}
	var script strings.Builder
	for i, one := range all {
		fmt.Fprintf(&script, "echo '@@ %d'\n%s\n", i, one.commands)
	}
	began := time.Now()
	said := shell(t, "../..", script.String())
	if took := time.Since(began); took > 20*time.Minute {
		t.Errorf("the commands alone take %v of the hour", took)
	}
	parts := strings.Split(said, "@@ ")
	if len(parts) != len(all)+1 {
		t.Fatalf("%d of %d steps were done:\n%s", len(parts)-1, len(all), said)
	}
	for i, one := range all {
		for line := range strings.Lines(one.shown) {
			if line = strings.TrimSpace(line); line != "" && !strings.Contains(parts[i+1], line) {
				t.Errorf("the page shows %q after\n%s\nand this came:\n%s", line, one.commands, parts[i+1])
			}
		}
	}
}

// shell runs a script in a folder, with a home of its own, and returns all that
// it said. Whatever fails in it fails the test.
func shell(t *testing.T, folder, script string) string {
	t.Helper()
	home := t.TempDir()
	bin := filepath.Join(home, "bin")
	command := exec.CommandContext(t.Context(), "bash", "-eu", "-o", "pipefail", "-c", script)
	command.Dir = folder
	command.Env = append(os.Environ(),
		"HOME="+home, "GOBIN="+bin, "PATH="+bin+":"+tool+":"+os.Getenv("PATH"),
		"GOPATH="+goEnv(t, "GOPATH"), "GOCACHE="+goEnv(t, "GOCACHE"), "GOMODCACHE="+goEnv(t, "GOMODCACHE"),
		"GOFLAGS="+goEnv(t, "GOFLAGS")+" -buildvcs=false", "GOPROXY=off", "GOWORK=off",
	)
	command.WaitDelay = 5 * time.Second
	said, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return string(said)
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	said, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(said))
}
