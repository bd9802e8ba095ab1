package spreadsheet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/web/spreadsheet"
)

func TestNothingTypedCanAct(t *testing.T) {
	for typed, want := range map[string]string{
		"Prøve lærer":                        "Prøve lærer",
		"":                                   "",
		"12":                                 "12",
		"a=b":                                "a=b",
		`=HYPERLINK("http://x.example";"a")`: `'=HYPERLINK("http://x.example";"a")`,
		"+4700000000":                        "'+4700000000",
		"-1+cmd|' /C calc'!A0":               "'-1+cmd|' /C calc'!A0",
		"@SUM(1)":                            "'@SUM(1)",
		"\t=1":                               "' =1",
		"\r=1":                               "' =1",
		"\n=1":                               "' =1",
		"  =1":                               "'  =1",
		"\u00a0=1":                           "' =1",
		"'=1":                                "''=1",
		`"=1`:                                `'"=1`,
		"\u200b=1":                           "'=1",
		"\ufeff=1":                           "'=1",
		"\u202e=1":                           "'=1",
		"\u00ad+1":                           "'+1",
		"\x00=1":                             "'=1",
		"\u3164=1":                           "'=1",
		"\ufe0f=1":                           "'=1",
		"\xff=1":                             "'=1",
		"＝1":                                 "'＝1",
		"＋1":                                 "'＋1",
		"－1":                                 "'－1",
		"＠a":                                 "'＠a",
		"la\u202erer":                        "larer",
		"to\nlinjer":                         "to linjer",
	} {
		if got := spreadsheet.Safe(typed); got != want {
			t.Errorf("%q is written %q, want %q", typed, got, want)
		}
	}
}

func TestExcelInNorwegianOpensIt(t *testing.T) {
	data, err := spreadsheet.Write([]string{"Når", "Hvem"}, [][]string{{"i dag; nå", `Ola "O" Å`}, {"=1", "x"}})
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufeffNår;Hvem\r\n\"i dag; nå\";\"Ola \"\"O\"\" Å\"\r\n'=1;x\r\n"
	if string(data) != want {
		t.Errorf("written %q, want %q", data, want)
	}
	rows, err := spreadsheet.Read(data)
	if err != nil || len(rows) != 3 || !slices.Equal(rows[1], []string{"i dag; nå", `Ola "O" Å`}) {
		t.Errorf("read back %q, %v", rows, err)
	}
	if _, err := spreadsheet.Read([]byte("a;b\n\"c")); err == nil {
		t.Error("a cell that does not end was read")
	}
}

func FuzzNoCellBeginsAFormula(f *testing.F) {
	f.Add("=1")
	f.Add("\u200b\t@a")
	f.Fuzz(func(t *testing.T, typed string) {
		data, err := spreadsheet.Write([]string{"a"}, [][]string{{typed}})
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Count(data, []byte("\n")) != 2 {
			t.Fatalf("%q became several rows: %q", typed, data)
		}
		cell := strings.TrimLeft(spreadsheet.Safe(typed), " \"`")
		if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
			t.Errorf("%q begins a formula: %q", typed, cell)
		}
	})
}
