package plugintest

import (
	"context"
	"errors"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
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
	fault := sdk.FaultsOf(err)[0]
	code := status.Code(err)
	return &host.Problem{
		Whose: whose[fault.Source], Code: fault.Code, Field: fault.Field, RetryAfter: fault.RetryAfter, Message: fault.Message,
		Lasting: fault.Source == sdk.FromSettings || code == codes.Unimplemented, Cause: err,
	}
}

// running is the client of a plugin for one operation, whose errors are those
// of the host.
func running(conn grpc.ClientConnInterface, operation string) host.Plugin {
	return client.New(operating{conn, operation})
}

// operating is a connection that says with each call which operation it is of,
// and bounds its time.
type operating struct {
	grpc.ClientConnInterface
	operation string
}

// Invoke makes one call.
func (o operating) Invoke(ctx context.Context, method string, request, answer any, options ...grpc.CallOption) error {
	ctx, cancel := context.WithTimeout(carrying(ctx, o.operation), CallTime)
	defer cancel()
	return ProblemOf(o.ClientConnInterface.Invoke(ctx, method, request, answer, options...))
}

// NewStream makes a call that is answered in parts.
func (o operating) NewStream(
	ctx context.Context, description *grpc.StreamDesc, method string, options ...grpc.CallOption,
) (grpc.ClientStream, error) {
	stream, err := o.ClientConnInterface.NewStream(carrying(ctx, o.operation), description, method, options...)
	if err != nil {
		return nil, ProblemOf(err)
	}
	return parts{stream}, nil
}

// Judge makes an answer that is none the plugin's fault.
func (operating) Judge(err error) error {
	if errors.Is(err, client.ErrWrite) {
		return err
	}
	return &host.Problem{Whose: host.Plugins, Code: host.CodeInvalidAnswer, Cause: err}
}

func carrying(ctx context.Context, operation string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, sdk.OperationHeader, operation)
}

type parts struct{ grpc.ClientStream }

// RecvMsg gives the next part.
func (p parts) RecvMsg(part any) error {
	err := p.ClientStream.RecvMsg(part)
	if errors.Is(err, io.EOF) {
		return err
	}
	return ProblemOf(err)
}
