package host

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/grpc"
)

// NewStream makes a call that is answered in parts. It may last as long as a
// list may, but not be silent for long: a plugin that answers byte by byte gets
// nowhere.
func (g *guarded) NewStream(
	ctx context.Context, description *grpc.StreamDesc, method string, options ...grpc.CallOption,
) (grpc.ClientStream, error) {
	s := &guardedStream{guarded: g, caller: ctx}
	s.serving, s.hush = context.WithCancelCause(ctx)
	s.this = g.process.operations.begin(s.serving, g.in)
	late := hushAfter(g.limits.List, s.hush)
	s.silence = hushAfter(g.limits.Silence, s.hush)
	// The caller's context ends when it has what it wants.
	context.AfterFunc(s.serving, func() {
		late.Stop()
		s.silence.Stop()
		g.process.operations.end(s.this)
	})
	var err error
	s.ClientStream, err = g.process.conn.NewStream(s.this.carrying(s.serving), description, method, options...)
	if err != nil {
		return nil, s.over(err)
	}
	return s, nil
}

// guardedStream is an answer in parts. Its operation lasts until the last of
// them, or until the caller's context is done.
type guardedStream struct {
	grpc.ClientStream
	guarded *guarded
	caller  context.Context
	serving context.Context
	hush    context.CancelCauseFunc
	this    *operation
	silence *time.Timer
}

// RecvMsg gives the next part, cleaned.
func (s *guardedStream) RecvMsg(part any) error {
	s.silence.Reset(s.guarded.limits.Silence)
	err := s.ClientStream.RecvMsg(part)
	s.silence.Stop() // the caller may take its time
	if err != nil {
		return s.over(err)
	}
	cleanAnswer(part)
	return nil
}

// over ends the operation, and tells how it went.
func (s *guardedStream) over(err error) error {
	if errors.Is(err, io.EOF) {
		s.guarded.fared(nil)
	} else {
		err = s.guarded.failed(s.caller, s.serving, err)
	}
	s.guarded.process.operations.end(s.this)
	s.hush(nil)
	return err
}
