package search

import (
	"fmt"

	"github.com/google/uuid"
)

// A municipality's offers, invented, in both written languages.
var town = []Entry{
	entry(1, "Helsestasjon 0–5 år", "Helsestasjonen Prøvevika", "Vekt, vaksiner, amming og alt du lurer på.", "baby, spedbarn", 0, 5, "universal", "1.1"),
	entry(2, "Søvnskolen", "Helsestasjonen Prøvevika", "Kurs for foreldre når kveldene er lange og nettene korte.", "", 1, 6, "selective", "1.1", "2.3"),
	entry(3, "Skolehelsetjenesten", "Helsestasjonen Prøvevika", "Helsesykepleier på skolen. Døra er åpen hver dag.", "", 6, 19, "universal", "1.1"),
	entry(4, "Foreldregruppe: trygge grenser", "Familiesenteret", "Åtte kvelder om sinne, grenser og gode stunder.", "oppdragelse", 3, 12, "selective", "2.3"),
	entry(5, "Familievernkontoret", "Familievernkontoret Prøvevika", "Samtaler om samliv og samarbeid etter brudd.", "mekling", 0, 0, "universal", "3.1"),
	entry(6, "Skolefraværsteamet", "PPT Prøvevika", "Når det er vanskelig å gå på skolen.", "vegring", 6, 16, "indicated", "1.2"),
	entry(7, "Pedagogisk-psykologisk tjeneste", "PPT Prøvevika", "Tilrettelegging i barnehage og skole.", "lesevansker, språk", 0, 16, "selective", "1.2"),
	entry(8, "Rask psykisk helsehjelp for ungdom", "Helsestasjonen Prøvevika", "Angst, tristhet og bekymringer. Ingen henvisning.", "", 13, 20, "selective", "1.3"),
	entry(9, "Økonomisk råd og gjeldsrådgiving", "Nav Prøvevika", "Regninger du ikke får betalt.", "sosialhjelp", 0, 0, "selective", "3.2"),
	entry(10, "Fritidskortet", "Fritid Prøvevika", "Dekker kontingent og utstyr.", "idrett, kultur", 6, 18, "universal", "1.4"),
	entry(11, "Krisesenteret", "Krisesenteret Prøvevika", "Åpent hele døgnet for den som har det utrygt hjemme.", "vold", 0, 0, "indicated", "2.4"),
	entry(12, "Trygg i klassen", "Prøvebakken skole", "Vi stopper mobbing samme uke.", "", 6, 16, "selective", "1.2", "1.4"),
	entry(13, "Frukosten på skulen", "Prøvebakken skule", "Gratis kvar dag før timen.", "", 6, 16, "universal", "1.1"),
	entry(14, "Sorggruppe for born", "Familiesenteret", "For deg som har mista nokon.", "", 6, 16, "indicated", "1.3"),
	entry(15, "Tolk og bli kjent", "Flyktningtenesta", "Vi er med deg til skulen og legen.", "", 0, 0, "selective", "3.3"),
	entry(16, "SLT-koordinator", "Prøvevika kommune", "Samordner når ungdom gjør noe ulovlig.", "politi, rus", 12, 23, "selective", "2.4"),
	entry(17, "Jordmor", "Helsestasjonen Prøvevika", "Oppfølging i svangerskapet.", "gravid", 0, 0, "universal", "1.1"),
	entry(18, "Avlastning i helgene", "Tildelingskontoret", "Når dere trenger å hvile.", "støttekontakt", 0, 18, "indicated", "2.1"),
}

func entry(number int, title, unit, about, keywords string, from, to int, level string, areas ...string) Entry {
	return Entry{
		ID: uuid.MustParse(fmt.Sprintf("00000000-0000-7000-8000-%012d", number)), Title: title, Unit: unit, About: about,
		Keywords: keywords, AgeFrom: from, AgeTo: to, Level: level, Areas: areas,
	}
}
