// Package client calls a plugin over gRPC, in the types authors see. It is what
// hosts and test kits are made with; it knows nothing of processes, grants or
// who is at fault.
package client

import (
	"context"
	"errors"
	"io"

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

// ErrUnfinished says that a list ended without saying how.
var ErrUnfinished = errors.New("the list ended before its end")

// ErrTooMuch says that a plugin published more than is taken.
var ErrTooMuch = errors.New("the plugin published too much")

// mostPublished is the most that a plugin may publish, in bytes.
const mostPublished = 64 << 20

// Client calls one plugin. Errors are those of gRPC: sdk.FaultsOf reads them.
type Client struct {
	base        basev1.PluginClient
	registry    registryv1.RegistryClient
	stafettlogg stafettloggv1.StafettloggClient
	levels      levelsv1.LevelsClient
}

// New returns a Client over conn.
func New(conn grpc.ClientConnInterface) *Client {
	return &Client{
		base: basev1.NewPluginClient(conn), registry: registryv1.NewRegistryClient(conn),
		stafettlogg: stafettloggv1.NewStafettloggClient(conn), levels: levelsv1.NewLevelsClient(conn),
	}
}

// DialOptions are what a connection to a plugin needs, besides its security.
func DialOptions() []grpc.DialOption {
	return []grpc.DialOption{grpc.WithDefaultCallOptions(
		grpc.MaxCallRecvMsgSize(sdk.MaxMessage), grpc.MaxCallSendMsgSize(sdk.MaxMessage))}
}

// Attach opens the stream over which the plugin reaches out.
func (c *Client) Attach(ctx context.Context) (basev1.Plugin_AttachClient, error) {
	return c.base.Attach(ctx)
}

// Describe asks what the plugin is.
func (c *Client) Describe(ctx context.Context) (sdk.Description, error) {
	said, err := c.base.Describe(ctx, &basev1.DescribeRequest{})
	if err != nil {
		return sdk.Description{}, err
	}
	return sdk.DescriptionOf(said), nil
}

// Configure gives the plugin its settings.
func (c *Client) Configure(ctx context.Context, setup sdk.Setup) error {
	_, err := c.base.Configure(ctx, sdk.SetupProto(setup))
	return err
}

// Check tries the connection to the system behind.
func (c *Client) Check(ctx context.Context) (sdk.Health, error) {
	said, err := c.base.CheckHealth(ctx, &basev1.CheckHealthRequest{})
	if err != nil {
		return sdk.Health{}, err
	}
	return sdk.HealthOf(said), nil
}

// List calls each with every chunk, and returns how the list ended.
func (c *Client) List(ctx context.Context, query registry.Query, each func(registry.Chunk) error) (registry.End, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.registry.List(ctx, registry.QueryProto(query))
	if err != nil {
		return registry.End{}, err
	}
	var end *registry.End
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return registry.End{}, err
		}
		chunk := registry.ChunkOf(part)
		if len(chunk.Units)+len(chunk.Services)+len(chunk.Remarks) > 0 {
			if end != nil {
				return registry.End{}, ErrUnfinished // more came after the end
			}
			if err := each(chunk); err != nil {
				return registry.End{}, err
			}
		}
		if part.GetEnd() != nil {
			said := registry.EndOf(part.GetEnd())
			end = &said
		}
	}
	if end == nil {
		return registry.End{}, ErrUnfinished
	}
	return *end, nil
}

// Inspect has the plugin look at a file.
func (c *Client) Inspect(ctx context.Context, file registry.File) (registry.Inspection, error) {
	said, err := c.registry.Inspect(ctx, &registryv1.InspectRequest{File: registry.FileProto(file)})
	if err != nil {
		return registry.Inspection{}, err
	}
	return registry.InspectionOf(said), nil
}

// Publish has the plugin write the directory as files.
func (c *Client) Publish(ctx context.Context, directory registry.Directory) ([]registry.File, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.registry.Publish(ctx)
	if err != nil {
		return nil, err
	}
	for _, part := range registry.DirectoryParts(directory) {
		if err := stream.Send(part); err != nil {
			break // Recv tells why
		}
	}
	if err := stream.CloseSend(); err != nil {
		return nil, err
	}
	var files []registry.File
	total := 0
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		total += len(part.GetName()) + len(part.GetMediaType()) + len(part.GetChunk()) + 1
		if total > mostPublished {
			return nil, ErrTooMuch
		}
		files = registry.AddFilePart(files, part)
	}
}

// Find looks a log up.
func (c *Client) Find(ctx context.Context, reference string) (stafettlogg.Found, error) {
	said, err := c.stafettlogg.Find(ctx, &stafettloggv1.FindRequest{Reference: reference})
	if err != nil {
		return stafettlogg.Found{}, err
	}
	return stafettlogg.FoundOf(said), nil
}

// Read gives a whole log.
func (c *Client) Read(ctx context.Context, logID string) (stafettlogg.Log, error) {
	said, err := c.stafettlogg.Read(ctx, &stafettloggv1.ReadRequest{LogId: logID})
	if err != nil {
		return stafettlogg.Log{}, err
	}
	return stafettlogg.LogOf(said.GetLog()), nil
}

// Changes calls each for what has changed, and returns where to go on from.
func (c *Client) Changes(
	ctx context.Context, cursor string, logIDs []string, each func(stafettlogg.Change) error,
) (string, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.stafettlogg.Changes(ctx, &stafettloggv1.ChangesRequest{Cursor: cursor, LogIds: logIDs})
	if err != nil {
		return "", err
	}
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return cursor, nil
		}
		if err != nil {
			return "", err
		}
		for _, change := range part.GetChanges() {
			if err := each(stafettlogg.ChangeOf(change)); err != nil {
				return "", err
			}
		}
		if part.GetCursor() != "" {
			cursor = part.GetCursor()
		}
	}
}

// Write does one change in the other system.
func (c *Client) Write(ctx context.Context, write stafettlogg.Write) (stafettlogg.Receipt, error) {
	request, err := stafettlogg.WriteProto(write)
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	said, err := c.stafettlogg.Write(ctx, request)
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	return stafettlogg.ReceiptOf(said.GetReceipt()), nil
}

// Lookup tells what became of a write.
func (c *Client) Lookup(ctx context.Context, key string) (stafettlogg.Receipt, bool, error) {
	said, err := c.stafettlogg.Lookup(ctx, &stafettloggv1.LookupRequest{IdempotencyKey: key})
	if err != nil {
		return stafettlogg.Receipt{}, false, err
	}
	return stafettlogg.ReceiptOf(said.GetReceipt()), said.GetKnown(), nil
}

// ReadLevels gives the municipality's model.
func (c *Client) ReadLevels(ctx context.Context) (levels.Levels, error) {
	said, err := c.levels.Read(ctx, &levelsv1.ReadRequest{})
	if err != nil {
		return levels.Levels{}, err
	}
	return levels.LevelsOf(said), nil
}

// Assess tells whether the work may move on.
func (c *Client) Assess(ctx context.Context, move levels.Move) (levels.Assessment, error) {
	said, err := c.levels.Assess(ctx, levels.MoveProto(move))
	if err != nil {
		return levels.Assessment{}, err
	}
	return levels.AssessmentOf(said), nil
}
