package main

import (
	"strings"
	"unicode"
)

// spellings are how municipalities write the headings of each field, in both
// written languages, without signs and spaces.
var spellings = map[string]string{
	"name": "navn namn enhet eining enhetsnavn einingsnamn navnpåenhet namnpåeining virksomhet verksemd " +
		"virksomhetsnavn verksemdsnamn sted stad skole skule barnehage skolenavn skulenamn barnehagenavn " +
		"barnehagenamn navnskole navnbarnehage avdeling institusjon tjenestested tenestestad organisasjon name ansvarligenhet " +
		"ansvarlegeining utfører utførar tilbyder tilbydar",
	"kind": "type slag enhetstype einingstype kategori virksomhetstype verksemdstype typeenhet typeeining typevirksomhet kind",
	"org_number": "orgnr orgnummer organisasjonsnr organisasjonsnummer orgno organisasjonsnummeret bedriftsnummer " +
		"bedriftsnr foretaksnummer underenhet",
	"parent_org_number": "overordnet overordnetenhet overordna overordnaeining eier eigar eiersorgnr overordnetorgnr " +
		"overordnaorgnr hovedenhet hovudeining juridiskenhet",
	"phone": "telefon tlf tlfnr telefonnummer telefonnr sentralbord fasttelefon kontakttelefon phone tlfnummer " +
		"telefonsentralbord",
	"email": "epost epostadresse mail mailadresse email epostadressa kontaktepost felleseepost fellesepost postmottak",
	"website": "nettside nettsted nettstad hjemmeside heimeside web webside internett internettadresse url lenke lenkje " +
		"www nettadresse hjemmesideurl",
	"address": "adresse besøksadresse gateadresse gate vegadresse veiadresse besøksadr adr beliggenhetsadresse " +
		"adressa besøksadressa",
	"postcode": "postnr postnummer",
	"town":     "poststed poststad sted2 by",
	"about": "om omtale beskrivelse skildring skildringa info informasjon merknad merknader beskriving kortomtale " +
		"kortbeskrivelse omenheten omeininga hvagjørde kvagjerdei innhold innhald tilbud tilbod hva kva hvaerdet kvaerdet",
	"language":  "målform målforma språk skriftspråk",
	"closed":    "nedlagt lagtned avviklet avvikla utgått utgåtte",
	"active":    "aktiv status idrift iddrift erdetidrift",
	"latitude":  "breddegrad lat latitude breidd breiddegrad nord",
	"longitude": "lengdegrad lon lng long longitude lengdegrader øst aust",
	"id":        "id nøkkel enhetsid einingsid kode løpenummer",
	"service": "tjeneste teneste tjenestenavn tenestenamn tjenestens tiltak tiltaksnavn tiltaksnamn hjelpetilbud " +
		"hjelpetilbod lavterskeltilbud lågterskeltilbod navnpåtjeneste namnpåteneste navnpåtiltak namnpåtiltak tjenestetilbud",
	"ages":     "alder aldersgruppe alderstrinn aldersspenn aldersspennet hvilkenalder kvaalder aldergruppe",
	"age_from": "alderfra fraalder frå fra minalder lavestealder lågastealder aldersgrensenedre fraår alderfrå fråalder",
	"age_to":   "aldertil tilalder til maksalder høyestealder høgastealder aldersgrenseøvre tilår",
	"audience": "målgruppe målgruppa målgrupper forhvem forkven hvemerdetfor kvenerdetfor hvemkanbrukedet",
	"level":    "nivå nivået tiltaksnivå btinivå innsatsnivå forebyggingsnivå trinn nivåietrappa",
	"areas":    "område områder tema temaer emne emner fagområde temaområde områda",
	"how": "kontakt hvordankontakte korleiskontakte slikkontakterduoss slikkontaktarduoss slikfårduhjelp slikfårdutjenesten " +
		"hvordanfåhjelp korleisfåhjelp søknad hvordansøke korleissøkje slikgjørdu slikgjerdu fremgangsmåte framgangsmåte påmelding",
	"referral": "henvisning krevhenvisning kreverhenvisning tilvising krevtilvising tilvisning måhenvises måtilvisast trengerhenvisning",
	"keywords": "søkeord søkjeord nøkkelord stikkord emneord taggar tagger",
}

// fields is spellings turned around.
var fields = func() map[string]string {
	turned := map[string]string{}
	for field, words := range spellings {
		for word := range strings.FieldsSeq(words) {
			turned[word] = field
		}
	}
	return turned
}()

// about are headings that are about persons: they are never proposed, and
// nothing of them is shown.
var aboutPersons = []string{
	"kontaktperson", "leder", "leiar", "rektor", "styrer", "styrar", "ansatt", "tilsett", "fødselsnummer", "fødselsnr",
	"personnummer", "personnr", "fnr", "fødselsdato", "fødd", "født", "mobil", "saksbehandler", "sakshandsamar",
	"rådgiver", "rådgivar", "kontaktlærer", "helsesykepleier", "helsesjukepleiar", "fornavn", "førenamn", "etternavn",
	"etternamn", "ansvarligperson", "ansvarlegperson", "privat", "pårørende", "pårørande", "foresatt", "føresett", "elev",
}

// bare is a heading without what varies: signs, spaces and large letters, and
// what stands in parentheses.
func bare(heading string) string {
	if before, _, found := strings.Cut(heading, "("); found && strings.TrimSpace(before) != "" {
		heading = before
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// isPersonal tells whether a heading is about persons.
func isPersonal(heading string) bool {
	text := bare(heading)
	for _, word := range aboutPersons {
		if strings.Contains(text, word) && fields[text] == "" {
			return true
		}
	}
	return false
}

// fieldOf is the field that a heading speaks of; empty when it is none, or
// about persons.
func fieldOf(heading string) string {
	return fields[bare(heading)]
}

// propose takes each heading for a field: the first heading for the field it
// speaks of, and the next that speaks of the same for none.
func propose(headings []string) map[string]string {
	taken := map[string]string{}
	for _, heading := range headings {
		field := fieldOf(heading)
		if _, is := taken[field]; field != "" && !is {
			taken[field] = heading
		}
	}
	return taken
}
