package host_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
)

func TestThoseWhoCrashWaitLongerAndLongerAndInTheEndForAnAdministrator(t *testing.T) {
	now := clock.NewFixed(time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC))
	h := open(t, func(c *host.Config) { c.Clock, c.Limits.Backoff = now, 10*time.Second })
	in := h.release("hostile")
	var waits []time.Duration
	for range 4 {
		if _, err := h.does(in, "exit", "", ""); problem(t, err).Code != host.CodeCrashed {
			t.Fatal(err)
		}
		eventually(t, "it waits", func() bool { return h.Status(in.Municipality, "hostile").State == host.Waiting })
		_, err := h.check(in)
		found := problem(t, err)
		if found.Code != host.CodeWaiting {
			t.Fatal(err)
		}
		waits = append(waits, found.RetryAfter)
		now.Set(h.Status(in.Municipality, "hostile").RetryAt)
	}
	for i, wait := range waits {
		usual := 10 * time.Second << (2 * i)
		if wait < usual/2 || wait > usual*3/2 {
			t.Errorf("wait %d is %v, want about %v", i, wait, usual)
		}
	}
	now.Advance(2 * time.Hour) // crashes are forgotten after an hour
	for i := range 5 {
		if _, err := h.does(in, "exit", "", ""); problem(t, err).Code != host.CodeCrashed {
			t.Fatalf("crash %d of the second round: %v", i, err)
		}
		eventually(t, "it is counted", func() bool { return h.Status(in.Municipality, "hostile").Crashes == i+1 })
		if i < 4 {
			now.Set(h.Status(in.Municipality, "hostile").RetryAt)
		}
	}
	status := h.Status(in.Municipality, "hostile")
	if status.State != host.Quarantined || status.Crashes != 5 {
		t.Fatalf("the state is %+v", status)
	}
	now.Advance(24 * time.Hour)
	h.Stop(in.Municipality, "hostile")
	if _, err := h.check(in); problem(t, err).Code != host.CodeQuarantined {
		t.Errorf("a day later: %v", err)
	}
	h.Restart(in.Municipality, "hostile")
	if _, err := h.check(in); err != nil {
		t.Errorf("after an administrator has let it: %v", err)
	}
	if status := h.Status(in.Municipality, "hostile"); status.State != host.Healthy || status.Crashes != 0 {
		t.Errorf("the state is %+v", status)
	}
	states := in.Record.(*recorder).seen()
	for _, state := range []string{host.Starting, host.Healthy, host.Waiting, host.Quarantined, host.Stopped} {
		if !slices.Contains(states, state) {
			t.Errorf("nobody was told of %s: %v", state, states)
		}
	}
}

func TestOneProcessIsStartedHoweverManyWantIt(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	var users sync.WaitGroup
	numbers := make(chan int, 30)
	for range 30 {
		users.Go(func() {
			if _, err := h.check(in); err != nil {
				t.Error(err)
			}
			numbers <- h.Status(in.Municipality, "hostile").ProcessID
		})
	}
	users.Wait()
	first := <-numbers
	for range 29 {
		if next := <-numbers; next != first || next == 0 {
			t.Errorf("processes %d and %d", first, next)
		}
	}
	other := in
	other.Municipality = uuid.New()
	if _, err := h.check(other); err != nil {
		t.Fatal(err)
	}
	if h.Status(other.Municipality, "hostile").ProcessID == first {
		t.Error("two municipalities share a process")
	}
}

func TestAPluginIsStoppedWhenNobodyUsesItAndStartedAgain(t *testing.T) {
	now := clock.NewFixed(time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC))
	h := open(t, func(c *host.Config) { c.Clock = now })
	in := h.release("hostile")
	if _, err := h.check(in); err != nil {
		t.Fatal(err)
	}
	first := h.Status(in.Municipality, "hostile").ProcessID
	release := make(chan struct{})
	held := make(chan error, 1)
	go func() {
		held <- h.Use(context.WithoutCancel(t.Context()), in, func(context.Context, host.Plugin) error {
			<-release
			return nil
		})
	}()
	time.Sleep(50 * time.Millisecond)
	now.Advance(time.Hour)
	time.Sleep(1200 * time.Millisecond)
	if h.Status(in.Municipality, "hostile").ProcessID != first {
		t.Error("it was stopped while somebody used it")
	}
	close(release)
	if err := <-held; err != nil {
		t.Fatal(err)
	}
	now.Advance(time.Hour)
	eventually(t, "it is stopped", func() bool { return h.Status(in.Municipality, "hostile").State == host.Stopped })
	if status := h.Status(in.Municipality, "hostile"); status.Crashes != 0 || status.Problem != nil {
		t.Errorf("the state is %+v", status)
	}
	if _, err := h.check(in); err != nil {
		t.Error(err)
	}
	if h.Status(in.Municipality, "hostile").ProcessID == first {
		t.Error("it is the same process")
	}
}

func TestSettingsAreGivenWhenTheyChange(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	for _, value := range []string{"one", "two", "two", "one"} {
		if said, err := h.does(in, "value", "", value); err != nil || said != "ja: "+value {
			t.Errorf("it has %q, want %s: %v", said, value, err)
		}
	}
	if crashes := h.Status(in.Municipality, "hostile").Crashes; crashes != 0 {
		t.Errorf("%d crashes", crashes)
	}
}

