package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/hostile/about"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

func init() {
	deeds["calls"] = calls
	deeds["kill"] = kill
	deeds["cling"] = cling
	deeds["datagram"] = datagram
	deeds["descriptors"] = descriptors
	deeds["limits"] = limits
	deeds["hidden memory"] = hiddenMemory
}

// isFree tells whether it is not shut in at all: what would succeed then is not
// done, since the machine may be somebody's.
func isFree() bool {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err == nil {
		_ = unix.Close(fd)
	}
	return err == nil
}

// calls makes the system calls that get programs out of where they are, and
// tells which succeeded.
func calls(context.Context, sdk.Setup) (string, error) {
	if isFree() {
		return "everything", nil
	}
	zero := [512]byte{}
	empty := uintptr(unsafe.Pointer(&zero[0]))
	path, _ := unix.BytePtrFromString("/")
	root := uintptr(unsafe.Pointer(path))
	parent := uintptr(unix.Getppid())
	tries := map[string][]uintptr{
		"ptrace":            {unix.SYS_PTRACE, unix.PTRACE_ATTACH, parent},
		"process_vm_readv":  {unix.SYS_PROCESS_VM_READV, parent, empty, 1, empty, 1},
		"mount":             {unix.SYS_MOUNT, root, root, root, unix.MS_BIND},
		"unshare":           {unix.SYS_UNSHARE, unix.CLONE_NEWUSER},
		"setns":             {unix.SYS_SETNS, 0, 0},
		"chroot":            {unix.SYS_CHROOT, root},
		"bpf":               {unix.SYS_BPF, 0, empty, 48},
		"keyctl":            {unix.SYS_KEYCTL, 0, 0xfffffffd, 1},
		"add_key":           {unix.SYS_ADD_KEY, root, root, empty, 1, 0xfffffffd},
		"perf_event_open":   {unix.SYS_PERF_EVENT_OPEN, empty, 0, ^uintptr(0), ^uintptr(0)},
		"userfaultfd":       {unix.SYS_USERFAULTFD, 1},
		"io_uring_setup":    {unix.SYS_IO_URING_SETUP, 8, empty},
		"kexec_load":        {unix.SYS_KEXEC_LOAD},
		"init_module":       {unix.SYS_INIT_MODULE, empty, 1, root},
		"memfd_create":      {unix.SYS_MEMFD_CREATE, root},
		"shmget":            {unix.SYS_SHMGET, 0, 4096, unix.IPC_CREAT | 0o600},
		"mq_open":           {unix.SYS_MQ_OPEN, root, unix.O_CREAT | unix.O_RDWR, 0o600, 0},
		"clone3":            {unix.SYS_CLONE3, empty, 88},
		"clone":             {unix.SYS_CLONE, uintptr(unix.SIGCHLD)},
		"socketpair":        {unix.SYS_SOCKETPAIR, unix.AF_UNIX, unix.SOCK_DGRAM, 0, empty},
		"socket inet":       {unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_STREAM},
		"socket inet6":      {unix.SYS_SOCKET, unix.AF_INET6, unix.SOCK_DGRAM},
		"socket netlink":    {unix.SYS_SOCKET, unix.AF_NETLINK, unix.SOCK_RAW},
		"socket packet":     {unix.SYS_SOCKET, unix.AF_PACKET, unix.SOCK_RAW},
		"socket vsock":      {unix.SYS_SOCKET, unix.AF_VSOCK, unix.SOCK_STREAM},
		"socket unix dgram": {unix.SYS_SOCKET, unix.AF_UNIX, unix.SOCK_DGRAM},
		"socket masked":     {unix.SYS_SOCKET, unix.AF_UNIX | 1<<32, unix.SOCK_DGRAM | unix.SOCK_CLOEXEC},
		"setsid":            {unix.SYS_SETSID},
		"setpriority":       {unix.SYS_SETPRIORITY, unix.PRIO_PROCESS, 0, ^uintptr(19)},
		"chmod":             {unix.SYS_FCHMODAT, ^uintptr(99), root, 0o777},
		"owner of a signal": {unix.SYS_FCNTL, 0, unix.F_SETOWN, parent},
		"dumpable":          {unix.SYS_PRCTL, unix.PR_SET_DUMPABLE, 0},
		"32 bit cousin":     {0x40000000 + 41, unix.AF_INET, unix.SOCK_STREAM},
	}
	var got []string
	for name, call := range tries {
		six := [7]uintptr{}
		copy(six[:], call)
		if _, _, errno := unix.RawSyscall6(six[0], six[1], six[2], six[3], six[4], six[5], six[6]); errno == 0 {
			got = append(got, name)
		}
	}
	if shared, err := unix.Mmap(-1, 0, 4096, unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_ANONYMOUS); err == nil {
		_ = unix.Munmap(shared)
		got = append(got, "shared memory")
	}
	if len(got) == 0 {
		return "", errors.New("none worked")
	}
	return strings.Join(got, ", "), nil
}

