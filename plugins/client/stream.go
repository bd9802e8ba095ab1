package client

import (
	"context"
	"errors"
	"io"

	"google.golang.org/grpc"

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

// List calls each with every chunk, and returns how the list ended. When it
// fails, nothing that came before it counts. Each may keep what is in a chunk,
// not its lists: the next chunk is in the same ones.
func (c *Client) List(ctx context.Context, query registry.Query, each func(registry.Chunk) error) (registry.End, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.registry().List(ctx, registry.QueryProto(query))
	if err != nil {
		return registry.End{}, err
	}
	var end *registryv1.End
	rows, chunk := 0, registry.Chunk{}
	err = parts(stream.Recv, func(part *registryv1.ListResponse) error {
		if end != nil {
			return c.invalid("the list goes on after its end")
		}
		end = part.GetEnd()
		count := len(part.GetUnits()) + len(part.GetServices()) + len(part.GetRemarks())
		if rows += count; rows > mostRows {
			return c.invalid("the list has too many rows")
		}
		if count == 0 {
			return nil
		}
		registry.FillChunk(&chunk, part)
		return each(chunk)
	})
	if err == nil && end == nil {
		err = c.invalid("the list has no end")
	}
	if err != nil {
		return registry.End{}, err
	}
	return registry.EndOf(end), nil
}

// Publish has the plugin write the directory as files.
func (c *Client) Publish(ctx context.Context, directory registry.Directory) ([]registry.File, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.registry().Publish(ctx)
	if err != nil {
		return nil, err
	}
	go send(stream, registry.DirectoryParts(directory)) // it may answer before it has read everything
	var files []registry.File
	bytes := 0
	err = parts(stream.Recv, func(part *registryv1.PublishResponse) error {
		bytes += len(part.GetChunk())
		files = registry.AddFilePart(files, part)
		if bytes > mostPublished || len(files) > mostFiles {
			return c.invalid("the files are too many or too large")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return files, nil
}

func send(stream grpc.BidiStreamingClient[registryv1.PublishRequest, registryv1.PublishResponse], parts []*registryv1.PublishRequest) {
	for _, part := range parts {
		if stream.Send(part) != nil {
			return // receiving tells why
		}
	}
	_ = stream.CloseSend() // receiving tells what is wrong
}

// Changes calls each for what has changed, and returns where to go on from.
func (c *Client) Changes(
	ctx context.Context, cursor string, logIDs []string, each func(stafettlogg.Change) error,
) (string, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.stafettlogg().Changes(ctx, &stafettloggv1.ChangesRequest{Cursor: cursor, LogIds: logIDs})
	if err != nil {
		return "", err
	}
	count := 0
	err = parts(stream.Recv, func(part *stafettloggv1.ChangesResponse) error {
		for _, change := range part.GetChanges() {
			if count++; count > mostChanges {
				return c.invalid("there are too many changes")
			}
			if err := each(stafettlogg.ChangeOf(change)); err != nil {
				return err
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

// parts hands on each part of an answer until there are no more.
func parts[Part any](next func() (*Part, error), each func(*Part) error) error {
	for {
		part, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := each(part); err != nil {
			return err
		}
	}
}
