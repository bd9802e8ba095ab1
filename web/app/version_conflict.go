package app

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
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
	page.Lead = r.L().T("version.conflict.lead")
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

// goneWhen answers a change to what is not in the plan (any more). What was
// typed is given back on the page, and it can be brought back if it was there:
// nothing is lost, and nothing is told of what never was.
func (r *Request) goneWhen(err error, f *form.Form, keep []string, restore string) error {
	if !errors.Is(err, tenants.ErrNotFound) {
		return err
	}
	var texts []string
	for _, name := range keep {
		if typed, read := f.Typed(name); read && typed != "" {
			texts = append(texts, typed)
		}
	}
	page := r.planForm(r.L().T("version.gone.title"), nil)
	page.Lead = r.L().T("version.gone.lead")
	return r.render(http.StatusNotFound, view.GonePage(page, texts, restore))
}
