package format

import (
	"fmt"
	"strings"
)

// Problem is one reason why a file cannot be used. It repeats nothing of what
// stands there.
type Problem struct {
	Place string // JSON pointer, or "linje 4, frist" in a spreadsheet
	Code  string
	Want  string // what was wanted
}

type wording struct{ nb, nn string }

// wordings say each code to people. %s is what was wanted.
var wordings = map[string]wording{
	"json":      {"Filen er ikke JSON.", "Fila er ikkje JSON."},
	"csv":       {"Linjen kan ikke deles i felter.", "Linja kan ikkje delast i felt."},
	"encoding":  {"Filen er ikke tekst vi kan lese.", "Fila er ikkje tekst vi kan lese."},
	"empty":     {"Filen er tom.", "Fila er tom."},
	"too_large": {"Filen er større enn 4 MB.", "Fila er større enn 4 MB."},
	"kind":      {"Feltet skjema sier ikke at dette er en stafettlogg.", "Feltet skjema seier ikkje at dette er ein stafettlogg."},
	"newer":     {"Filen er skrevet i en nyere utgave av formatet enn vi kan lese.", "Fila er skriven i ei nyare utgåve av formatet enn vi kan lese."},
	"row":       {"Første felt på linjen må si hva linjen er, for eksempel tiltak.", "Første felt på linja må seie kva linja er, til dømes tiltak."},
	"header":    {"Første linje må være overskriftene. Den første er rad.", "Første linje må vere overskriftene. Den første er rad."},
	"no_log":    {"Linjen hører ikke til noen logg. En linje med logg må komme først.", "Linja høyrer ikkje til nokon logg. Ei linje med logg må kome først."},
	"unknown":   {"Feltet skal ikke være der.", "Feltet skal ikkje vere der."},
	"type":      {"Her skal det stå %s.", "Her skal det stå %s."},
	"enum":      {"Her skal det stå en av: %s.", "Her skal det stå ein av: %s."},
	"required":  {"Feltet %s mangler.", "Feltet %s manglar."},
	"minLength": {"Feltet kan ikke være tomt.", "Feltet kan ikkje vere tomt."},
	"maxLength": {"Teksten er lengre enn %s tegn.", "Teksten er lengre enn %s teikn."},
	"minItems":  {"Listen må ha minst %s.", "Lista må ha minst %s."},
	"maxItems":  {"Listen har mer enn %s.", "Lista har meir enn %s."},
	"minimum":   {"Tallet kan ikke være mindre enn %s.", "Talet kan ikkje vere mindre enn %s."},
	"maximum":   {"Tallet kan ikke være større enn %s.", "Talet kan ikkje vere større enn %s."},
	"pattern":   {"Feltet er ikke skrevet slik det skal: %s.", "Feltet er ikkje skrive slik det skal: %s."},
	"format":    {"Her skal det stå %s.", "Her skal det stå %s."},
	"oneOf":     {"En endring skal ha akkurat én ting i seg.", "Ei endring skal ha akkurat éin ting i seg."},
	"twice":     {"Den samme id-en står to ganger.", "Den same id-en står to gonger."},
	"reference": {"Målet som tiltaket hører til, finnes ikke i loggen.", "Målet som tiltaket høyrer til, finst ikkje i loggen."},
	"no_change": {"Kvitteringen er for en endring vi ikke har sendt.", "Kvitteringa er for ei endring vi ikkje har sendt."},
	"change":    {"Vi tar ikke imot endringer. Legg fram hele loggen.", "Vi tek ikkje imot endringar. Legg fram heile loggen."},
	"schema":    {"Formatet kan ikke leses her.", "Formatet kan ikkje lesast her."},
}

// names of types and formats, in words.
var names = strings.NewReplacer(
	"string", "tekst", "integer", "et helt tall", "null", "ingenting", "array", "en liste", "object", "et objekt", "boolean", "true eller false",
	"date-time", "dato og klokkeslett, slik: 2026-12-01T12:00:00+01:00", "date", "en dato, slik: 2026-12-01", " / ", " eller ",
)

var namesNN = strings.NewReplacer(
	"et helt tall", "eit heilt tal", "ingenting", "ingenting", "en liste", "ei liste", "et objekt", "eit objekt",
	"en dato, slik", "ein dato, slik",
)

// Words say the problem in both written languages.
func (p Problem) Words() (nb, nn string) {
	w, ok := wordings[p.Code]
	if !ok {
		w = wording{"Feltet kan ikke brukes slik det er.", "Feltet kan ikkje brukast slik det er."}
	}
	if !strings.Contains(w.nb, "%s") {
		return w.nb, w.nn
	}
	wantNB, wantNN := p.Want, p.Want
	if p.Code == "type" || p.Code == "format" {
		wantNB = names.Replace(p.Want)
		wantNN = namesNN.Replace(wantNB)
	}
	return fmt.Sprintf(w.nb, wantNB), fmt.Sprintf(w.nn, wantNN)
}

// Remark is the document that tells the sender of a file what is wrong with it.
func Remark(sha256 string, problems []Problem) Object {
	var list []any
	for _, problem := range problems {
		nb, nn := problem.Words()
		list = append(list, Object{"sted": problem.Place, "kode": problem.Code, "nb": nb, "nn": nn})
	}
	return Object{"skjema": KindRemark, "sha256": sha256, "merknader": list}
}
