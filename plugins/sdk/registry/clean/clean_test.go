package clean_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
)

func TestANameInCapitalsIsPutRight(t *testing.T) {
	for written, want := range map[string]string{
		"ØYRVÆRET SKOLE":                      "Øyrværet skole",
		"BLÅBÆRLIA BARNEHAGE AVD NORD":        "Blåbærlia barnehage avd Nord",
		"NORDGLØTT PPT":                       "Nordgløtt PPT",
		"ÅS-HAUG OPPVEKSTSENTER SFO":          "Ås-Haug oppvekstsenter SFO",
		"Fjæremyra skole":                     "Fjæremyra skole",
		"PP-TJENESTEN ÅS-HAUG":                "PP-tjenesten Ås-Haug",
		"PPT":                                 "PPT",
		"  Helsestasjonen \t Nordgløtt\u200b": "Helsestasjonen Nordgløtt",
	} {
		if got := clean.Name(written); got != want {
			t.Errorf("Name(%q) = %q, want %q", written, got, want)
		}
	}
}

func TestATownIsPutRight(t *testing.T) {
	for written, want := range map[string]string{
		"BODØ": "Bodø", "ØVRE ÅRDAL": "Øvre Årdal", "MO I RANA": "Mo i Rana", "KRISTIANSAND S": "Kristiansand S", "Å": "Å", "Ålesund": "Ålesund", "": "",
	} {
		if got := clean.Town(written); got != want {
			t.Errorf("Town(%q) = %q, want %q", written, got, want)
		}
	}
}

func TestAPersonsAddressIsKnown(t *testing.T) {
	for written, want := range map[string]struct {
		address  string
		personal bool
	}{
		"mailto:Post.Skole@bodo.example":    {"post.skole@bodo.example", false},
		"skole@bodo.example":                {"skole@bodo.example", false},
		"ola.eksempelsen@bodo.example":      {"ola.eksempelsen@bodo.example", true},
		"anne-grete.prøve@bodo.example":     {"anne-grete.prøve@bodo.example", true},
		"hagen@gmail.com":                   {"hagen@gmail.com", true},
		"helsestasjon.nord@arendal.example": {"helsestasjon.nord@arendal.example", false},
		"ring oss":                          {"", false},
		"Ola <ola@bodo.example>":            {"", false},
	} {
		address, personal := clean.Email(written)
		if address != want.address || personal != want.personal {
			t.Errorf("Email(%q) = %q, %v", written, address, personal)
		}
	}
}

func TestWebAddressesAndTelephones(t *testing.T) {
	for written, want := range map[string]string{
		"www.bodo.example":             "https://www.bodo.example",
		"http://skole.bodo.example/om": "http://skole.bodo.example/om",
		"//www.bodo.example":           "https://www.bodo.example",
		"javascript:alert(1)":          "",
		"https://a:b@bodo.example":     "",
		"kommer":                       "",
		"":                             "",
		"file:///etc/passwd":           "",
	} {
		if got := clean.Website(written); got != want {
			t.Errorf("Website(%q) = %q, want %q", written, got, want)
		}
	}
	for written, want := range map[string]string{
		"000 01 010": "000 01 010", "+47 00 00 10 10": "+47 00 00 10 10", "ring sentralbordet": "", "12": "", "00001010 / 00001011": "",
	} {
		if got := clean.Phone(written); got != want {
			t.Errorf("Phone(%q) = %q, want %q", written, got, want)
		}
	}
}

func TestWhatIsCleanedIsCleanAndStaysSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		for name, f := range map[string]func(string) string{"Line": clean.Line, "Name": clean.Name, "Town": clean.Town, "Text": clean.Text, "Website": clean.Website, "Phone": clean.Phone} {
			once := f(text)
			if !utf8.ValidString(once) || strings.IndexFunc(once, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) >= 0 {
				t.Fatalf("%s(%q) = %q is not clean", name, text, once)
			}
			if twice := f(once); twice != once {
				t.Fatalf("%s of %q again is %q", name, once, twice)
			}
		}
		n := rapid.IntRange(1, 40).Draw(t, "n")
		if utf8.RuneCountInString(clean.Cut(text, n)) > n {
			t.Fatalf("Cut(%q, %d) is too long", text, n)
		}
	})
}
