package sdk

import (
	"context"

	"google.golang.org/grpc"

	levelsv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/levels/v1"
	stafettloggv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/stafettlogg/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/stafettlogg"
)

type stafettloggServer struct {
	stafettloggv1.UnimplementedStafettloggServer
	base   *base
	system stafettlogg.System
}

// Find looks a log up.
func (s *stafettloggServer) Find(ctx context.Context, request *stafettloggv1.FindRequest) (*stafettloggv1.FindResponse, error) {
	done, err := s.base.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	found, err := s.system.Find(ctx, request.GetReference())
	return stafettlogg.FoundProto(found), err
}

// Read gives a whole log.
func (s *stafettloggServer) Read(ctx context.Context, request *stafettloggv1.ReadRequest) (*stafettloggv1.ReadResponse, error) {
	done, err := s.base.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	log, err := s.system.Read(ctx, request.GetLogId())
	return &stafettloggv1.ReadResponse{Log: stafettlogg.LogProto(log)}, err
}

// Changes sends changes as they come, and the cursor when all have been.
func (s *stafettloggServer) Changes(
	request *stafettloggv1.ChangesRequest, stream grpc.ServerStreamingServer[stafettloggv1.ChangesResponse],
) error {
	done, err := s.base.begin()
	if err != nil {
		return err
	}
	defer done()
	each := func(change stafettlogg.Change) error {
		return stream.Send(&stafettloggv1.ChangesResponse{Changes: []*stafettloggv1.Change{stafettlogg.ChangeProto(change)}})
	}
	cursor, err := s.system.Changes(stream.Context(), request.GetCursor(), request.GetLogIds(), each)
	if err != nil {
		return err
	}
	return stream.Send(&stafettloggv1.ChangesResponse{Cursor: cursor})
}

// Write does one change.
func (s *stafettloggServer) Write(ctx context.Context, request *stafettloggv1.WriteRequest) (*stafettloggv1.WriteResponse, error) {
	done, err := s.base.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	write, err := stafettlogg.WriteOf(request)
	if err != nil {
		return nil, &Fault{Source: FromHost, Code: "host.invalid", Cause: err}
	}
	receipt, err := s.system.Write(ctx, write)
	return &stafettloggv1.WriteResponse{Receipt: stafettlogg.ReceiptProto(receipt)}, err
}

// Lookup tells what became of a write.
func (s *stafettloggServer) Lookup(ctx context.Context, request *stafettloggv1.LookupRequest) (*stafettloggv1.LookupResponse, error) {
	done, err := s.base.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	receipt, known, err := s.system.Lookup(ctx, request.GetIdempotencyKey())
	return &stafettloggv1.LookupResponse{Known: known, Receipt: stafettlogg.ReceiptProto(receipt)}, err
}

type levelsServer struct {
	levelsv1.UnimplementedLevelsServer
	base  *base
	model levels.Model
}

// Read gives the model.
func (s *levelsServer) Read(ctx context.Context, _ *levelsv1.ReadRequest) (*levelsv1.ReadResponse, error) {
	done, err := s.base.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	model, err := s.model.Read(ctx)
	return levels.LevelsProto(model), err
}

// Assess tells whether the work may move on.
func (s *levelsServer) Assess(ctx context.Context, request *levelsv1.AssessRequest) (*levelsv1.AssessResponse, error) {
	done, err := s.base.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	assessment, err := s.model.Assess(ctx, levels.MoveOf(request))
	return levels.AssessmentProto(assessment), err
}
