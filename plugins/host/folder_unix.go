//go:build unix

package host

import "syscall"

// noFollow opens a file and not what a link leads to.
const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
