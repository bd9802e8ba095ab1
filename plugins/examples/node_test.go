package examples

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
)

func TestMain(m *testing.M) {
	sandbox.Main() // when the test starts itself again to shut the plugin in
	os.Exit(m.Run())
}

// A plugin in Node that knows nothing of the SDK passes what every plugin must.
func TestAPluginInNodeFromTheProtoFilesAlone(t *testing.T) {
	packages(t, "node")
	npm(t, "node", "run", "protos")
	fixture, err := plugintest.LoadFixture("node/check.json")
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	subject := plugintest.ShutIn(plugintest.Process(t.Output(), "node", "node/main.mjs"), self)
	plugintest.RunSubject(t, subject, fixture)
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
	npm(t, folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
}

func npm(t *testing.T, folder string, arguments ...string) {
	t.Helper()
	command := exec.Command("npm", arguments...)
	command.Dir = folder
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("npm %v: %v\n%s", arguments, err, said)
	}
}
