package sandbox

import (
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// itself is the number of the process that the filter in these tests is for.
const itself = 4711

// asked is what the kernel would show the filter of a call.
type asked struct {
	call      int
	arguments [6]uint64
}

// answered runs the filter as the kernel does, and nothing else: no call is
// made.
func answered(t *testing.T, filter program, a asked) uint32 {
	t.Helper()
	words := map[uint32]uint32{offsetCall: uint32(a.call), offsetArch: architecture}
	for i, argument := range a.arguments {
		words[offsetArgument+8*uint32(i)] = uint32(argument)
		words[offsetArgument+8*uint32(i)+4] = uint32(argument >> 32)
	}
	var kept uint32
	for at := 0; at < len(filter); at++ {
		step := filter[at]
		switch step.Code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			kept = words[step.K]
		case unix.BPF_ALU | unix.BPF_AND | unix.BPF_K:
			kept &= step.K
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			if kept == step.K {
				at += int(step.Jt)
			} else {
				at += int(step.Jf)
			}
		case unix.BPF_RET | unix.BPF_K:
			return step.K
		default:
			t.Fatalf("step %d has the code %#x", at, step.Code)
		}
	}
	t.Fatal("the filter has no end")
	return 0
}

func filterOf(t *testing.T) program {
	t.Helper()
	filter, err := callFilter(itself)
	if err != nil {
		t.Fatal(err)
	}
	return filter
}

// waysOut are the calls by which programs have got out of sandboxes, or harmed
// a machine from within one.
var waysOut = []int{
	unix.SYS_CONNECT, unix.SYS_SOCKETPAIR, unix.SYS_EXECVEAT, unix.SYS_CLONE3, unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_CHROOT,
	unix.SYS_PIVOT_ROOT, unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_FSPICK,
	unix.SYS_OPEN_TREE, unix.SYS_MOVE_MOUNT, unix.SYS_MOUNT_SETATTR, unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV,
	unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PROCESS_MADVISE, unix.SYS_PROCESS_MRELEASE, unix.SYS_PIDFD_OPEN, unix.SYS_PIDFD_GETFD,
	unix.SYS_PIDFD_SEND_SIGNAL, unix.SYS_KCMP, unix.SYS_TKILL, unix.SYS_RT_SIGQUEUEINFO, unix.SYS_RT_TGSIGQUEUEINFO,
	unix.SYS_MEMFD_CREATE, unix.SYS_MEMFD_SECRET, unix.SYS_USERFAULTFD, unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER,
	unix.SYS_IO_URING_REGISTER, unix.SYS_IO_SETUP, unix.SYS_IO_SUBMIT, unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_SECCOMP,
	unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_PERSONALITY, unix.SYS_SETUID, unix.SYS_SETGID,
	unix.SYS_SETREUID, unix.SYS_SETRESUID, unix.SYS_SETRESGID, unix.SYS_SETGROUPS, unix.SYS_SETFSUID, unix.SYS_CAPSET,
	unix.SYS_OPEN_BY_HANDLE_AT, unix.SYS_NAME_TO_HANDLE_AT, unix.SYS_OPENAT2, unix.SYS_FANOTIFY_INIT, unix.SYS_INOTIFY_INIT1,
	unix.SYS_MKNODAT, unix.SYS_LINKAT, unix.SYS_SYMLINKAT, unix.SYS_FCHMOD, unix.SYS_FCHMODAT, unix.SYS_FCHOWN, unix.SYS_FCHOWNAT,
	unix.SYS_TRUNCATE, unix.SYS_UTIMENSAT, unix.SYS_SETXATTR, unix.SYS_FSETXATTR, unix.SYS_QUOTACTL, unix.SYS_ACCT, unix.SYS_SWAPON,
	unix.SYS_REBOOT, unix.SYS_SYSLOG, unix.SYS_KEXEC_LOAD, unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE,
	unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_ADJTIMEX, unix.SYS_SETHOSTNAME, unix.SYS_SETPRIORITY,
	unix.SYS_SCHED_SETSCHEDULER, unix.SYS_SCHED_SETATTR, unix.SYS_SCHED_SETAFFINITY, unix.SYS_IOPRIO_SET, unix.SYS_SETSID,
	unix.SYS_SETPGID, unix.SYS_SHMGET, unix.SYS_SHMAT, unix.SYS_SEMGET, unix.SYS_MSGGET, unix.SYS_MQ_OPEN, unix.SYS_MLOCK,
	unix.SYS_MLOCKALL, unix.SYS_MBIND, unix.SYS_MIGRATE_PAGES, unix.SYS_MOVE_PAGES, unix.SYS_REMAP_FILE_PAGES, unix.SYS_VMSPLICE,
	unix.SYS_TEE, unix.SYS_LANDLOCK_RESTRICT_SELF, unix.SYS_VHANGUP,
}

