package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// logLevels is where the work stands, in the municipality's own words.
func (r *Request) logLevels(shown *stafettlogg.View) (*view.LogLevels, error) {
	level, known, err := stafettlogg.ReadLevel(r.Context(), r.Scope, shown)
	if err != nil || !known {
		return nil, err
	}
	v := &view.LogLevels{Level: r.levelWords(level.Level.Name), About: r.levelWords(level.Level.About), Step: r.levelWords(level.Step.Name)}
	for _, one := range []struct {
		label string
		words levels.Words
	}{
		{r.L().T("stafettlogg.level.what"), level.Step.What}, {r.L().T("stafettlogg.level.how"), level.Step.How},
		{r.L().T("stafettlogg.level.who"), level.Step.Who},
	} {
		if text := r.levelWords(one.words); text != "" {
			v.Rows = append(v.Rows, view.SummaryRow{Key: one.label, Value: text})
		}
	}
	if level.Step.DeadlineDays > 0 {
		v.Rows = append(v.Rows, view.SummaryRow{Key: r.L().T("stafettlogg.field.due"), Value: r.L().Days(level.Step.DeadlineDays)})
	}
	for _, way := range level.Ways {
		v.Next = append(v.Next, r.levelWay(way))
	}
	return v, nil
}

func (r *Request) levelWay(way stafettlogg.Way) view.RowView {
	row := view.RowView{Title: r.levelWords(way.Label), Icon: view.IconArrow}
	if row.Title == "" {
		row.Title = r.levelWords(way.To.Name)
	}
	if row.Title == "" {
		row.Title = r.L().T("stafettlogg.level.end")
	}
	if way.MeetingWithinDays > 0 {
		row.Meta = append(row.Meta, r.L().T("stafettlogg.level.meeting", "Days", r.L().Days(way.MeetingWithinDays)))
	}
	if way.NeedsYes {
		row.Text = r.L().T("stafettlogg.level.yes")
	}
	return row
}

func (r *Request) levelWords(words levels.Words) string {
	if r.L().Lang() == "nn" && words.NN != "" {
		return words.NN
	}
	return words.NB
}
