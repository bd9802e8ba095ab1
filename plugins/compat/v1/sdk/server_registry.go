package sdk

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/registry/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/registry"
)

// registers tells whether p does any part of a register's job.
func registers(p Plugin) bool {
	switch p.(type) {
	case registry.Source, registry.Inspector, registry.Publisher:
		return true
	}
	return false
}

type registryServer struct {
	registryv1.UnimplementedRegistryServer
	base *base
}

var errNotDone = status.Error(codes.Unimplemented, "the plugin does not do this")

// List sends what the register has, in chunks, and how it ended.
func (s *registryServer) List(request *registryv1.ListRequest, stream grpc.ServerStreamingServer[registryv1.ListResponse]) error {
	source, does := s.base.plugin.(registry.Source)
	if !does {
		return errNotDone
	}
	done, err := s.base.begin()
	if err != nil {
		return err
	}
	defer done()
	chunks := &chunks{send: stream.Send, last: time.Now()}
	end, err := source.List(stream.Context(), registry.QueryOf(request), registry.NewWriter(chunks.add))
	if err != nil {
		return err
	}
	if err := chunks.flush(); err != nil {
		return err
	}
	return stream.Send(&registryv1.ListResponse{End: registry.EndProto(end)})
}

// Inspect looks at a file.
func (s *registryServer) Inspect(ctx context.Context, request *registryv1.InspectRequest) (*registryv1.InspectResponse, error) {
	inspector, does := s.base.plugin.(registry.Inspector)
	if !does {
		return nil, errNotDone
	}
	done, err := s.base.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	inspection, err := inspector.Inspect(ctx, registry.FileOf(request.GetFile()))
	return registry.InspectionProto(inspection), err
}

// Publish takes the directory in parts and sends the files in parts.
func (s *registryServer) Publish(stream grpc.BidiStreamingServer[registryv1.PublishRequest, registryv1.PublishResponse]) error {
	publisher, does := s.base.plugin.(registry.Publisher)
	if !does {
		return errNotDone
	}
	done, err := s.base.begin()
	if err != nil {
		return err
	}
	defer done()
	var directory registry.Directory
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		registry.AddDirectoryPart(&directory, part)
	}
	files, err := publisher.Publish(stream.Context(), directory)
	if err != nil {
		return err
	}
	for _, file := range files {
		for _, part := range registry.FileParts(file) {
			if err := stream.Send(part); err != nil {
				return err
			}
		}
	}
	return nil
}

const (
	longestPause = 5 * time.Second // the host gives up on a list that is silent for long
	largestChunk = 1 << 20         // bytes
)

// chunks gathers what a register writes into messages of the right size.
type chunks struct {
	send  func(*registryv1.ListResponse) error
	ready registry.Chunk
	last  time.Time
}

func (c *chunks) add(chunk registry.Chunk) error {
	c.ready.Units = append(c.ready.Units, chunk.Units...)
	c.ready.Services = append(c.ready.Services, chunk.Services...)
	c.ready.Remarks = append(c.ready.Remarks, chunk.Remarks...)
	if entries(c.ready) < registry.Part && time.Since(c.last) < longestPause {
		return nil
	}
	return c.flush()
}

func (c *chunks) flush() error {
	ready := c.ready
	c.ready, c.last = registry.Chunk{}, time.Now()
	for _, part := range registry.Parts(ready) {
		if err := c.sendSmall(part); err != nil {
			return err
		}
	}
	return nil
}

// sendSmall sends a chunk, halved until it is small enough.
func (c *chunks) sendSmall(chunk registry.Chunk) error {
	message := registry.ChunkProto(chunk)
	if entries(chunk) <= 1 || proto.Size(message) <= largestChunk {
		return c.send(message)
	}
	for _, half := range halves(chunk) {
		if err := c.sendSmall(half); err != nil {
			return err
		}
	}
	return nil
}

func entries(c registry.Chunk) int { return len(c.Units) + len(c.Services) + len(c.Remarks) }

func halves(c registry.Chunk) []registry.Chunk {
	kinds := []registry.Chunk{{Units: c.Units}, {Services: c.Services}, {Remarks: c.Remarks}}
	var parts []registry.Chunk
	for _, kind := range kinds {
		u, s, r := len(kind.Units)/2, len(kind.Services)/2, len(kind.Remarks)/2
		for _, half := range []registry.Chunk{
			{Units: kind.Units[:u], Services: kind.Services[:s], Remarks: kind.Remarks[:r]},
			{Units: kind.Units[u:], Services: kind.Services[s:], Remarks: kind.Remarks[r:]},
		} {
			if entries(half) > 0 {
				parts = append(parts, half)
			}
		}
	}
	return parts
}
