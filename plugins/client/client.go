// Package client calls a plugin over gRPC, in the types authors see. It is what
// hosts and test kits are made with; it knows nothing of processes, grants or
// who is at fault.
package client

import (
	"context"
	"fmt"

	"google.golang.org/grpc"

	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/base/v1"
	levelsv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/levels/v1"
	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
	stafettloggv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/stafettlogg/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// Client calls one plugin. Errors are those of gRPC, which sdk.FaultsOf reads,
// those of a caller's own function as they are, and ErrInvalid and ErrWrite. It
// has every method of host.Plugin.
type Client struct{ conn grpc.ClientConnInterface }

// New returns a Client over conn. One that is more than a connection, with
// deadlines for instance, may be a Judge too.
func New(conn grpc.ClientConnInterface) *Client { return &Client{conn} }

func (c *Client) base() basev1.PluginClient           { return basev1.NewPluginClient(c.conn) }
func (c *Client) registry() registryv1.RegistryClient { return registryv1.NewRegistryClient(c.conn) }
func (c *Client) levels() levelsv1.LevelsClient       { return levelsv1.NewLevelsClient(c.conn) }

func (c *Client) stafettlogg() stafettloggv1.StafettloggClient {
	return stafettloggv1.NewStafettloggClient(c.conn)
}

// window is how much of an answer is under way on a connection at most. It does
// not grow: measuring how far it could takes a message for each answer.
const window = 1 << 20

// DialOptions are what a connection to a plugin needs, besides its security.
func DialOptions() []grpc.DialOption {
	return []grpc.DialOption{
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(sdk.MaxMessage), grpc.MaxCallSendMsgSize(sdk.MaxMessage)),
		grpc.WithStaticStreamWindowSize(window), grpc.WithStaticConnWindowSize(window),
		grpc.WithMaxHeaderListSize(16 << 10),
		grpc.WithDisableServiceConfig(), grpc.WithDisableRetry(), grpc.WithNoProxy(),
	}
}

// Attach opens the stream over which the plugin reaches out.
func (c *Client) Attach(ctx context.Context) (basev1.Plugin_AttachClient, error) {
	return c.base().Attach(ctx)
}

// Describe asks what the plugin is.
func (c *Client) Describe(ctx context.Context) (sdk.Description, error) {
	said, err := c.base().Describe(ctx, &basev1.DescribeRequest{})
	if err != nil {
		return sdk.Description{}, err
	}
	return sdk.DescriptionOf(said), nil
}

// Configure gives the plugin its settings.
func (c *Client) Configure(ctx context.Context, setup sdk.Setup) error {
	_, err := c.base().Configure(ctx, sdk.SetupProto(setup))
	return err
}

// Check tries the connection to the system behind.
func (c *Client) Check(ctx context.Context) (sdk.Health, error) {
	said, err := c.base().CheckHealth(ctx, &basev1.CheckHealthRequest{})
	if err != nil {
		return sdk.Health{}, err
	}
	return sdk.HealthOf(said), nil
}

// Inspect has the plugin look at a file.
func (c *Client) Inspect(ctx context.Context, file registry.File) (registry.Inspection, error) {
	said, err := c.registry().Inspect(ctx, &registryv1.InspectRequest{File: registry.FileProto(file)})
	if err != nil {
		return registry.Inspection{}, err
	}
	return registry.InspectionOf(said), nil
}

// Find looks a log up.
func (c *Client) Find(ctx context.Context, reference string) (stafettlogg.Found, error) {
	said, err := c.stafettlogg().Find(ctx, &stafettloggv1.FindRequest{Reference: reference})
	if err != nil {
		return stafettlogg.Found{}, err
	}
	return stafettlogg.FoundOf(said), nil
}

// Read gives a whole log.
func (c *Client) Read(ctx context.Context, logID string) (stafettlogg.Log, error) {
	said, err := c.stafettlogg().Read(ctx, &stafettloggv1.ReadRequest{LogId: logID})
	if err != nil {
		return stafettlogg.Log{}, err
	}
	return stafettlogg.LogOf(said.GetLog()), nil
}

// Write does one change in the other system.
func (c *Client) Write(ctx context.Context, write stafettlogg.Write) (stafettlogg.Receipt, error) {
	request, err := stafettlogg.WriteProto(write)
	if err != nil {
		return stafettlogg.Receipt{}, c.refuse(fmt.Errorf("%w: %w", ErrWrite, err))
	}
	said, err := c.stafettlogg().Write(ctx, request)
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	return c.receipt(said.GetReceipt())
}

// receipt refuses an answer without a receipt: nothing is taken for done that
// nobody has said is.
func (c *Client) receipt(said *stafettloggv1.Receipt) (stafettlogg.Receipt, error) {
	if said == nil {
		return stafettlogg.Receipt{}, c.invalid("a write was answered without a receipt")
	}
	return stafettlogg.ReceiptOf(said), nil
}

// Lookup tells what became of a write.
func (c *Client) Lookup(ctx context.Context, key string) (stafettlogg.Receipt, bool, error) {
	said, err := c.stafettlogg().Lookup(ctx, &stafettloggv1.LookupRequest{IdempotencyKey: key})
	if err != nil || !said.GetKnown() {
		return stafettlogg.Receipt{}, false, err
	}
	receipt, err := c.receipt(said.GetReceipt())
	return receipt, err == nil, err
}

// ReadLevels gives the municipality's model.
func (c *Client) ReadLevels(ctx context.Context) (levels.Levels, error) {
	said, err := c.levels().Read(ctx, &levelsv1.ReadRequest{})
	if err != nil {
		return levels.Levels{}, err
	}
	return levels.LevelsOf(said), nil
}

// Assess tells whether the work may move on.
func (c *Client) Assess(ctx context.Context, move levels.Move) (levels.Assessment, error) {
	said, err := c.levels().Assess(ctx, levels.MoveProto(move))
	if err != nil {
		return levels.Assessment{}, err
	}
	return levels.AssessmentOf(said), nil
}
