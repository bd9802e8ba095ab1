package search

import (
	"slices"
	"testing"
)

// More offers for the judged questions: those that only mention what another
// offer is about, as real directories do.
var crowd = append(slices.Clone(town),
	entry(101, "Åpen helsestasjon", "Helsestasjonen Prøvevika", "Kom innom og spør om mat, søvn, gråt og vekt.", "søvn, søvnvansker, amming, mat, gråt", 0, 5, "universal", "1.1"),
	entry(102, "Foreldreveiledning hjemme", "Familiesenteret", "Vi kommer hjem til dere når hverdagen butter: leggetid, søvn, måltider og krangel.", "søvn, leggetid, grensesetting, krangling", 0, 12, "selective", "2.3"),
	entry(103, "Helsesykepleier på nett", "Helsestasjonen Prøvevika", "Spør om alt, også søvn, mobbing, kropp og skjerm.", "søvn, mobbing, kropp", 13, 20, "universal", "1.1"),
	entry(104, "Barnehagens støtteteam", "Oppvekst Prøvevika", "Når et barn i barnehagen er urolig, trist eller blir ertet.", "mobbing, uro, språk", 1, 6, "selective", "1.2"),
	entry(105, "Fritidskontakt", "Fritid Prøvevika", "En voksen som blir med på det du har lyst til.", "alene, ensom, venner", 8, 18, "selective", "1.4"),
	entry(106, "Leksehjelp på biblioteket", "Biblioteket", "Gratis hjelp etter skoletid. Ta med matpakke.", "lekser, skole", 8, 16, "universal", "1.2"),
	entry(107, "Gjeldsrådgiver på telefon", "Nav Prøvevika", "Ring når regningene hoper seg opp.", "gjeld, inkasso", 0, 0, "universal", "3.2"),
	entry(108, "Mødregruppe", "Familiesenteret", "For mødre som har levd med vold. Vi spiser sammen.", "vold, traume", 0, 0, "indicated", "2.4"),
	entry(109, "Rusrådgiver for unge", "Ungdomsteamet", "Snakk om rus, spill og press. Vi har taushetsplikt.", "hasj, alkohol, spill", 13, 23, "indicated", "1.3"),
	entry(110, "Sommarklubben", "Fritid Prøvevika", "Turar og bading i skuleferien. Gratis for dei som treng det.", "ferie, økonomi", 6, 13, "universal", "1.4"),
	entry(111, "Logoped", "PPT Prøvevika", "Uttale, stamming og stemme.", "språk, snakke", 2, 18, "indicated", "1.2"),
	entry(112, "Samtalegruppe for barn av skilte foreldre", "Helsestasjonen Prøvevika", "Seks ganger etter skoletid.", "samlivsbrudd, to hjem", 8, 14, "selective", "3.1"),
)

// judged is what people ask, in their own words, and the offer that a person who
// knows the municipality would name: it must be among the first three. Where
// first is set, the offer's name says it, and it must be the very first.
var judged = []struct {
	question, offer string
	first           bool
}{
	// bokmål
	{"søvn", "Søvnskolen", true},
	{"ungen sover ikke om natta", "Søvnskolen", false},
	{"hjelp til leggetid", "Søvnskolen", false},
	{"hun blir mobbet i klassen", "Trygg i klassen", false},
	{"lekser", "Leksehjelp på biblioteket", true},
	{"gutten vil ikke gå på skolen", "Skolefraværsteamet", false},
	{"jeg er redd for pappa", "Krisesenteret", false},
	{"vold hjemme", "Krisesenteret", false},
	{"han har ingen venner", "Fritidskontakt", false},
	{"vi har ikke råd til fotball", "Fritidskortet", false},
	{"inkasso og gjeld", "Gjeldsrådgiver på telefon", true},
	{"noen å snakke med om mørke tanker, 15 år", "Rask psykisk helsehjelp for ungdom", false},
	{"tenåringen røyker hasj", "Rusrådgiver for unge", false},
	{"pappa og mamma flytter fra hverandre", "Familievernkontoret", false},
	{"barnet stammer", "Logoped", false},
	{"mormor døde i sommer", "Sorggruppe for born", false},
	{"trenger avlastning", "Avlastning i helgene", true},
	{"jordmor", "Jordmor", true},
	// nynorsk
	{"svevn", "Søvnskolen", true},
	{"ho får ikkje sove", "Søvnskolen", false},
	{"dei plagar han på skulen", "Trygg i klassen", false},
	{"skulevegring", "Skolefraværsteamet", false},
	{"guten nektar å gå på skulen", "Skolefraværsteamet", false},
	{"vald i heimen", "Krisesenteret", false},
	{"eg er åleine heile tida", "Fritidskontakt", false},
	{"rekningar vi ikkje får betalt", "Økonomisk råd og gjeldsrådgiving", false},
	{"sommarferie utan pengar", "Sommarklubben", false},
	{"frukost", "Frukosten på skulen", true},
	{"vi treng nokon som kan tolke", "Tolk og bli kjent", false},
	{"vi skal gå frå kvarandre", "Familievernkontoret", false},
	{"sint heile tida, krangel heime", "Foreldregruppe: trygge grenser", false},
	{"jenta mi er trist og lei seg", "Rask psykisk helsehjelp for ungdom", false},
}

func TestJudgedQuestions(t *testing.T) {
	ix := New(crowd)
	for _, one := range judged {
		found := crowdTitles(ix.Find(Question{Words: one.question, Age: -1}))
		at := slices.Index(found, one.offer)
		if at < 0 || at > 2 || one.first && at > 0 {
			t.Errorf("%q finds %.5q; %s is number %d", one.question, found[:min(5, len(found))], one.offer, at+1)
		}
	}
}

// What an offer is called counts more than what it mentions: one whose name says
// what is asked for, even as a part of a word, comes before all that only mention
// it.
func TestANameThatSaysItComesBeforeAllThatOnlyMentionIt(t *testing.T) {
	ix := New(crowd)
	for _, word := range []string{"søvn", "svevn", "lekser", "gjeld", "sorg", "fritid", "tolk", "frukost", "fravær", "avlastning"} {
		hits := ix.Find(Question{Words: word, Age: -1})
		mentioned := false
		for _, hit := range hits {
			named := slices.ContainsFunc(hit.Why, func(r Reason) bool { return r.Place == InTitle && slices.Contains([]string{Same, Part, Alike}, r.How) })
			if named && mentioned {
				t.Errorf("%q: %q comes after one that only mentions it: %q", word, crowdTitles([]Hit{hit}), crowdTitles(hits))
			}
			mentioned = mentioned || !named
		}
		if len(hits) == 0 || hits[0].Why[0].Place != InTitle {
			t.Errorf("%q: %q", word, crowdTitles(hits))
		}
	}
}

func crowdTitles(hits []Hit) []string {
	var found []string
	for _, hit := range hits {
		found = append(found, crowd[slices.IndexFunc(crowd, func(one Entry) bool { return one.ID == hit.ID })].Title)
	}
	return found
}
