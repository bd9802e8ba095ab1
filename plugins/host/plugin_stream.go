package host

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/protobuf/proto"

	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
	stafettloggv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/stafettlogg/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// Bounds of what a stream may bring.
const (
	mostRows      = 200_000 // units, services and remarks of one list
	mostChanges   = 100_000
	mostPublished = 64 << 20 // bytes of the files of one publication
	mostFiles     = 100
)

// errOurCaller marks an error that the caller's own function returned; it is
// given back as it is.
type errOurCaller struct{ error }

// Unwrap returns the caller's error.
func (e errOurCaller) Unwrap() error { return e.error }

// List calls each with what the register has.
func (p *plugin) List(ctx context.Context, query registry.Query, each func(registry.Chunk) error) (registry.End, error) {
	client := registryv1.NewRegistryClient(p.process.conn)
	var end *registryv1.End
	rows := 0
	err := p.stream(ctx, func(ctx context.Context) (receiver, error) {
		from, err := client.List(ctx, registry.QueryProto(query))
		return receive(from), err
	}, func(message proto.Message) error {
		part := message.(*registryv1.ListResponse)
		if end != nil {
			return invalid("the list goes on after its end")
		}
		end = part.GetEnd()
		rows += len(part.GetUnits()) + len(part.GetServices()) + len(part.GetRemarks())
		if rows > mostRows {
			return invalid("the list has too many rows")
		}
		chunk := cleanChunk(registry.ChunkOf(part))
		if len(chunk.Units)+len(chunk.Services)+len(chunk.Remarks) == 0 {
			return nil
		}
		if err := each(chunk); err != nil {
			return errOurCaller{err}
		}
		return nil
	})
	if err == nil && end == nil {
		err = invalid("the list has no end")
		p.fared(err.(*Problem))
	}
	if err != nil {
		return registry.End{}, err
	}
	return registry.EndOf(end), nil
}

func invalid(why string) error {
	return &Problem{Whose: Plugins, Code: CodeInvalidAnswer, Cause: errors.New(why)}
}

// Inspect looks at a file.
func (p *plugin) Inspect(ctx context.Context, file registry.File) (registry.Inspection, error) {
	inspect := func(ctx context.Context, r *registryv1.InspectRequest) (*registryv1.InspectResponse, error) {
		return registryv1.NewRegistryClient(p.process.conn).Inspect(ctx, r)
	}
	answer, err := call(ctx, p, p.limits.Call, inspect, &registryv1.InspectRequest{File: registry.FileProto(file)})
	if err != nil {
		return registry.Inspection{}, err
	}
	return registry.InspectionOf(answer), nil
}

// Publish turns a directory into files.
func (p *plugin) Publish(ctx context.Context, directory registry.Directory) ([]registry.File, error) {
	client := registryv1.NewRegistryClient(p.process.conn)
	var files []registry.File
	bytes := 0
	err := p.stream(ctx, func(ctx context.Context) (receiver, error) {
		both, err := client.Publish(ctx)
		if err != nil {
			return nil, err
		}
		go func() { // it may answer before it has read everything
			for _, part := range registry.DirectoryParts(directory) {
				if both.Send(part) != nil {
					return // receiving tells why
				}
			}
			_ = both.CloseSend()
		}()
		return receive(both), nil
	}, func(message proto.Message) error {
		part := message.(*registryv1.PublishResponse)
		bytes += len(part.GetChunk())
		files = registry.AddFilePart(files, part)
		if bytes > mostPublished || len(files) > mostFiles {
			return invalid("the files are too many or too large")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return files, nil
}

// Changes calls each for what has changed.
func (p *plugin) Changes(ctx context.Context, cursor string, logIDs []string, each func(stafettlogg.Change) error) (string, error) {
	count := 0
	err := p.stream(ctx, func(ctx context.Context) (receiver, error) {
		from, err := p.log().Changes(ctx, &stafettloggv1.ChangesRequest{Cursor: cursor, LogIds: logIDs})
		return receive(from), err
	}, func(message proto.Message) error {
		part := message.(*stafettloggv1.ChangesResponse)
		for _, change := range part.GetChanges() {
			if count++; count > mostChanges {
				return invalid("there are too many changes")
			}
			if err := each(stafettlogg.ChangeOf(change)); err != nil {
				return errOurCaller{err}
			}
		}
		if part.GetCursor() != "" {
			cursor = part.GetCursor()
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return cursor, nil
}

// receiver gives the next part of an answer, and io.EOF after the last.
type receiver func() (proto.Message, error)

func receive[Part any, Message interface {
	*Part
	proto.Message
}](from interface{ Recv() (*Part, error) }) receiver {
	return func() (proto.Message, error) {
		part, err := from.Recv()
		if err != nil {
			return nil, err
		}
		return Message(part), nil
	}
}

// stream makes a call that is answered in parts, and hands on each, cleaned.
// It may last as long as a list may, but not be silent for long: a plugin that
// answers byte by byte gets nowhere.
func (p *plugin) stream(ctx context.Context, open func(context.Context) (receiver, error), each func(proto.Message) error) error {
	serving, cancel := context.WithTimeoutCause(ctx, p.limits.List, context.DeadlineExceeded)
	defer cancel()
	serving, hush := context.WithCancelCause(serving)
	defer hush(nil)
	silence := time.AfterFunc(p.limits.Silence, func() { hush(context.DeadlineExceeded) })
	defer silence.Stop()
	serving, end := p.process.operations.begin(serving, p.in)
	defer end()
	next, err := open(serving)
	if err != nil {
		return p.failed(ctx, serving, err)
	}
	for {
		part, err := next()
		silence.Stop()
		if errors.Is(err, io.EOF) {
			p.fared(nil)
			return nil
		}
		if err != nil {
			return p.failed(ctx, serving, err)
		}
		clean(part.ProtoReflect())
		if err := each(part); err != nil {
			return p.broken(err)
		}
		silence.Reset(p.limits.Silence)
	}
}

// broken is the end of a stream that we would not go on with: for the caller's
// own reasons, or because of what the plugin sent.
func (p *plugin) broken(err error) error {
	var own errOurCaller
	if errors.As(err, &own) {
		return own.error
	}
	var problem *Problem
	if errors.As(err, &problem) {
		p.fared(problem)
	}
	return err
}
