package host

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"strings"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/hashicorp/go-plugin/runner"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// launch starts a process and connects to it. go-plugin starts it, agrees on a
// version with it and exchanges keys; its broker and its copying of what the
// plugin prints are not used, since a plugin could fill the host's memory by
// them.
func launch(ctx context.Context, seat *seat, in Instance, spec sandbox.Spec) (*process, error) {
	house := seat.house
	p := &process{house: house, seat: seat, in: in, spec: spec, run: newRun(house, spec), finished: make(chan struct{})}
	versions := map[int]goplugin.PluginSet{}
	for _, version := range manifest.Protocols {
		versions[version] = goplugin.PluginSet{}
	}
	config := &goplugin.ClientConfig{
		HandshakeConfig:  sdk.Handshake,
		VersionedPlugins: versions,
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		AutoMTLS:         true,
		SkipHostEnv:      true,
		StartTimeout:     house.Limits.Start,
		Logger:           hclog.NewNullLogger(),
		UnixSocketConfig: &goplugin.UnixSocketConfig{TempDir: house.Run},
		RunnerFunc: func(_ hclog.Logger, cmd *exec.Cmd, folder string) (runner.Runner, error) {
			return p.run, p.run.prepare(cmd.Env, folder)
		},
	}
	p.client = goplugin.NewClient(config)
	address, err := p.handshake(ctx)
	if err != nil {
		p.abandon()
		return nil, err
	}
	if config.TLSConfig == nil || config.TLSConfig.RootCAs == nil {
		p.abandon()
		return nil, errors.New("the plugin gave no certificate")
	}
	if p.conn, err = connect(address, p.keys(config.TLSConfig)); err != nil {
		p.abandon()
		return nil, err
	}
	p.drain()
	return p, nil
}

// handshake starts the process and waits for where it listens, no longer than
// ctx lasts.
func (p *process) handshake(ctx context.Context) (net.Addr, error) {
	type answer struct {
		address net.Addr
		err     error
	}
	answers := make(chan answer, 1)
	go func() {
		address, err := p.client.Start()
		answers <- answer{address, err}
	}()
	stop := context.AfterFunc(ctx, p.run.kill)
	defer stop()
	got := <-answers
	p.spec = p.run.spec
	if got.err == nil {
		return got.address, nil
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%w: %w", ctx.Err(), got.err)
	}
	p.run.kill()
	if p.run.begun {
		<-p.run.exited
		got.err = fmt.Errorf("%s (it ended: %w)", cleanLine(got.err.Error(), 200), p.run.state)
	}
	return nil, p.run.explain(got.err, true)
}

// abandon ends a process that never came to be a plugin.
func (p *process) abandon() {
	p.run.kill()
	if p.run.begun {
		<-p.run.exited
	}
	p.finish()
}

// connect makes the one connection to the plugin. Nothing is sent or received
// that is larger than a message may be.
func connect(address net.Addr, keys credentials.TransportCredentials) (*grpc.ClientConn, error) {
	dial := func(ctx context.Context, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, address.Network(), address.String())
	}
	return grpc.NewClient("passthrough:///plugin", append(client.DialOptions(),
		grpc.WithContextDialer(dial), grpc.WithTransportCredentials(keys))...)
}

// keys are what both ends have agreed on.
func (p *process) keys(agreed *tls.Config) credentials.TransportCredentials {
	keys := credentials.NewTLS(agreed)
	if p.house.Wire == nil {
		return keys
	}
	return seen{TransportCredentials: keys, name: p.in.Manifest.Name, wire: p.house.Wire}
}

// environment is all a plugin gets of one.
func environment(spec sandbox.Spec, fromHandshake []string, memory int64) []string {
	env := []string{
		"HOME=/nonexistent", "LANG=C.UTF-8", "TZ=Europe/Oslo", "GOMAXPROCS=1", "GOTRACEBACK=none",
		fmt.Sprintf("GOMEMLIMIT=%d", memory*3/4),
		"TMPDIR=" + spec.SocketFolder(), goplugin.EnvUnixSocketDir + "=" + spec.SocketFolder(),
	}
	for _, variable := range fromHandshake {
		if !strings.HasPrefix(variable, goplugin.EnvUnixSocketDir+"=") {
			env = append(env, variable)
		}
	}
	return env
}
