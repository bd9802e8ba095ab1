package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// logLevels is where the work stands, in the municipality's own words.
func (r *Request) logLevels(shown *stafettlogg.View) (*view.LogLevels, error) {
	level, known, err := stafettlogg.ReadLevel(r.Context(), r.Scope, &shown.Link, shown.May)
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
	v.Rows = append(v.Rows, r.levelDue(level.Due)...)
	if len(level.Due) == 0 && level.Step.DeadlineDays > 0 {
		v.Rows = append(v.Rows, view.SummaryRow{Key: r.L().T("stafettlogg.field.due"), Value: r.L().Days(level.Step.DeadlineDays)})
	}
	for _, way := range level.Ways {
		v.Next = append(v.Next, r.levelWay(way))
	}
	return v, nil
}

// levelDue is by when something must be done.
func (r *Request) levelDue(due []levels.Deadline) []view.SummaryRow {
	var rows []view.SummaryRow
	for _, one := range due {
		rows = append(rows, view.SummaryRow{
			Key: r.L().T("stafettlogg.level.due", "What", r.levelWords(one.What)), Value: r.dayWords(one.Due),
		})
	}
	return rows
}

// levelTold is where the work stands, as a family reads it: the level and the
// step by name, and by when something is to be done for them. What is written to
// those who work by the model is not for them.
func (r *Request) levelTold(level *stafettlogg.Level) []view.SummaryRow {
	if level == nil {
		return nil
	}
	rows := []view.SummaryRow{{Key: r.L().T("stafettlogg.level"), Value: r.levelWords(level.Level.Name)}}
	if name := r.levelWords(level.Step.Name); name != "" {
		rows = append(rows, view.SummaryRow{Key: r.L().T("stafettlogg.level.step"), Value: name})
	}
	return append(rows, r.levelDue(level.Due)...)
}

// levelOptions are where a new log can begin, in the municipality's own words.
func (r *Request) levelOptions() ([]view.Option, error) {
	model, err := stafettlogg.ReadLevels(r.Context(), r.Scope)
	if err != nil {
		return nil, err
	}
	var options []view.Option
	for _, level := range model.Levels {
		if len(level.Steps) == 0 {
			options = append(options, view.Option{Value: level.Code, Label: r.levelWords(level.Name)})
		}
		for _, step := range level.Steps {
			options = append(options, view.Option{
				Value: level.Code + levelStep + step.Code, Label: r.levelWords(level.Name) + ": " + r.levelWords(step.Name),
			})
		}
	}
	return options, nil
}

// levelStep stands between a level's code and a step's, in neither of which it
// may be.
const levelStep = "/"

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
