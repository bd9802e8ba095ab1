package sandbox

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The program below is run by the kernel for each system call. It is a list of
// what a plugin may do, not of what it may not: a call that is made tomorrow is
// answered as one the kernel does not know.

// Offsets in the kernel's struct seccomp_data.
const (
	offsetCall     = 0
	offsetArch     = 4
	offsetArgument = 16 // of the first argument; eight bytes each, the low half first
)

// Answers.
const (
	answerAllow   = unix.SECCOMP_RET_ALLOW
	answerKill    = unix.SECCOMP_RET_KILL_PROCESS
	answerRefuse  = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	answerUnknown = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
)

type program []unix.SockFilter

func (p *program) add(code uint16, k uint32, yes, no uint8) {
	*p = append(*p, unix.SockFilter{Code: code, Jt: yes, Jf: no, K: k})
}

func (p *program) load(offset uint32) { p.add(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS, offset, 0, 0) }

func (p *program) answer(value uint32) { p.add(unix.BPF_RET|unix.BPF_K, value, 0, 0) }

// when runs what body adds for one call; body must end in an answer.
func (p *program) when(call int, body func(*program)) {
	inner := program{}
	body(&inner)
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, uint32(call), 0, uint8(len(inner)))
	*p = append(*p, inner...)
}

func (p *program) always(value uint32, calls ...int) {
	for _, call := range calls {
		p.when(call, func(p *program) { p.answer(value) })
	}
}

// oneOf allows a call when the low half of an argument, with a mask on, is one
// of some values. The high half is not looked at: the kernel takes these as
// 32-bit integers itself.
func (p *program) oneOf(argument int, mask uint32, values ...uint32) {
	p.load(offsetArgument + 8*uint32(argument))
	p.add(unix.BPF_ALU|unix.BPF_AND|unix.BPF_K, mask, 0, 0)
	for _, value := range values {
		p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, value, 0, 1)
		p.answer(answerAllow)
	}
	p.answer(answerRefuse)
}

const everyBit = ^uint32(0)

// callFilter is the program for a process with this number.
func callFilter(self uint32) (program, error) {
	if architecture == 0 {
		return nil, fmt.Errorf("nobody has listed the system calls of %s", runtime.GOARCH)
	}
	p := program{}
	p.load(offsetArch)
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, architecture, 1, 0)
	p.answer(answerKill)
	p.load(offsetCall)
	p.always(answerAllow, allowed...)
	p.always(answerAllow, allowedHere...)
	p.always(answerRefuse, refused...)
	p.always(answerRefuse, refusedHere...)
	p.guard(self)
	p.answer(answerUnknown)
	return p, nil
}

// guard adds the calls that depend on what they are called with.
func (p *program) guard(self uint32) {
	// A thread, never a process.
	p.when(unix.SYS_CLONE, func(p *program) { p.oneOf(0, unix.CLONE_THREAD, unix.CLONE_THREAD) })
	// Only streams on unix sockets: a datagram could be sent without connecting.
	p.when(unix.SYS_SOCKET, func(p *program) {
		p.load(offsetArgument)
		p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, unix.AF_UNIX, 1, 0)
		p.answer(answerRefuse)
		p.oneOf(1, 0xf, unix.SOCK_STREAM)
	})
	// Memory shared with nobody would be counted for nobody.
	p.when(unix.SYS_MMAP, func(p *program) {
		const nobodys = unix.MAP_SHARED | unix.MAP_ANONYMOUS
		p.load(offsetArgument + 8*3)
		p.add(unix.BPF_ALU|unix.BPF_AND|unix.BPF_K, nobodys, 0, 0)
		p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, nobodys, 0, 1)
		p.answer(answerRefuse)
		p.answer(answerAllow)
	})
	// Signals to itself alone.
	p.when(unix.SYS_KILL, func(p *program) { p.oneOf(0, everyBit, self) })
	p.when(unix.SYS_TGKILL, func(p *program) { p.oneOf(0, everyBit, self) })
	p.when(unix.SYS_PRLIMIT64, func(p *program) { p.oneOf(0, everyBit, 0, self) })
	// Not its death with its parent, nor whether the host may look at it.
	p.when(unix.SYS_PRCTL, func(p *program) {
		p.oneOf(0, everyBit, unix.PR_SET_NAME, unix.PR_GET_NAME, unix.PR_GET_DUMPABLE, unix.PR_SET_VMA)
	})
	// Nothing that has a signal sent to others.
	p.when(unix.SYS_FCNTL, func(p *program) {
		p.oneOf(1, everyBit, unix.F_DUPFD, unix.F_GETFD, unix.F_SETFD, unix.F_GETFL, unix.F_SETFL, unix.F_GETLK, unix.F_SETLK,
			unix.F_SETLKW, unix.F_DUPFD_CLOEXEC)
	})
	// Nothing that has the kernel run a program of the plugin's on a socket.
	p.when(unix.SYS_SETSOCKOPT, func(p *program) {
		p.oneOf(2, everyBit, unix.SO_REUSEADDR, unix.SO_BROADCAST, unix.SO_SNDBUF, unix.SO_RCVBUF, unix.SO_KEEPALIVE, unix.SO_LINGER,
			unix.SO_RCVTIMEO, unix.SO_SNDTIMEO)
	})
	p.when(unix.SYS_IOCTL, func(p *program) {
		p.oneOf(1, everyBit, unix.TCGETS, unix.TIOCGWINSZ, fionread, fionbio, fioclex)
	})
}

// Numbers of ioctl that the package unix does not name.
const (
	fionread = 0x541b
	fionbio  = 0x5421
	fioclex  = 0x5451
)

// restrictCalls has the kernel refuse every call that a plugin has no need of,
// from here on and in what this thread becomes.
func restrictCalls() error {
	filter, err := callFilter(uint32(unix.Getpid()))
	if err != nil {
		return err
	}
	given := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&given)))
	if errno != 0 {
		return errno
	}
	runtime.KeepAlive(filter)
	return nil
}
