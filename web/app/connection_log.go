package app

import (
	"strconv"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

const (
	mostRuns  = 50
	mostCalls = 100
)

// connectionLog shows what a connection has done: runs, places and amounts, and
// what it has said. No content.
func (a *App) connectionLog(r *Request) error {
	one, err := r.connectionOf()
	if err != nil {
		return err
	}
	runs, err := connection.Runs(r.Context(), r.Visit, one.ID, mostRuns)
	if err != nil {
		return err
	}
	calls, err := connection.Calls(r.Context(), r.Visit, one.ID, mostCalls)
	if err != nil {
		return err
	}
	lines, err := connection.Lines(r.Context(), r.Visit, one.ID, mostRuns)
	if err != nil {
		return err
	}
	page := r.underConnection(r.L().T("connection.log"), one)
	page.Lead, page.Width = r.L().T("connection.log.lead"), view.WidthWide
	v := view.ConnectionLogView{Notice: a.PluginNotice, Runs: r.runRows(runs)}
	for _, call := range calls {
		v.Calls = append(v.Calls, r.callRow(call))
	}
	for _, line := range lines {
		v.Lines = append(v.Lines, r.lineRow(line))
	}
	return r.Show(view.ConnectionLogPage(page, v))
}

func (r *Request) runRows(runs []connection.Ran) []view.RunRow {
	rows := make([]view.RunRow, 0, len(runs))
	for _, ran := range runs {
		row := view.RunRow{
			What: r.jobName(ran.Job), When: r.L().When(ran.At, r.Scope.Today()), Counts: r.runCounts(ran), Remarks: r.runRemarks(ran.Remarks),
		}
		row.State, row.Tone = r.outcome(ran)
		if ran.EndedAt != nil {
			row.Took = r.took(ran.EndedAt.Sub(ran.At))
		}
		if ran.Whose != "" {
			problem := &host.Problem{Whose: ran.Whose, Code: ran.Code}
			row.Problem = r.problem(problem).Title + ". " + r.happened(problem)
		}
		rows = append(rows, row)
	}
	return rows
}

// runCounts is how much was handed over and received, in words.
func (r *Request) runCounts(ran connection.Ran) string {
	var parts []string
	if ran.Received > 0 {
		parts = append(parts, r.L().N("connection.count.received", ran.Received))
	}
	if ran.Sent > 0 {
		parts = append(parts, r.L().N("connection.count.sent", ran.Sent))
	}
	if ran.Changed > 0 {
		parts = append(parts, r.L().N("connection.count.changed", ran.Changed))
	}
	for _, class := range ran.Classes {
		title, _ := dataClass(r.L(), class)
		parts = append(parts, r.L().T("connection.count.class", "Class", title))
	}
	return strings.Join(parts, ", ")
}

func (r *Request) runRemarks(remarks []registry.Remark) []string {
	lines := make([]string, 0, len(remarks))
	for _, remark := range remarks {
		text := remark.NB
		if r.L().Lang() == "nn" && remark.NN != "" {
			text = remark.NN
		}
		if text == "" {
			text = remark.Code
		}
		lines = append(lines, strings.TrimPrefix(remark.Place+": "+text, ": "))
	}
	return lines
}

func (r *Request) callRow(call connection.Called) view.CallRow {
	row := view.CallRow{
		Place: call.Place, When: r.L().When(call.At, r.Scope.Today()), Method: call.Method,
		Answer: strconv.Itoa(call.Status), Sent: r.size(call.Out), Got: r.size(call.In),
	}
	if count, sum := strings.CutPrefix(call.Method, "+"); sum {
		row.Method, row.Answer = r.L().T("connection.call.more", "N", count), ""
		return row
	}
	switch {
	case call.Kind == "folder" && call.Refused == "":
		row.Answer = r.L().T("connection.call.done")
	case call.Refused != "":
		row.Answer = r.L().T("connection.call.refused")
	case call.Status == 0:
		row.Answer = r.L().T("connection.call.no_answer")
	}
	if row.Place == "in" || row.Place == "out" {
		row.Place = r.L().T("connection.folder")
	}
	return row
}

func (r *Request) lineRow(line connection.Line) view.LineRow {
	row := view.LineRow{When: r.L().When(line.At, r.Scope.Today()), Text: line.Text}
	switch line.Level {
	case "error":
		row.Tone, row.Level = view.Danger, r.L().T("connection.line.error")
	case "warn":
		row.Tone, row.Level = view.Attention, r.L().T("connection.line.warn")
	default:
		row.Tone, row.Level = view.Neutral, r.L().T("connection.line.info")
	}
	return row
}
