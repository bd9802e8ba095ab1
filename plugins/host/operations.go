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
	ongoing map[string]operation
	tokens  *rand.ChaCha8
	refused bool
}

type operation struct {
	ctx context.Context
	in  Instance
}

// begin notes an operation that lasts until end, and no longer than ctx. It
// returns its token: nobody can say it who has not been told.
func (o *operations) begin(ctx context.Context, in Instance) (token string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.tokens == nil {
		var seed [32]byte
		_, _ = crand.Read(seed[:]) // never fails
		o.tokens, o.ongoing = rand.NewChaCha8(seed), map[string]operation{}
	}
	var number [16]byte
	_, _ = o.tokens.Read(number[:]) // never fails
	token = base64.RawURLEncoding.EncodeToString(number[:])
	if !o.refused {
		o.ongoing[token] = operation{ctx: ctx, in: in}
	}
	return token
}

// carrying is ctx with a token for the plugin.
func carrying(ctx context.Context, token string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, sdk.OperationHeader, token)
}

func (o *operations) end(token string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.ongoing, token)
}

// find returns the operation with a token, if it goes on.
func (o *operations) find(token string) (found operation, goesOn bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	found, goesOn = o.ongoing[token]
	return found, goesOn && found.ctx.Err() == nil
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
