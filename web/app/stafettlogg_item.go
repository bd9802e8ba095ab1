package app

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// logItem is an item as its card shows it.
func (r *Request) logItem(shown *stafettlogg.View, item stafettlogg.Item) view.LogItemView {
	id := item.ID
	if id == uuid.Nil {
		id = item.Our
	}
	v := view.LogItemView{ID: "i-" + id.String(), Title: itemTitle(item), Kind: r.L().T("stafettlogg.kind.goal")}
	if item.Kind == stafettlogg.KindMeasure {
		v.Kind = r.L().T("stafettlogg.kind.measure")
	}
	v.State, v.Tone, v.Text = r.standing(item.Standing)
	for _, one := range item.Differ {
		v.Differ = append(v.Differ, view.LogDifference{
			Field: r.logField(item.Kind, one.Field), Ours: r.logValue(item.Kind, one.Field, one.Ours),
			Theirs: r.logValue(item.Kind, one.Field, one.Theirs), Changed: r.whoChanged(one),
		})
	}
	if item.Last != nil {
		v.Receipt = r.receiptWords(*item.Last)
	}
	if shown.Live() {
		r.itemActions(&v, shown, item, id)
	}
	return v
}

func itemTitle(item stafettlogg.Item) string {
	if item.Ours != nil {
		return item.Ours.Text
	}
	return item.Theirs.Text
}

// itemActions are what the coordinator can do about an item.
func (r *Request) itemActions(v *view.LogItemView, shown *stafettlogg.View, item stafettlogg.Item, id uuid.UUID) {
	at := func(part string) string { return r.logAt(shown.ID, "/"+id.String()+part) }
	switch item.Standing {
	case stafettlogg.OursNew, stafettlogg.NotSent:
		v.Send = at("/send")
	case stafettlogg.TheirsNew:
		v.Open, v.OpenLabel, v.Leave = at(""), r.L().T("stafettlogg.take"), at("/la-sta")
	case stafettlogg.TheirsAlone:
		v.Open, v.OpenLabel = at(""), r.L().T("stafettlogg.take")
	case stafettlogg.OursChange:
		v.Send, v.Open, v.OpenLabel, v.Leave = at("/send"), at(""), r.L().T("stafettlogg.settle"), at("/la-sta")
	case stafettlogg.TheirChange, stafettlogg.BothChange:
		v.Open, v.OpenLabel, v.Leave = at(""), r.L().T("stafettlogg.settle"), at("/la-sta")
	case stafettlogg.LeftAlone:
		v.Open, v.OpenLabel = at(""), r.L().T("stafettlogg.settle")
	}
}

// standing is how an item stands: in a word, and what that means.
func (r *Request) standing(s stafettlogg.Standing) (string, view.Tone, string) {
	l := r.L()
	switch s {
	case stafettlogg.InStep:
		return l.T("stafettlogg.standing.in_step"), view.Good, ""
	case stafettlogg.OursNew:
		return l.T("stafettlogg.standing.ours_new"), view.Neutral, ""
	case stafettlogg.TheirsNew:
		return l.T("stafettlogg.standing.theirs_new"), view.Attention, ""
	case stafettlogg.OursChange:
		return l.T("stafettlogg.standing.ours"), view.Attention, ""
	case stafettlogg.TheirChange:
		return l.T("stafettlogg.standing.theirs"), view.Attention, ""
	case stafettlogg.BothChange:
		return l.T("stafettlogg.standing.both"), view.Attention, ""
	case stafettlogg.LeftAlone:
		return l.T("stafettlogg.standing.left_alone"), view.Neutral, ""
	case stafettlogg.OursGone:
		return l.T("stafettlogg.standing.ours_gone"), view.Neutral, l.T("stafettlogg.standing.ours_gone.text")
	case stafettlogg.TheirsGone:
		return l.T("stafettlogg.standing.theirs_gone"), view.Neutral, l.T("stafettlogg.standing.theirs_gone.text")
	case stafettlogg.NotShared:
		return l.T("stafettlogg.standing.not_shared"), view.Neutral, l.T("stafettlogg.standing.not_shared.text")
	case stafettlogg.Sending:
		return l.T("stafettlogg.standing.sending"), view.Info, l.T("stafettlogg.standing.sending.text")
	case stafettlogg.TheirsAlone:
		return l.T("stafettlogg.standing.theirs_alone"), view.Neutral, ""
	}
	return l.T("stafettlogg.standing.not_sent"), view.Danger, ""
}

func (r *Request) whoChanged(one stafettlogg.Difference) string {
	switch {
	case one.OursChanged && one.TheyChanged:
		return r.L().T("stafettlogg.changed.both")
	case one.OursChanged:
		return r.L().T("stafettlogg.changed.ours")
	case one.TheyChanged:
		return r.L().T("stafettlogg.changed.theirs")
	}
	return r.L().T("stafettlogg.changed.none")
}

