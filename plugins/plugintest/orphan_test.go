package plugintest_test

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// A host that is killed says no goodbye.
func TestAPluginEndsWhenTheOneThatStartedItIsGone(t *testing.T) {
	parent := exec.Command("sh", "-c", `"$0" plugin log >/dev/null 2>&1 & echo $!; sleep 60`, os.Args[0])
	parent.Env = []string{sdk.Handshake.MagicCookieKey + "=" + sdk.Handshake.MagicCookieValue, "PATH=" + os.Getenv("PATH"), "PLUGIN_PROTOCOL_VERSIONS=1"}
	parent.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	output, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(-parent.Process.Pid, syscall.SIGKILL) })
	said := make([]byte, 20)
	n, err := output.Read(said)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(said[:n])))
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond) // until it serves
	if !runs(pid) {
		t.Fatal("it does not run")
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // it was killed
	for late := time.Now().Add(10 * time.Second); runs(pid); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatal("it runs on without the one that started it")
		}
	}
}

// runs tells whether a process runs; one that has ended and waits to be read of
// does not.
func runs(pid int) bool {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && !strings.Contains(string(status), ") Z ")
}
