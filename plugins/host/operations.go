package host

import (
	"context"
	"crypto/rand"
	"sync"

	"google.golang.org/grpc/metadata"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// operations are the calls to one process that go on now. The plugin may ask
// the host for things only while one of them does, by its token, and only for
// what the instance that made the call was granted.
type operations struct {
	mu      sync.Mutex
	ongoing map[string]*operation
	refused bool
}

type operation struct {
	ctx context.Context
	in  Instance
}

// begin makes ctx one that carries a token to the plugin.
func (o *operations) begin(ctx context.Context, in Instance) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	token := rand.Text()
	o.mu.Lock()
	if o.ongoing == nil {
		o.ongoing = map[string]*operation{}
	}
	if !o.refused {
		o.ongoing[token] = &operation{ctx: ctx, in: in}
	}
	o.mu.Unlock()
	end := func() {
		o.mu.Lock()
		delete(o.ongoing, token)
		o.mu.Unlock()
		cancel()
	}
	return metadata.AppendToOutgoingContext(ctx, sdk.OperationHeader, token), end
}

// find returns the operation with a token, nil when none goes on.
func (o *operations) find(token string) *operation {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.ongoing[token]
}

// refuse ends the serving of all operations, now and later.
func (o *operations) refuse() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refused, o.ongoing = true, nil
}

func (o *operations) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.ongoing)
}
