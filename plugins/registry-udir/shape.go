package main

import (
	"bytes"
	"errors"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
)

// enheter is a list as version 4 has it. A municipality's list has no paging.
type enheter struct {
	AntallSider         int
	TotaltAntallEnheter int
	EnhetListe          []item
}

// item is a unit on a list. What may be missing is a pointer.
type item struct {
	Organisasjonsnummer string
	Navn                string
	ErAktiv             *bool
	ErSkole             *bool
	ErBarnehage         *bool
	DatoEndret          string
}

// enhet is all a register says of a unit, as far as it is used here. Persons
// (Kontaktperson and the like) are not.
type enhet struct {
	Organisasjonsnummer string
	Navn                string
	FulltNavn           string
	Kommune             struct{ Kommunenummer word }
	Beliggenhetsadresse *adresse
	Postadresse         *adresse
	Koordinat           *struct{ Breddegrad, Lengdegrad float64 }
	Maalform            *struct {
		Id   word
		Navn string
	}
	Utgaattype          *struct{ Id word }
	Epost               string
	Telefon             string
	Internettadresse    string
	Url                 string
	ErAktiv             *bool
	ErSkole             *bool
	ErBarnehage         *bool
	Barnehagekategorier []struct{ Id word }
	SkoletrinnGSFra     int
	SkoletrinnGSTil     int
	AlderstrinnFra      int
	AlderstrinnTil      int
	ForeldreRelasjoner  []struct {
		Enhet         struct{ Organisasjonsnummer string }
		Relasjonstype struct{ Id word }
	}
	DatoEndret string
}

// word is a code that is written as a text by one system and as a number by
// another.
type word string

// UnmarshalJSON reads either.
func (w *word) UnmarshalJSON(text []byte) error {
	*w = word(strings.Trim(string(text), `"`))
	if *w == "null" {
		*w = ""
	}
	return nil
}

type adresse struct{ Adresse, Postnummer, Poststed string }

// readList reads a list. Version 3 answers with a bare array, with other names:
// that is said plainly, for it would read as a list without units.
func readList(body []byte) (enheter, error) {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if bytes.HasPrefix(trimmed, []byte("[")) {
		return enheter{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.old_version", Message: sdk.Words{
			NB: "Registeret svarer med en eldre versjon enn den vi spør etter. Ingenting er endret.",
			NN: "Registeret svarar med ein eldre versjon enn den vi spør etter. Ingenting er endra.",
		}, Cause: errors.New("a bare array, as version 3 answers with")}
	}
	var read struct {
		enheter
		EnhetListe *[]item
	}
	err := fetch.Decode(body, &read)
	if err != nil {
		return enheter{}, err
	}
	if read.EnhetListe == nil {
		return enheter{}, oddList(errors.New("no EnhetListe"))
	}
	read.enheter.EnhetListe = *read.EnhetListe
	return read.enheter, nil
}

// changed is when the register says that a unit was changed; zero when it does
// not say.
func (i item) changed() time.Time { return readTime(i.DatoEndret) }

// readTime reads a time in any of the forms the registers' systems write; zero
// when it is none. The year 1 means none.
func readTime(text string) time.Time {
	at, is := when.Instant(text)
	if !is {
		return time.Time{}
	}
	return at
}
