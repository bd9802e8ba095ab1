package app

import (
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// registersSay is what registers say of a unit or an offer; nothing of one that
// was written down by hand.
func (r *Request) registersSay(target uuid.UUID) ([]view.RegisterSays, error) {
	said, err := services.SaidOf(r.Context(), r.Visit, target)
	if err != nil || len(said) == 0 {
		return nil, err
	}
	registers, err := r.registerNames()
	if err != nil {
		return nil, err
	}
	var all []view.RegisterSays
	for _, one := range said {
		shown := view.RegisterSays{
			Title: r.registerName(registers, one.Plugin), Post: servicesPath + "/register/" + one.ID.String(),
			Seen: sentence(r.L().T("service.says.seen", "When", r.L().When(one.SeenAt, r.Scope.Today()))),
		}
		if one.GoneAt != nil {
			shown.Gone = r.L().T("service.says.gone", "When", r.L().Date(clock.DateOf(*one.GoneAt), r.Scope.Today()))
		}
		if shown.Differs, err = r.differs(one.Differs); err != nil {
			return nil, err
		}
		all = append(all, shown)
	}
	return all, nil
}

func (r *Request) differs(found []services.Difference) ([]view.RegisterDiffers, error) {
	var ids []uuid.UUID
	for _, one := range found {
		for _, value := range []string{one.Ours, one.Theirs} {
			if id, err := uuid.Parse(value); one.Field == "unit_id" && err == nil {
				ids = append(ids, id)
			}
		}
	}
	names, err := directory.UnitNames(r.Context(), r.Scope, ids)
	if err != nil {
		return nil, err
	}
	var shown []view.RegisterDiffers
	for _, one := range found {
		shown = append(shown, view.RegisterDiffers{
			Field: one.Field, Label: r.fieldInWords(one.Field),
			Ours: r.factInWords(one.Field, one.Ours, names), Theirs: r.factInWords(one.Field, one.Theirs, names),
		})
	}
	return shown, nil
}

// serviceTakeOver has a field be what the register says, and leads back to what
// the field is of.
func (a *App) serviceTakeOver(r *Request) error {
	tie, err := r.ID("tie")
	if err != nil {
		return err
	}
	isUnit, target, err := services.TieOf(r.Context(), r.Visit, tie)
	if err != nil {
		return err
	}
	back := serviceAddress(target)
	switch {
	case target == uuid.Nil:
		back = servicesPath + "/sporsmal"
	case isUnit:
		back = unitAddress(target)
	}
	err = services.TakeOver(r.Context(), r.Visit, tie, r.Form().Line("field", 60))
	if _, faulty := invalid(err); faulty {
		return r.Done(back, "done.service_not_taken", "")
	}
	if err != nil {
		return err
	}
	return r.Done(back, "done.service_taken", "")
}

// serviceFetch synchronises a register now.
func (a *App) serviceFetch(r *Request) error {
	id, err := r.ID("plugin")
	if err != nil {
		return err
	}
	one, err := connection.ByID(r.Context(), r.Scope, id)
	if err != nil {
		return err
	}
	_, err = services.Synchronise(r.Context(), r.Scope, one, r.Visit.Viewer.ID)
	var problem *host.Problem
	if errors.As(err, &problem) {
		return r.Done(connectionAddress(id), "done.service_not_fetched", "")
	}
	if err != nil {
		return err
	}
	return r.Done(servicesPath, "done.service_fetched", "")
}

// serviceGone lists what is no longer in a register.
func (a *App) serviceGone(r *Request) error {
	gone, err := services.ListGone(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	registers, err := r.registerNames()
	if err != nil {
		return err
	}
	var rows []view.ServiceGoneRow
	for _, one := range gone {
		row := view.ServiceGoneRow{
			Name: one.Name, Href: serviceAddress(one.Target), Kind: r.L().T("service.kind.service"), Register: r.registerName(registers, one.Plugin),
			Since: r.L().T("service.gone.since", "When", r.L().Date(clock.DateOf(one.Since), r.Scope.Today())),
		}
		if one.Unit {
			row.Href, row.Kind = unitAddress(one.Target), r.L().T("service.kind.unit")
		}
		rows = append(rows, row)
	}
	page := r.servicePage(r.L().T("service.gone.title"))
	page.Lead = r.L().T("service.gone.lead")
	return r.Show(view.ServiceGonePage(page, rows))
}
