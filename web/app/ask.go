package app

import (
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// ask asks in one batch for the family's plan, for what else the page is made
// of, and for the numbers in its menu: on PostgreSQL one round trip. What was
// asked for is read from r.batch.
func (r *Request) ask(others ...func(*casefile.Access, *tenants.Batch)) (*plan.Asked, error) {
	r.batch = r.Visit.Batch()
	asked := plan.Ask(r.Access, r.batch)
	for _, ask := range others {
		ask(r.Access, r.batch)
	}
	message.AskUnread(r.Visit, r.batch)
	if err := r.batch.Run(r.Context()); err != nil {
		return nil, fmt.Errorf("reading a family's page: %w", err)
	}
	return asked, nil
}
