//go:build !linux

package host

import "os"

func holdSocket(path string) (*os.File, string, error) { return nil, path, nil }

func killGroup(process *os.Process) { _ = process.Kill() }
