package leak

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// Tape records everything that the host sends to plugins: it is a host.Wire,
// and reads the connections back as the HTTP/2 and gRPC that they are.
type Tape struct {
	mu    sync.Mutex
	conns []*recorded
}

type recorded struct {
	net.Conn
	name string
	tape *Tape
	sent bytes.Buffer // guarded by the tape
}

// Wire records a connection to the plugin with a name.
func (t *Tape) Wire(name string, conn net.Conn) net.Conn {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := &recorded{Conn: conn, name: name, tape: t}
	t.conns = append(t.conns, one)
	return one
}

// Write sends, and records what was sent.
func (r *recorded) Write(part []byte) (int, error) {
	r.tape.mu.Lock()
	r.sent.Write(part)
	r.tape.mu.Unlock()
	return r.Conn.Write(part)
}

// Call is one call to a plugin: all the host has sent of it.
type Call struct {
	Plugin   string
	Path     string // of the RPC
	Headers  []string
	Messages [][]byte
	raw      bytes.Buffer
}

// Text is everything of the call that the plugin can see.
func (c *Call) Text() string {
	var all bytes.Buffer
	for _, one := range c.Headers {
		all.WriteString(one + "\n")
	}
	all.Write(c.raw.Bytes())
	return all.String()
}

// Calls reads back every call there has been, in the order they began. It fails
// when something was sent that it cannot read: nothing goes unseen.
func (t *Tape) Calls() ([]*Call, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all []*Call
	for _, conn := range t.conns {
		calls, err := conn.calls()
		if err != nil {
			return nil, fmt.Errorf("what was sent to %s: %w", conn.name, err)
		}
		all = append(all, calls...)
	}
	return all, nil
}

func (r *recorded) calls() ([]*Call, error) {
	sent := bytes.NewReader(r.sent.Bytes())
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(sent, preface); err != nil || string(preface) != http2.ClientPreface {
		return nil, errors.New("it is not HTTP/2")
	}
	frames := http2.NewFramer(io.Discard, sent)
	frames.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	frames.SetMaxReadFrameSize(1 << 24)
	calls := map[uint32]*Call{}
	var order []*Call
	for {
		frame, err := frames.ReadFrame()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) { // it may have died in the middle
			break
		}
		if err != nil {
			return nil, err
		}
		switch frame := frame.(type) {
		case *http2.MetaHeadersFrame:
			call := &Call{Plugin: r.name, Path: frame.PseudoValue("path")}
			for _, field := range frame.Fields {
				call.Headers = append(call.Headers, field.Name+": "+field.Value)
			}
			calls[frame.StreamID] = call
			order = append(order, call)
		case *http2.DataFrame:
			calls[frame.StreamID].raw.Write(frame.Data())
		case *http2.GoAwayFrame:
			order = append(order, &Call{Plugin: r.name, Path: "(going away)", Headers: []string{string(frame.DebugData())}})
		}
	}
	for _, call := range order {
		if err := call.split(); err != nil {
			return nil, err
		}
	}
	return order, nil
}

// split takes the messages of a call apart.
func (c *Call) split() error {
	rest := c.raw.Bytes()
	for len(rest) >= 5 {
		if rest[0] != 0 {
			return errors.New("a message is compressed")
		}
		length := int(binary.BigEndian.Uint32(rest[1:5]))
		if len(rest) < 5+length {
			return nil // it was cut off
		}
		c.Messages = append(c.Messages, slices.Clone(rest[5:5+length]))
		rest = rest[5+length:]
	}
	return nil
}
