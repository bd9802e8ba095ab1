package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// coordinatorOwn tells a family who follows them and how to reach them, and
// asks whom they wish.
func (a *App) coordinatorOwn(r *Request) error { return r.showOwnCoordinator(nil) }

func (r *Request) showOwnCoordinator(f *form.Form) error {
	overview, err := casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("baton.our.title"))
	if err != nil {
		return err
	}
	page.Lead, page.Form = r.L().T("baton.our.lead"), f
	v := view.OurCoordinatorView{Since: r.L().T("baton.our.since", "Date", r.L().DateFull(overview.CoordinatorSince))}
	if v.Coordinator, err = r.reachable(overview); err != nil {
		return err
	}
	there, err := directory.AvailabilityOf(r.Context(), r.Scope, overview.CoordinatorID)
	if err != nil {
		return err
	}
	if one := there[overview.CoordinatorID]; !one.At(r.Scope.Today()) {
		v.Absent = r.L().T("baton.our.gone", "Name", sentence(r.coordinatorName(overview)))
		if one.Coordinates() && !one.Absence.Until.IsZero() {
			v.Absent = r.L().T("baton.our.away", "Name", sentence(r.coordinatorName(overview)),
				"Date", r.L().Date(one.Absence.Until, r.Scope.Today()))
		}
	}
	if r.Access.State == casefile.StateActive && r.Access.May(policy.SectionBaton, policy.ActionPropose) {
		if err := r.wishForm(&v, overview.CoordinatorID); err != nil {
			return err
		}
	}
	shown := view.OurCoordinatorPage(page, v)
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

// wishForm asks whom the family wishes.
func (r *Request) wishForm(v *view.OurCoordinatorView, now uuid.UUID) error {
	wish, err := baton.ReadWish(r.Context(), r.Access)
	if err != nil {
		return err
	}
	others, err := r.candidates(now)
	if err != nil {
		return err
	}
	v.Post, v.Text = r.ownAddress("/koordinator"), wish.Text
	v.Who = append([]view.Option{{Value: "", Label: r.L().T("baton.our.nobody")}}, others...)
	if wish.Who == uuid.Nil {
		return nil
	}
	v.Wished = wish.Who.String()
	for _, one := range others {
		if one.Value == v.Wished {
			return nil
		}
	}
	v.Who = append(v.Who, view.Option{Value: v.Wished, Label: r.named(wish.Name)})
	return nil
}

// coordinatorWish keeps the family's wish.
func (a *App) coordinatorWish(r *Request) error {
	f := r.Form()
	who, text := f.UUID("who"), f.Prose("text", baton.MaxText)
	if !f.OK() {
		return r.showOwnCoordinator(f)
	}
	err := baton.SetWish(r.Context(), r.Visit, r.Access.ID, baton.Wish{Who: who, Text: text})
	if Faults(f, err) {
		return r.showOwnCoordinator(f)
	}
	if err != nil {
		return err
	}
	return r.Done(r.ownAddress("/koordinator"), "done.wish", "")
}
