package tenants_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// kinds is a row with each kind of column a page reads.
type kinds struct {
	id, none *uuid.UUID
	word     string
	number   int
	at       *time.Time
	sealed   []byte
	yes      bool
}

func (k *kinds) columns() []any {
	return []any{&k.id, &k.none, &k.word, &k.number, &k.at, &k.sealed, &k.yes}
}

var userRow = tenants.Question[kinds]{
	Text: `SELECT u.id, u.unit_id, u.kind, 7, u.created_at, u.name, u.state = 'active' FROM users u WHERE u.id = $1`,
	Into: (*kinds).columns,
}

func TestABatchReadsWhatItsQuestionsReadAlone(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		v := house.Coordinator()
		ctx := context.Background()
		count := tenants.Question[int]{
			Text: `SELECT count(*) FROM users WHERE kind = $1 AND $2`, Into: func(n *int) []any { return []any{n} },
		}
		none := tenants.Question[int]{Text: `SELECT 1 FROM users WHERE kind = $1`, Into: count.Into}
		batch := v.Batch()
		userRow.Ask(batch, v.Viewer.ID.String())
		count.Ask(batch, "staff", true)
		none.Ask(batch, "nobody")
		if err := batch.Run(ctx); err != nil {
			t.Fatal(err)
		}
		for from, q := range map[string]tenants.Querier{"a batch": batch, "alone": v} {
			rows, err := userRow.Read(ctx, q, v.Viewer.ID.String())
			if err != nil || len(rows) != 1 {
				t.Fatalf("%s: %d rows, %v", from, len(rows), err)
			}
			one := rows[0]
			if one.id == nil || *one.id != v.Viewer.ID || one.none != nil || one.word != "staff" || one.number != 7 ||
				one.at == nil || !one.at.Equal(tenanttest.Start) || len(one.sealed) == 0 || !one.yes {
				t.Errorf("%s: %+v", from, one)
			}
			if list, err := none.Read(ctx, q, "nobody"); err != nil || len(list) != 0 {
				t.Errorf("%s: found %d that are not there, %v", from, len(list), err)
			}
			if list, err := count.Read(ctx, q, "staff", true); err != nil || len(list) != 1 || *list[0] < 1 {
				t.Errorf("%s: counted %v, %v", from, list, err)
			}
		}
	})
}

func TestABatchWithAQuestionThatFailsIsAnErrorAndLeavesTheConnectionWhole(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		v := house.Coordinator()
		ctx := context.Background()
		wrong := tenants.Question[int]{Text: `SELECT 1 FROM nowhere WHERE $1`, Into: func(n *int) []any { return []any{n} }}
		for range 20 { // more than a municipality has connections
			batch := v.Batch()
			userRow.Ask(batch, v.Viewer.ID.String())
			wrong.Ask(batch, true)
			if err := batch.Run(ctx); err == nil || !strings.Contains(err.Error(), "nowhere") {
				t.Fatalf("got %v", err)
			}
		}
		stopped, cancel := context.WithCancel(ctx)
		cancel()
		batch := v.Batch()
		userRow.Ask(batch, v.Viewer.ID.String())
		if err := batch.Run(stopped); err == nil {
			t.Error("a batch ran for a request that had ended")
		}
		batch = v.Batch()
		userRow.Ask(batch, v.Viewer.ID.String())
		if err := batch.Run(ctx); err != nil {
			t.Errorf("afterwards: %v", err)
		}
		if err := v.Batch().Run(ctx); err != nil {
			t.Errorf("an empty batch: %v", err)
		}
	})
}
