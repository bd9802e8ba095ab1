package app

import (
	"net/http"
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// conflict is one's own text and what somebody else saved meanwhile.
type conflict struct {
	form    *form.Form
	version int      // that stands now
	action  string   // where the choice is sent: where the form was
	keep    []string // names of the form's fields, in their order
	fields  []view.Difference
}

// The choices after a conflict.
const (
	chooseMine   = "mitt"
	chooseTheirs = "deres"
	chooseOn     = "videre"
)

// showConflict shows both texts and asks which is to stand. One's own goes
// with the page, so that nothing is lost whatever is chosen.
func (r *Request) showConflict(c conflict) error {
	page := r.planForm(r.L().T("version.conflict.title"), nil)
	page.Lead, page.Width = r.L().T("version.conflict.lead"), view.WidthRegular
	hidden := []view.Hidden{{Name: "version", Value: strconv.Itoa(c.version)}}
	for _, name := range c.keep {
		if typed, read := c.form.Typed(name); read {
			hidden = append(hidden, view.Hidden{Name: name, Value: typed})
		}
	}
	return r.render(http.StatusConflict, view.ConflictPage(page, view.ConflictView{
		Action: c.action, Fields: c.fields, Hidden: hidden,
	}))
}

// choice is what was chosen on the page of a conflict; empty when the form
// was sent as usual.
func choice(f *form.Form) string {
	return f.Choice("valg", chooseMine, chooseTheirs, chooseOn)
}

// keepTheirs leaves what stands as it is; one's own is thrown away, as chosen.
func (r *Request) keepTheirs(draft, back string) error {
	r.DropDraft(draft)
	return r.Done(back, "done.kept_theirs", "")
}
