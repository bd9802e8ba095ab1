package console

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func municipalityAddress(id uuid.UUID) string { return "/kommuner/" + id.String() }

// municipalityShow shows one municipality from outside, what has been done
// with it, and what may be done now.
func (c *Console) municipalityShow(r *Request) error {
	id, err := r.ID("municipality")
	if err != nil {
		return err
	}
	one, err := c.Provisioner.Get(r.Context(), id)
	if err != nil {
		return err
	}
	events, err := c.Provisioner.Events(r.Context(), id)
	if err != nil {
		return err
	}
	page := r.municipalityPage(r.L().T("console.one"))
	page.H1 = r.L().T("layout.municipality", "Name", one.Name)
	v := view.MunicipalityView{
		Host: one.Host, Number: one.Number, Language: locale.LanguageName(one.Language), Since: r.since(one),
		Created: one.State == tenants.StateOnboarding,
	}
	v.State, v.Tone = r.stateOf(one)
	v.Schema, v.SchemaTone = r.schemaOf(c.Provisioner.Schema(one))
	if one.State == tenants.StateOnboarding || one.State == tenants.StateSuspended {
		v.Activate = municipalityAddress(id) + "/aktiver"
	}
	if one.State == tenants.StateOnboarding || one.State == tenants.StateActive {
		v.Suspend = municipalityAddress(id) + "/steng"
	}
	for _, event := range events {
		who := event.Who
		if who == "" {
			who = r.L().T("console.event.command_line")
		}
		v.Events = append(v.Events, view.EventRow{
			What: r.eventWord(event.What), Who: who, When: r.L().When(event.At, page.Today),
		})
	}
	return r.Show(view.MunicipalityPage(page, v))
}

func (r *Request) municipalityPage(title string) *view.Page {
	page := r.Page(title)
	page.Breadcrumbs = []view.Link{{Label: r.L().T("console.nav.board"), Href: "/"}}
	return page
}

func (r *Request) eventWord(what string) string {
	switch what {
	case "created":
		return r.L().T("console.event.created")
	case "activated":
		return r.L().T("console.event.activated")
	case "suspended":
		return r.L().T("console.event.suspended")
	}
	return r.L().T("console.event.other")
}

// municipalityActivate opens a municipality for ordinary use.
func (c *Console) municipalityActivate(r *Request) error {
	return move(r, c.Provisioner.Activate, "console.done.activated")
}

// municipalitySuspendAsk asks once more before the doors are closed.
func (c *Console) municipalitySuspendAsk(r *Request) error {
	id, err := r.ID("municipality")
	if err != nil {
		return err
	}
	one, err := c.Provisioner.Get(r.Context(), id)
	if err != nil {
		return err
	}
	page := r.municipalityPage(r.L().T("console.suspend.title"))
	page.H1, page.Width = r.L().T("console.suspend.ask", "Name", one.Name), view.WidthNarrow
	return r.Show(view.MunicipalitySuspendPage(page, municipalityAddress(id)+"/steng", municipalityAddress(id)))
}

// municipalitySuspend closes a municipality's doors. Its data stays.
func (c *Console) municipalitySuspend(r *Request) error {
	return move(r, c.Provisioner.Suspend, "console.done.suspended")
}

func move(r *Request, do func(ctx context.Context, id, by uuid.UUID) error, done string) error {
	id, err := r.ID("municipality")
	if err != nil {
		return err
	}
	if err := do(r.Context(), id, r.Session.User.ID); err != nil {
		return err
	}
	return r.Done(municipalityAddress(id), done)
}
