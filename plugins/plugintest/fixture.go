package plugintest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/replay"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// FixtureFile is a fixture as it is written in check.json, for plugins that are
// not in Go. Paths are from the file's folder.
type FixtureFile struct {
	Settings map[string]string `json:"settings"`
	Secrets  map[string]string `json:"secrets"`

	// Systems are recordings of what systems answer, by host name.
	Systems map[string]string `json:"systems"`
	// Serve is a program that is the systems: it writes the address it listens
	// at as the first line of its output, and ends when its input does. Each
	// test starts it anew. The request's Host says which system is asked.
	Serve []string `json:"serve"`
	// Answers are the host names that Serve answers for.
	Answers []string `json:"answers"`

	// Folder are files in the folder for exchange.
	Folder []string `json:"folder"`

	File      string            `json:"file"`    // that a register reads
	Columns   map[string]string `json:"columns"` // field -> heading
	Reference string            `json:"reference"`
	Start     *stafettlogg.Log  `json:"start"`
}

// LoadFixture reads a FixtureFile.
func LoadFixture(path string) (Fixture, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Fixture{}, err
	}
	var said FixtureFile
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&said); err != nil {
		return Fixture{}, fmt.Errorf("reading %s: %w", path, err)
	}
	fixture := Fixture{Settings: said.Settings, Secrets: said.Secrets, Reference: said.Reference, Start: said.Start}
	fixture.Query.Columns = said.Columns
	folder := filepath.Dir(path)
	if said.File != "" {
		content, err := os.ReadFile(filepath.Join(folder, said.File))
		if err != nil {
			return Fixture{}, err
		}
		fixture.Query.File = &registry.File{Name: filepath.Base(said.File), Content: content}
	}
	fixture.World = func(world *World) error { return said.put(folder, world) }
	return fixture, nil
}

// put makes the world.
func (f FixtureFile) put(folder string, world *World) error {
	for name, file := range f.Systems {
		recording, err := replay.Load(filepath.Join(folder, file))
		if err != nil {
			return err
		}
		world.Handle(name, recording.Handler(name))
	}
	for _, file := range f.Folder {
		content, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(world.Root, "in", filepath.Base(file)), content, 0o600); err != nil {
			return err
		}
	}
	if len(f.Serve) == 0 {
		return nil
	}
	handler, stop, err := served(folder, f.Serve)
	if err != nil {
		return err
	}
	world.atEnd(stop)
	for _, name := range f.Answers {
		world.Handle(name, handler)
	}
	return nil
}

// served starts the program that is the systems.
func served(folder string, command []string) (http.Handler, func(), error) {
	program := exec.Command(command[0], command[1:]...)
	program.Dir, program.Stderr = folder, os.Stderr
	input, err := program.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	output, err := program.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := program.Start(); err != nil {
		return nil, nil, fmt.Errorf("starting the systems: %w", err)
	}
	stop := sync.OnceFunc(func() {
		_ = input.Close()
		late := time.AfterFunc(time.Second, func() { _ = program.Process.Kill() })
		_ = program.Wait() // however it ends, it has ended
		late.Stop()
	})
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		stop()
		return nil, nil, errors.New("the program that is the systems did not say where it listens")
	}
	address, err := url.Parse(strings.TrimSpace(line))
	if err != nil || address.Scheme != "http" {
		stop()
		return nil, nil, fmt.Errorf("the systems listen at %q, which is no address", line)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			host := r.In.Host
			r.SetURL(address)
			r.Out.Host = host
		},
		FlushInterval: -1,
		ErrorHandler:  func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	return proxy, stop, nil
}
