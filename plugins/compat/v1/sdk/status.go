package sdk

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"

	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/base/v1"
)

// Codes of faults that the SDK itself tells of.
const (
	CodePanic          = "plugin.panic"
	CodeError          = "plugin.error"
	CodeNotImplemented = "plugin.not_implemented"
	CodeNotConfigured  = "plugin.not_configured"
	CodeTimeout        = "plugin.timeout"
	CodeGone           = "plugin.gone"
	CodeTooLarge       = "plugin.too_large"
	CodeSystemTimeout  = "system.timeout"
	CodeUnreachable    = "system.unreachable"
	CodeSystemTooLarge = "system.too_large"
)

// refusedCodes are the codes of what the host refused.
var refusedCodes = map[Reason]string{
	NotGranted: "host.not_granted", NoOperation: "host.no_operation", TooLarge: "host.too_large",
	Invalid: "host.invalid", NotFound: "host.not_found", TooMany: "host.too_many", Conflict: "host.conflict",
}

// StatusOf turns what a plugin's method returned into the gRPC status that is
// sent, with a base.v1.Fault as a detail for each fault in err. ctx is that of
// the call.
func StatusOf(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return status.FromContextError(ctx.Err()).Err()
	}
	if said, ok := status.FromError(err); ok && len(said.Details()) > 0 {
		return err
	}
	found := faultsIn(err)
	if len(found) == 0 {
		found = []*Fault{faultOf(err)}
	}
	details := make([]protoadapt.MessageV1, len(found))
	for i, fault := range found {
		details[i] = protoadapt.MessageV1Of(faultProto(fault))
	}
	said, detailed := status.New(statusCodes[found[0].Source], plain(err)).WithDetails(details...)
	if detailed != nil {
		return status.Error(codes.Internal, plain(err))
	}
	return said.Err()
}

var statusCodes = map[Source]codes.Code{
	0: codes.Internal, FromPlugin: codes.Internal, FromSystem: codes.Unavailable, FromSettings: codes.InvalidArgument,
	FromHost: codes.FailedPrecondition,
}

// FaultsOf returns the faults in the error of a gRPC call: at least one. What
// ended without saying why is the plugin's own.
func FaultsOf(err error) []*Fault {
	said := status.Convert(err)
	var found []*Fault
	for _, detail := range said.Details() {
		if p, ok := detail.(*basev1.Fault); ok {
			found = append(found, faultFrom(p, err))
		}
	}
	if len(found) > 0 {
		return found
	}
	fault := &Fault{Source: FromPlugin, Code: CodeError, Cause: err}
	switch said.Code() {
	case codes.Unimplemented:
		fault.Code = CodeNotImplemented
	case codes.DeadlineExceeded, codes.Canceled:
		fault.Code = CodeTimeout
	case codes.Unavailable:
		fault.Code = CodeGone
	case codes.ResourceExhausted:
		fault.Code = CodeTooLarge
	}
	return []*Fault{fault}
}

// faultsIn collects the Faults of an error that may be several joined.
func faultsIn(err error) []*Fault {
	if fault, ok := err.(*Fault); ok {
		return []*Fault{fault}
	}
	switch wraps := err.(type) {
	case interface{ Unwrap() []error }:
		var found []*Fault
		for _, one := range wraps.Unwrap() {
			found = append(found, faultsIn(one)...)
		}
		return found
	case interface{ Unwrap() error }:
		return faultsIn(wraps.Unwrap())
	}
	return nil
}

// faultOf tells whose fault an error is that does not say so itself.
func faultOf(err error) *Fault {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		switch refusal.Reason {
		case Unreachable:
			return &Fault{Source: FromSystem, Code: CodeUnreachable, Cause: err}
		case TimedOut:
			return &Fault{Source: FromSystem, Code: CodeSystemTimeout, Cause: err}
		}
		if code, known := refusedCodes[refusal.Reason]; known {
			return &Fault{Source: FromHost, Code: code, Cause: err}
		}
		return &Fault{Source: FromHost, Code: "host.refused", Cause: err}
	}
	if errors.Is(err, context.DeadlineExceeded) { // of its own: the call's own time is not up
		return &Fault{Source: FromSystem, Code: CodeSystemTimeout, Cause: err}
	}
	return &Fault{Source: FromPlugin, Code: CodeError, Cause: err}
}

func faultProto(f *Fault) *basev1.Fault {
	seconds := int64((f.RetryAfter + time.Second - 1) / time.Second)
	return &basev1.Fault{
		Source: basev1.Fault_Source(f.Source), Code: valid(f.Code), Field: valid(f.Field),
		RetryAfterSeconds: max(seconds, 0), Message: wordsProto(Words{valid(f.Message.NB), valid(f.Message.NN)}),
	}
}

func faultFrom(p *basev1.Fault, cause error) *Fault {
	source := Source(p.GetSource())
	if source < FromPlugin || source > FromHost {
		source = FromPlugin
	}
	wait := min(max(p.GetRetryAfterSeconds(), 0), int64(longestWait/time.Second))
	return &Fault{
		Source: source, Code: p.GetCode(), Field: p.GetField(), RetryAfter: time.Duration(wait) * time.Second,
		Message: wordsOf(p.GetMessage()), Cause: cause,
	}
}

// longestWait is the longest a system is believed when it says how long to wait.
const longestWait = 24 * time.Hour

// longestText is the most of an error's text that is sent, in bytes.
const longestText = 1000

// plain is err's text for the operator's log, without the path and query of an
// address, which may say whom it was about.
func plain(err error) string {
	text := err.Error()
	var request *url.Error
	if errors.As(err, &request) {
		place := "the system"
		if parsed, bad := url.Parse(request.URL); bad == nil {
			place = parsed.Host
		}
		text = strings.ReplaceAll(text, request.URL, place)
	}
	return valid(text[:min(len(text), longestText)])
}

func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
