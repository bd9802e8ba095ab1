package draft_test

import (
	"context"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// house is a municipality in which it is Wednesday 4 November 2026, 12.00.
type house struct {
	*tenanttest.House
	ctx context.Context
}

// both runs a test on both kinds of database.
func both(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	tenanttest.Both(t, func(t *testing.T, built *tenanttest.House) { test(t, moveIn(t, built)) })
}

// onSQLite runs a test of what no database has a say in on one kind only.
func onSQLite(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	test(t, moveIn(t, tenanttest.SQLite(t)))
}

func moveIn(t *testing.T, built *tenanttest.House) *house {
	t.Helper()
	built.Clock.Set(tenanttest.At("2026-11-04 12:00"))
	return &house{House: built, ctx: t.Context()}
}