func TestNoWayOutIsAllowed(t *testing.T) {
	filter := filterOf(t)
	for _, call := range waysOut {
		if got := answered(t, filter, asked{call: call}); got != answerRefuse && got != answerUnknown {
			t.Errorf("call %d is answered with %#x", call, got)
		}
		if slices.Contains(allowed, call) || slices.Contains(allowedHere, call) {
			t.Errorf("call %d is in the list of what is allowed", call)
		}
	}
	for call := range 4096 { // and what nobody has thought of is unknown
		listed := slices.Contains(allowed, call) || slices.Contains(allowedHere, call) || slices.Contains(refused, call) ||
			slices.Contains(refusedHere, call) || slices.Contains(guarded, call)
		if got := answered(t, filter, asked{call: call}); !listed && got != answerUnknown {
			t.Errorf("call %d is answered with %#x", call, got)
		}
	}
}

// guarded are those that depend on what they are called with.
var guarded = []int{
	unix.SYS_CLONE, unix.SYS_SOCKET, unix.SYS_MMAP, unix.SYS_KILL, unix.SYS_TGKILL, unix.SYS_PRLIMIT64, unix.SYS_PRCTL, unix.SYS_FCNTL,
	unix.SYS_IOCTL, unix.SYS_SETSOCKOPT,
}

