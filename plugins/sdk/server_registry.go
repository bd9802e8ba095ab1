package sdk

import (
	"context"
	"errors"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
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
	chunks := newChunks(stream.Send)
	defer chunks.end()
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
