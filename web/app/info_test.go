package app_test

import "testing"

func TestThePublicPagesAreOpenAndTellNothingOfTheReader(t *testing.T) {
	office := openOffice(t)
	for path, text := range map[string]string{
		"/hjelp": "116 111", "/personvern": "Kommunen har ansvaret", "/tilgjengelighet": "uustatus.no",
	} {
		office.stranger().get(path).is(200).shows(text, "Fjordby kommune").hides("vold", "overgrep")
		office.administrator().get(path).is(200).shows(text, "Brukere")
	}
}
