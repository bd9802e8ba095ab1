package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

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
	case !one.Told && len(one.Members) > 0:
		return l.T("consent.stopped.unseen_some", "Unit", unit, "What", what, "People", r.consentAbout(book, one.Members))
	case !one.Told:
		return l.T("consent.stopped.unseen", "Unit", unit, "What", what)
	case len(one.Members) > 0:
		return l.T("consent.stopped.some", "Unit", unit, "What", what, "People", r.consentAbout(book, one.Members))
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
