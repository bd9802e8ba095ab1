package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// absenceList shows a leader who is away.
func (a *App) absenceList(r *Request) error {
	load, err := baton.ReadLoad(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("leader.absence"))
	page.Lead, page.Width = r.L().T("leader.absence.lead"), view.WidthNarrow
	page.Breadcrumbs = []view.Link{{Label: r.L().T("leader.title"), Href: "/enhet"}}
	var v view.AbsenceView
	for _, one := range load.Coordinators {
		person := view.AbsencePerson{
			Name: one.Name, Href: "/enhet/fravaer/" + one.ID.String(), State: r.L().T("leader.there"), Tone: view.Good,
		}
		switch {
		case one.Away:
			person.State, person.Tone = r.awayWord(one.Absence), view.Attention
		case one.Absence.From > r.Scope.Today():
			person.State, person.Tone = r.L().T("leader.away_from", "Date",
				r.L().DateShort(one.Absence.From, r.Scope.Today())), view.Info
		}
		v.People = append(v.People, person)
	}
	return r.Show(view.AbsencePage(page, v))
}

// absenceForm asks when a colleague is away.
func (a *App) absenceForm(r *Request) error {
	id, err := r.ID("colleague")
	if err != nil {
		return err
	}
	return r.showAbsence(id, "/enhet/fravaer", nil)
}

// absenceSave keeps it.
func (a *App) absenceSave(r *Request) error {
	id, err := r.ID("colleague")
	if err != nil {
		return err
	}
	return r.saveAbsence(id, "/enhet/fravaer")
}

// absenceOwn asks a coordinator when they are away themself.
func (a *App) absenceOwn(r *Request) error {
	return r.showAbsence(r.Visit.Viewer.ID, "/fravaer", nil)
}

// absenceOwnSave keeps it.
func (a *App) absenceOwnSave(r *Request) error { return r.saveAbsence(r.Visit.Viewer.ID, "/fravaer") }

func (r *Request) showAbsence(id uuid.UUID, list string, f *form.Form) error {
	who, err := r.absentee(id)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("leader.absence"))
	page.Form, page.Width = f, view.WidthNarrow
	page.Lead = r.L().T("leader.absence.own")
	v := view.AbsenceFormView{
		Post: list, Back: "/", From: page.DateValue(who.Absence.From), Until: page.DateValue(who.Absence.Until),
	}
	if id != r.Visit.Viewer.ID || list != "/fravaer" {
		v.Post, v.Back = list+"/"+id.String(), list
		page.H1, page.Lead = r.L().T("leader.absence.of", "Name", who.Name), ""
		page.Breadcrumbs = []view.Link{
			{Label: r.L().T("leader.title"), Href: "/enhet"}, {Label: r.L().T("leader.absence"), Href: list},
		}
	}
	shown := view.AbsenceFormPage(page, v)
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

// absentee is somebody whose absence the viewer may write down.
func (r *Request) absentee(id uuid.UUID) (directory.Availability, error) {
	there, err := directory.AvailabilityOf(r.Context(), r.Scope, id, r.Visit.Viewer.ID)
	if err != nil {
		return directory.Availability{}, err
	}
	who, known := there[id]
	viewer := there[r.Visit.Viewer.ID]
	if !known || who.Kind != directory.KindStaff || who.Left || id != viewer.ID && !directory.Leads(&viewer, &who) {
		return directory.Availability{}, tenants.ErrNotFound
	}
	return who, nil
}

func (r *Request) saveAbsence(id uuid.UUID, list string) error {
	f := r.Form()
	away := directory.Absence{From: f.Date("from"), Until: f.Date("until")}
	if !f.OK() {
		return r.showAbsence(id, list, f)
	}
	err := directory.SetAbsence(r.Context(), r.Visit, id, away)
	if Faults(f, err) {
		return r.showAbsence(id, list, f)
	}
	if err != nil {
		return err
	}
	return r.Done(list, "done.absence", "")
}
