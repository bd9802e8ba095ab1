package plugintest

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

var whose = map[sdk.Source]string{
	sdk.FromPlugin: host.Plugins, sdk.FromSystem: host.Systems, sdk.FromSettings: host.Settings, sdk.FromHost: host.Ours,
}

// ProblemOf makes the error of a call to a plugin into a *host.Problem, or the
// error of ctx when that is what it was.
func ProblemOf(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, ok := status.FromError(err); !ok && !errors.Is(err, client.ErrUnfinished) && !errors.Is(err, client.ErrTooMuch) {
		return err // what the caller's own function returned
	}
	fault := sdk.FaultsOf(err)[0]
	code := status.Code(err)
	return &host.Problem{
		Whose: whose[fault.Source], Code: fault.Code, Field: fault.Field, RetryAfter: fault.RetryAfter, Message: fault.Message,
		Lasting: fault.Source == sdk.FromSettings || code == codes.Unimplemented, Cause: err,
	}
}

// plugin is a running plugin as callers see it, for one operation.
type plugin struct {
	client    *client.Client
	operation string
}

var _ host.Plugin = plugin{}

// bound numbers a call and bounds its time.
func (p plugin) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(operating(ctx, p.operation), CallTime)
}

func operating(ctx context.Context, operation string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, sdk.OperationHeader, operation)
}

// Check tries the connection.
func (p plugin) Check(ctx context.Context) (sdk.Health, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	health, err := p.client.Check(ctx)
	return health, ProblemOf(err)
}

// List lists what a register has.
func (p plugin) List(ctx context.Context, query registry.Query, each func(registry.Chunk) error) (registry.End, error) {
	end, err := p.client.List(operating(ctx, p.operation), query, each)
	return end, ProblemOf(err)
}

// Inspect looks at a file.
func (p plugin) Inspect(ctx context.Context, file registry.File) (registry.Inspection, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	inspection, err := p.client.Inspect(ctx, file)
	return inspection, ProblemOf(err)
}

// Publish writes a directory as files.
func (p plugin) Publish(ctx context.Context, directory registry.Directory) ([]registry.File, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	files, err := p.client.Publish(ctx, directory)
	return files, ProblemOf(err)
}

// Find looks a log up.
func (p plugin) Find(ctx context.Context, reference string) (stafettlogg.Found, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	found, err := p.client.Find(ctx, reference)
	return found, ProblemOf(err)
}

// Read gives a whole log.
func (p plugin) Read(ctx context.Context, logID string) (stafettlogg.Log, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	log, err := p.client.Read(ctx, logID)
	return log, ProblemOf(err)
}

// Changes calls each for what has changed.
func (p plugin) Changes(ctx context.Context, cursor string, ids []string, each func(stafettlogg.Change) error) (string, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	next, err := p.client.Changes(ctx, cursor, ids, each)
	return next, ProblemOf(err)
}

// Write does one change.
func (p plugin) Write(ctx context.Context, write stafettlogg.Write) (stafettlogg.Receipt, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	receipt, err := p.client.Write(ctx, write)
	return receipt, ProblemOf(err)
}

// Lookup tells what became of a write.
func (p plugin) Lookup(ctx context.Context, key string) (stafettlogg.Receipt, bool, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	receipt, known, err := p.client.Lookup(ctx, key)
	return receipt, known, ProblemOf(err)
}

// ReadLevels gives the model.
func (p plugin) ReadLevels(ctx context.Context) (levels.Levels, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	model, err := p.client.ReadLevels(ctx)
	return model, ProblemOf(err)
}

// Assess tells whether the work may move on.
func (p plugin) Assess(ctx context.Context, move levels.Move) (levels.Assessment, error) {
	ctx, cancel := p.bound(ctx)
	defer cancel()
	assessment, err := p.client.Assess(ctx, move)
	return assessment, ProblemOf(err)
}
