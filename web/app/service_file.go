package app

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func sheetAddress(id uuid.UUID) string { return servicesPath + "/fil/" + id.String() }

// serviceFile is where a file for the directory is chosen.
func (a *App) serviceFile(r *Request) error { return r.showServiceFile(nil) }

func (r *Request) showServiceFile(f *form.Form) error {
	_, found, err := services.FileReader(r.Context(), r.Scope)
	if err != nil {
		return err
	}
	page := r.servicePage(r.L().T("service.file.title"))
	page.Lead, page.Form = r.L().T("imports.lead"), f
	shown := view.ServiceFilePage(page, view.ServiceFileView{Reader: found})
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

// serviceFileRead has a connection look at a file. Nothing is taken in yet.
func (a *App) serviceFileRead(r *Request) error {
	f := r.Form()
	file, err := r.sheetFile()
	if err != nil {
		return err
	}
	if len(file.Content) > services.MostFile {
		f.Wrong("file", "service.file.too_large")
		return r.showServiceFile(f)
	}
	if len(file.Content) == 0 {
		f.Wrong("file", "imports.file.missing")
		return r.showServiceFile(f)
	}
	id, err := services.StageSheet(r.Context(), r.Visit, file)
	var problem *host.Problem
	if errors.As(err, &problem) {
		f.Wrong("file", "service.file.unreadable", "Why", strings.Join(r.whyNot(problem), " "))
		return r.showServiceFile(f)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(sheetAddress(id))
}

// whyNot says why a connection could not read a file: in its own words when the
// file is at fault.
func (r *Request) whyNot(problem *host.Problem) []string {
	if words := r.said(problem.Message); words != "" && problem.Whose == host.Settings {
		return []string{words}
	}
	return r.problem(problem).Lines
}

// sheetFile is the file that was sent; empty when none was chosen. Of one above
// the limit, so much is read that one can see that it is.
func (r *Request) sheetFile() (registry.File, error) {
	header := r.File("file")
	if header == nil || header.Filename == "" {
		return registry.File{}, nil
	}
	file, err := header.Open()
	if err != nil {
		return registry.File{}, fmt.Errorf("opening upload: %w", err)
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, services.MostFile+1))
	if err != nil {
		return registry.File{}, fmt.Errorf("reading upload: %w", err)
	}
	return registry.File{Name: "fil" + path.Ext(strings.Clone(header.Filename)), Content: content}, nil
}

// serviceFilePreview shows which column is what, and what would change.
func (a *App) serviceFilePreview(r *Request) error {
	id, err := r.ID("sheet")
	if err != nil {
		return err
	}
	return r.showSheet(id, nil)
}

func (r *Request) showSheet(id uuid.UUID, f *form.Form) error {
	sheet, err := services.GetSheet(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	address := sheetAddress(id)
	v := view.ServicePreviewView{Map: address + "/kolonner", Confirm: address, Drop: address + "/dropp", Whole: sheet.Whole, Fields: r.sheetFields()}
	field := map[string]string{}
	for name, heading := range sheet.Columns {
		field[heading] = name
	}
	for i, column := range sheet.Found {
		v.Columns = append(v.Columns, view.ServiceColumn{
			Name: "c" + strconv.Itoa(i), Heading: column.Heading, Samples: strings.Join(column.Samples, " · "), Field: field[column.Heading],
		})
	}
	seen, err := services.PreviewSheet(r.Context(), r.Visit, id)
	var problem *host.Problem
	switch {
	case errors.As(err, &problem):
		v.Problem = r.whyNot(problem)
	case err != nil:
		return err
	}
	v.Added, v.Changed, v.Asked, v.Gone = seen.Added, seen.Changed, seen.Asked, seen.Gone
	v.New, v.Altered, v.Questions, v.Vanished = firsts(seen.New), firsts(seen.Altered), firsts(seen.Questions), firsts(seen.Vanished)
	for _, remark := range append(sheet.Remarks, seen.Remarks...)[:min(mostNames, len(sheet.Remarks)+len(seen.Remarks))] {
		text := r.said(sdk.Words{NB: remark.NB, NN: remark.NN})
		if remark.Place != "" {
			text = sentence(remark.Place) + ": " + text
		}
		v.Remarks = append(v.Remarks, text)
	}
	page := r.servicePage(r.L().T("service.file.preview"))
	page.Lead, page.Form, page.Width = r.L().T("imports.preview.lead"), f, view.WidthRegular
	if f == nil {
		return r.Show(view.ServicePreviewPage(page, v))
	}
	return r.ShowFaults(view.ServicePreviewPage(page, v))
}

// mostNames is how many names a preview lists of each kind.
const mostNames = 200

func firsts(names []string) []string { return names[:min(len(names), mostNames)] }

// sheetFields are what a column can be taken for, in words.
func (r *Request) sheetFields() []view.Option {
	var options []view.Option
	for _, field := range registry.Fields {
		options = append(options, view.Option{Value: field, Label: r.sheetField(field)})
	}
	return options
}

func (r *Request) sheetField(field string) string {
	switch field {
	case "id":
		return r.L().T("service.sheet.id")
	case "service":
		return r.L().T("service.sheet.service")
	case "postcode":
		return r.L().T("service.sheet.postcode")
	case "town":
		return r.L().T("service.sheet.town")
	case "active":
		return r.L().T("service.sheet.active")
	case "latitude":
		return r.L().T("service.sheet.latitude")
	case "longitude":
		return r.L().T("service.sheet.longitude")
	case "age_from":
		return r.L().T("service.field.age_from")
	case "age_to":
		return r.L().T("service.field.age_to")
	}
	return r.fieldInWords(field)
}

// serviceFileMap keeps which column is what.
func (a *App) serviceFileMap(r *Request) error {
	id, err := r.ID("sheet")
	if err != nil {
		return err
	}
	sheet, err := services.GetSheet(r.Context(), r.Visit, id)
	if err != nil {
		return err
	}
	f, columns := r.Form(), map[string]string{}
	for i, column := range sheet.Found {
		name := "c" + strconv.Itoa(i)
		field := f.Choice(name, registry.Fields...)
		if _, taken := columns[field]; taken && field != "" {
			f.Wrong(name, "service.file.twice")
		}
		if field != "" {
			columns[field] = column.Heading
		}
	}
	if f.OK() {
		err = services.MapSheet(r.Context(), r.Visit, id, columns, f.Bool("whole"))
		if found, faulty := invalid(err); faulty {
			f.Wrong("c0", found.Fields[0].Code)
			err = nil
		}
	}
	if err != nil {
		return err
	}
	if !f.OK() {
		return r.showSheet(id, f)
	}
	return r.SeeOther(sheetAddress(id))
}

// serviceFileConfirm takes the file in.
func (a *App) serviceFileConfirm(r *Request) error {
	id, err := r.ID("sheet")
	if err != nil {
		return err
	}
	_, err = services.ConfirmSheet(r.Context(), r.Visit, id)
	var problem *host.Problem
	if errors.As(err, &problem) {
		return r.SeeOther(sheetAddress(id)) // the preview says why
	}
	if err != nil {
		return err
	}
	return r.Done(servicesPath, "done.service_file", "")
}

// serviceFileDrop throws the file away.
func (a *App) serviceFileDrop(r *Request) error {
	id, err := r.ID("sheet")
	if err != nil {
		return err
	}
	if err := services.DropSheet(r.Context(), r.Visit, id); err != nil {
		return err
	}
	return r.Done(servicesPath, "done.import_dropped", "")
}

// servicePublish hands out the directory in a form others read, as one archive.
func (a *App) servicePublish(r *Request) error {
	files, err := services.Publish(r.Context(), r.Visit)
	var problem *host.Problem
	if errors.As(err, &problem) {
		return r.Done(servicesPath, "done.service_not_published", "")
	}
	if err != nil {
		return err
	}
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	for _, file := range files {
		part, err := writer.Create(path.Base("/" + file.Name))
		if err != nil {
			return fmt.Errorf("writing archive: %w", err)
		}
		if _, err := part.Write(file.Content); err != nil {
			return fmt.Errorf("writing archive: %w", err)
		}
	}
	if err := writer.Close(); err != nil {
		return fmt.Errorf("writing archive: %w", err)
	}
	r.Ctx.Set(fiber.HeaderContentType, "application/zip")
	r.Ctx.Set(fiber.HeaderContentDisposition, `attachment; filename="tilbud.zip"`)
	return r.Ctx.Send(archive.Bytes())
}
