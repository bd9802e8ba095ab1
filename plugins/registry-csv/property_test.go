package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
)

// Whatever is in a file's cells and however it is written, every row that is
// not empty is a unit, or is spoken of by its number.
func TestNoRowIsSilentlyMissing(t *testing.T) {
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("abcæøåÆØÅ ;,\"\n=@19-")), 0, 12, -1)
	rapid.Check(t, func(rt *rapid.T) {
		var text bytes.Buffer
		writer := csv.NewWriter(&text)
		writer.Comma = rapid.SampledFrom([]rune{';', '\t', ','}).Draw(rt, "separator")
		writer.UseCRLF = rapid.Bool().Draw(rt, "CRLF")
		if err := writer.Write([]string{"Navn", "Telefon", "Om"}); err != nil {
			rt.Fatal(err)
		}
		rows := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) []string {
			return []string{letters.Draw(rt, "name"), letters.Draw(rt, "phone"), letters.Draw(rt, "about")}
		}), 0, 8).Draw(rt, "rows")
		for _, row := range rows {
			if err := writer.Write(row); err != nil {
				rt.Fatal(err)
			}
		}
		writer.Flush()
		content := text.String()
		if rapid.Bool().Draw(rt, "Windows-1252") {
			content, _ = charmap.Windows1252.NewEncoder().String(content)
		}
		got := listFile(content, nil)
		if fetch.Is(got.err, "file.empty") && !slices.ContainsFunc(rows, func(row []string) bool { return clean.Line(strings.Join(row, "")) != "" }) {
			return
		}
		if got.err != nil {
			rt.Fatalf("%v of %q", got.err, content)
		}
		spoken := map[string]bool{}
		for _, remark := range got.remarks {
			spoken[remark.Place] = true
		}
		for i, row := range rows {
			empty := clean.Line(strings.Join(row, "")) == ""
			listed := slices.ContainsFunc(got.units, func(u registry.Unit) bool { return u.Name == clean.Name(strings.TrimSpace(row[0])) })
			if !empty && !listed && !spoken[fmt.Sprintf("rad %d", i+2)] {
				rt.Fatalf("row %d of %q is silently missing: %+v", i+2, content, got)
			}
		}
	})
}

// A file that is written again in another order, with other headings and
// spaces, has the same ids.
func TestIdsDoNotHangOnOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-ZÆØÅ][a-zæøå]{1,12} (skole|barnehage)`), 1, 8, rapid.ID).Draw(rt, "names")
		ids := func(names []string, heading string) []string {
			var got []string
			for _, unit := range listFile(heading+";Telefon\n"+strings.Join(names, ";\n")+";\n", nil).units {
				got = append(got, unit.ID)
			}
			slices.Sort(got)
			return got
		}
		other := rapid.Permutation(names).Draw(rt, "order")
		for i := range other {
			other[i] = "  " + strings.ToUpper(other[i]) + " "
		}
		before, after := ids(names, "Navn"), ids(other, "Enhet")
		if !slices.Equal(before, after) || len(before) != len(names) {
			rt.Fatalf("%v became %v", before, after)
		}
	})
}
