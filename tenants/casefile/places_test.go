package casefile

import (
	"testing"

	"pgregory.net/rapid"
)

func somewhere() places {
	p := places{}
	p.addName("Solbakken skole")
	p.addName("Ås barnehage")
	p.addName("PP-tjenesten")
	p.addName("Fjordby kommune")
	p.addAddress("Storgata 12 B, 0199 Lilleviken")
	p.addAddress("Øvre Kvernvegen 3")
	return p
}

func TestAPlaceIsFoundInWhateverFormItIsWritten(t *testing.T) {
	for _, text := range []string{
		"Møte på Solbakken", "rektor ved SOLBAKKENS skole", "solbakkenskolen tar imot", "Følge til Ås", "Ås’ bibliotek",
		"AAs barnehage", "hjem til Storgaten", "i storgatas nærhet", "Storgate 12", "postnummer 0199", "tog fra Lilleviken.",
		"Lillevika", "Fjordbys svømmehall", "Kvernveien", "øvre kvernvegen", "Fjord\u00adby",
	} {
		if !somewhere().in("Noe annet", text) {
			t.Errorf("%q names a place", text)
		}
	}
	for _, text := range []string{
		"", "Følge til skolen", "Snakke med PP-tjenesten", "barnehagen og helsestasjonen", "Gata utenfor", "klokka 12",
		"Trygg skolevei", "Sol og bakke", "asfalt", "kommunen svarer", "Nå er det 199 dager igjen", "stor glede", "øvre etasje",
	} {
		if somewhere().in(text) {
			t.Errorf("%q names no place", text)
		}
	}
}

func TestAPlaceIsAlwaysFoundWhereItStandsAsAWordOfItsOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-ZÆØÅ][a-zæøå]{3,12}`).Draw(t, "name")
		before := rapid.StringMatching(`([a-zæøå]{1,8}[ ,.]){0,4}`).Draw(t, "before")
		ending := rapid.SampledFrom([]string{"", "s", ".", ", og", "-skolen"}).Draw(t, "ending")
		p := places{}
		p.addName(name)
		if len(p) > 0 && !p.in(before+name+ending) {
			t.Fatalf("%q is not found in %q", name, before+name+ending)
		}
	})
}
