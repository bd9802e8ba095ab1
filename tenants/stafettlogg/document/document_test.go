package document

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/document/documenttest"
)

func sheet(entries int) Sheet {
	s := Sheet{
		Lang: "nb", Title: "Stafettlogg", Made: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC),
		Lead:     "Mål og tiltak slik de står i planen søndag 22. november 2026.",
		Replaced: "Tegn vi ikke kan skrive, står som □.",
		Page:     func(page, of int) string { return fmt.Sprintf("Side %d av %d", page, of) },
	}
	goals := Section{Title: "Mål og tiltak"}
	for i := range entries {
		goals.Entries = append(goals.Entries,
			Entry{Kind: "Mål", Title: fmt.Sprintf("Trygg i friminuttet, dag %d", i), Facts: []Fact{{"Område", "Barnehage og skole"}, {"Hvor langt", "Under arbeid"}}},
			Entry{Kind: "Tiltak", Under: true, Title: strings.Repeat("Fast voksen ute og en venn å gå til. ", 4), Facts: []Fact{
				{"Hvem gjør det", "kontaktlærer"}, {"Frist", "tirsdag 1. desember 2026"},
			}})
	}
	s.Sections = []Section{goals}
	return s
}

func made(t *testing.T, s Sheet) []byte {
	t.Helper()
	pdf, err := Make(s)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func TestADocumentHoldsWhatItIsGivenAndSaysNothingElseOfItself(t *testing.T) {
	pdf := made(t, sheet(2))
	words := documenttest.Words(t, pdf)
	for _, want := range []string{"Stafettlogg", "Mål og tiltak", "Trygg i friminuttet, dag 1", "kontaktlærer", "tirsdag 1. desember 2026", "Side 1 av 1"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in it: %q", want, words)
		}
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) > 200<<10 {
		t.Errorf("%d bytes, beginning %q", len(pdf), pdf[:8])
	}
	for _, one := range []string{"/Author", "/Creator ", "/Subject", "/Keywords", "FPDF"} {
		if bytes.Contains(pdf, []byte(one)) {
			t.Errorf("it says %s of itself", one)
		}
	}
	if !bytes.Contains(pdf, []byte("/CreationDate (D:20261122080000")) || !bytes.Contains(pdf, []byte("/Lang (nb-NO)")) {
		t.Error("it does not say when it was made, and in what language")
	}
}

func TestTheSameContentIsTheSameBytes(t *testing.T) {
	if !bytes.Equal(made(t, sheet(20)), made(t, sheet(20))) {
		t.Error("the same document was made twice and differs")
	}
}

func TestALongDocumentGoesOnOnTheNextPageAndKeepsItsHeadingsWithWhatTheyAreOf(t *testing.T) {
	words := documenttest.Words(t, made(t, sheet(30)))
	if !strings.Contains(words, "Side 1 av 8") || !strings.Contains(words, "Side 8 av 8") {
		t.Errorf("its pages are not counted: %s", words)
	}
	if strings.Contains(words, "Mål\nSide") || strings.Contains(words, "Tiltak\nSide") {
		t.Error("a heading stands alone at the foot of a page")
	}
	if strings.Count(words, "Trygg i friminuttet, dag") != 30 {
		t.Error("something is missing")
	}
}

func TestEveryLetterOfOurLanguagesCanBeSetAndOthersLeaveAMark(t *testing.T) {
	font, err := newGlyphs()
	if err != nil {
		t.Fatal(err)
	}
	const letters = "abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ" +
		"čđŋšŧžČĐŊŠŦŽáÁäÄöÖéÉèàôüï0123456789.,:;!?–—«»’“”()/%&+-€§½°…•" + string(instead)
	if clean, replaced := font.clean(letters); clean != letters || replaced {
		t.Errorf("%q", clean)
	}
	for text, want := range map[string]string{
		"sove 😀 godt":                           "sove □ godt",
		"سلام til alle":                         "□ til alle",
		"A\u030a og o\u0308":                    "Å og ö",
		"rett\u202eomvendt\u200b":               "rettomvendt",
		"linje\r\nto\tmed\u00a0rom\x00\x1b[31m": "linje \nto med rom[31m",
	} {
		clean, _ := font.clean(text)
		if clean != want {
			t.Errorf("%q is set as %q, want %q", text, clean, want)
		}
	}
	s := sheet(1)
	if strings.Contains(documenttest.Words(t, made(t, s)), s.Replaced) {
		t.Error("it says that something could not be set, and everything could")
	}
	s.Sections[0].Entries[0].Title = "سلام"
	if words := documenttest.Words(t, made(t, s)); !strings.Contains(words, string(instead)) || !strings.Contains(words, s.Replaced) {
		t.Errorf("what could not be set is not marked: %q", words)
	}
}
