package sdk

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
)

// DebugEnv names the environment variable by which `hverdag-plugin run --debug`
// and debuggers have a plugin wait for somebody to attach: a file in which it
// says where it listens, as Reattach.
const DebugEnv = "HVERDAG_PLUGIN_DEBUG"

// Reattach is what a plugin that is being debugged writes in the file that
// DebugEnv names.
type Reattach struct {
	Network  string `json:"network"`
	Address  string `json:"address"`
	Process  int    `json:"process"`
	Protocol int    `json:"protocol"`
}

// Serve runs a plugin: it is the whole of a plugin's main. It returns when the
// host is done with the plugin. Whatever the program prints goes to stderr,
// where the author sees it, and cannot come in the way of the host.
func Serve(p Plugin) {
	if file := os.Getenv(DebugEnv); file != "" {
		serveDebug(p, file)
		return
	}
	if os.Getenv(Handshake.MagicCookieKey) != Handshake.MagicCookieValue {
		fmt.Fprintln(os.Stderr, "This is a plugin of Hverdag; a host starts it. Try: hverdag-plugin check "+os.Args[0])
		os.Exit(1)
	}
	guardStdout()
	go endWithParent()
	go rest()
	goplugin.Serve(config(p, func() { os.Exit(0) }))
}

func config(p Plugin, ended func()) *goplugin.ServeConfig {
	return &goplugin.ServeConfig{
		HandshakeConfig:  Handshake,
		VersionedPlugins: map[int]goplugin.PluginSet{Protocol: {Dispensed: &served{plugin: p, ended: ended}}},
		GRPCServer: func(options []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(options, ServerOptions()...)...)
		},
		Logger: hclog.New(&hclog.LoggerOptions{Level: hclog.Error, Output: os.Stderr, JSONFormat: true}),
	}
}

// served is a plugin as go-plugin serves it.
type served struct {
	goplugin.NetRPCUnsupportedPlugin
	plugin Plugin
	ended  func()
}

// GRPCServer registers the plugin's services.
func (s *served) GRPCServer(_ *goplugin.GRPCBroker, server *grpc.Server) error {
	Register(server, s.plugin, s.ended)
	return nil
}

// GRPCClient is the host's side, and is not in this package.
func (s *served) GRPCClient(context.Context, *goplugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, fmt.Errorf("a plugin has no client")
}

// endWithParent ends the process when the one that started it is gone: a host
// that is killed says no goodbye.
func endWithParent() {
	for parent := os.Getppid(); os.Getppid() == parent; {
		time.Sleep(time.Second)
	}
	os.Exit(0)
}

// serveDebug waits for hosts to attach, one after the other, until it is
// interrupted.
func serveDebug(p Plugin, file string) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	where, closed := make(chan *goplugin.ReattachConfig, 1), make(chan struct{})
	serve := config(p, func() {})
	serve.Test = &goplugin.ServeTestConfig{Context: ctx, ReattachConfigCh: where, CloseCh: closed}
	go goplugin.Serve(serve)
	select {
	case at := <-where:
		if err := writeReattach(file, at); err != nil {
			fmt.Fprintln(os.Stderr, "saying where the plugin listens:", err)
			os.Exit(1)
		}
		fmt.Fprintf(os.Stderr, "Waiting for a host. Attach with: hverdag-plugin run --attach %s\n", file)
	case <-closed:
		os.Exit(1)
	}
	<-closed
	_ = os.Remove(file) // it may be gone already
}

func writeReattach(file string, at *goplugin.ReattachConfig) error {
	text, err := json.Marshal(Reattach{
		Network: at.Addr.Network(), Address: at.Addr.String(), Process: at.Pid, Protocol: at.ProtocolVersion,
	})
	if err != nil {
		return err
	}
	half := file + ".half"
	if err := os.WriteFile(half, text, 0o600); err != nil {
		return err
	}
	return os.Rename(half, file)
}
