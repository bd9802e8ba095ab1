package insight_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/spreadsheet"
)

// take makes an extract of a few looks as the pages do.
func take(t *testing.T, house *tenanttest.House, f insight.Filter) (sheet, proof []byte) {
	t.Helper()
	extract, err := insight.Take(ctx, officer(house), f)
	must(t, err)
	var rows [][]string
	for _, line := range extract.Lines {
		rows = append(rows, append([]string{line.Number(), "når", line.Who}, line.Cells()...))
	}
	sheet, err = spreadsheet.Write(append([]string{"Linje", "Når", "Hvem"}, insight.Columns()...), rows)
	must(t, err)
	proof, err = extract.Proof(sheet)
	must(t, err)
	return sheet, proof
}

func keyOf(t *testing.T, house *tenanttest.House) note.Verifiers {
	t.Helper()
	key, err := house.Scope.Keys().LogKey()
	must(t, err)
	verifier, err := note.NewVerifier(key)
	must(t, err)
	return note.VerifierList(verifier)
}

func TestAnExtractProvesItselfAndEveryChangeIsFound(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		for range 9 {
			house.Clock.Advance(time.Minute)
			look(t, house.Coordinator(), family)
		}
		sheet, proof := take(t, house, insight.Filter{Code: casefile.Code(family.ID), Kind: audit.KindLook})
		look(t, house.Coordinator(), family) // the log goes on
		whole, err := insight.Verify(sheet, proof, keyOf(t, house))
		must(t, err)
		if len(whole.Faults) != 0 || whole.Lines != 9 || whole.Municipality != "fjordby" {
			t.Fatalf("an untouched extract: %+v", whole)
		}
		if bytes.Contains(sheet, []byte("Lia")) || bytes.Contains(proof, []byte("Lia")) {
			t.Error("the extract tells the family's name")
		}
		code := []byte(casefile.Code(family.ID))
		at := bytes.LastIndex(sheet, code)
		for name, c := range map[string]struct{ sheet, proof []byte }{
			"a code in the last row":    {replaceAt(sheet, at, "BCDFGH"), proof},
			"a name":                    {bytes.Replace(sheet, []byte("Prøve koordinator"), []byte("Prøve kollega"), 1), proof},
			"a row taken out":           {withoutRow(sheet, 3), proof},
			"a line in the proof":       {sheet, bytes.Replace(proof, []byte("coordinator"), []byte("coordinatoR"), 1)},
			"the proof's time":          {sheet, bytes.Replace(proof, []byte(`"at": "2026-11-03T`), []byte(`"at": "2026-11-04T`), 1)},
			"a row and line taken from": {withoutRow(sheet, 1), proof},
		} {
			got, err := insight.Verify(c.sheet, c.proof, keyOf(t, house))
			if err == nil && len(got.Faults) == 0 {
				t.Errorf("%s was changed and not found", name)
			}
		}
		changed, err := insight.Verify(replaceAt(sheet, at, "BCDFGH"), proof, keyOf(t, house))
		must(t, err)
		if len(changed.Faults) != 2 || changed.Faults[1].Row != 10 {
			t.Errorf("found %v, want the seal and row 10", changed.Faults)
		}
	})
}

func replaceAt(data []byte, at int, text string) []byte {
	changed := bytes.Clone(data)
	copy(changed[at:], text)
	return changed
}

func withoutRow(sheet []byte, n int) []byte {
	rows := bytes.SplitAfter(sheet, []byte("\r\n"))
	return bytes.Join(slices.Delete(rows, n, n+1), nil)
}

func TestAnExtractOfAnothersKeyIsNotBelieved(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		look(t, house.Coordinator(), house.Family("Lia"))
		sheet, proof := take(t, house, insight.Filter{Kind: audit.KindLook})
		key, err := house.Neighbour.Keys().LogVerifier()
		must(t, err)
		if _, err := insight.Verify(sheet, proof, note.VerifierList(key)); !errors.Is(err, insight.ErrExtract) {
			t.Errorf("another municipality's key: %v", err)
		}
		for name, changed := range map[string]string{
			"no proof":      "tull",
			"another form":  strings.Replace(string(proof), "hverdag extract 1", "hverdag extract 2", 1),
			"a forged head": strings.Replace(string(proof), `"head": "hverdag-`, `"head": "hverdog-`, 1),
			"a forged seal": strings.Replace(string(proof), "sha256 ", "sha256 0", 1),
		} {
			if _, err := insight.Verify(sheet, []byte(changed), keyOf(t, house)); !errors.Is(err, insight.ErrExtract) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// On SQLite alone: the role the program has on PostgreSQL cannot change a line.
func TestALineThatWasTamperedWithDoesNotPassInAnExtract(t *testing.T) {
	house := tenanttest.SQLite(t)
	family := house.Family("Lia")
	look(t, house.Coordinator(), family)
	lines, err := house.Scope.Audit().Read(ctx, audit.Filter{CaseFile: family.ID, Limit: 1})
	must(t, err)
	_, err = house.Scope.WriteDB().ExecContext(ctx, `UPDATE audit_entries SET actor_id = $1 WHERE id = $2`,
		house.Colleague().Viewer.ID.String(), lines[0].Place)
	must(t, err)
	sheet, proof := take(t, house, insight.Filter{})
	got, err := insight.Verify(sheet, proof, keyOf(t, house))
	must(t, err)
	if len(got.Faults) != 1 || got.Faults[0].Place != lines[0].Place {
		t.Errorf("found %v, want line %d", got.Faults, lines[0].Place)
	}
}

func TestAnExtractDoesNotDisturbTheLogsOwnHeads(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		look(t, house.Coordinator(), house.Family("Lia"))
		must(t, house.Provisioner.CopyHeads(ctx))
		take(t, house, insight.Filter{})
		look(t, house.Coordinator(), house.Family("Vik"))
		take(t, house, insight.Filter{Code: "BBBBBB"})
		must(t, house.Provisioner.CopyHeads(ctx))
		report, err := house.Provisioner.VerifyLog(ctx, house.Scope.ID)
		must(t, err)
		if len(report.Findings) != 0 {
			t.Errorf("found in a whole log: %v", report.Findings)
		}
	})
}
