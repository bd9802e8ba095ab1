package console

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// board shows every municipality and its state; never a number of families.
func (c *Console) board(r *Request) error {
	listed, err := c.Provisioner.List(r.Context())
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("console.board.title"))
	page.Lead = r.L().T("console.board.lead")
	if len(listed) > 0 {
		page.Actions = view.LinkButton(view.Button{
			Label: r.L().T("console.board.add"), Href: "/kommuner/ny", Icon: view.IconPlus,
		})
	}
	v := view.BoardView{}
	for _, one := range listed {
		state, tone := r.stateOf(one)
		card := view.BoardCard{
			Name: one.Name, Href: municipalityAddress(one.ID), Host: one.Host, Number: one.Number,
			State: state, Tone: tone, Since: r.since(one),
		}
		if schema := c.Provisioner.Schema(one); schema != provision.SchemaCurrent && one.State != tenants.StateCreating {
			card.Schema, card.SchemaTone = r.schemaOf(schema)
		}
		v.Cards = append(v.Cards, card)
	}
	return r.Show(view.BoardPage(page, v))
}

// stateOf is a municipality's state in words.
func (r *Request) stateOf(one provision.Listed) (string, view.Tone) {
	switch one.State {
	case tenants.StateOnboarding:
		return r.L().T("console.state.onboarding"), view.Info
	case tenants.StateActive:
		return r.L().T("console.state.active"), view.Good
	case tenants.StateSuspended:
		return r.L().T("console.state.suspended"), view.Attention
	default:
		return r.L().T("console.state.creating"), view.Attention
	}
}

func (r *Request) since(one provision.Listed) string {
	if one.SuspendedAt != nil {
		return r.L().T("console.since.suspended", "Date", r.L().DateFull(clock.DateOf(*one.SuspendedAt)))
	}
	return r.L().T("console.since.created", "Date", r.L().DateFull(clock.DateOf(one.CreatedAt)))
}

// schemaOf is the state of a municipality's database in words.
func (r *Request) schemaOf(state provision.SchemaState) (string, view.Tone) {
	switch state {
	case provision.SchemaLate:
		return r.L().T("console.schema.late"), view.Attention
	case provision.SchemaFailed:
		return r.L().T("console.schema.failed"), view.Danger
	case provision.SchemaNewer:
		return r.L().T("console.schema.newer"), view.Attention
	default:
		return r.L().T("console.schema.current"), view.Good
	}
}
