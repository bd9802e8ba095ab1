package connection_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestARemovalLooksForWhatHangsOnAConnectionWhenNobodyMakesMore(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		id := r.ready()
		looked, removed := make(chan struct{}), make(chan error, 1)
		r.Must(r.Scope.InTx(t.Context(), func(tx *tenants.Tx) error {
			if err := connection.Hold(t.Context(), tx, id); err != nil {
				return err
			}
			go func() {
				removed <- connection.Remove(t.Context(), r.admin, id, func(context.Context, *tenants.Tx, uuid.UUID) error {
					close(looked)
					return nil
				})
			}()
			select {
			case <-looked:
				t.Error("it looked while something was being made")
			case err := <-removed:
				removed <- err
			case <-time.After(300 * time.Millisecond):
			}
			return nil
		}))
		r.Must(<-removed)
		<-looked
	})
}

func TestOnlyAConnectionThatIsInUseIsHeld(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		id := r.ready()
		hold := func() error {
			return r.Scope.InTx(t.Context(), func(tx *tenants.Tx) error { return connection.Hold(t.Context(), tx, id) })
		}
		r.Must(hold())
		r.Must(connection.Pause(t.Context(), r.admin, id))
		if err := hold(); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a paused one is held: %v", err)
		}
		r.Must(connection.Remove(t.Context(), r.admin, id))
		if err := hold(); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a removed one is held: %v", err)
		}
	})
}
