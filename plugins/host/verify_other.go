//go:build !linux

package host

import "io/fs"

func touchedOf(info fs.FileInfo) touched {
	return touched{size: info.Size(), changed: info.ModTime()}
}
