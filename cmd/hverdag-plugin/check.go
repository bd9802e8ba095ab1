package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
)

type checkCommand struct {
	Fixture string   `type:"path" help:"What the plugin is tried with; check.json beside it unless given. Go plugins have theirs in their test."`
	JSON    bool     `name:"json" help:"Print each result as a line of JSON."`
	Verbose bool     `short:"v" help:"Show what the plugin prints, and every test that does not apply."`
	Program []string `arg:"" optional:"" passthrough:"" help:"A folder with a plugin in Go, or a program and what it is started with: node plugin.mjs."`
}

var errFailed = errors.New("the plugin does not hold yet")

// Run checks a plugin.
func (c *checkCommand) Run(ctx context.Context) error {
	program := c.Program
	if len(program) > 0 && program[0] == "--" {
		program = program[1:]
	}
	if len(program) == 0 {
		program = []string{"."}
	}
	report := &report{to: os.Stdout, json: c.JSON, verbose: c.Verbose}
	var err error
	if info, bad := os.Stat(program[0]); len(program) == 1 && bad == nil && info.IsDir() {
		err = c.checkGo(ctx, program[0], report)
	} else {
		err = c.checkProgram(ctx, program, report)
	}
	if err != nil {
		return err
	}
	report.sum()
	if report.failed > 0 {
		return errFailed
	}
	return nil
}

// checkGo runs the tests of a plugin in Go; its conformance test writes down
// what came of each.
func (c *checkCommand) checkGo(ctx context.Context, folder string, report *report) error {
	temporary, err := os.MkdirTemp("", "hverdag-check-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temporary) }()
	results := filepath.Join(temporary, "results")
	self, err := os.Executable()
	if err != nil {
		return err
	}
	test := exec.CommandContext(ctx, "go", "test", "-count=1", ".")
	test.Dir = folder
	test.Env = append(os.Environ(), plugintest.ReportEnv+"="+results, plugintest.LauncherEnv+"="+self)
	said, failed := test.CombinedOutput()
	file, err := os.Open(results)
	if err != nil {
		_, _ = os.Stderr.Write(said) // the reason is in it
		if failed != nil {
			return errors.New("the tests could not be run")
		}
		return errors.New("no test calls plugintest.Run; see the tutorial")
	}
	defer func() { _ = file.Close() }() // it is only read
	decoder := json.NewDecoder(bufio.NewReader(file))
	for {
		var result plugintest.Result
		err := decoder.Decode(&result)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		report.add(result)
	}
	if c.Verbose || failed != nil && report.failed == 0 {
		_, _ = os.Stderr.Write(said) // another test than those of the suite
	}
	if failed != nil && report.failed == 0 {
		return errors.New("the conformance suite passed; another test failed")
	}
	return nil
}

// checkProgram runs the suite on any program.
func (c *checkCommand) checkProgram(ctx context.Context, program []string, report *report) error {
	fixture := plugintest.Fixture{}
	path := c.Fixture
	if path == "" {
		beside := filepath.Join(filepath.Dir(program[len(program)-1]), "check.json")
		if _, err := os.Stat(beside); err == nil {
			path = beside
		}
	}
	if path == "" {
		fmt.Fprintln(os.Stderr, "No check.json: the plugin is tried without settings and without a world around it.")
	} else {
		var err error
		if fixture, err = plugintest.LoadFixture(path); err != nil {
			return err
		}
	}
	printed := io.Discard
	if c.Verbose {
		printed = os.Stderr
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	plugintest.Conform(ctx, plugintest.ShutIn(plugintest.Process(printed, program...), self), fixture, report.add)
	return nil
}

// report prints results as they come.
type report struct {
	to            io.Writer
	json, verbose bool

	way            string
	passed, failed int
	skipped        int
}

func (r *report) add(result plugintest.Result) {
	switch result.Outcome {
	case plugintest.Passed:
		r.passed++
	case plugintest.Failed:
		r.failed++
	default:
		r.skipped++
	}
	if r.json {
		text, err := json.Marshal(result)
		if err == nil {
			fmt.Fprintln(r.to, string(text))
		}
		return
	}
	if result.Way != r.way {
		r.way = result.Way
		fmt.Fprintf(r.to, "\n%s\n", r.way)
	}
	switch result.Outcome {
	case plugintest.Passed:
		fmt.Fprintf(r.to, "  ok    %-20s %s\n", result.Name, result.Says)
	case plugintest.Failed:
		fmt.Fprintf(r.to, "  FAIL  %-20s %s\n        %20s %s\n", result.Name, result.Says, "", result.Why)
	default:
		if r.verbose {
			fmt.Fprintf(r.to, "  -     %-20s %s\n", result.Name, result.Why)
		}
	}
}

func (r *report) sum() {
	if r.json {
		return
	}
	skipped := ""
	if r.skipped > 0 {
		skipped = fmt.Sprintf(" (%d do not apply; -v tells why)", r.skipped)
	}
	if r.failed > 0 {
		fmt.Fprintf(r.to, "\n%d of %d failed.%s\n", r.failed, r.failed+r.passed, skipped)
		return
	}
	fmt.Fprintf(r.to, "\nAll %d passed.%s\n", r.passed, skipped)
}
