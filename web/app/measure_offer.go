package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/draft"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services/search"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// offerPlace is the measure that an offer is sought for: a new one under a
// goal, or one that is there.
type offerPlace struct {
	goal  plan.Goal
	one   *plan.Measure // nil for a new one
	form  string        // address of the measure's form
	draft string        // of that form
}

func (p offerPlace) at(part string) string { return p.form + "/tilbud" + part }

func (r *Request) offerPlace() (offerPlace, error) {
	if r.Param("measure") == "" {
		goal, err := r.goal()
		return offerPlace{goal: goal, form: r.goalAt(goal.ID, "/tiltak"), draft: r.DraftKey("measure", "new", goal.ID.String())}, err
	}
	one, goal, err := r.measure()
	return offerPlace{goal, &one, r.measureAt(one.ID, ""), r.DraftKey("measure", one.ID.String())}, err
}

// measureOfferLeave goes from a measure's form to the search for an offer, and
// keeps what was written.
func (a *App) measureOfferLeave(r *Request) error {
	place, err := r.offerPlace()
	if err != nil {
		return err
	}
	typed := map[string][]string{}
	for _, name := range append([]string{"version"}, measureFields...) {
		typed[name] = r.FormAll(name)
	}
	if _, err := draft.Save(r.Context(), r.Visit, place.draft, r.Access.ID, typed); err != nil {
		return err
	}
	return r.SeeOther(place.at(""))
}

// measureOfferSeek proposes offers that fit what is written so far.
func (a *App) measureOfferSeek(r *Request) error {
	place, err := r.offerPlace()
	if err != nil {
		return err
	}
	kept, _, err := draft.Read(r.Context(), r.Visit, place.draft)
	if err != nil {
		return err
	}
	words := place.goal.Title
	if what := kept.Values["what"]; len(what) > 0 && what[0] != "" {
		words = what[0]
	} else if place.one != nil {
		words = place.one.What
	}
	return r.showOffers(a, place, form.Kept(map[string]string{"sok": words}))
}

// measureOfferSearch seeks in own words. It is a POST, as serviceSearch is.
func (a *App) measureOfferSearch(r *Request) error {
	place, err := r.offerPlace()
	if err != nil {
		return err
	}
	return r.showOffers(a, place, r.Form())
}

func (r *Request) showOffers(a *App, place offerPlace, f *form.Form) error {
	v := view.MeasureOfferView{Search: r.serviceSearchView(), Choose: place.at("/velg"), Back: place.form}
	v.Search.Action = place.at("/sok")
	q, side := readSeek(f, &v.Search)
	page := r.planForm(r.L().T("measure.offer.title"), f)
	page.Lead, page.Width = r.L().T("measure.under", "Goal", place.goal.Title), view.WidthRegular
	if !f.OK() {
		return r.ShowFaults(view.MeasureOfferPage(page, v))
	}
	if err := a.seek(r, q, side, &v.Search); err != nil {
		return err
	}
	return r.Show(view.MeasureOfferPage(page, v))
}

// measureOfferChoose puts an offer into what is written of the measure, and
// leads back to its form. Nothing is saved in the plan yet.
func (a *App) measureOfferChoose(r *Request) error {
	place, err := r.offerPlace()
	if err != nil {
		return err
	}
	f := r.Form()
	offer, err := services.Get(r.Context(), r.Visit, f.UUID("offer"))
	if errors.Is(err, tenants.ErrNotFound) || err == nil && !offer.Shown() {
		return r.Done(place.at(""), "done.measure_no_offer", "") // taken off the list this moment
	}
	if err != nil {
		return err
	}
	kept, found, err := draft.Read(r.Context(), r.Visit, place.draft)
	if err != nil {
		return err
	}
	if !found {
		kept.Values = r.measureTyped(place.one)
	}
	words, err := r.offerInWords(offer)
	if err != nil {
		return err
	}
	intoMeasure(kept.Values, offer, words)
	if _, err := draft.Save(r.Context(), r.Visit, place.draft, r.Access.ID, kept.Values); err != nil {
		return err
	}
	return r.Done(place.form, "done.measure_offer", "")
}

// measureTyped is a measure as its form would hold it; that of a new one is
// empty but for the day of the family's yes.
func (r *Request) measureTyped(one *plan.Measure) map[string][]string {
	typed := map[string][]string{"yes_on": {r.L().DateTyped(r.Scope.Today())}}
	if one == nil {
		return typed
	}
	var v view.MeasureFormView
	r.fillMeasure(&v, *one)
	for name, text := range map[string]string{
		"what": v.What, "why": v.Why, "responsible": v.Responsible, "responsible_name": v.Name, "unit": v.Unit, "level": v.Level,
		"from": v.From, "due": v.Due, "evaluate_on": v.Evaluate, "version": number(one.Version),
	} {
		typed[name] = []string{text}
	}
	return typed
}

// intoMeasure puts an offer into a measure's form: its name where nothing else
// is written, its unit and level, and the words about it in the place of those
// about another.
func intoMeasure(typed map[string][]string, offer services.Service, words string) {
	text := func(name string) string {
		if len(typed[name]) == 0 {
			return ""
		}
		return typed[name][0]
	}
	before := services.Mentioned(text("why"))
	if what := text("what"); what == "" || what == before {
		typed["what"] = []string{offer.Title}
	}
	why := services.WithoutMention(text("why"))
	if why != "" {
		why += "\n\n"
	}
	typed["why"] = []string{why + words}
	typed["unit"] = []string{textOf(offer.UnitID)}
	if offer.Level != "" {
		typed["level"] = []string{offer.Level}
	}
}

// seek finds a page of offers for a search.
func (a *App) seek(r *Request, q search.Question, side int, v *view.ServiceSearchView) error {
	found, err := a.finder.Find(r.Context(), r.Visit, q, side)
	if err != nil {
		return err
	}
	v.Searched, v.Total = true, found.Total
	for _, hit := range found.Hits {
		v.Rows = append(v.Rows, r.serviceRow(hit))
	}
	v.Paging = view.PagingView{
		Page: found.Page, Pages: found.Pages, Action: v.Action,
		Prev: sideIn(found.Page-1, found.Pages), Next: sideIn(found.Page+1, found.Pages),
		Hidden: []view.Hidden{{Name: "sok", Value: v.Words}, {Name: "age", Value: v.Age}, {Name: "level", Value: v.Level}, {Name: "area", Value: v.Area}},
	}
	return nil
}
