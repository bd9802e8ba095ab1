package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

func TestEveryFieldThatIsProposedIsOneTheHostKnows(t *testing.T) {
	for field, words := range spellings {
		if !slices.Contains(registry.Fields, field) {
			t.Errorf("%s is no field", field)
		}
		for word := range strings.FieldsSeq(words) {
			if bare(word) != word {
				t.Errorf("%q can never be met", word)
			}
			if fields[word] != field {
				t.Errorf("%q is %s and %s", word, field, fields[word])
			}
		}
	}
	for _, field := range registry.Fields {
		if spellings[field] == "" {
			t.Errorf("no heading says %s", field)
		}
	}
}

func TestColumnsAreProposedFromTheirHeadings(t *testing.T) {
	for heading, field := range map[string]string{
		"Navn": "name", "NAMN": "name", "Navn på enhet": "name", "Org. nr.": "org_number", "Organisasjonsnummer (9 siffer)": "org_number",
		"Tlf": "phone", "Telefon sentralbord": "phone", "E-postadresse": "email", "Besøksadresse": "address", "Post-nr": "postcode",
		"Heimeside": "website", "Skildring": "about", "Alder (fra–til)": "ages", "Målgruppe:": "audience", "Nivå": "level", "Tilvising": "referral",
		"Hvordan kontakte": "how", "Kontaktperson": "", "Noe helt annet": "", "": "", "Tiltak": "service", "Nedlagt": "closed",
	} {
		if got := fieldOf(heading); got != field {
			t.Errorf("%q is taken for %q, want %q", heading, got, field)
		}
	}
}

// nationalNumber makes a number that is put together as those of persons are,
// of a month that is none: month 91 is nobody's.
func nationalNumber(t *testing.T) string {
	t.Helper()
	for i := range 1000 {
		if number := fmt.Sprintf("01919012%03d", i); hasNationalNumber(number) {
			return number
		}
	}
	t.Fatal("no number is taken for a national one")
	return ""
}

func TestNothingOfAColumnAboutPersonsIsShown(t *testing.T) {
	number := nationalNumber(t)
	content := "Navn;Kontaktperson;Epost;Notat;Telefon;Rektor mobil\n" +
		"Fjæremyra skole;Prøve Eksempelsen;prove.eksempelsen@bodo.example;" + number + ";000 01 010;000 99 999\n" +
		"Øyværet barnehage;Eksempel Prøvesen;eksempel.provesen@bodo.example;;000 01 020;000 99 998\n"
	got, err := (&plugin{}).Inspect(t.Context(), registry.File{Name: "enheter.csv", Content: []byte(content)})
	if err != nil || got.Rows != 2 || len(got.Columns) != 6 {
		t.Fatalf("%+v, %v", got, err)
	}
	want := []registry.Column{
		{Heading: "Navn", Field: "name", Samples: []string{"Fjæremyra skole", "Øyværet barnehage"}}, {Heading: "Kontaktperson"}, {Heading: "Epost"},
		{Heading: "Notat"}, {Heading: "Telefon", Field: "phone", Samples: []string{"000 01 010", "000 01 020"}}, {Heading: "Rektor mobil"},
	}
	for i, column := range got.Columns {
		if column.Heading != want[i].Heading || column.Field != want[i].Field || !slices.Equal(column.Samples, want[i].Samples) {
			t.Errorf("%+v, want %+v", column, want[i])
		}
	}
	if len(got.Remarks) != 4 || got.Remarks[0].Code != "column.person" || !strings.Contains(got.Remarks[0].NN, "personar") {
		t.Errorf("%+v", got.Remarks)
	}
}

func TestHeadingsAreEachOnce(t *testing.T) {
	got, err := (&plugin{}).Inspect(t.Context(), registry.File{Content: []byte("Navn;Telefon;Telefon;;\nA;1;2;3;4\n")})
	if err != nil {
		t.Fatal(err)
	}
	var headings []string
	for _, column := range got.Columns {
		headings = append(headings, column.Heading+"="+column.Field)
	}
	if !slices.Equal(headings, []string{"Navn=name", "Telefon=phone", "Telefon (2)=", "kolonne 4=", "kolonne 5="}) {
		t.Errorf("%v", headings)
	}
}

func TestAFileWithoutNamesIsSaid(t *testing.T) {
	got, err := (&plugin{}).Inspect(t.Context(), registry.File{Content: []byte("Telefon;Farge\n000;blå\n")})
	if err != nil || len(got.Remarks) != 1 || got.Remarks[0].Code != "column.no_name" {
		t.Fatalf("%+v, %v", got, err)
	}
}

func TestAges(t *testing.T) {
	for text, want := range map[string][2]int{
		"0-5": {0, 5}, "0 – 5 år": {0, 5}, "13 til 16": {13, 16}, "fra 6": {6, 0}, "6+": {6, 0}, "16 år og eldre": {16, 0}, "under 18": {0, 17},
		"til 18 år": {0, 18}, "alle": {0, 0}, "4": {4, 4}, "1 år - 5 år": {1, 5}, "frå 13 år": {13, 0},
	} {
		low, high, ok := ages(text)
		if !ok || low != want[0] || high != want[1] {
			t.Errorf("%q is %d to %d, %v", text, low, high, ok)
		}
	}
	for _, text := range []string{"", "barn", "18-2", "500", "0-999", "-"} {
		if low, high, ok := ages(text); ok {
			t.Errorf("%q is %d to %d", text, low, high)
		}
	}
}
