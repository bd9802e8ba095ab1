package host

import (
	"io/fs"
	"syscall"
	"time"
)

func touchedOf(info fs.FileInfo) touched {
	t := touched{size: info.Size(), changed: info.ModTime()}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		t.inode, t.status = stat.Ino, time.Unix(stat.Ctim.Unix())
	}
	return t
}
