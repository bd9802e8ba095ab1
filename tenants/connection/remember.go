package connection

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Remember keeps what a domain package wants to know of a connection the next
// time, such as how an administrator read the columns of a file, beside what the
// plugin keeps itself. nil forgets. Keys begin with "host.", which the plugin
// cannot reach. It checks no policy.
func Remember(ctx context.Context, scope *tenants.Scope, id uuid.UUID, key string, value []byte) error {
	return (&state{scope: scope, plugin: id}).Write(ctx, key, value)
}

// Remembered is what was kept with Remember.
func Remembered(ctx context.Context, scope *tenants.Scope, id uuid.UUID, key string) (value []byte, found bool, err error) {
	return (&state{scope: scope, plugin: id}).Read(ctx, key)
}
