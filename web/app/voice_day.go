package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// wishThing is a child who wants to talk with somebody. It has no date, and so
// it comes before everything else of the day until it is answered.
func (r *Request) wishThing(wish voice.Wish) thing {
	return thing{family: wish.Family, name: wish.ShortName, item: view.MyDayItem{
		Icon: view.IconMessage, Tone: view.Attention, Title: r.L().T("my_day.talk"),
		Meta: []string{r.L().When(wish.At, r.Scope.Today())}, Button: r.L().T("my_day.talk.do"),
		Href: familyAddress(wish.Family, "/barn/"+wish.Child.String()),
	}}
}
