package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// restrictedVariable makes the test program become another as a pod's runtime
// would start it.
const restrictedVariable = "HVERDAG_TEST_RESTRICTED"

// restricted is what a container under the restricted standard has: a user that
// is not root, no capability and no way to one, and a seccomp profile that, like
// those of containerd and CRI-O, refuses what makes namespaces.
func restricted(program string, arguments []string) error {
	runtime.LockOSThread()
	if os.Geteuid() == 0 {
		const user = 65532
		if err := unix.Setgroups(nil); err != nil {
			return err
		}
		if err := unix.Setresgid(user, user, user); err != nil {
			return err
		}
		if err := unix.Setresuid(user, user, user); err != nil {
			return err
		}
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	if err := refuseNamespaces(); err != nil {
		return err
	}
	return unix.Exec(program, append([]string{program}, arguments...), []string{"PATH=" + os.Getenv("PATH"), "HVERDAG_DATA=/tmp/none"})
}

// refuseNamespaces has the kernel refuse the system calls that need
// CAP_SYS_ADMIN in the runtimes' profiles, and answer clone3 as if it did not
// know it, as they do, since its flags cannot be looked into.
func refuseNamespaces() error {
	const (
		load, ifEqual, ifAny, answer = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K, unix.BPF_RET | unix.BPF_K
		allow, refuse                = 0x7fff0000, 0x00050000
		atNumber, atFirst            = 0, 16
		namespaces                   = 0x7e020000
	)
	program := []unix.SockFilter{{Code: load, K: atNumber}}
	for _, call := range []uint32{unix.SYS_UNSHARE, unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_SETNS} {
		program = append(program, unix.SockFilter{Code: ifEqual, K: call, Jf: 1}, unix.SockFilter{Code: answer, K: refuse | uint32(unix.EPERM)})
	}
	program = append(program,
		unix.SockFilter{Code: ifEqual, K: unix.SYS_CLONE3, Jf: 1}, unix.SockFilter{Code: answer, K: refuse | uint32(unix.ENOSYS)},
		unix.SockFilter{Code: ifEqual, K: unix.SYS_CLONE, Jf: 3}, unix.SockFilter{Code: load, K: atFirst},
		unix.SockFilter{Code: ifAny, K: namespaces, Jf: 1}, unix.SockFilter{Code: answer, K: refuse | uint32(unix.EPERM)},
		unix.SockFilter{Code: answer, K: allow},
	)
	filter := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	return unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&filter)), 0, 0)
}

func TestInARestrictedPodPluginsAreShutInByLandlock(t *testing.T) {
	command := exec.Command(os.Args[0], built(), "plugin", "check")
	command.Env = append(os.Environ(), restrictedVariable+"=1")
	out, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Plugins are shut in by Landlock and seccomp") {
		t.Errorf("%v\n%s", err, out)
	}
}

// beRestricted is called before any test.
func beRestricted() {
	if os.Getenv(restrictedVariable) == "" {
		return
	}
	err := restricted(os.Args[1], os.Args[2:])
	fmt.Fprintln(os.Stderr, "becoming the program:", err)
	os.Exit(1)
}
