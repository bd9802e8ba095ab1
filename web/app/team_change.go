package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
)

// teamInvite asks a unit to come.
func (a *App) teamInvite(r *Request) error {
	f := r.Form()
	unit := f.UUID("unit")
	note := f.Prose("note", team.MaxNote)
	f.Require("unit", "team.unit.missing")
	if !f.OK() {
		return r.showTeam(f)
	}
	_, err := team.Invite(r.Context(), r.Visit, r.Access.ID, unit, note)
	if Faults(f, err) {
		return r.showTeam(f)
	}
	if err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/lag"), "done.team.invited", "")
}

// teamName names somebody for a unit that has no leader.
func (a *App) teamName(r *Request) error {
	id, err := r.ID("seat")
	if err != nil {
		return err
	}
	if _, err := team.Find(r.Context(), r.Access, id); err != nil {
		return err
	}
	f := r.Form()
	field := personField(id)
	person := f.UUID(field)
	f.Require(field, "team.person.missing")
	if !f.OK() {
		return r.showTeam(f)
	}
	err = renamed(team.NameForUnit(r.Context(), r.Visit, r.Access.ID, id, person), "person", field)
	if Faults(f, err) {
		return r.showTeam(f)
	}
	if err != nil && !errors.Is(err, tenants.ErrConflict) {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/lag"), doneOr(err, "done.team.named"), "")
}

// teamRemove takes somebody out of the team, or an invitation back.
func (a *App) teamRemove(r *Request) error {
	id, err := r.ID("seat")
	if err != nil {
		return err
	}
	place, err := team.Find(r.Context(), r.Access, id)
	if err != nil {
		return err
	}
	if err := team.Remove(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	done := "done.team.taken_back"
	if place.Now == team.Inside {
		done = "done.team.removed"
	}
	return r.Done(familyAddress(r.Access.ID, "/lag"), done, "")
}

// renamed puts a domain's field errors on the field of this form.
func renamed(err error, from, to string) error {
	faults, ok := invalid(err)
	if !ok {
		return err
	}
	again := &tenants.Invalid{}
	for _, fault := range faults.Fields {
		if fault.Field == from {
			fault.Field = to
		}
		again.Add(fault.Field, fault.Code)
	}
	return again
}

// doneOr is what was done, or that somebody else was there first.
func doneOr(err error, done string) string {
	if err != nil {
		return "done.team.settled"
	}
	return done
}

// teamSeeAs shows the coordinator what a person in the team sees.
func (a *App) teamSeeAs(r *Request) error {
	return r.showAs(familyAddress(r.Access.ID, "/lag"), r.L().T("team.back"))
}
