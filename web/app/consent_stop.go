package app

import (
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// stopOneForm asks once more before one consent is taken back.
func (a *App) stopOneForm(r *Request) error { return r.showStop(stopOneKind, nil) }

// stopOne takes it back.
func (a *App) stopOne(r *Request) error { return r.stop(stopOneKind) }

// stopUnitForm asks once more before a unit is shut out.
func (a *App) stopUnitForm(r *Request) error { return r.showStop(stopUnitKind, nil) }

// stopUnit shuts it out.
func (a *App) stopUnit(r *Request) error { return r.stop(stopUnitKind) }

// stopAllForm asks once more before everybody is shut out.
func (a *App) stopAllForm(r *Request) error { return r.showStop(stopAllKind, nil) }

// stopAll shuts everybody out.
func (a *App) stopAll(r *Request) error { return r.stop(stopAllKind) }

// stopping is what is about to be stopped.
type stopping struct {
	what  consent.What
	book  consentBook
	lines []consent.Consent
	post  string
}

func (r *Request) stopping(kind string) (stopping, error) {
	var s stopping
	list, err := consent.List(r.Context(), r.Access)
	if err != nil {
		return s, err
	}
	if s.book, err = r.consentBook(unitsOfConsents(list)...); err != nil {
		return s, err
	}
	if s.what, err = r.whatToStop(kind); err != nil {
		return s, err
	}
	s.post = r.stopAddress(kind, s.what.Consent)
	if kind == stopUnitKind {
		s.post = r.stopAddress(kind, s.what.Unit)
	}
	for _, one := range list {
		wanted := s.what.All && one.Purpose.Opens() || one.ID == s.what.Consent || one.Unit != uuid.Nil && one.Unit == s.what.Unit
		if wanted && one.MayTakeBack(r.Access, s.book.members) {
			s.lines = append(s.lines, one)
		}
	}
	if kind != stopAllKind && len(s.lines) == 0 {
		return s, tenants.ErrNotFound
	}
	return s, nil
}

// evaluation reports whether it is a yes to evaluation that is taken back: it
// opens nothing, and the help and what is shared are as before.
func (s *stopping) evaluation() bool {
	return s.what.Consent != uuid.Nil && len(s.lines) == 1 && !s.lines[0].Purpose.Opens()
}

// anySharing reports whether a yes that opens something stands. A yes to
// evaluation alone shares nothing that can be stopped.
func (r *Request) anySharing(list []consent.Consent) bool {
	return slices.ContainsFunc(list, func(c consent.Consent) bool {
		state := c.State(r.Scope.Today())
		return c.Purpose.Opens() && (state == consent.StateActive || state == consent.StateComing)
	})
}

func (r *Request) whatToStop(kind string) (what consent.What, err error) {
	switch kind {
	case stopOneKind:
		what.Consent, err = r.ID("consent")
	case stopUnitKind:
		what.Unit, err = r.ID("unit")
	default:
		what.All = true
	}
	return what, err
}

func (r *Request) showStop(kind string, f *form.Form) error {
	s, err := r.stopping(kind)
	if err != nil {
		return err
	}
	page, v, err := r.stopPage(kind, s)
	if err != nil {
		return err
	}
	page.Form = f
	if f != nil {
		return r.ShowFaults(view.StopPage(page, v))
	}
	return r.Show(view.StopPage(page, v))
}

func (r *Request) stopPage(kind string, s stopping) (*view.Page, view.StopView, error) {
	l := r.L()
	v := view.StopView{
		Action: s.post, Label: l.T("consent.stop.do"), Back: r.consentAddress(""),
		Then: l.T("consent.stop.then"), Cancel: l.T("consent.stop.cancel"),
		Who: r.whose(s), WhoHint: l.T("consent.stop.who.hint"),
	}
	for _, one := range s.lines {
		if !one.Purpose.Opens() {
			v.Lines = append(v.Lines, r.consentLine(s.book, one).Purpose)
			continue
		}
		v.Lines = append(v.Lines, l.T("consent.stop.line", "Unit", r.unitName(s.book, one.Unit),
			"What", partsInWords(l, one.Sections), "People", r.consentAbout(s.book, one.Members)))
	}
	title, back := l.T("consent.stop.title"), "/deling"
	if s.evaluation() {
		title, back = l.T("consent.leave.title"), "/deling/samtykke"
		v.Label, v.Then, v.Cancel = l.T("consent.leave.do"), l.T("consent.leave.then"), l.T("consent.leave.cancel")
	}
	switch kind {
	case stopAllKind:
		v.Label = l.T("consent.stop.all.do")
		v.Lines = append(v.Lines, l.T("consent.stop.all.others"))
	case stopUnitKind:
		v.Lines = append(v.Lines, l.T("consent.stop.unit.others"))
	}
	h1, err := r.stopQuestion(kind, s)
	if err != nil {
		return nil, v, err
	}
	if r.isOwn() {
		v.WhoHint = l.T("consent.stop.who.own")
		for _, one := range v.Who {
			v.Picked = append(v.Picked, one.Value)
		}
		page, err := r.ownPage(title)
		if err != nil {
			return nil, v, err
		}
		page.H1, page.Width, v.Back = h1, view.WidthNarrow, r.ownAddress(back)
		return page, v, nil
	}
	page := r.familyFormPage(title)
	page.H1, page.Lead, v.Cancel = h1, l.T("consent.stop.word"), l.T("consent.cancel")
	return page, v, r.eyebrow(page)
}

// stopQuestion asks those of the family whether they want it, and the
// coordinator whether the family does.
func (r *Request) stopQuestion(kind string, s stopping) (string, error) {
	l, own := r.L(), r.isOwn()
	switch {
	case kind == stopUnitKind:
		names, err := r.consentBook(s.what.Unit)
		if err != nil {
			return "", err
		}
		unit := r.unitName(names, s.what.Unit)
		if own {
			return l.T("consent.stop.unit.question", "Unit", unit), nil
		}
		return l.T("consent.stop.unit.word", "Unit", unit), nil
	case kind == stopAllKind && own:
		return l.T("consent.stop.all.question"), nil
	case kind == stopAllKind:
		return l.T("consent.stop.all.word"), nil
	case s.evaluation() && own:
		return l.T("consent.leave.question"), nil
	case s.evaluation():
		return l.T("consent.leave.word"), nil
	case own:
		return l.T("consent.stop.question"), nil
	}
	return l.T("consent.stop.one.word"), nil
}

// whose are those it can be stopped for, when there are several: a caregiver
// stops it for one child, or for some, and it goes on for the others.
func (r *Request) whose(s stopping) []view.Option {
	var who []view.Option
	for _, one := range s.book.members {
		about := slices.ContainsFunc(s.lines, func(c consent.Consent) bool { return slices.Contains(c.Members, one.ID) })
		if !about || !r.Access.MayAbout(policy.SectionConsents, policy.ActionWithdraw, &one.ID) {
			continue
		}
		label := one.FirstName()
		if one.ID == s.book.own {
			label = r.L().T("consent.stop.you")
		}
		who = append(who, view.Option{Value: one.ID.String(), Label: label})
	}
	if len(who) < 2 {
		return nil
	}
	return who
}

func (r *Request) stop(kind string) error {
	s, err := r.stopping(kind)
	if err != nil {
		return err
	}
	f := r.Form()
	if who := r.whose(s); who != nil {
		chosen := readMembers(f, "members", s.book)
		if len(chosen) == 0 {
			f.Wrong("members", "consent.stop.who.missing")
			return r.showStop(kind, f)
		}
		if len(chosen) < len(who) { // for all of them it is for whoever is left too
			s.what.Members = chosen
		}
	}
	if _, err := consent.Withdraw(r.Context(), r.Visit, r.Access.ID, s.what); err != nil {
		if errors.Is(err, tenants.ErrNotFound) && s.what.All {
			return r.nothingToStop()
		}
		return err
	}
	switch {
	case s.evaluation() && r.isOwn():
		return r.Done(r.ownAddress("/deling/samtykke"), "done.consent_left", "")
	case s.evaluation():
		return r.Done(r.consentAddress(""), "done.consent_left", "")
	case r.isOwn():
		return r.SeeOther(r.ownAddress("/deling/stoppet"))
	}
	return r.Done(r.consentAddress(""), "done.consent_stopped", "")
}

// nothingToStop goes back where nothing was shared: the answer somebody in a
// hurry needs is that nobody sees anything.
func (r *Request) nothingToStop() error {
	if r.isOwn() {
		return r.SeeOther(r.ownAddress("/deling/stoppet"))
	}
	return r.Done(r.consentAddress(""), "done.consent_nothing", "")
}
