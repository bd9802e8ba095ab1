package host

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"
)

// ticks in a second of processor time, as /proc counts on every Linux.
const ticks = 100

// usageOf reads what a process uses from /proc.
func usageOf(process int) (usage, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	if err != nil {
		return usage{}, err
	}
	used := usage{memory: ownMemory(status), threads: int(field(status, "Threads:"))}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	if err != nil {
		return usage{}, err
	}
	// The name may hold anything, brackets too; what follows it does not.
	rest := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(rest) < 13 {
		return usage{}, errors.New("the kernel tells too little of a process")
	}
	user, _ := strconv.ParseInt(string(rest[11]), 10, 64)
	system, _ := strconv.ParseInt(string(rest[12]), 10, 64)
	used.processor = time.Duration(user+system) * time.Second / ticks
	return used, nil
}

// ownMemory is the bytes that nobody else has. What has been put aside to disk is
// among them: a plugin can ask for that.
func ownMemory(status []byte) int64 {
	return (field(status, "RssAnon:") + field(status, "RssShmem:") + field(status, "VmSwap:")) << 10
}

// field finds the number after a name in /proc/*/status; zero when missing.
func field(status []byte, name string) int64 {
	_, rest, found := bytes.Cut(status, []byte("\n"+name))
	if !found {
		return 0
	}
	words := bytes.Fields(rest[:min(len(rest), 64)])
	if len(words) == 0 {
		return 0
	}
	number, _ := strconv.ParseInt(string(words[0]), 10, 64)
	return number
}
