package app

import (
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// importPreview shows what importing a waiting file would do, line by line.
func (a *App) importPreview(r *Request) error {
	id, err := r.ID("import")
	if err != nil {
		return err
	}
	return r.showPreview(id, nil)
}

// importConfirm imports the good lines of the file.
func (a *App) importConfirm(r *Request) error {
	id, err := r.ID("import")
	if err != nil {
		return err
	}
	f := r.Form()
	done, err := directory.ConfirmImport(r.Context(), r.Visit, id)
	if Faults(f, err) {
		return r.showPreview(id, f)
	}
	if err != nil {
		return err
	}
	if done.Refused > 0 {
		return r.Done("/admin/tjenester", "done.units_imported_some", "")
	}
	return r.Done("/admin/tjenester", "done.units_imported", "")
}

// importDrop throws the file away.
func (a *App) importDrop(r *Request) error {
	id, err := r.ID("import")
	if err != nil {
		return err
	}
	if err := directory.DropImport(r.Context(), r.Visit, id); err != nil {
		return err
	}
	return r.Done("/admin/tjenester", "done.import_dropped", "")
}

func (r *Request) showPreview(id uuid.UUID, f *form.Form) error {
	report, err := directory.GetImport(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	page := r.unitPage(r.L().T("imports.preview.title"))
	page.Lead, page.Form, page.Width = r.L().T("imports.preview.lead"), f, view.WidthRegular
	v := view.ImportPreviewView{
		Confirm: importAddress(id), Drop: importAddress(id) + "/dropp", Unknown: quoted(r, report.Unknown),
	}
	for _, row := range report.Rows {
		r.addLine(&v, row)
	}
	if f == nil {
		return r.Show(view.ImportPreviewPage(page, v))
	}
	return r.ShowFaults(view.ImportPreviewPage(page, v))
}

func (r *Request) addLine(v *view.ImportPreviewView, row directory.ImportRow) {
	line := view.ImportLine{Line: row.Line, Name: row.Unit.Name}
	for _, fault := range row.Faults {
		line.Faults = append(line.Faults, view.ImportFault{
			Column: r.unitField(fault.Column), Why: r.L().T(fault.Code, "Line", fault.Line),
		})
	}
	if len(row.Faults) > 0 {
		v.Refused = append(v.Refused, line)
		return
	}
	line.Kind = r.unitKind(row.Unit.Kind)
	switch row.Outcome {
	case directory.OutcomeNew:
		line.Outcome, line.Tone = r.L().T("imports.outcome.new"), view.Good
		v.New++
	case directory.OutcomeUpdate:
		line.Outcome, line.Tone = r.L().T("imports.outcome.changed"), view.Info
		v.Changed++
	default:
		line.Outcome, line.Tone = r.L().T("imports.outcome.same"), view.Neutral
		v.Same++
	}
	v.Good = append(v.Good, line)
}

// quoted lists headings as they were written, each in quotation marks.
func quoted(r *Request, headings []string) string {
	words := make([]string, 0, len(headings))
	for _, heading := range headings {
		words = append(words, "«"+strings.TrimSpace(heading)+"»")
	}
	return r.L().List(words)
}
