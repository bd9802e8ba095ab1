package plugintest

import (
	"context"
	"fmt"

	"google.golang.org/grpc"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// Subject is a plugin that the conformance suite can start again and again.
type Subject interface {
	// Way says how it is run: "in the test's process" or "as a process".
	Way() string
	// connect starts it and connects, without attaching or configuring.
	connect(ctx context.Context) (*connection, error)
}

// connection is a plugin that has been started.
type connection struct {
	conn   grpc.ClientConnInterface
	client *client.Client
	end    func()
	pid    int // of its process; zero in the test's own
	kill   func()
	gone   func(ctx context.Context) bool // waits until the process has ended
}

// attached is a connection whose host answers.
type attached struct {
	*connection
	broker *broker
	leave  context.CancelFunc // ends the host's stream
}

func (c *connection) attach(in host.Instance, world *World) (*attached, error) {
	ctx, cancel := context.WithCancel(context.Background())
	stream, err := c.client.Attach(ctx)
	if err != nil {
		cancel()
		return nil, fmt.Errorf("attaching: %w", err)
	}
	a := &attached{connection: c, broker: newBroker(withWorld(in, world), world), leave: cancel}
	go a.broker.serve(stream)
	return a, nil
}

func (a *attached) configure(ctx context.Context, setup sdk.Setup) error {
	operation, done := a.broker.operate(ctx)
	defer done()
	return a.client.Configure(carrying(ctx, operation), setup)
}

func (a *attached) close() {
	a.leave()
	a.end()
}
