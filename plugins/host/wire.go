package host

import (
	"context"
	"net"

	"google.golang.org/grpc/credentials"
)

// Wire is shown a connection to a plugin's process as it is before it is
// encrypted, and returns the one to use: it sees every byte that the plugin can
// see. name is the plugin's.
type Wire func(name string, conn net.Conn) net.Conn

// seen are credentials that let a Wire see what passes.
type seen struct {
	credentials.TransportCredentials
	name string
	wire Wire
}

// ClientHandshake agrees on keys as always.
func (s seen) ClientHandshake(ctx context.Context, authority string, raw net.Conn) (net.Conn, credentials.AuthInfo, error) {
	conn, info, err := s.TransportCredentials.ClientHandshake(ctx, authority, raw)
	if err != nil {
		return conn, info, err
	}
	return s.wire(s.name, conn), info, nil
}

// Clone copies.
func (s seen) Clone() credentials.TransportCredentials {
	s.TransportCredentials = s.TransportCredentials.Clone()
	return s
}
