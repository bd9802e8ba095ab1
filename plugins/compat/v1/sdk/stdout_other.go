//go:build !linux

package sdk

import "os"

// keepDescriptor returns the stdout there was.
func keepDescriptor() *os.File { return os.Stdout }
