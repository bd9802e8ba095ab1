package app

import (
	"github.com/a-h/templ"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// planAt is the address of a part of the plan.
func (r *Request) planAt(part string) string { return familyAddress(r.Access.ID, "/plan"+part) }

func (r *Request) goalAt(id uuid.UUID, part string) string {
	return r.planAt("/m/" + id.String() + part)
}

func (r *Request) measureAt(id uuid.UUID, part string) string {
	return r.planAt("/t/" + id.String() + part)
}

// open reports whether the follow-up goes on, so that the plan can be changed.
func (r *Request) open() bool { return r.Access.State == casefile.StateActive }

// planForm begins a page with one form of the plan: calm, and with the way
// back to the plan over it.
func (r *Request) planForm(title string, f *form.Form) *view.Page {
	page := r.FamilyPage(title, "/plan")
	page.SubNav, page.Width, page.Form = nil, view.WidthNarrow, f
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.L().T("family.nav.plan"), Href: r.planAt("")})
	return page
}

// planSub begins a page that shows a part of the plan.
func (r *Request) planSub(title string) *view.Page {
	page := r.planForm(title, nil)
	page.Width = view.WidthRegular
	return page
}

// answerForm shows a form for the first time, or again with what must be put
// right.
func (r *Request) answerForm(again bool, page templ.Component) error {
	if again {
		return r.ShowFaults(page)
	}
	return r.Show(page)
}

// areaOptions are the areas to choose from, each under the family's own word.
func (r *Request) areaOptions() []view.Option {
	var list []view.Option
	for _, life := range plan.Lives() {
		for _, area := range plan.Areas() {
			if area.FamilyWord() == life {
				list = append(list, view.Option{Value: string(area), Label: r.areaWord(area)})
			}
		}
	}
	return list
}

// areaWord is an area with the family's word for it first.
func (r *Request) areaWord(area plan.Area) string {
	life, name := r.lifeWord(area), r.L().T(area.Key())
	if life == name {
		return name
	}
	return life + ": " + name
}

// lifeWord is what the family calls the area.
func (r *Request) lifeWord(area plan.Area) string { return r.L().T(area.FamilyWord().Key()) }

// memberOptions are whom a part of the plan may be about.
func (r *Request) memberOptions(members []casefile.Member) []view.Option {
	list := []view.Option{{Value: "", Label: r.L().T("plan.member.family")}}
	for _, member := range members {
		list = append(list, view.Option{Value: member.ID.String(), Label: member.FirstName()})
	}
	return list
}

// idText is an id as a form holds it.
func idText(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

// chosen is an id as the domain takes it: none when nothing was chosen.
func chosen(f *form.Form, name string) *uuid.UUID {
	id := f.UUID(name)
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// kept fills a form that is shown for the first time with what was typed and
// not saved, and says when. The version is the one the text was written on,
// so that saving it still notices what others have saved since.
func (r *Request) kept(page *view.Page, key, version string) (when, readVersion string, err error) {
	f, when, err := r.Draft(key)
	if err != nil || f == nil {
		return "", version, err
	}
	page.Form = f
	if typed, read := f.Typed("version"); read && typed != "" {
		version = typed
	}
	return when, version, nil
}
