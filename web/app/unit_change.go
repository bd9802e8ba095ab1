package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// unitShow shows a service to change.
func (a *App) unitShow(r *Request) error {
	id, err := r.ID("unit")
	if err != nil {
		return err
	}
	unit, err := directory.GetUnit(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	if unit.Removed {
		return tenants.ErrNotFound
	}
	return r.showUnit(unit, nil, nil)
}

// unitChange changes a service. When somebody else saved first, both versions
// are shown, and nothing is lost.
func (a *App) unitChange(r *Request) error {
	id, err := r.ID("unit")
	if err != nil {
		return err
	}
	f := r.Form()
	mine := readUnit(f)
	mine.ID = id
	before, err := directory.GetUnit(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	before.Version = mine.Version // so that a later save still notices what others saved
	if !f.OK() {
		return r.showUnit(before, f, nil)
	}
	now, err := directory.ChangeUnit(r.Context(), r.Visit, mine)
	switch {
	case err == nil:
		return r.Done("/admin/tjenester", "done.unit_changed", "")
	case Faults(f, err):
		return r.showUnit(before, f, nil)
	case errors.Is(err, tenants.ErrConflict) && !now.Removed:
		both := r.unitDifferences(mine, now)
		return r.showUnit(now, f, &both)
	}
	return err
}

// unitRemove takes a service out of the lists; it can be undone at once.
func (a *App) unitRemove(r *Request) error {
	id, err := r.ID("unit")
	if err != nil {
		return err
	}
	if err := directory.RemoveUnit(r.Context(), r.Visit, id); err != nil {
		return err
	}
	return r.Done("/admin/tjenester", "done.unit_removed", unitAddress(id)+"/tilbake")
}

// unitRestore puts it back.
func (a *App) unitRestore(r *Request) error {
	id, err := r.ID("unit")
	if err != nil {
		return err
	}
	f := r.Form()
	err = directory.RestoreUnit(r.Context(), r.Visit, id)
	if Faults(f, err) {
		unit, err := directory.GetUnit(r.Context(), r.Visit, id)
		if err != nil {
			return err
		}
		return r.showUnit(unit, f, nil)
	}
	if err != nil {
		return err
	}
	return r.Done("/admin/tjenester", "done.unit_restored", "")
}