func TestSettingsThatChangeWhileItIsBusyAreInForceSoon(t *testing.T) {
	h := open(t, func(c *host.Config) { c.Limits.Goodbye = 300 * time.Millisecond })
	in := h.release("hostile")
	if _, err := h.does(in, "slow", "", "1ms"); err != nil {
		t.Fatal(err)
	}
	slow := make(chan error, 1)
	go func() {
		_, err := h.does(in, "slow", "", "20s")
		slow <- err
	}()
	time.Sleep(200 * time.Millisecond)
	if said, err := h.does(in, "value", "", "new"); err != nil || said != "ja: new" {
		t.Errorf("got %q, %v", said, err)
	}
	if err := <-slow; !isStopped(err) {
		t.Errorf("what it was busy with ended with %v", err)
	}
	if status := h.Status(in.Municipality, "hostile"); status.Crashes != 0 || status.State != host.Healthy {
		t.Errorf("the state is %+v", status)
	}
}

func TestAnotherReleaseReplacesTheFirst(t *testing.T) {
	h := open(t, nil)
	old := h.release("hostile")
	if _, err := h.check(old); err != nil {
		t.Fatal(err)
	}
	first := h.Status(old.Municipality, "hostile").ProcessID
	next := h.release("hostile-next")
	next.Municipality = old.Municipality
	if _, err := h.check(next); err != nil {
		t.Fatal(err)
	}
	status := h.Status(old.Municipality, "hostile")
	if status.ProcessID == first || status.Crashes != 0 || status.State != host.Healthy {
		t.Errorf("the state is %+v", status)
	}
	if alive(first) {
		t.Error("the old process lives")
	}
}

func TestWhatIsInUseFailsWhenItIsStopped(t *testing.T) {
	h := open(t, func(c *host.Config) { c.Limits.Goodbye = 300 * time.Millisecond })
	in := h.release("hostile")
	if _, err := h.check(in); err != nil {
		t.Fatal(err)
	}
	failed := make(chan error, 1)
	go func() {
		_, err := h.does(in, "slow", "", "20s")
		failed <- err
	}()
	time.Sleep(200 * time.Millisecond)
	h.Close()
	if err := <-failed; !isStopped(err) {
		t.Errorf("got %v", err)
	}
	if _, err := h.check(in); !isStopped(err) {
		t.Errorf("after closing: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(h.run, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left in the folder of sockets: %v, %v", left, err)
	}
}

func isStopped(err error) bool {
	var found *host.Problem
	return errors.As(err, &found) && found.Code == host.CodeStopped && found.Whose == host.Ours
}

func TestWhatAHostThatWasKilledHasLeftIsCleared(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	if _, err := h.check(in); err != nil {
		t.Fatal(err)
	}
	config := host.Config{Releases: h.releases, Launcher: []string{"x"}, Run: h.run}
	if _, err := host.New(config); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("two hosts in one folder: %v", err)
	}
	if _, err := h.check(in); err != nil {
		t.Errorf("the first was disturbed: %v", err)
	}
	h.Close()
	left := filepath.Join(h.run, "plugin-dir123")
	write(t, filepath.Join(left, "socket"), nil)
	next, err := host.New(config)
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if _, err := os.Lstat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

func TestFoldersForSocketsOfHostsThatWereKilledAreCleared(t *testing.T) {
	temporary, err := os.MkdirTemp("", "hv")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(temporary) })
	used, err := host.RunFolder(temporary)
	if err != nil {
		t.Fatal(err)
	}
	first, err := host.New(host.Config{Releases: "/tmp", Launcher: []string{"x"}, Run: used})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	write(t, filepath.Join(used, "plugin-dir1", "socket"), nil)
	killed := filepath.Join(temporary, "hverdag-run-1")
	write(t, filepath.Join(killed, "plugin-dir1", "socket"), nil)
	others := filepath.Join(temporary, "hverdag-run-link")
	elsewhere := t.TempDir()
	write(t, filepath.Join(elsewhere, "precious"), nil)
	if err := os.Symlink(elsewhere, others); err != nil {
		t.Fatal(err)
	}
	next, err := host.RunFolder(temporary)
	if err != nil || next == used {
		t.Fatalf("got %s, %v", next, err)
	}
	if _, err := os.Lstat(killed); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("that of a host that was killed is there: %v", err)
	}
	for _, kept := range []string{filepath.Join(used, "plugin-dir1", "socket"), filepath.Join(elsewhere, "precious")} {
		if _, err := os.Lstat(kept); err != nil {
			t.Error(err)
		}
	}
}

func TestAFolderForSocketsMustBeOursAndShort(t *testing.T) {
	config := host.Config{Releases: "/tmp", Launcher: []string{"x"}, Run: "/tmp"}
	if _, err := host.New(config); err == nil || !strings.Contains(err.Error(), "0700") {
		t.Errorf("a folder that everybody may write in: %v", err)
	}
	config.Run = filepath.Join(t.TempDir(), strings.Repeat("x", 80))
	if _, err := host.New(config); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("a long path: %v", err)
	}
}
