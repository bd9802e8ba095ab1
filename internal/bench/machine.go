package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clockTick is the unit of the times in /proc/PID/stat on Linux.
const clockTick = 10 * time.Millisecond

// cpu is the processor time that this process and every process it started
// have used: the program, PostgreSQL with its back ends, and Redis.
func cpu() (time.Duration, error) {
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		return 0, fmt.Errorf("asking for processor time: %w", err)
	}
	total := time.Duration(own.Utime.Nano() + own.Stime.Nano())
	servers, err := started()
	if err != nil {
		return 0, err
	}
	for _, server := range servers {
		total += server.run()
	}
	return total, nil
}

// load is how many processes have wanted a processor in the last minute: far
// more than there are processors, and no time means much.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	minute, _, _ := strings.Cut(string(text), " ")
	return minute
}

// process is a process that this one started, directly or not.
type process struct {
	id       int
	children time.Duration // of those it has waited for
}

// run is what a process has used. One that has just ended has used nothing
// more: its parent counts it.
func (p process) run() time.Duration {
	total := p.children
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.id))
	if err != nil {
		return total
	}
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if err != nil {
			continue
		}
		first, _, _ := strings.Cut(string(text), " ")
		nanoseconds, err := strconv.ParseInt(first, 10, 64)
		if err != nil {
			continue
		}
		total += time.Duration(nanoseconds)
	}
	return total
}

// started lists the processes below this one.
func started() ([]process, error) {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, fmt.Errorf("listing processes: %w", err)
	}
	below := map[int][]process{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		one, parent, ok := parseStat(text)
		if ok {
			below[parent] = append(below[parent], one)
		}
	}
	var found []process
	queue := []int{os.Getpid()}
	for len(queue) > 0 {
		for _, one := range below[queue[0]] {
			found, queue = append(found, one), append(queue, one.id)
		}
		queue = queue[1:]
	}
	return found, nil
}

// parseStat reads /proc/PID/stat: after the name in parentheses come state,
// parent, ... and as the 14th and 15th the times of children waited for.
func parseStat(text []byte) (one process, parent int, ok bool) {
	open, end := bytes.IndexByte(text, '('), bytes.LastIndexByte(text, ')')
	if open < 0 || end < open {
		return process{}, 0, false
	}
	fields := strings.Fields(string(text[end+1:]))
	if len(fields) < 15 {
		return process{}, 0, false
	}
	numbers := make([]int, 0, 4)
	for _, field := range []string{string(bytes.TrimSpace(text[:open])), fields[1], fields[13], fields[14]} {
		number, err := strconv.Atoi(field)
		if err != nil {
			return process{}, 0, false
		}
		numbers = append(numbers, number)
	}
	ticks := time.Duration(numbers[2] + numbers[3])
	return process{id: numbers[0], children: ticks * clockTick}, numbers[1], true
}

// memory is what this process and those it started hold for themselves, in
// bytes: pages that several of them share are nobody's.
func memory() (int64, error) {
	servers, err := started()
	if err != nil {
		return 0, err
	}
	total, err := private(os.Getpid())
	if err != nil {
		return 0, err
	}
	for _, server := range servers {
		held, err := private(server.id)
		if err == nil { // else it has ended
			total += held
		}
	}
	return total, nil
}

func private(id int) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", id))
	if err != nil {
		return 0, fmt.Errorf("asking for memory: %w", err)
	}
	var total int64
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) < 2 || !strings.HasPrefix(fields[0], "Private_") {
			continue
		}
		kilobytes, err := strconv.ParseInt(fields[1], 10, 64)
		if err != nil {
			return 0, fmt.Errorf("reading memory: %w", err)
		}
		total += kilobytes << 10
	}
	return total, nil
}
