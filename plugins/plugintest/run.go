package plugintest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// Run runs the conformance suite on a plugin: in the test's own process, and
// as a program that is built of the package in the test's folder. It is the one
// test every plugin has:
//
//	func TestConformance(t *testing.T) {
//		plugintest.Run(t, func() sdk.Plugin { return &register{} }, plugintest.Fixture{...})
//	}
func Run(t *testing.T, makes func() sdk.Plugin, fixture Fixture) {
	t.Helper()
	t.Run("in the test's process", func(t *testing.T) { RunSubject(t, Here(makes), fixture) })
	t.Run("as a process", func(t *testing.T) {
		RunSubject(t, ShutIn(Process(t.Output(), Build(t, ".")), os.Getenv(LauncherEnv)), fixture)
	})
}

// RunSubject runs the conformance suite on a plugin that is run in one way.
func RunSubject(t *testing.T, subject Subject, fixture Fixture) {
	t.Helper()
	Conform(t.Context(), subject, fixture, func(result Result) {
		if err := note(result); err != nil {
			t.Errorf("writing the report: %v", err)
		}
		if result.Outcome == NotApplicable {
			t.Logf("%s is not applicable: %s", result.Name, result.Why)
			return
		}
		t.Run(result.Name, func(t *testing.T) {
			if result.Outcome == Failed {
				t.Errorf("%s, and it does not: %s", result.Says, result.Why)
			}
		})
	})
}

// Build builds the program of the package in a folder, and returns its path.
func Build(t testing.TB, folder string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "plugin")
	build := exec.Command("go", "build", "-buildvcs=false", "-trimpath", "-o", program, ".")
	build.Dir = folder
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // there is nothing else where it is shut in
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", folder, err, said)
	}
	return program
}

// Here is a plugin that is run in the program's own process, behind the real
// gRPC layer. makes is called for each start.
func Here(makes func() sdk.Plugin) Subject { return here{makes} }

type here struct{ makes func() sdk.Plugin }

// Way says how it is run.
func (h here) Way() string { return "in the test's process" }

func (h here) connect(context.Context) (*connection, error) { return serve(h.makes()) }
