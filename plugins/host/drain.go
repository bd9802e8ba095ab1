package host

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protowire"
)

// drain takes what the plugin prints, which go-plugin's server hands out on a
// stream of its own and would else fill up, and throws it away no faster than
// perSecond. For developers it is kept with what the process writes to stderr.
func (p *process) drain() {
	p.house.tasks.Go(func() {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		description := &grpc.StreamDesc{ServerStreams: true}
		stream, err := p.conn.NewStream(ctx, description, "/plugin.GRPCStdio/StreamStdio", grpc.ForceCodec(raw{}))
		if err != nil {
			return // a plugin in another language need not have it
		}
		if stream.SendMsg(&[]byte{}) != nil || stream.CloseSend() != nil {
			return
		}
		slowly(&printed{stream}, p.run.tail)
	})
}

// printed reads a stream of what was printed: messages whose second field is
// some bytes.
type printed struct{ stream grpc.ClientStream }

// Read reads one message. What does not fit is left out.
func (p *printed) Read(into []byte) (int, error) {
	var message []byte
	if err := p.stream.RecvMsg(&message); err != nil {
		return 0, err
	}
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return 0, protowire.ParseError(n)
		}
		if number == 2 && kind == protowire.BytesType {
			data, n := protowire.ConsumeBytes(message[n:])
			if n < 0 {
				return 0, protowire.ParseError(n)
			}
			return copy(into, data), nil
		}
		rest := protowire.ConsumeFieldValue(number, kind, message[n:])
		if rest < 0 {
			return 0, protowire.ParseError(rest)
		}
		message = message[n+rest:]
	}
	return 0, nil
}

// raw leaves messages as they are.
type raw struct{}

// Marshal gives the bytes that a message is.
func (raw) Marshal(message any) ([]byte, error) {
	given, ok := message.(*[]byte)
	if !ok {
		return nil, fmt.Errorf("a %T is not raw", message)
	}
	return *given, nil
}

// Unmarshal keeps the bytes of a message.
func (raw) Unmarshal(data []byte, message any) error {
	into, ok := message.(*[]byte)
	if !ok {
		return fmt.Errorf("a %T is not raw", message)
	}
	*into = append((*into)[:0], data...)
	return nil
}

// Name is what the content is called on the wire.
func (raw) Name() string { return "proto" }
