package testenv

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ownProgram copies the test program to a place that any account can run it
// from, and returns a command that acts in a role there.
func ownProgram(t *testing.T, role string, arguments ...string) *exec.Cmd {
	t.Helper()
	account, err := serverAccount()
	if err != nil {
		t.Fatal(err)
	}
	base, err := baseFolder(account, true)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp(base, "testenv-program-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	text, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "program")
	if err := os.WriteFile(program, text, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o711); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, strings.Fields(strings.ReplaceAll(strings.Join(arguments, " "), "SELF", program))...)
	command.Dir = "/"
	command.Env = append(os.Environ(), roleVariable+"="+role, PostgresVariable+"=", RedisVariable+"=", "HOME=/nonexistent")
	return command
}

func TestTheCommandLendsBothServersAndReturnsTheExitCode(t *testing.T) {
	t.Parallel()
	command := ownProgram(t, "command", "env", roleVariable+"=inspector", "SELF")
	output, err := command.CombinedOutput()
	if command.ProcessState.ExitCode() != 7 || !strings.Contains(string(output), "both servers answered") {
		t.Fatalf("got %v, want exit code 7 from the inspector:\n%s", err, output)
	}
}

func TestAnOrdinaryUserCanStartBothServers(t *testing.T) {
	t.Parallel()
	command := ownProgram(t, "command", "env", roleVariable+"=inspector", "SELF")
	user := os.Getuid()
	if user == 0 {
		account, err := lookUp("nobody")
		if err != nil {
			t.Fatal(err)
		}
		command.SysProcAttr = &syscall.SysProcAttr{Credential: account}
		user = int(account.Uid)
	}
	output, err := command.CombinedOutput()
	if command.ProcessState.ExitCode() != 7 || !strings.Contains(string(output), fmt.Sprint("answered user ", user)) {
		t.Fatalf("got %v, want both servers to answer user %d:\n%s", err, user, output)
	}
}

func TestTheCommandPassesSignalsOnAndLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	command := ownProgram(t, "command", "env", roleVariable+"=inspector", "HVERDAG_TESTENV_WAIT=1", "SELF")
	own := shortFolder(t)
	command.Env = append(command.Env, "TMPDIR="+own)
	lines := startAndRead(t, command)
	waitForLine(t, lines, "both servers answered")
	if found := glob(t, filepath.Join(own, folderPrefix+"*")); len(found) != 2 {
		t.Fatalf("the servers' folders are %v, want two", found)
	}
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	command.Wait()
	if code := command.ProcessState.ExitCode(); code != exitSignaled+int(syscall.SIGTERM) {
		t.Errorf("exit code %d, want %d as from a shell", code, exitSignaled+int(syscall.SIGTERM))
	}
	if found := glob(t, filepath.Join(own, "*")); len(found) != 0 {
		t.Errorf("left behind: %v", found)
	}
}

func TestServersDieWithTheirOwnerAndTheNextRunSweepsTheirFolders(t *testing.T) {
	t.Parallel()
	own := shortFolder(t)
	owner := ownProgram(t, "owner")
	owner.Env = append(owner.Env, "TMPDIR="+own)
	lines := startAndRead(t, owner)
	said := waitForLine(t, lines, "ready")
	if err := owner.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	owner.Wait()
	for _, line := range said {
		var pid int
		var folder string
		if _, err := fmt.Sscan(line, &pid, &folder); err != nil {
			continue
		}
		waitUntilGone(t, pid)
		if _, err := os.Stat(folder); err != nil {
			t.Errorf("%s is gone before anybody swept it; the test proves nothing: %v", folder, err)
		}
	}
	account, err := serverAccount()
	if err != nil {
		t.Fatal(err)
	}
	sweep(own, account)
	if found := glob(t, filepath.Join(own, "*")); len(found) != 0 {
		t.Errorf("left after the sweep: %v", found)
	}
}

func TestASweepLeavesAFolderInUseAlone(t *testing.T) {
	t.Parallel()
	used, err := newFolder(false)
	if err != nil {
		t.Fatal(err)
	}
	defer used.remove()
	account, err := serverAccount()
	if err != nil {
		t.Fatal(err)
	}
	sweep(filepath.Dir(used.path), account)
	if _, err := os.Stat(used.join(lockName)); err != nil {
		t.Errorf("the folder of a living process was swept: %v", err)
	}
}

func shortFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/tmp", "te-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	return folder
}

func startAndRead(t *testing.T, command *exec.Cmd) *bufio.Scanner {
	t.Helper()
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var complaints bytes.Buffer
	command.Stderr = &complaints
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		command.Process.Kill()
		if t.Failed() {
			t.Log(complaints.String())
		}
	})
	return bufio.NewScanner(output)
}

func waitForLine(t *testing.T, lines *bufio.Scanner, want string) (said []string) {
	t.Helper()
	for lines.Scan() {
		said = append(said, lines.Text())
		if strings.Contains(lines.Text(), want) {
			return said
		}
	}
	t.Fatalf("the program ended without saying %q:\n%s", want, strings.Join(said, "\n"))
	return nil
}

func waitUntilGone(t *testing.T, pid int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(glance) {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || strings.Contains(string(status), ") Z ") {
			return
		}
	}
	t.Errorf("process %d outlived its owner", pid)
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
