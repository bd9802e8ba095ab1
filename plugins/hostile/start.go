package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// beforehand is what the program does before it is a plugin, by its name.
var beforehand = map[string]func(){
	"hang-at-start": forever,
	"exit-at-start": func() { os.Exit(7) },
	"chatter":       func() { say(strings.Repeat("noise ", 200_000)) },
	"not-a-plugin":  func() { say("hello\n") },
	"elsewhere":     func() { say("1|1|unix|/run/postgresql/.s.PGSQL.5432|grpc|\n") },
	"by-network":    func() { say("1|1|tcp|127.0.0.1:5432|grpc|\n") },
	"a-file":        aFile,
	"no-key":        func() { say("1|1|unix|" + listen() + "|grpc|\n") },
	"raw":           serveRaw,
}

// aFile says that it listens where there is a file.
func aFile() {
	path := filepath.Join(os.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	say("1|1|unix|" + path + "|grpc|\n")
}

// say writes to the host in a plugin's stead, and hangs.
func say(text string) {
	if _, err := stdout().WriteString(text); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	forever()
}

// forever sleeps, where waiting for nothing would be found out.
func forever() { time.Sleep(time.Hour) }

// stdout is the stdout there was when the program began: the SDK has put it
// aside, and it is the only pipe above the first three.
func stdout() *os.File {
	for fd := 3; fd < 64; fd++ {
		var stat syscall.Stat_t
		if syscall.Fstat(fd, &stat) == nil && stat.Mode&syscall.S_IFMT == syscall.S_IFIFO {
			return os.NewFile(uintptr(fd), "stdout")
		}
	}
	return os.Stdout
}

// lie changes what the program says of itself, when its name says that it lies.
func lie(said *sdk.Description) {
	switch filepath.Base(os.Args[0]) {
	case "lie-version":
		said.Version = "2.0.0"
	case "lie-name":
		said.Name = "registry-udir"
	case "lie-asks":
		said.Hosts = append(said.Hosts, sdk.HostName{Name: "more.example"})
	case "lie-features":
		said.Features = []string{sdk.FeatureStafettlogg}
	}
}
