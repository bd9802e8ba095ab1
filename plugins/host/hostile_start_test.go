package host_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
)

func TestAProgramThatDoesNotBecomeAPluginIsGivenUp(t *testing.T) {
	bothWays(t, func(c *host.Config) { c.Limits.Backoff = time.Hour }, func(t *testing.T, h *house) {
		for entry, code := range map[string]string{
			"exit-at-start": host.CodeNotStarted,
			"chatter":       host.CodeNotStarted,
			"not-a-plugin":  host.CodeNotStarted,
			"elsewhere":     host.CodeNotStarted,
			"by-network":    host.CodeNotStarted,
			"a-file":        host.CodeNotStarted,
			"no-key":        host.CodeNotStarted,
		} {
			t.Run(entry, func(t *testing.T) {
				t.Parallel()
				in := h.release(entry)
				_, err := h.check(in)
				found := problem(t, err)
				if found.Code != code || found.Whose != host.Plugins {
					t.Errorf("got %v, want %s", found, code)
				}
				if status := h.Status(in.Municipality, "hostile"); status.State != host.Waiting || status.ProcessID != 0 {
					t.Errorf("the state is %+v", status)
				}
			})
		}
	})
}

func TestAProgramThatHangsAtTheStartIsGivenUpInTime(t *testing.T) {
	bothWays(t, func(c *host.Config) { c.Limits = host.Limits{Start: 700 * time.Millisecond, Backoff: time.Hour} }, func(t *testing.T, h *house) {
		in := h.release("hang-at-start")
		began := time.Now()
		if _, err := h.check(in); problem(t, err).Code != host.CodeStartTimeout {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took > 8*time.Second {
			t.Errorf("it took %v", took)
		}
		if status := h.Status(in.Municipality, "hostile"); status.State != host.Waiting || status.ProcessID != 0 {
			t.Errorf("the state is %+v", status)
		}
	})
}

func TestAPluginThatIsNotWhatItsManifestSaysIsPutInQuarantine(t *testing.T) {
	h := open(t, nil)
	for _, entry := range []string{"lie-version", "lie-name", "lie-asks", "lie-features"} {
		in := h.release(entry)
		_, err := h.check(in)
		if found := problem(t, err); found.Code != host.CodeLies || !found.Lasting {
			t.Errorf("%s: got %v", entry, found)
		}
		if state := h.Status(in.Municipality, "hostile").State; state != host.Quarantined {
			t.Errorf("%s: the state is %s", entry, state)
		}
		if _, err := h.check(in); problem(t, err).Code != host.CodeQuarantined {
			t.Errorf("%s: the next call fails with %v", entry, err)
		}
		h.Restart(in.Municipality, "hostile")
		if _, err := h.check(in); problem(t, err).Code != host.CodeLies {
			t.Errorf("%s: after a restart it fails with %v", entry, err)
		}
		good := h.release("hostile") // another release
		good.Municipality = in.Municipality
		if _, err := h.check(good); err != nil {
			t.Errorf("%s: a release that tells the truth fails with %v", entry, err)
		}
	}
}

func TestAReleaseThatHasBeenChangedIsNotStarted(t *testing.T) {
	h := open(t, nil)
	for name, change := range map[string]func(t *testing.T, folder, program string){
		"a byte": func(t *testing.T, _, program string) {
			content, err := os.ReadFile(program)
			if err != nil {
				t.Fatal(err)
			}
			content[len(content)/2]++
			if err := os.Remove(program); err != nil {
				t.Fatal(err)
			}
			write(t, program, content)
		},
		"the size":     func(t *testing.T, _, program string) { write(t, program, []byte("#!/bin/sh\n")) },
		"another file": func(t *testing.T, folder, _ string) { write(t, filepath.Join(folder, "more"), []byte("x")) },
		"a manifest by another name": func(t *testing.T, folder, _ string) {
			write(t, filepath.Join(folder, "manifest.json"), []byte("{}"))
		},
		"a manifest further down": func(t *testing.T, folder, _ string) {
			write(t, filepath.Join(folder, "data", manifest.FileName), []byte("{}"))
		},
		"a link for a manifest": func(t *testing.T, folder, _ string) {
			if err := os.Symlink("/etc/passwd", filepath.Join(folder, manifest.FileName)); err != nil {
				t.Fatal(err)
			}
		},
		"another folder in its place": func(t *testing.T, folder, _ string) {
			aside := filepath.Join(h.releases, "aside")
			if err := errors.Join(os.RemoveAll(aside), os.Rename(folder, aside), os.Symlink(aside, folder)); err != nil {
				t.Fatal(err)
			}
		},
		"a link": func(t *testing.T, _, program string) {
			aside := filepath.Join(h.releases, "aside")
			if err := errors.Join(os.RemoveAll(aside), os.Rename(program, aside), os.Symlink(aside, program)); err != nil {
				t.Fatal(err)
			}
		},
		"nothing left": func(t *testing.T, _, program string) {
			if err := os.Remove(program); err != nil {
				t.Fatal(err)
			}
		},
	} {
		in := h.release("hostile")
		folder := filepath.Join(h.releases, in.Digest)
		program := filepath.Join(folder, "hostile")
		if _, err := h.check(in); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		h.Stop(in.Municipality, "hostile")
		change(t, folder, program)
		_, err := h.check(in)
		want := host.CodeReleaseChanged
		if name == "nothing left" {
			want = host.CodeReleaseMissing
		}
		if found := problem(t, err); found.Code != want || found.Whose != host.Ours {
			t.Errorf("%s: got %v, want %s", name, found, want)
		}
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAReleaseMayHoldItsSignedManifest is about the one file that a manifest
// cannot name.
func TestAReleaseMayHoldItsSignedManifest(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	write(t, filepath.Join(h.releases, in.Digest, manifest.FileName), []byte("{}"))
	if _, err := h.check(in); err != nil {
		t.Error(err)
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(path), os.MkdirAll(filepath.Dir(path), 0o755)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o555); err != nil {
		t.Fatal(err)
	}
}

func TestAReleaseForOthersIsNotStarted(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	in.Manifest.Platform = "plan9/mips"
	if _, err := h.check(in); problem(t, err).Code != host.CodePlatform {
		t.Errorf("for another machine: %v", err)
	}
	in.Manifest.Platform = runtime.GOOS + "/any"
	if _, err := h.check(in); err != nil {
		t.Errorf("for any machine: %v", err)
	}
	h.Stop(in.Municipality, "hostile")
	in.Manifest.Runtime = "cobol"
	if _, err := h.check(in); problem(t, err).Code != host.CodeNoRuntime {
		t.Errorf("for another runtime: %v", err)
	}
	in = h.release("hostile")
	in.Digest = "../../etc"
	if _, err := h.check(in); problem(t, err).Code != host.CodeReleaseMissing {
		t.Errorf("with a path for a digest: %v", err)
	}
	unshut := open(t, func(c *host.Config) { c.Sandbox = "none" })
	if _, err := unshut.check(unshut.release("hostile")); problem(t, err).Code != host.CodeNoSandbox {
		t.Errorf("without a sandbox: %v", err)
	}
	developer := open(t, func(c *host.Config) { c.Sandbox, c.Developer = "none", true })
	in = developer.release("hostile")
	if _, err := developer.check(in); err != nil {
		t.Error(err)
	}
	if sandbox := developer.Status(in.Municipality, "hostile").Sandbox; sandbox != "none" {
		t.Errorf("the status does not say that it is not shut in: %q", sandbox)
	}
}
