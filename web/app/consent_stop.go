package app

import (
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
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

// stopAllForm asks once more before wholeConsent is shut out.
func (a *App) stopAllForm(r *Request) error { return r.showStop(stopAllKind, nil) }

// stopAll shuts wholeConsent out.
func (a *App) stopAll(r *Request) error { return r.stop(stopAllKind) }

// stopped is what is about to be stopped.
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
	}
	for _, one := range s.lines {
		if !one.Purpose.Opens() {
			v.Lines = append(v.Lines, r.consentLine(s.book, one).Purpose)
			continue
		}
		v.Lines = append(v.Lines, l.T("consent.stop.line", "Unit", r.unitName(s.book, one.Unit),
			"What", partsInWords(l, one.Sections), "People", r.consentAbout(s.book, one.Members)))
	}
	title, h1, back := l.T("consent.stop.title"), l.T("consent.stop.question"), "/deling"
	if s.evaluation() {
		title, h1, back = l.T("consent.leave.title"), l.T("consent.leave.question"), "/deling/samtykke"
		v.Label, v.Then, v.Cancel = l.T("consent.leave.do"), l.T("consent.leave.then"), l.T("consent.leave.cancel")
		if !r.isOwn() {
			h1 = l.T("consent.leave.word")
		}
	}
	switch kind {
	case stopAllKind:
		h1, v.Label = l.T("consent.stop.all.question"), l.T("consent.stop.all.do")
		v.Lines = append(v.Lines, l.T("consent.stop.all.others"))
	case stopUnitKind:
		names, err := r.consentBook(s.what.Unit)
		if err != nil {
			return nil, v, err
		}
		h1 = l.T("consent.stop.unit.question", "Unit", r.unitName(names, s.what.Unit))
		v.Lines = append(v.Lines, l.T("consent.stop.unit.others"))
	}
	if r.isOwn() {
		page, err := r.ownPage(title)
		if err != nil {
			return nil, v, err
		}
		page.H1, page.Width, v.Back = h1, view.WidthNarrow, r.ownAddress(back)
		return page, v, nil
	}
	page := r.familyFormPage(title)
	page.H1, page.Lead = h1, l.T("consent.stop.word")
	v.Who = r.whoseWord(s)
	return page, v, r.eyebrow(page)
}

// whoseWord are those whose part the coordinator may take back on their word,
// when there are several.
func (r *Request) whoseWord(s stopping) []view.Option {
	var about []uuid.UUID
	for _, one := range s.lines {
		for _, id := range one.Members {
			if !slices.Contains(about, id) {
				about = append(about, id)
			}
		}
	}
	if len(about) < 2 {
		return nil
	}
	who := []view.Option{{Value: wholeConsent, Label: r.L().T("consent.stop.everybody")}}
	for _, one := range s.book.members {
		if slices.Contains(about, one.ID) {
			who = append(who, view.Option{Value: one.ID.String(), Label: r.L().T("consent.stop.only", "Name", one.FirstName())})
		}
	}
	return who
}

// wholeConsent is the choice of all whom a consent is about.
const wholeConsent = "alle"

func (r *Request) stop(kind string) error {
	s, err := r.stopping(kind)
	if err != nil {
		return err
	}
	f := r.Form()
	if who := r.whoseWord(s); !r.isOwn() && who != nil {
		f.Require("member", "consent.stop.who.missing")
		choice := f.Choice("member", stopValues(who)...)
		if !f.OK() {
			return r.showStop(kind, f)
		}
		if id, err := uuid.Parse(choice); err == nil {
			s.what.Member = id
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

func stopValues(list []view.Option) []string {
	values := make([]string, 0, len(list))
	for _, one := range list {
		values = append(values, one.Value)
	}
	return values
}

// stoppedShow tells the family, in one sentence for each, who no longer sees
// what, and that they have been told.
func (a *App) stoppedShow(r *Request) error {
	shut, err := consent.JustShut(r.Context(), r.Access)
	if err != nil {
		return err
	}
	units := make([]uuid.UUID, 0, len(shut))
	for _, one := range shut {
		units = append(units, one.Unit)
	}
	book, err := r.consentBook(units...)
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("consent.stopped.title"))
	if err != nil {
		return err
	}
	page.Width = view.WidthNarrow
	v := view.StoppedView{Back: r.ownAddress("/deling")}
	for _, one := range shut {
		v.Lines = append(v.Lines, r.shutInWords(book, one))
		if one.Asked {
			v.Asked = append(v.Asked, r.L().T("consent.stopped.asked", "Unit", r.unitName(book, one.Unit)))
		}
	}
	return r.Show(view.StoppedPage(page, v))
}

func (r *Request) shutInWords(book consentBook, one consent.Shut) string {
	l := r.L()
	if one.Unit == uuid.Nil {
		return l.T("consent.stopped.guests")
	}
	unit, what := r.unitName(book, one.Unit), partsInWords(l, one.Sections)
	switch {
	case one.Sections == 0:
		return l.T("consent.stopped.unit", "Unit", unit)
	case !one.Told:
		return l.T("consent.stopped.unseen", "Unit", unit, "What", what)
	case r.ownsOnly(book):
		return l.T("consent.stopped.young", "Unit", unit, "What", what)
	}
	return l.T("consent.stopped.told", "Unit", unit, "What", what)
}

// ownsOnly reports whether the reader sees their own part alone, as a young
// person does.
func (r *Request) ownsOnly(book consentBook) bool {
	for _, one := range book.members {
		if one.ID == book.own {
			return one.Kind == casefile.Child
		}
	}
	return false
}
