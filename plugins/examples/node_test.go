package examples

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
)

// A plugin in Node that knows nothing of the SDK passes what every plugin must.
func TestAPluginInNodeFromTheProtoFilesAlone(t *testing.T) {
	packages(t, "node")
	fixture, err := plugintest.LoadFixture("node/check.json")
	if err != nil {
		t.Fatal(err)
	}
	plugintest.RunSubject(t, plugintest.Process(t.Output(), "node", "node/main.mjs"), fixture)
}

// packages installs what a folder's package-lock.json says, unless it is there.
func packages(t *testing.T, folder string) {
	t.Helper()
	lock, err := os.ReadFile(filepath.Join(folder, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(lock), `"resolved"`) {
		t.Error("package-lock.json names a registry; take its resolved fields away")
	}
	seal := filepath.Join(folder, "node_modules", ".package-lock.json")
	said, err := os.Stat(filepath.Join(folder, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	if done, err := os.Stat(seal); err == nil && !done.ModTime().Before(said.ModTime()) {
		return
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = folder
	if said, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, said)
	}
}
