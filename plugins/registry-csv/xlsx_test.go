package main

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

func workbook(t testing.TB, fill func(*excelize.File)) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	fill(book)
	var content bytes.Buffer
	err := book.Write(&content)
	if err != nil {
		t.Fatal(err)
	}
	return content.String()
}

func set(t testing.TB, book *excelize.File, sheet, cell string, values ...any) {
	t.Helper()
	err := book.SetSheetRow(sheet, cell, &values)
	if err != nil {
		t.Fatal(err)
	}
}

func TestAWorkbookOfSeveralSheets(t *testing.T) {
	content := workbook(t, func(book *excelize.File) {
		set(t, book, "Sheet1", "A1", "Oversikt over enheter i Bodø")
		set(t, book, "Sheet1", "A2", "Hentet fra intranettet")
		if _, err := book.NewSheet("Enheter"); err != nil {
			t.Fatal(err)
		}
		set(t, book, "Enheter", "B3", "Navn", "Organisasjonsnummer", "Telefon", "Postnr", "Poststed", "Adresse", "Aktiv")
		set(t, book, "Enheter", "B4", "Øyrværet oppvekstsenter", 311804030, 101012.0, 804, "BODØ", "Eksempelveien 3\n2. etasje", true)
		set(t, book, "Enheter", "B9", "Måseungen barnehage", "311 804 073", "+47 000 01 021", "0804", "Bodø", nil, "nei")
		if err := book.SetCellFormula("Enheter", "H4", "1+1"); err != nil {
			t.Fatal(err)
		}
	})
	got := listFile(content, nil)
	if got.err != nil || len(got.units) != 2 {
		t.Fatalf("%+v", got)
	}
	first := got.units[0]
	if first.ID != "311804030" || first.Phone != "101012" || first.Address != "Eksempelveien 3 2. etasje, 0804 Bodø" || first.Closed {
		t.Errorf("%+v", first)
	}
	second := got.units[1]
	if second.ID != "311804073" || second.Address != "0804 Bodø" || !second.Closed || second.Phone != "+47 000 01 021" {
		t.Errorf("%+v", second)
	}
}

func TestAFormulaIsNotWorkedOut(t *testing.T) {
	content := workbook(t, func(book *excelize.File) {
		set(t, book, "Sheet1", "A1", "Navn", "Telefon")
		set(t, book, "Sheet1", "A2", "Fjæremyra skole", "000 01 010")
		if err := book.SetCellFormula("Sheet1", "B3", `HYPERLINK("https://bodo.example","ring")`); err != nil {
			t.Fatal(err)
		}
		if err := book.SetCellValue("Sheet1", "A3", "Tuvholmen barnehage"); err != nil {
			t.Fatal(err)
		}
	})
	got := listFile(content, nil)
	if got.err != nil || len(got.units) != 2 || got.units[1].Phone != "" {
		t.Fatalf("%+v", got)
	}
}

func TestABombIsRefusedBeforeItIsUnpacked(t *testing.T) {
	var content bytes.Buffer
	archive := zip.NewWriter(&content)
	for _, name := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		file, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.CopyN(file, zeros{}, 30<<20)
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if got := listFile(content.String(), nil); !fetch.Is(got.err, "file.too_large") || time.Since(began) > 2*time.Second {
		t.Fatalf("%v after %s", got.err, time.Since(began))
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestAWorkbookWithFarTooManyRowsIsCut(t *testing.T) {
	content := workbook(t, func(book *excelize.File) {
		writer, err := book.NewStreamWriter("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		_ = writer.SetRow("A1", []any{"Navn"})
		for i := range mostRows + 5 {
			cell, _ := excelize.CoordinatesToCellName(1, i+2)
			_ = writer.SetRow(cell, []any{"Enhet " + cell})
		}
		if err := writer.Flush(); err != nil {
			t.Fatal(err)
		}
	})
	got := listFile(content, nil)
	if got.err != nil || got.end.Complete || len(got.units) != mostRows-1 || !slices.Contains(got.said(), " file.cut") {
		t.Fatalf("%d units, %+v, %v", len(got.units), got.end, got.err)
	}
}

func TestWorkbooksThatAreNone(t *testing.T) {
	var content bytes.Buffer
	archive := zip.NewWriter(&content)
	if _, err := archive.Create("word/document.xml"); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	whole := workbook(t, func(book *excelize.File) { set(t, book, "Sheet1", "A1", "Navn") })
	for _, content := range []string{content.String(), whole[:len(whole)/2], strings.Replace(whole, "worksheets", "worksheetz", -1)} {
		if got := listFile(content, nil); got.err == nil {
			t.Errorf("%d bytes were read: %+v", len(content), got)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add([]byte(excel))
	f.Add([]byte("sep=,\nnavn,\"om\n\"\"x\n"))
	f.Add([]byte("\xff\xfen\x00a\x00v\x00n\x00\n\x00\xd8\x00"))
	f.Add([]byte("navn;om\n\"aldri lukket;x\n;\n"))
	f.Add([]byte(workbook(f, func(book *excelize.File) { set(f, book, "Sheet1", "A1", "Navn", "Tlf") })))
	f.Fuzz(func(t *testing.T, content []byte) {
		slow := time.AfterFunc(5*time.Second, func() { panic("a file takes more than five seconds to read") })
		defer slow.Stop()
		file := registry.File{Name: "x", Content: content}
		inspected, err := (&plugin{}).Inspect(t.Context(), file)
		if err == nil && (len(inspected.Columns) > mostColumns || inspected.Rows > mostRows) {
			t.Errorf("%d columns, %d rows", len(inspected.Columns), inspected.Rows)
		}
		got := listFile(string(content), nil)
		seen := map[string]bool{}
		for _, unit := range got.units {
			if unit.Name == "" || unit.ID == "" || len(unit.ID) > 200 || seen[unit.ID] || strings.ContainsAny(unit.Name, "\x00\n\u202e") {
				t.Errorf("%+v", unit)
			}
			seen[unit.ID] = true
		}
	})
}
