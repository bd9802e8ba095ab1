package insight

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// ErrExtract says that a file is no extract's, or was not signed with the
// municipality's key.
var ErrExtract = errors.New("not an extract that can be checked")

// Verified is what a check of an extract has shown.
type Verified struct {
	Municipality string
	MadeAt       time.Time
	Size         int64 // of the log when it was signed
	Root         tlog.Hash
	Lines        int
	Faults       []Fault // empty: everything is as it was taken out
}

// Fault is something that is not as it stands in the signed log. Row is the
// spreadsheet's, as it counts them, with the header as 1; 0 for the whole.
type Fault struct {
	Row   int
	Place int64
	What  string
}

func (f Fault) String() string {
	if f.Row == 0 {
		return f.What
	}
	return fmt.Sprintf("row %d, line %d of the log: %s", f.Row, f.Place, f.What)
}

// Verify checks an extract against the head that was signed, with nothing but
// the municipality's public key. It returns ErrExtract when the proof cannot
// be read, or its head or seal was signed by somebody else.
func Verify(sheet, proof []byte, verifiers note.Verifiers) (Verified, error) {
	var file proofFile
	if err := json.Unmarshal(proof, &file); err != nil {
		return Verified{}, fmt.Errorf("%w: %w", ErrExtract, err)
	}
	if file.Format != extractFormat {
		return Verified{}, fmt.Errorf("%w: its format is %q", ErrExtract, file.Format)
	}
	size, root, err := audit.OpenHead(file.Head, verifiers)
	if err != nil {
		return Verified{}, fmt.Errorf("%w: %w", ErrExtract, err)
	}
	seal, err := note.Open([]byte(file.Seal), verifiers)
	if err != nil {
		return Verified{}, fmt.Errorf("%w: its seal: %w", ErrExtract, err)
	}
	v := Verified{Municipality: file.Municipality, MadeAt: file.MadeAt, Size: size, Root: root, Lines: len(file.Lines)}
	if seal.Text != sealText(sheet) {
		v.fault(0, 0, "the spreadsheet is not the one that was made")
	}
	rows, err := readSheet(sheet)
	if err != nil {
		v.fault(0, 0, "the spreadsheet cannot be read: "+err.Error())
	}
	v.compare(rows, file.Lines)
	return v, nil
}

func (v *Verified) fault(row int, place int64, what string) {
	v.Faults = append(v.Faults, Fault{Row: row, Place: place, What: what})
}

// compare holds each row against the proof of its line.
func (v *Verified) compare(rows [][]string, lines []audit.Proof) {
	if len(rows) != len(lines) {
		v.fault(0, 0, fmt.Sprintf("the spreadsheet has %d lines and the proof %d", len(rows), len(lines)))
	}
	for i, proof := range lines {
		row := i + 2
		entry, err := proof.Check(v.Size, v.Root)
		if err != nil {
			v.fault(row, proof.Place, err.Error())
			continue
		}
		if i >= len(rows) {
			continue
		}
		cells := rows[i]
		want := lineOf(audit.Line{Place: proof.Place, Entry: entry}).Cells()
		if len(cells) <= len(want) || cells[0] != strconv.FormatInt(proof.Place, 10) ||
			!slices.Equal(cells[len(cells)-len(want):], want) {
			v.fault(row, proof.Place, "the row does not say what the line says")
		}
	}
}

// readSheet reads a spreadsheet's rows without its header.
func readSheet(sheet []byte) ([][]string, error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(sheet, []byte("\ufeff"))))
	reader.Comma, reader.FieldsPerRecord = ';', -1
	rows, err := reader.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[1:], nil
}
