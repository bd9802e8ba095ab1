package search

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// What people write, in bokmål and nynorsk, and what must come first.
func TestAQuestionInOwnWordsFindsWhatIsMeant(t *testing.T) {
	ix := New(town)
	for question, want := range map[string]string{
		"hvem kan hjelpe med søvn?":               "Søvnskolen",
		"Kven kan hjelpe med svevn?":              "Søvnskolen",
		"sønnen min får ikke sove":                "Søvnskolen",
		"guten vil ikkje legge seg":               "Søvnskolen",
		"innsovning":                              "Søvnskolen",
		"søvnvansker":                             "Søvnskolen",
		"de erter henne på skolen hver dag":       "Trygg i klassen",
		"mobbing":                                 "Trygg i klassen",
		"mobing":                                  "Trygg i klassen",
		"han nekter å gå på skolen, skolevegring": "Skolefraværsteamet",
		"skulevegring":                            "Skolefraværsteamet",
		"mye fravær":                              "Skolefraværsteamet",
		"eg er redd heile tida, angst":            "Rask psykisk helsehjelp for ungdom",
		"datteren min er så redd":                 "Rask psykisk helsehjelp for ungdom",
		"engstelig tenåring":                      "Rask psykisk helsehjelp for ungdom",
		"vi har ikke penger til regningene":       "Økonomisk råd og gjeldsrådgiving",
		"rekningar":                               "Økonomisk råd og gjeldsrådgiving",
		"faren slår":                              "Krisesenteret",
		"vald i heimen":                           "Krisesenteret",
		"skilsmisse":                              "Familievernkontoret",
		"vi skal gå frå kvarandre":                "Familievernkontoret",
		"matpakke":                                "Frukosten på skulen",
		"frokost":                                 "Frukosten på skulen",
		"bestemor døde, sorg":                     "Sorggruppe for born",
		"ungen er så sint":                        "Foreldregruppe: trygge grenser",
		"grensesetting":                           "Foreldregruppe: trygge grenser",
		"dysleksi":                                "Pedagogisk-psykologisk tjeneste",
		"stammer":                                 "Pedagogisk-psykologisk tjeneste",
		"hasj":                                    "SLT-koordinator",
		"vi er så slitne og trenger et pusterom":  "Avlastning i helgene",
		"svangerskap":                             "Jordmor",
		"flyktning som trenger tolk":              "Tolk og bli kjent",
		"fotball og idrett":                       "Fritidskortet",
		"helsestasjonn":                           "Helsestasjon 0–5 år",
		"Helsesøster på skolen":                   "Skolehelsetjenesten",
		"SØVN":                                    "Søvnskolen",
		"familievern":                             "Familievernkontoret",
	} {
		hits := ix.Find(Question{Words: question, Age: -1})
		if len(hits) == 0 || titleOf(hits[0].ID) != want {
			t.Errorf("%q finds %v, want %s first", question, titles(hits), want)
		}
	}
}

func TestWhatNobodyOffersIsNotFound(t *testing.T) {
	ix := New(town)
	for _, question := range []string{"romskip", "xyzzy", "zzzz qqqq", strings.Repeat("å", 3000)} {
		if hits := ix.Find(Question{Words: question, Age: -1}); len(hits) > 0 {
			t.Errorf("%.20q finds %v", question, titles(hits))
		}
	}
}

func TestAQuestionWithoutTellingWordsListsEverythingByTitle(t *testing.T) {
	hits := New(town).Find(Question{Words: "hvem kan hjelpe meg?", Age: -1})
	found := titles(hits)
	sorted := slices.SortedFunc(slices.Values(found), func(a, b string) int {
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	})
	if len(hits) != len(town) || !slices.Equal(found, sorted) {
		t.Errorf("found %v", found)
	}
}

func TestFiltersNarrow(t *testing.T) {
	ix := New(town)
	for _, one := range []struct {
		question Question
		want     []string
	}{
		{Question{Words: "skole", Age: 2}, []string{"Søvnskolen", "Pedagogisk-psykologisk tjeneste", "Tolk og bli kjent"}},
		{Question{Age: -1, Level: "indicated", Area: "1"}, []string{"Skolefraværsteamet", "Sorggruppe for born"}},
		{Question{Age: 17, Area: "1.4"}, []string{"Fritidskortet"}},
		{Question{Words: "sorg 8-åring", Age: -1}, []string{"Sorggruppe for born"}},
		{Question{Words: "sorg 3 år", Age: -1}, nil},
		{Question{Words: "sorg 3 år", Age: 9}, []string{"Sorggruppe for born"}},
	} {
		found := titles(ix.Find(one.question))
		slices.Sort(found)
		slices.Sort(one.want)
		if !slices.Equal(found, one.want) {
			t.Errorf("%+v finds %v, want %v", one.question, found, one.want)
		}
	}
}

