package casefile_test

import (
	"errors"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestAnIntakeSentTwiceAtOnceOpensOneFamily(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		intake, coordinator := house.Intake("Lia"), house.Coordinator()
		intake.ID = tenants.NewID()
		answers := make(chan error, 2)
		for range 2 {
			visit := tenants.NewVisit(coordinator.Scope, coordinator.Viewer)
			go func() {
				_, err := casefile.Open(ctx, visit, intake)
				answers <- err
			}()
		}
		first, second := <-answers, <-answers
		if first != nil {
			first, second = second, first
		}
		if first != nil || !errors.Is(second, tenants.ErrConflict) {
			t.Errorf("got %v and %v, want one opened and one conflict", first, second)
		}
		families, err := casefile.Mine(ctx, coordinator, false)
		if err != nil || len(families) != 1 {
			t.Errorf("there are %d families, %v", len(families), err)
		}
	})
}
