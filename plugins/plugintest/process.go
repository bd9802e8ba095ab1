package plugintest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// Process is a plugin that is run as a program, as the host runs it but for the
// sandbox: with nothing of the environment, over TLS both ways. printed takes
// what the program prints; nil drops it.
func Process(printed io.Writer, command ...string) Subject {
	if printed == nil {
		printed = io.Discard
	}
	return process{printed: printed, command: command}
}

type process struct {
	printed  io.Writer
	command  []string
	launcher string // a program that shuts it in; empty: it is not shut in
}

// Way says how it is run.
func (p process) Way() string { return "as a process" }

const startTime = 10 * time.Second

func (p process) program(ctx context.Context) (*exec.Cmd, error) {
	if len(p.command) == 0 {
		return nil, errors.New("there is no program to run")
	}
	path, err := exec.LookPath(p.command[0])
	if err != nil {
		return nil, err
	}
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	program := exec.CommandContext(ctx, path, p.command[1:]...)
	program.Env = []string{}
	return program, nil
}

func (p process) connect(context.Context) (*connection, error) {
	program, err := p.program(context.Background())
	if err != nil {
		return nil, err
	}
	running := goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig:  sdk.Handshake,
		VersionedPlugins: map[int]goplugin.PluginSet{sdk.Protocol: {sdk.Dispensed: conn{}}},
		Cmd:              program,
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		AutoMTLS:         true,
		SkipHostEnv:      true,
		StartTimeout:     startTime,
		GRPCDialOptions:  client.DialOptions(),
		Stderr:           p.printed, SyncStdout: p.printed, SyncStderr: p.printed,
		Logger: hclog.NewNullLogger(),
	})
	over, err := running.Client()
	if err != nil {
		running.Kill()
		return nil, fmt.Errorf("starting %s: %w", filepath.Base(p.command[0]), err)
	}
	wire, ok := over.(*goplugin.GRPCClient)
	if !ok {
		running.Kill()
		return nil, errors.New("the plugin does not speak gRPC")
	}
	return &connection{
		conn: wire.Conn, client: client.New(wire.Conn), end: running.Kill, pid: program.Process.Pid,
		kill: func() { _ = program.Process.Kill() }, // it may be gone already
		gone: func(ctx context.Context) bool {
			for !running.Exited() {
				select {
				case <-ctx.Done():
					return false
				case <-time.After(20 * time.Millisecond):
				}
			}
			return true
		},
	}, nil
}

// conn is the host's side as go-plugin wants it; the connection itself is used.
type conn struct {
	goplugin.NetRPCUnsupportedPlugin
}

// GRPCServer is the plugin's side, and is not here.
func (conn) GRPCServer(*goplugin.GRPCBroker, *grpc.Server) error {
	return errors.New("a host serves no plugin")
}

// GRPCClient returns the connection.
func (conn) GRPCClient(_ context.Context, _ *goplugin.GRPCBroker, wire *grpc.ClientConn) (any, error) {
	return wire, nil
}

var handshakeLine = regexp.MustCompile(`^1\|\d+\|unix\|[^|]+\|grpc\|[^|]*(\|(true|false))?$`)

// stdoutIsQuiet starts the program and reads what it writes to stdout itself:
// the handshake, and nothing else.
func (p process) stdoutIsQuiet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	program, err := p.program(ctx)
	if err != nil {
		return err
	}
	program.Env = []string{
		sdk.Handshake.MagicCookieKey + "=" + sdk.Handshake.MagicCookieValue, fmt.Sprintf("PLUGIN_PROTOCOL_VERSIONS=%d", sdk.Protocol),
	}
	stdout, err := program.StdoutPipe()
	if err != nil {
		return err
	}
	program.Stderr = p.printed
	program.WaitDelay = time.Second
	if err := program.Start(); err != nil {
		return err
	}
	defer func() {
		_ = program.Process.Kill() // it may be gone already
		_ = program.Wait()         // it was killed
	}()
	lines := bufio.NewReader(stdout)
	first, err := lines.ReadString('\n')
	if err != nil {
		return fmt.Errorf("no handshake within %v: %w", startTime, err)
	}
	if !handshakeLine.MatchString(strings.TrimSuffix(first, "\n")) {
		return fmt.Errorf("the first line on stdout is not the handshake: %.80q", first)
	}
	more := make(chan string, 1)
	go func() {
		line, _ := lines.ReadString('\n') // ends when the process does
		more <- line
	}()
	select {
	case line := <-more:
		return fmt.Errorf("stdout said more than the handshake, or the program ended: %.80q", line)
	case <-time.After(500 * time.Millisecond):
		return nil
	}
}