func TestAHitSaysWhyItWasFound(t *testing.T) {
	ix := New(town)
	for question, want := range map[string]Reason{
		"sove":      {Asked: "sove", Found: "søvnskolen", Place: InTitle, How: Alike},
		"søvn":      {Asked: "søvn", Found: "søvnskolen", Place: InTitle, How: Part},
		"regninger": {Asked: "regninger", Found: "økonomisk", Place: InTitle, How: Meaning},
		"mobing":    {Asked: "mobing", Found: "mobbing", Place: InAbout, How: Slip},
		"jordm":     {Asked: "jordm", Found: "jordmor", Place: InTitle, How: Begins},
		"legge seg": {Asked: "legge seg", Found: "søvnskolen", Place: InTitle, How: Alike},
	} {
		hits := ix.Find(Question{Words: question, Age: -1})
		if len(hits) == 0 || len(hits[0].Why) != 1 || hits[0].Why[0] != want {
			t.Errorf("%q: %+v, want %+v", question, hits, want)
		}
	}
}

func TestStemsAreThoseOfBothLanguages(t *testing.T) {
	for _, forms := range [][]string{
		{"søvn", "søvnen", "søvnens"},
		{"barnehage", "barnehagen", "barnehager", "barnehagar", "barnehagene", "barnehagane"},
		{"vanske", "vansker", "vanskar", "vanskene", "vanskane"},
		{"trygghet", "tryggheten"},
		{"utrygg", "utrygge"},
		{"ungdom", "ungdommen"[:6], "ungdomar", "ungdomane"},
		{"mobbing", "mobbinga", "mobbingen"},
	} {
		for _, form := range forms {
			if stem(form) != stem(forms[0]) {
				t.Errorf("%s is %s, and %s is %s", form, stem(form), forms[0], stem(forms[0]))
			}
		}
	}
}

func TestLongWordsAreCutInKnownParts(t *testing.T) {
	for word, want := range map[string]string{
		"søvnkurs": "søvn kur", "foreldregruppe": "foreldr grupp", "skolehelsetjenesten": "skol hels tjenest",
		"barnehage": "", "søvn": "", "krokodilletårer": "",
	} {
		if got := strings.Join(known.partsOf(word), " "); got != want {
			t.Errorf("%s is made of %q, want %q", word, got, want)
		}
	}
}

func TestSlips(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"mobbing", "mobing"}: true, {"mobing", "mobbing"}: true, {"mobbing", "mobbign"}: true, {"mobbing", "mopbing"}: true,
		{"mobbing", "mobbing"}: true, {"mobbing", "moping"}: false, {"mat", "mot"}: false, {"søvn", "savn"}: true, {"mobbing", "mobbingen"}: false,
	} {
		if slipped(pair[0], pair[1]) != want {
			t.Errorf("%v: %v", pair, !want)
		}
	}
}

// Data files that contradict themselves are found here.
func TestTheDataFilesSayEachThingOnce(t *testing.T) {
	for _, line := range lines(synonymFile) {
		seen := map[string]bool{}
		for said := range strings.SplitSeq(line, ",") {
			word := strings.TrimSpace(said)
			if word == "" || seen[word] {
				t.Errorf("%q says %q twice, or nothing", line, word)
			}
			seen[word] = true
			if known.stop[word] {
				t.Errorf("%q is told nothing by and has a meaning", word)
			}
		}
	}
	if len(known.areas) != 11 {
		t.Errorf("%d areas", len(known.areas))
	}
}

func titles(hits []Hit) []string {
	var found []string
	for _, hit := range hits {
		found = append(found, titleOf(hit.ID))
	}
	return found
}

func titleOf(id uuid.UUID) string {
	return town[slices.IndexFunc(town, func(one Entry) bool { return one.ID == id })].Title
}
