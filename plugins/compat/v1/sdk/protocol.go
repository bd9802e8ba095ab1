package sdk

import (
	"context"

	"google.golang.org/grpc/metadata"
)

// What host and plugin agree on before they talk; for hosts and test kits.
const (
	// Dispensed is the name of the one plugin that a process serves.
	Dispensed = "plugin"

	// MaxMessage is the most one gRPC message may be: 4 MiB of content and
	// room for what is around it.
	MaxMessage = 4<<20 + 64<<10

	// MaxContent is the most a file, a body or an attachment may be.
	MaxContent = 4 << 20
)

// operationOf returns the number of the call that ctx serves; empty when it
// serves none.
func operationOf(ctx context.Context) string {
	incoming, _ := metadata.FromIncomingContext(ctx)
	if said := incoming.Get(OperationHeader); len(said) == 1 {
		return said[0]
	}
	return ""
}
