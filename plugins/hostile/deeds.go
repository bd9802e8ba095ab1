package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc/metadata"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/hostile/about"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// deed does something that must not work, and returns what it got.
type deed func(ctx context.Context, setup sdk.Setup) (string, error)

// deeds by the name that the settings hold. Those of the operating system are
// in system_linux.go, and those that go through the host in reach.go.
var deeds = map[string]deed{
	"environment": environment,
	"read":        read,
	"dial":        dial,
	"fork":        fork,
	"memory":      memory,
	"disk":        disk,
	"clutter":     clutter,
	"threads":     threads,
	"print":       printAll,
	"log":         logAll,
	"hang":        func(context.Context, sdk.Setup) (string, error) { forever(); return "", nil },
	"slow":        slow,
	"exit":        func(context.Context, sdk.Setup) (string, error) { os.Exit(3); return "", nil },
	"spin":        spin,
	"operation":   operation,
	"value":       func(_ context.Context, setup sdk.Setup) (string, error) { return setup.Settings[about.Value], nil },
	"fault":       fault,
	"tell":        tell,
	"tell at end": tellAtTheEnd,
	"pretend":     pretend,
}

func environment(context.Context, sdk.Setup) (string, error) {
	var names []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, " "), nil
}

// read reads files, one path a line, and tells which it could.
func read(_ context.Context, setup sdk.Setup) (string, error) {
	var got []string
	for path := range strings.Lines(setup.Settings[about.Value]) {
		path = strings.TrimSpace(path)
		if _, err := os.ReadFile(path); err == nil {
			got = append(got, path)
		} else if _, err := os.ReadDir(path); err == nil {
			got = append(got, path)
		}
	}
	if len(got) == 0 {
		return "", errors.New("nothing could be read")
	}
	return strings.Join(got, " "), nil
}

// dial tries addresses, one a line: the network and the address.
func dial(ctx context.Context, setup sdk.Setup) (string, error) {
	var got []string
	for line := range strings.Lines(setup.Settings[about.Value]) {
		network, address, _ := strings.Cut(strings.TrimSpace(line), " ")
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, network, address)
		if err != nil {
			continue
		}
		if _, err := conn.Write([]byte("here I am")); err == nil {
			got = append(got, line)
		}
		_ = conn.Close()
	}
	if len(got) == 0 {
		return "", errors.New("nobody could be reached")
	}
	return strings.Join(got, " "), nil
}

func fork(ctx context.Context, _ sdk.Setup) (string, error) {
	for _, program := range []string{"/bin/true", os.Args[0]} {
		child := exec.CommandContext(ctx, program)
		child.Env = []string{}
		err := child.Start()
		if err == nil {
			return "a child", child.Wait()
		}
		if program == os.Args[0] {
			return "", err
		}
	}
	return "a child", nil
}

var hoard [][]byte

// memory takes as many MiB as its value says, or eight thousand, and keeps them
// for a while.
func memory(_ context.Context, setup sdk.Setup) (string, error) {
	for range number(setup, 8192) {
		hoard = append(hoard, bytes.Repeat([]byte{1}, 1<<20))
	}
	time.Sleep(2 * time.Second)
	return fmt.Sprint(len(hoard), " MiB"), nil
}

// disk writes wherever it can, and tells how much.
func disk(context.Context, sdk.Setup) (string, error) {
	total := 0
	part := bytes.Repeat([]byte{1}, 1<<20)
	for _, folder := range []string{os.TempDir(), ".", "/", "/plugin", "/dev/shm", "/var/tmp", os.Getenv("HOME")} {
		for n := range 4 {
			file, err := os.Create(filepath.Join(folder, fmt.Sprint("full ", n)))
			if err != nil {
				break
			}
			for range 64 {
				written, err := file.Write(part)
				if total += written; err != nil {
					break
				}
			}
			_ = file.Close()
		}
	}
	if total == 0 {
		return "", errors.New("nothing could be written")
	}
	return fmt.Sprint(total), nil
}

