package app

import (
	"fmt"
	"io"
	"net/http"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// importChoose is where a file of units is chosen. Where a connection reads
// files, there is one way, and it is the connection's.
func (a *App) importChoose(r *Request) error {
	_, found, err := services.FileReader(r.Context(), r.Scope)
	if err != nil {
		return err
	}
	if found {
		return r.SeeOther(servicesPath + "/fil")
	}
	return r.showImport(nil)
}

// importRead reads a file and shows what importing it would do. Nothing is
// imported yet.
func (a *App) importRead(r *Request) error {
	f := r.Form()
	raw, err := uploaded(r)
	if err != nil {
		return err
	}
	if raw == nil {
		f.Wrong("file", "imports.file.missing")
		return r.showImport(f)
	}
	id, report, err := directory.StageImport(r.Context(), r.Visit, raw)
	if err != nil {
		return err
	}
	if fault := report.FileFault; fault.Code != "" {
		f.Wrong("file", fault.Code, "Line", fault.Line, "Detail", fault.Detail)
		return r.showImport(f)
	}
	return r.SeeOther(importAddress(id))
}

func importAddress(id uuid.UUID) string { return "/admin/tjenester/fil/" + id.String() }

// uploaded is the file that was sent, or nil when none was chosen. One above
// the limit is refused with 413.
func uploaded(r *Request) (raw []byte, err error) {
	header := r.File("file")
	if header == nil || header.Filename == "" {
		return nil, nil
	}
	if header.Size > directory.MostImportBytes {
		return nil, middleware.Refuse(http.StatusRequestEntityTooLarge, middleware.CodeTooLarge)
	}
	file, err := header.Open()
	if err != nil {
		return nil, fmt.Errorf("opening upload: %w", err)
	}
	defer func() { _ = file.Close() }()
	raw, err = io.ReadAll(io.LimitReader(file, directory.MostImportBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading upload: %w", err)
	}
	if raw == nil {
		raw = []byte{}
	}
	return raw, nil
}

func (r *Request) showImport(f *form.Form) error {
	page := r.unitPage(r.L().T("imports.title"))
	page.Lead, page.Form, page.Width = r.L().T("imports.lead"), f, view.WidthRegular
	v := view.ImportUploadView{}
	for _, column := range directory.ImportColumns() {
		word := "«" + column.Heading + "»"
		if column.Field == "name" || column.Field == "kind" {
			v.Needed = append(v.Needed, word)
			continue
		}
		v.Optional = append(v.Optional, word)
	}
	if f == nil {
		return r.Show(view.ImportUploadPage(page, v))
	}
	return r.ShowFaults(view.ImportUploadPage(page, v))
}

// unitField is a field of a service in words.
func (r *Request) unitField(field string) string {
	switch field {
	case "name":
		return r.L().T("units.field.name")
	case "kind":
		return r.L().T("units.field.kind")
	case "org_number":
		return r.L().T("units.field.org_number")
	case "phone":
		return r.L().T("units.field.phone")
	case "email":
		return r.L().T("units.field.email")
	case "website":
		return r.L().T("units.field.website")
	case "address":
		return r.L().T("units.field.address")
	case "about":
		return r.L().T("units.field.about")
	}
	return ""
}

// importTemplate is an empty file with the headings, as Norwegian
// spreadsheets like it: byte order mark, semicolons.
func (a *App) importTemplate(r *Request) error {
	line := "\xef\xbb\xbf"
	for i, column := range directory.ImportColumns() {
		if i > 0 {
			line += ";"
		}
		line += column.Heading
	}
	r.Ctx.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	r.Ctx.Set(fiber.HeaderContentDisposition, `attachment; filename="tjenester.csv"`)
	return r.Ctx.SendString(line + "\r\n")
}
