package host

import (
	"context"
	crand "crypto/rand"
	"encoding/base64"
	"math/rand/v2"
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
	tokens  *rand.ChaCha8
	refused bool
}

// operation is one call. Its token is used once.
type operation struct {
	ctx   context.Context
	in    *Instance
	token string
}

// begin notes an operation that lasts until end, and no longer than ctx.
func (o *operations) begin(ctx context.Context, in *Instance) *operation {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.tokens == nil {
		var seed [32]byte
		_, _ = crand.Read(seed[:]) // never fails
		o.tokens, o.ongoing = rand.NewChaCha8(seed), map[string]*operation{}
	}
	began := &operation{ctx: ctx, in: in, token: o.newToken()}
	if !o.refused {
		o.ongoing[began.token] = began
	}
	return began
}

// newToken returns a text that nobody can say who has not been told. The caller
// holds mu.
func (o *operations) newToken() string {
	var number [16]byte
	_, _ = o.tokens.Read(number[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(number[:])
}

// end ends an operation. The second time there is nothing to end.
func (o *operations) end(over *operation) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.ongoing, over.token)
}

// carrying is ctx with the operation's token for the plugin.
func (o *operation) carrying(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, sdk.OperationHeader, o.token)
}

// find returns the operation with a token, if it goes on.
func (o *operations) find(token string) (found *operation, goesOn bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	found = o.ongoing[token]
	return found, found != nil && found.ctx.Err() == nil
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