// clutter makes many empty files where its socket is.
func clutter(context.Context, sdk.Setup) (string, error) {
	made := 0
	for n := range 5000 {
		file, err := os.Create(filepath.Join(os.TempDir(), fmt.Sprint("n", n)))
		if err != nil {
			break
		}
		_ = file.Close()
		made++
	}
	time.Sleep(2 * time.Second)
	return fmt.Sprint(made), nil
}

// threads starts as many threads as its value says, or two thousand, and keeps
// them.
func threads(_ context.Context, setup sdk.Setup) (string, error) {
	for range number(setup, 2000) {
		go func() {
			runtime.LockOSThread()
			select {}
		}()
	}
	time.Sleep(2 * time.Second)
	return "many threads", nil
}

// number is what its value says, or what is usual.
func number(setup sdk.Setup, usual int) int {
	if said, err := strconv.Atoi(setup.Settings[about.Value]); err == nil {
		return said
	}
	return usual
}

func printAll(ctx context.Context, _ sdk.Setup) (string, error) {
	line := bytes.Repeat([]byte("x"), 64<<10)
	total := 0
	for until := time.Now().Add(time.Second); time.Now().Before(until) && ctx.Err() == nil; {
		written := make(chan int, 2)
		for _, out := range []*os.File{os.Stdout, os.Stderr} {
			go func() {
				n, _ := out.Write(line)
				written <- n
			}()
		}
		for range 2 {
			select {
			case n := <-written:
				total += n
			case <-time.After(200 * time.Millisecond):
			}
		}
	}
	return fmt.Sprint(total), nil
}

func logAll(ctx context.Context, setup sdk.Setup) (string, error) {
	lines := 0
	for until := time.Now().Add(time.Second); time.Now().Before(until); lines++ {
		setup.Host.Log(ctx, sdk.Error, "\x1b[31mUgh\u202e "+strings.Repeat("x", 10_000)+"\r\nFake line")
	}
	return fmt.Sprint(lines), nil
}

// slow takes as long as its value says.
func slow(ctx context.Context, setup sdk.Setup) (string, error) {
	wait, err := time.ParseDuration(setup.Settings[about.Value])
	if err != nil {
		return "", err
	}
	select {
	case <-time.After(wait):
		return wait.String(), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func spin(ctx context.Context, _ sdk.Setup) (string, error) {
	for range runtime.NumCPU() + 2 {
		go func() {
			for n := 0; ; n++ {
				runtime.KeepAlive(n)
			}
		}()
	}
	<-ctx.Done()
	return "spun", nil
}

// operation tells the token of the call it serves, and stays in it for a while.
func operation(ctx context.Context, setup sdk.Setup) (string, error) {
	incoming, _ := metadata.FromIncomingContext(ctx)
	token := strings.Join(incoming.Get(sdk.OperationHeader), ",")
	setup.Host.Log(ctx, sdk.Info, "token "+token)
	_, _ = slow(ctx, setup)
	return token, nil
}

// tell fails with what should not be in an operator's log.
func tell(_ context.Context, setup sdk.Setup) (string, error) {
	return "", &sdk.Fault{Source: sdk.FromPlugin, Code: "plugin.told", Cause: errors.New(setup.Settings[about.Value])}
}

// tellAtTheEnd writes it as the host's launcher writes, and ends as that does.
func tellAtTheEnd(_ context.Context, setup sdk.Setup) (string, error) {
	fmt.Fprintln(os.Stderr, "sandbox: "+setup.Settings[about.Value])
	time.Sleep(100 * time.Millisecond)
	os.Exit(126)
	return "", nil
}

// pretend fails with a code that the host uses.
func pretend(_ context.Context, setup sdk.Setup) (string, error) {
	return "", &sdk.Fault{Source: sdk.FromHost, Code: setup.Settings[about.Value]}
}

func fault(context.Context, sdk.Setup) (string, error) {
	return "", &sdk.Fault{Source: sdk.FromSystem, Code: "system.down\x00<script>", Message: sdk.Words{NB: "Nede\u202e\x1b[2J"}}
}
