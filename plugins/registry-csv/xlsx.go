package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// The bounds of a workbook when it is unpacked: 4 MiB can be made of 4 GiB.
const (
	mostUnpacked = 48 << 20
	mostFiles    = 2_000
	mostSheets   = 20
)

// readXLSX reads the values of a workbook. Formulas are not worked out: the
// value that Excel saved beside each is taken.
func readXLSX(content []byte) (sheets [][]row, cut bool, err error) {
	err = bounded(content)
	if err != nil {
		return nil, false, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked,
	})
	if err != nil {
		return nil, false, notTable(err)
	}
	defer book.Close()
	left := mostRows
	for _, name := range book.GetSheetList()[:min(len(book.GetSheetList()), mostSheets)] {
		rows, more, err := readSheet(book, name, left)
		if err != nil {
			return nil, false, notTable(err)
		}
		left -= len(rows)
		cut = cut || more
		sheets = append(sheets, rows)
	}
	return sheets, cut, nil
}

// bounded refuses a workbook that is not what it seems.
func bounded(content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return notTable(err)
	}
	unpacked, book := uint64(0), false
	for _, file := range archive.File {
		unpacked += file.UncompressedSize64
		book = book || file.Name == "xl/workbook.xml"
		if unpacked > mostUnpacked || len(archive.File) > mostFiles {
			return bad("file.too_large", "Filen er større enn vi kan lese. Del den i flere.", "Fila er større enn vi kan lese. Del ho i fleire.")
		}
	}
	if !book {
		return notTable(errors.New("a zip without a workbook"))
	}
	return nil
}

// readSheet reads one sheet row by row, and stops when there is enough.
func readSheet(book *excelize.File, name string, left int) (rows []row, cut bool, err error) {
	iterator, err := book.Rows(name)
	if err != nil {
		return nil, false, fmt.Errorf("reading a sheet: %w", err)
	}
	defer iterator.Close()
	for number := 1; iterator.Next(); number++ {
		if len(rows) >= left || number > 10*mostRows {
			return rows, true, nil
		}
		cells, err := iterator.Columns()
		if err != nil {
			return nil, false, fmt.Errorf("reading row %d: %w", number, err)
		}
		for i, cell := range cells {
			cells[i] = whole(cell)
		}
		kept, filled := keep(number, cells)
		if filled {
			rows = append(rows, kept)
		}
	}
	return rows, false, iterator.Error()
}

// whole writes a whole number as one: Excel keeps 974760673 as 9.74760673E8.
func whole(cell string) string {
	if len(cell) < 4 || !bytes.ContainsAny([]byte(cell), "eE") {
		return cell
	}
	number, err := strconv.ParseFloat(cell, 64)
	if err != nil || number != math.Trunc(number) || math.Abs(number) > 1e15 {
		return cell
	}
	return strconv.FormatFloat(number, 'f', 0, 64)
}
