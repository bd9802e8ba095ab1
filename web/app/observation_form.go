package app

import (
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

var observationFields = []string{"text", "said_by", "area", "member"}

func readObservation(f *form.Form) plan.Observation {
	return plan.Observation{
		Text: f.Prose("text", 10000), SaidBy: f.Line("said_by", 1000),
		Area: plan.Area(f.Choice("area", texts(plan.Areas())...)), Member: chosen(f, "member"),
		LetStand: f.Bool(casefile.LetStand),
	}
}

func observationPath(kind plan.Kind) string {
	if kind == plan.Need {
		return "/behov/"
	}
	return "/styrke/"
}

// observationWords are what is said of a strength or of a need.
type observationWords struct{ title, change, label, hint, save, remove, added, changed, removed, restored string }

func (r *Request) observationWords(kind plan.Kind) observationWords {
	l := r.L()
	if kind == plan.Need {
		return observationWords{
			title: l.T("need.new"), change: l.T("need.change"), label: l.T("need.text"), hint: l.T("need.text.hint"),
			save: l.T("need.save"), remove: l.T("need.remove"), added: "done.need_added", changed: "done.need_changed",
			removed: "done.need_removed", restored: "done.need_restored",
		}
	}
	return observationWords{
		title: l.T("strength.new"), change: l.T("strength.change"), label: l.T("strength.text"), hint: l.T("strength.text.hint"),
		save: l.T("strength.save"), remove: l.T("strength.remove"), added: "done.strength_added", changed: "done.strength_changed",
		removed: "done.strength_removed", restored: "done.strength_restored",
	}
}

// observationNew shows the form of a new strength or need.
func (a *App) observationNew(r *Request, kind plan.Kind) error {
	return r.showObservation(kind, nil, nil)
}

// observationAdd writes it down.
func (a *App) observationAdd(r *Request, kind plan.Kind) error {
	f := r.Form()
	in := readObservation(f)
	if f.OK() {
		id, err := plan.AddObservation(r.Context(), r.Visit, r.Access.ID, kind, in)
		if err == nil {
			r.DropDraft(r.DraftKey(string(kind), "new"))
			undo := r.planAt(observationPath(kind) + id.String() + "/fjern")
			return r.Done(r.planAt(""), r.observationWords(kind).added, undo)
		}
		if !Faults(f, err) {
			return err
		}
	}
	return r.showObservation(kind, nil, f)
}

// observationForm shows one to be changed.
func (a *App) observationForm(r *Request, kind plan.Kind) error {
	one, err := r.observation(kind)
	if err != nil {
		return err
	}
	return r.showObservation(kind, &one, nil)
}

func (r *Request) observation(kind plan.Kind) (plan.Noted, error) {
	id, err := r.ID("note")
	if err != nil {
		return plan.Noted{}, err
	}
	return plan.ReadObservation(r.Context(), r.Access, kind, id)
}

// observationChange changes it. When somebody else saved first, both texts
// are shown.
func (a *App) observationChange(r *Request, kind plan.Kind) error {
	f := r.Form()
	version, _ := f.Int("version", 0, 1<<30)
	in := readObservation(f)
	restore := r.planAt(observationPath(kind) + r.Param("note") + "/tilbake")
	one, err := r.observation(kind)
	if err != nil {
		return r.goneWhen(err, f, observationFields[:2], restore)
	}
	key := r.DraftKey(string(kind), one.ID.String())
	switch choice(f) {
	case chooseTheirs:
		return r.keepTheirs(key, r.planAt(""))
	case chooseOn:
		return r.showObservation(kind, &one, f)
	}
	if f.OK() {
		err := plan.ChangeObservation(r.Context(), r.Visit, r.Access.ID, kind, one.ID, version, in)
		if err == nil {
			r.DropDraft(key)
			return r.Done(r.planAt(""), r.observationWords(kind).changed, "")
		}
		if errors.Is(err, tenants.ErrConflict) && r.open() {
			return r.observationConflict(kind, f, in)
		}
		if !Faults(f, err) {
			return r.goneWhen(err, f, observationFields[:2], restore)
		}
	}
	return r.showObservation(kind, &one, f)
}

func (r *Request) observationConflict(kind plan.Kind, f *form.Form, mine plan.Observation) error {
	now, err := r.observation(kind)
	if err != nil {
		return err
	}
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return err
	}
	return r.showConflict(conflict{
		form: f, version: now.Version, action: r.planAt(observationPath(kind) + now.ID.String()), keep: observationFields,
		fields: []view.Difference{
			{Label: r.observationWords(kind).label, Yours: mine.Text, Now: now.Text},
			{Label: r.L().T("observation.said_by"), Yours: mine.SaidBy, Now: now.SaidBy},
			{Label: r.L().T("plan.area.label"), Yours: r.areaWordOf(mine.Area), Now: r.areaWordOf(now.Area)},
			{Label: r.L().T("plan.member.label"), Yours: r.memberWord(members, mine.Member), Now: r.memberWord(members, now.Member)},
		},
	})
}

func (r *Request) showObservation(kind plan.Kind, one *plan.Noted, f *form.Form) error {
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return err
	}
	words := r.observationWords(kind)
	page := r.planForm(words.title, f)
	v := view.ObservationFormView{
		Action: r.planAt(observationPath(kind) + "ny"), Back: r.planAt(""), Draft: r.DraftKey(string(kind), "new"), Save: words.save,
		TextLabel: words.label, TextHint: words.hint, Areas: r.areaOptions(), Members: r.memberOptions(members),
	}
	version := ""
	if one != nil {
		at := r.planAt(observationPath(kind) + one.ID.String())
		page.Title = words.change
		v.Action, v.Draft = at, r.DraftKey(string(kind), one.ID.String())
		v.Text, v.SaidBy, v.Area, v.Member = one.Text, one.SaidBy, string(one.Area), idText(one.Member)
		v.Remove, v.RemoveTitle = at+"/fjern", words.remove
		version = versionText(f, one.Version)
	}
	if f == nil {
		v.Kept, version, err = r.kept(page, v.Draft, version)
		if err != nil {
			return err
		}
	}
	v.Hidden = []view.Hidden{{Name: "version", Value: version}}
	return r.answerForm(f != nil && !f.OK(), view.ObservationPage(page, v))
}

// observationRemove takes it out of the plan; it can be undone at once.
func (a *App) observationRemove(r *Request, kind plan.Kind) error {
	id, err := r.ID("note")
	if err != nil {
		return err
	}
	if err := plan.RemoveObservation(r.Context(), r.Visit, r.Access.ID, kind, id); err != nil {
		return err
	}
	undo := r.planAt(observationPath(kind) + id.String() + "/tilbake")
	return r.Done(r.planAt(""), r.observationWords(kind).removed, undo)
}

// observationRestore brings it back.
func (a *App) observationRestore(r *Request, kind plan.Kind) error {
	return r.restore("note", r.observationWords(kind).restored, func(id uuid.UUID) error {
		return plan.RestoreObservation(r.Context(), r.Visit, r.Access.ID, kind, id)
	})
}
