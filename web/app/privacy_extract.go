package app

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/spreadsheet"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// privacyExtract gives the lines that fit as a spreadsheet, with the proof of
// them beside it: two files in one, named for what they are and for nobody.
func (a *App) privacyExtract(r *Request) error {
	f := r.Form()
	filter := r.privacyFilter(f)
	if !f.OK() {
		page := r.privacyPage(r.L().T("insight.log.title"), "/personvernombud/logg")
		page.Form = f
		v, err := r.privacyFilters(filter)
		if err != nil {
			return err
		}
		return r.ShowFaults(view.PrivacyLogPage(page, v))
	}
	extract, err := insight.Take(r.Context(), r.Visit, filter)
	if err != nil {
		return err
	}
	sheet, err := spreadsheet.Write(r.extractHeader(), r.extractRows(extract.Lines))
	if err != nil {
		return err
	}
	proof, err := extract.Proof(sheet)
	if err != nil {
		return err
	}
	bundle, err := zipped(map[string][]byte{"utdrag.csv": sheet, "bevis.json": proof})
	if err != nil {
		return err
	}
	r.Ctx.Set("Content-Type", "application/zip")
	r.Ctx.Set("Content-Disposition", `attachment; filename="utdrag.zip"`)
	return r.Ctx.Send(bundle)
}

func (r *Request) extractHeader() []string {
	l := r.L()
	return append([]string{
		l.T("insight.column.place"), l.T("insight.column.when"), l.T("insight.column.who"), l.T("insight.column.title"),
		l.T("insight.column.what"), l.T("insight.column.why"),
	}, insight.Columns()...)
}

// extractRows are the lines in words, and after that in the log's own.
func (r *Request) extractRows(lines []insight.Line) [][]string {
	rows := make([][]string, 0, len(lines))
	for _, line := range lines {
		said := r.privacyLine(line)
		rows = append(rows, append([]string{line.Number(), said.When, said.Who, said.Title, said.What, said.Why}, line.Cells()...))
	}
	return rows
}

// zipped puts files into one, always in the same order.
func zipped(files map[string][]byte) ([]byte, error) {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range names {
		entry, err := archive.Create(name)
		if err != nil {
			return nil, fmt.Errorf("zipping %s: %w", name, err)
		}
		if _, err := entry.Write(files[name]); err != nil {
			return nil, fmt.Errorf("zipping %s: %w", name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("zipping: %w", err)
	}
	return out.Bytes(), nil
}
