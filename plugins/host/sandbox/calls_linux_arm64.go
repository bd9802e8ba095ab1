package sandbox

import "golang.org/x/sys/unix"

const architecture = unix.AUDIT_ARCH_AARCH64

// allowedHere are the calls whose names differ from other architectures'.
var allowedHere = []int{unix.SYS_NEWFSTATAT}

var refusedHere = []int{}