func (r *Request) logField(kind stafettlogg.Kind, name string) string {
	l := r.L()
	switch name {
	case stafettlogg.FieldArea:
		return l.T("stafettlogg.field.area")
	case stafettlogg.FieldResponsible:
		return l.T("stafettlogg.field.responsible")
	case stafettlogg.FieldStart:
		return l.T("stafettlogg.field.start")
	case stafettlogg.FieldDue:
		return l.T("stafettlogg.field.due")
	case stafettlogg.FieldEvaluate:
		return l.T("stafettlogg.field.evaluate")
	case stafettlogg.FieldState:
		return l.T("stafettlogg.field.state")
	}
	if kind == stafettlogg.KindGoal {
		return l.T("stafettlogg.field.goal")
	}
	return l.T("stafettlogg.field.what")
}

// logValue is a field's value in words.
func (r *Request) logValue(kind stafettlogg.Kind, name, value string) string {
	switch name {
	case stafettlogg.FieldStart, stafettlogg.FieldDue, stafettlogg.FieldEvaluate:
		return r.dayWords(value)
	case stafettlogg.FieldArea:
		if area := plan.Area(value); area.Valid() {
			return r.L().T(area.Key())
		}
	case stafettlogg.FieldState:
		if word := stafettlogg.StateKey(kind, value); word != "" {
			return r.L().T(word)
		}
	}
	if value == "" {
		return r.L().T("stafettlogg.none")
	}
	return value
}

// logItemShow shows one item to be settled or taken in.
func (a *App) logItemShow(r *Request) error { return r.showLogItem(nil, http.StatusOK) }

func (r *Request) logItemOf() (stafettlogg.View, stafettlogg.Item, error) {
	link, err := r.ID("link")
	if err != nil {
		return stafettlogg.View{}, stafettlogg.Item{}, err
	}
	id, err := r.ID("item")
	if err != nil {
		return stafettlogg.View{}, stafettlogg.Item{}, err
	}
	shown, err := stafettlogg.Show(r.Context(), r.Access, link)
	if err != nil {
		return stafettlogg.View{}, stafettlogg.Item{}, err
	}
	item, there := shown.Item(id)
	if !there || item.Theirs == nil {
		return stafettlogg.View{}, stafettlogg.Item{}, errNoItem
	}
	return shown, item, nil
}

func (r *Request) showLogItem(f *form.Form, status int) error {
	shown, item, err := r.logItemOf()
	if err != nil {
		return err
	}
	title := r.L().T("stafettlogg.take.title")
	if item.Ours != nil {
		title = r.L().T("stafettlogg.settle.title")
	}
	page := r.FamilyPage(title, "-")
	page.Form, page.Width = f, view.WidthNarrow
	page.Breadcrumbs = append(page.Breadcrumbs, r.logCrumb(), view.Link{Label: r.L().T("stafettlogg.beside"), Href: r.logAt(shown.ID, "")})
	back := r.logAt(shown.ID, "#i-"+item.ID.String())
	at := r.logAt(shown.ID, "/"+item.ID.String())
	if item.Ours == nil {
		return r.render(status, view.LogTakePage(page, r.takeView(&shown, item, at, back)))
	}
	page.Lead = itemTitle(item)
	v := view.LogSettleView{Post: at, Back: back, Note: r.L().T("stafettlogg.settle.note")}
	for _, one := range item.Differ {
		v.Fields = append(v.Fields, view.LogChoice{
			Name: one.Field, Label: r.logField(item.Kind, one.Field), Changed: r.whoChanged(one),
			Ours: r.logValue(item.Kind, one.Field, one.Ours), Theirs: r.logValue(item.Kind, one.Field, one.Theirs),
		})
	}
	return r.render(status, view.LogSettlePage(page, v))
}

// takeView is the form in which an item is read over before it is taken in.
func (r *Request) takeView(shown *stafettlogg.View, item stafettlogg.Item, at, back string) view.LogTakeView {
	v := view.LogTakeView{
		Measure: item.Kind == stafettlogg.KindMeasure, Post: at + "/ta-inn", Back: back, Pair: at + "/samme",
		Title: item.Theirs.Text, Area: item.Theirs.Area, Areas: r.areaOptions(), Responsible: item.Theirs.Responsible,
		From: r.typed(item.Theirs.Start), Due: r.typed(item.Theirs.Due), Evaluate: r.typed(item.Theirs.Evaluate),
	}
	if item.Effect != nil && *item.Effect >= int(plan.EffectLowest) && *item.Effect <= int(plan.EffectHighest) {
		v.Effect = r.L().T("stafettlogg.effect", "Effect", r.L().T(plan.Effect(*item.Effect).Key()))
	}
	for _, one := range shown.Items {
		if one.Kind == stafettlogg.KindGoal && one.Ours != nil {
			v.Goals = append(v.Goals, view.Option{Value: one.Our.String(), Label: one.Ours.Text})
			if one.ID != uuid.Nil && one.ID.String() == item.Theirs.Goal {
				v.Goal = one.Our.String()
			}
		}
		if one.Kind == item.Kind && one.ID == uuid.Nil {
			v.Same = append(v.Same, view.Option{Value: one.Our.String(), Label: one.Ours.Text})
		}
	}
	return v
}

func (r *Request) typed(day string) string {
	if date := clock.Date(day); !date.Time().IsZero() {
		return r.L().DateTyped(date)
	}
	return ""
}
