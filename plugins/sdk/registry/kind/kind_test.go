package kind_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/kind"
)

func TestKindsOfNames(t *testing.T) {
	for name, want := range map[string]string{
		"Fjæremyra skole":                       kind.School,
		"HEIBUKTA SKULE":                        kind.School,
		"Nordgløtt ungdomsskole":                kind.School,
		"Tuvholmen videregående skole":          kind.School,
		"Heibukta kulturskule":                  kind.Other,
		"Nordgløtt folkehøgskole":               kind.Other,
		"Øyrværet kjøreskole":                   kind.Other,
		"Skole og barnehage":                    kind.Other,
		"Skoleadministrasjonen":                 kind.Other,
		"Blåbærlia barnehage, avdeling Måne":    kind.Kindergarten,
		"Helsestasjonen Nordgløtt":              kind.Health,
		"Barneverntjenesten Østbrygga":          kind.ChildWelfare,
		"PP-tjenesten Skagerbukta":              kind.PPT,
		"PPT Skagerbukta":                       kind.PPT,
		"Pedagogisk-psykologisk teneste":        kind.PPT,
		"Familiens hus Skagerbukta":             kind.Family,
		"Psykisk helse og rus":                  kind.MentalHealth,
		"Bodø kommune":                          kind.Municipality,
		"Rådhuset":                              kind.Municipality,
		"Brann og redning":                      kind.Other,
		"":                                      kind.Other,
		"Kvistappt":                             kind.Other,
		"Senter for barnevern og psykisk helse": kind.Other,
	} {
		if got := kind.Of(name); got != want {
			t.Errorf("Of(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestAKindDoesNotHangOnLettersOrSpaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.SampledFrom([]rune("abcdeøæå -skolebarnhgtjv"))).Draw(t, "name")
		want := kind.Of(name)
		if got := kind.Of("  " + strings.ToUpper(name) + " "); got != want {
			t.Fatalf("Of(%q) = %s in capitals, and %s", name, got, want)
		}
	})
}
