package sdk

import (
	"os"
	"syscall"
)

// keepDescriptor returns the stdout there was, and has descriptor 1 be stderr:
// libraries in C print there too.
func keepDescriptor() *os.File {
	kept, err := syscall.Dup(1)
	if err != nil {
		return os.Stdout
	}
	syscall.CloseOnExec(kept)
	if err := syscall.Dup3(2, 1, 0); err != nil {
		return os.Stdout
	}
	return os.NewFile(uintptr(kept), "stdout")
}