// kill sends signals to the processes that the value names, and to everybody.
func kill(_ context.Context, setup sdk.Setup) (string, error) {
	if isFree() {
		return "everybody", nil
	}
	var got []string
	for word := range strings.FieldsSeq(setup.Settings[about.Value]) {
		number, err := strconv.Atoi(word)
		if err != nil {
			return "", err
		}
		if unix.Kill(number, unix.SIGKILL) == nil || unix.Tgkill(number, number, unix.SIGKILL) == nil {
			got = append(got, word)
		}
	}
	if unix.Kill(-1, unix.SIGTERM) == nil {
		got = append(got, "everybody")
	}
	if len(got) == 0 {
		return "", errors.New("nobody")
	}
	return strings.Join(got, " "), nil
}

// cling tries not to die with its parent.
func cling(context.Context, sdk.Setup) (string, error) {
	death := unix.Prctl(unix.PR_SET_PDEATHSIG, 0, 0, 0, 0)
	_, session := unix.Setsid()
	if death == nil || session == nil {
		return "let go", nil
	}
	return "", errors.Join(death, session)
}

// datagram sends to a unix socket without connecting.
func datagram(_ context.Context, setup sdk.Setup) (string, error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM, 0)
	if err != nil {
		return "", err
	}
	if err := unix.Sendto(fd, []byte("here I am"), 0, &unix.SockaddrUnix{Name: setup.Settings[about.Target]}); err != nil {
		return "", err
	}
	return "sent", nil
}

// descriptors tells what is open besides what a Go program opens itself.
func descriptors(context.Context, sdk.Setup) (string, error) {
	var got []string
	for fd := range 256 {
		var stat unix.Stat_t
		if unix.Fstat(fd, &stat) != nil {
			continue
		}
		switch stat.Mode & unix.S_IFMT {
		case unix.S_IFREG, unix.S_IFDIR, unix.S_IFBLK:
			got = append(got, fmt.Sprintf("%d is a file", fd))
		}
	}
	if _, err := os.ReadDir("/proc/self/fd"); err == nil {
		got = append(got, "/proc")
	}
	if len(got) == 0 {
		return "", errors.New("nothing")
	}
	return strings.Join(got, ", "), nil
}

// limits tries how much the kernel gives: how many files, how many MiB to write
// in, how many MiB of addresses, and how large a core.
func limits(context.Context, sdk.Setup) (string, error) {
	files := 0
	for ; files < 5000; files++ {
		if _, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
			break
		}
	}
	for fd := 5000; fd > 100; fd-- {
		_ = unix.Close(fd) // gRPC needs some again
	}
	data := mapped(64<<20, 40, unix.PROT_READ|unix.PROT_WRITE)
	space := mapped(256<<20, 400, unix.PROT_NONE)
	var core unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &core); err != nil {
		return "", err
	}
	return fmt.Sprint(files, " files ", data, " data ", space, " addresses ", core.Max, " core"), nil
}

// mapped tells how many MiB it got, and gives them back. Nothing is written.
func mapped(size, most, protection int) int {
	var got [][]byte
	for len(got) < most {
		more, err := unix.Mmap(-1, 0, size, protection, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
		if err != nil {
			break
		}
		got = append(got, more)
	}
	for _, one := range got {
		_ = unix.Munmap(one)
	}
	return len(got) * size >> 20
}

// hiddenMemory takes memory that is not counted as its own: it is mapped as
// shared from a device of zeros, written, and let go of without being given
// back.
func hiddenMemory(context.Context, sdk.Setup) (string, error) {
	fd, err := unix.Open("/dev/zero", unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", err
	}
	const size = 32 << 20
	hidden, err := unix.Mmap(fd, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return "", err
	}
	for at := 0; at < size; at += 4096 {
		hidden[at] = 1
	}
	if err := unix.Madvise(hidden, unix.MADV_DONTNEED); err != nil {
		return "", err
	}
	kept := hidden[size/2] == 1 // it is there, and no page of it was the process's meanwhile
	return fmt.Sprint("kept ", kept), unix.Munmap(hidden)
}
