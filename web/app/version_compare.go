package app

import (
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// versionCompare shows what is different from one version to another, or to
// the plan as it stands.
func (a *App) versionCompare(r *Request) error {
	versions, err := plan.Versions(r.Context(), r.Access)
	if err != nil {
		return err
	}
	v := r.compareChoices(versions)
	if from := r.Query("fra"); from != "" {
		v.From = from
	}
	if to := r.Query("til"); to != "" {
		v.To = to
	}
	if v.From == "" {
		return r.SeeOther(r.planAt("/versjoner"))
	}
	before, from, err := r.snapshot(v.From)
	if err != nil {
		return err
	}
	after, to, err := r.snapshot(v.To)
	if err != nil {
		return err
	}
	page := r.planForm(r.L().T("version.compare.title"), nil)
	page.Width, page.Lead = view.WidthRegular, r.L().T("version.compare.lead", "From", from, "To", to)
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.L().T("version.list"), Href: r.planAt("/versjoner")})
	return r.Show(view.ComparePage(page, v, from, to, r.changeCards(plan.Compare(before, after))))
}

// snapshot reads a version by what stands in the address, and what it is
// called.
func (r *Request) snapshot(which string) (plan.Snapshot, string, error) {
	if which == versionNow {
		read, err := plan.Read(r.Context(), r.Access)
		return read.Snapshot(r.Scope.Today()), r.L().T("version.now"), err
	}
	number, err := strconv.Atoi(which)
	if err != nil {
		return plan.Snapshot{}, "", tenants.ErrNotFound
	}
	frozen, err := plan.ReadVersion(r.Context(), r.Access, number)
	return frozen, r.versionName(number), err
}

func (r *Request) changeCards(changes []plan.Change) []view.ChangeCard {
	var cards []view.ChangeCard
	for _, change := range changes {
		card := view.ChangeCard{
			Kind: r.L().T(change.Kind.Key()), Part: r.L().T(change.Part.Key()), Title: change.Title, Under: change.Under,
			Tone: changeTone(change.Kind),
		}
		if card.Title == "" {
			card.Title, card.Part = card.Part, ""
		}
		for _, field := range change.Fields {
			card.Fields = append(card.Fields, view.Difference{
				Label: r.L().T(field.Field.Key()), Yours: r.fieldWord(field.Field, field.Before), Now: r.fieldWord(field.Field, field.After),
			})
		}
		cards = append(cards, card)
	}
	return cards
}

// fieldWord is a field's value as it is read.
func (r *Request) fieldWord(field plan.Field, value string) string {
	switch {
	case value == "":
		return ""
	case field.IsDate():
		return r.L().DateFull(clock.Date(value))
	case field.WordKey(value) != "":
		return r.L().T(field.WordKey(value))
	}
	return value
}

func changeTone(kind plan.ChangeKind) view.Tone {
	switch kind {
	case plan.ChangeAdded:
		return view.Good
	case plan.ChangeRemoved:
		return view.Attention
	}
	return view.Info
}
