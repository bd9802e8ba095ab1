// Make writes the sample files of the folder above as Norwegian Excel writes
// them. Run it there: go run ./make
package main

import (
	"log"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

const units = `Einingar i Lillesand kommune, oppdatert 1. november 2026;;;;;;;;
Namn på eining;Type;Org.nr.;Tlf.;E-post;Besøksadresse;Postnr;Poststad;Skildring
Heibukta skule;Skule;314215028;000 05 010;skule@lillesand.example;Eksempelvegen 2;0005;LILLESAND;"Barneskule med SFO.
Ring kontoret; så finn vi rett person."
Solknatten barnehage;Barnehage;;000 05 020;barnehage@lillesand.example;Eksempelvegen 8;5;Lillesand;"Fire avdelingar, ""Måne"" er størst"
Helsestasjonen Heibukta;Helsestasjon;;000 05 030;helsestasjon@lillesand.example;Prøvegata 6;0005;Lillesand;Helsesjukepleiar og jordmor.
;;;;;;;;
Heibukta kulturskule;Kulturskule;;000 05 050;;Prøvegata 7;0005;Lillesand;Song, dans og teikning
Barnevernet Ærøya;Barnevern;123456789;ring sentralbordet;prove.eksempelsen@lillesand.example;;;;
;Skule;;000 05 099;;;;;Denne har ikkje namn
`

// services are Arendal's, as an office keeps them. The columns about persons
// are there because they are in real ones.
var services = [][]any{
	{"Oversikt over tiltak for barn og unge i Arendal"},
	{"Sist endret", 46327, "av", "fagkonsulenten"},
	{},
	{"Tiltak", "Ansvarlig enhet", "Målgruppe", "Alder", "Nivå", "Hva er det?", "Slik kontakter du oss", "Telefon", "Krever henvisning", "Stikkord", "Kontaktperson"},
	{"Åpen barnehage", "Familiens hus Skagerbukta", "Foreldre med små barn", "0–5 år", "Universelt", "Lek, mat og en prat. Kom når det passer.", "Bare møt opp, mandag og onsdag", 301030, "Nei", "lek, småbarn, ensom", "Prøve Eksempelsen"},
	{"Søvnveiledning", "Familiens hus Skagerbukta", "Foreldre", "0-3", "Universelt", "Samtaler om søvn og kvelder.", "Ring oss", "000 03 030", "Nei", "søvn, sove, trøtt, natt", "Prøve Eksempelsen"},
	{"Foreldreveiledning i gruppe", "Familiens hus Skagerbukta", "Foreldre", "4–12 år", "Selektivt", "Åtte kvelder med andre foreldre.", "Ring oss", "000 03 030", "Nei", "grenser, sinne, krangling", nil},
	{"PPT, råd til skole og barnehage", "PPT Skagerbukta", "Ansatte", "0–16", "Nivå 2", "Hjelper barnehager og skoler med å legge til rette.", "Skolen eller barnehagen tar kontakt", "000 03 040", "Ja", "læring, språk, lesing", "Eksempel Prøvesen"},
	{"Samtaler for ungdom", "Familiens hus Skagerbukta", "Ungdom", "13+", "Indikert", nil, "Send melding", "000 03 030", "tja", "trist, redd, angst", nil},
}

func main() {
	err := write()
	if err != nil {
		log.Fatal(err)
	}
}

func write() error {
	text := strings.ReplaceAll(units, "\n", "\r\n")
	old, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		return err
	}
	err = os.WriteFile("einingar-windows.csv", []byte(old), 0o644)
	if err != nil {
		return err
	}
	err = os.WriteFile("einingar-utf8.csv", []byte("\ufeff"+text), 0o644)
	if err != nil {
		return err
	}
	return workbook("tiltak.xlsx")
}

func workbook(name string) error {
	book := excelize.NewFile()
	defer book.Close()
	err := book.SetSheetName("Sheet1", "Tiltak")
	if err != nil {
		return err
	}
	for i, row := range services {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		err = book.SetSheetRow("Tiltak", cell, &row)
		if err != nil {
			return err
		}
	}
	return book.SaveAs(name)
}
