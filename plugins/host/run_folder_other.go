//go:build !unix

package host

import (
	"io/fs"
	"os"
)

func holdFolder(folder string) (held *os.File, free bool, err error) {
	held, err = os.Open(folder)
	return held, err == nil, err
}

func isOurs(fs.FileInfo) bool { return false }