func TestCallsAreAllowedByWhatTheyAreCalledWith(t *testing.T) {
	filter := filterOf(t)
	const high = 1 << 32
	for _, one := range []struct {
		name      string
		call      int
		arguments [6]uint64
		allowed   bool
	}{
		{"a thread", unix.SYS_CLONE, [6]uint64{unix.CLONE_VM | unix.CLONE_SIGHAND | unix.CLONE_THREAD}, true},
		{"a process", unix.SYS_CLONE, [6]uint64{uint64(unix.SIGCHLD)}, false},
		{"a process that looks like a thread", unix.SYS_CLONE, [6]uint64{unix.CLONE_THREAD << 32}, false},
		{"a namespace", unix.SYS_CLONE, [6]uint64{unix.CLONE_NEWUSER}, false},
		{"a unix stream", unix.SYS_SOCKET, [6]uint64{unix.AF_UNIX, unix.SOCK_STREAM | unix.SOCK_CLOEXEC | unix.SOCK_NONBLOCK}, true},
		{"a unix datagram", unix.SYS_SOCKET, [6]uint64{unix.AF_UNIX, unix.SOCK_DGRAM}, false},
		{"a unix sequence", unix.SYS_SOCKET, [6]uint64{unix.AF_UNIX, unix.SOCK_SEQPACKET}, false},
		{"the internet", unix.SYS_SOCKET, [6]uint64{unix.AF_INET, unix.SOCK_STREAM}, false},
		{"the internet with a high half", unix.SYS_SOCKET, [6]uint64{high | unix.AF_INET6, unix.SOCK_STREAM}, false},
		{"netlink", unix.SYS_SOCKET, [6]uint64{unix.AF_NETLINK, unix.SOCK_RAW}, false},
		{"the machine under this one", unix.SYS_SOCKET, [6]uint64{unix.AF_VSOCK, unix.SOCK_STREAM}, false},
		{"the kernel's ciphers", unix.SYS_SOCKET, [6]uint64{unix.AF_ALG, unix.SOCK_SEQPACKET}, false},
		{"memory", unix.SYS_MMAP, [6]uint64{3: unix.MAP_PRIVATE | unix.MAP_ANONYMOUS}, true},
		{"shared memory", unix.SYS_MMAP, [6]uint64{3: unix.MAP_SHARED | unix.MAP_ANONYMOUS}, false},
		{"shared memory by its other name", unix.SYS_MMAP, [6]uint64{3: unix.MAP_SHARED_VALIDATE | unix.MAP_ANONYMOUS}, false},
		{"a signal to itself", unix.SYS_KILL, [6]uint64{itself, 9}, true},
		{"a signal to another", unix.SYS_KILL, [6]uint64{1, 9}, false},
		{"a signal to its group", unix.SYS_KILL, [6]uint64{0, 9}, false},
		{"a signal to everybody", unix.SYS_KILL, [6]uint64{^uint64(0), 9}, false},
		{"a signal to another's thread", unix.SYS_TGKILL, [6]uint64{itself + 1, itself, 9}, false},
		{"its own limits", unix.SYS_PRLIMIT64, [6]uint64{0, unix.RLIMIT_NOFILE}, true},
		{"another's limits", unix.SYS_PRLIMIT64, [6]uint64{1, unix.RLIMIT_NOFILE}, false},
		{"its name", unix.SYS_PRCTL, [6]uint64{unix.PR_SET_NAME}, true},
		{"its death with its parent", unix.SYS_PRCTL, [6]uint64{unix.PR_SET_PDEATHSIG}, false},
		{"being looked at", unix.SYS_PRCTL, [6]uint64{unix.PR_SET_DUMPABLE}, false},
		{"who may trace it", unix.SYS_PRCTL, [6]uint64{unix.PR_SET_PTRACER}, false},
		{"orphans", unix.SYS_PRCTL, [6]uint64{unix.PR_SET_CHILD_SUBREAPER}, false},
		{"who gets a signal", unix.SYS_FCNTL, [6]uint64{1: unix.F_SETOWN}, false},
		{"which signal", unix.SYS_FCNTL, [6]uint64{1: unix.F_SETSIG}, false},
		{"how much a pipe holds", unix.SYS_FCNTL, [6]uint64{1: unix.F_SETPIPE_SZ}, false},
		{"what a terminal reads", unix.SYS_IOCTL, [6]uint64{1: unix.TIOCSTI}, false},
		{"a terminal of its own", unix.SYS_IOCTL, [6]uint64{1: unix.TIOCSCTTY}, false},
		{"an address again", unix.SYS_SETSOCKOPT, [6]uint64{1: unix.SOL_SOCKET, 2: unix.SO_REUSEADDR}, true},
		{"a program on a socket", unix.SYS_SETSOCKOPT, [6]uint64{1: unix.SOL_SOCKET, 2: unix.SO_ATTACH_FILTER}, false},
		{"a program on more of them", unix.SYS_SETSOCKOPT, [6]uint64{1: unix.SOL_SOCKET, 2: unix.SO_ATTACH_REUSEPORT_CBPF}, false},
	} {
		if got := answered(t, filter, asked{one.call, one.arguments}) == answerAllow; got != one.allowed {
			t.Errorf("%s is allowed: %v", one.name, got)
		}
	}
}

func TestOtherWaysOfMakingCallsEndTheProcessOrLeadNowhere(t *testing.T) {
	filter := filterOf(t)
	other := append(program{}, filter...)
	words := asked{call: unix.SYS_READ}
	if got := answered(t, other, words); got != answerAllow {
		t.Fatalf("reading is answered with %#x", got)
	}
	for i := range other { // as if the program were of another architecture than the kernel's
		if other[i].K == architecture {
			other[i].K = architecture + 1
		}
	}
	if got := answered(t, other, words); got != answerKill {
		t.Errorf("another architecture's call is answered with %#x", got)
	}
	const cousin = 0x40000000 // calls of x32 have this bit
	if got := answered(t, filter, asked{call: cousin | unix.SYS_READ}); got != answerUnknown {
		t.Errorf("a call of x32 is answered with %#x", got)
	}
}
