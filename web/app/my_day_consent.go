package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// endingThing is a yes that ends soon, to ask for again. It is derived from the
// last day and from whether it has been asked for again, and stored nowhere.
func (r *Request) endingThing(one consent.Soon) thing {
	l := r.L()
	item := view.MyDayItem{
		Icon: view.IconHand, Title: l.T("consent.ends"), Meta: []string{purposeWord(l, one.Purpose)},
		Href:   "/f/" + one.Family.String() + "/samtykker/" + one.ID.String() + "/forny",
		Button: l.T("consent.ends.do"), Tone: view.Attention,
		Tag: l.T("consent.ends.when", "When", l.Duration(one.Until, r.Scope.Today())),
	}
	return thing{family: one.Family, name: one.ShortName, date: one.Until, item: item}
}
