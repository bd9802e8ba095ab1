package app

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// many is how many measures of a family that are to be looked at on one day
// are said as a number and not one by one.
const many = 3

// weekAhead is what comes in the next days, by day: meetings first, by time.
func (r *Request) weekAhead(week []thing) []view.MyDayDay {
	var days []view.MyDayDay
	for len(week) > 0 {
		n := 1
		for n < len(week) && week[n].date == week[0].date {
			n++
		}
		days = append(days, view.MyDayDay{
			Title: capital(r.L().Date(week[0].date, r.Scope.Today())), In: capital(r.L().Duration(week[0].date, r.Scope.Today())),
			Items: r.dayAhead(slices.Clone(week[:n])),
		})
		week = week[n:]
	}
	return days
}

// dayAhead is one of the days.
func (r *Request) dayAhead(things []thing) []view.MyDayOther {
	slices.SortStableFunc(things, func(a, b thing) int {
		if (a.minute == "") != (b.minute == "") {
			return len(b.minute) - len(a.minute)
		}
		return 0
	})
	evaluated := map[uuid.UUID]int{}
	for _, one := range things {
		if one.kind == plan.DueEvaluateMeasure {
			evaluated[one.family]++
		}
	}
	var items []view.MyDayOther
	for _, one := range things {
		item := view.MyDayOther{Title: one.item.Title, Href: one.item.Href, Meta: []string{one.name, r.weekWord(one.kind)}}
		if one.kind == plan.DueEvaluateMeasure && evaluated[one.family] >= many {
			item.Title, item.Href = r.L().N("my_day.week.evaluate", evaluated[one.family]), "/f/"+one.family.String()+"/plan"
			item.Meta = []string{one.name}
			evaluated[one.family] = -1 // said once
		} else if evaluated[one.family] < 0 && one.kind == plan.DueEvaluateMeasure {
			continue
		}
		items = append(items, item)
	}
	return items
}

// weekWord is what a day that comes asks of a measure.
func (r *Request) weekWord(kind plan.DueKind) string {
	switch kind {
	case plan.DueMeasure:
		return r.L().T("my_day.week.term")
	case plan.DueEvaluateMeasure:
		return r.L().T("my_day.week.look")
	}
	return ""
}
