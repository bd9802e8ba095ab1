package directory_test

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

func TestTheMunicipalityChoosesItsLanguageAndWords(t *testing.T) {
	h := openHouse(t)
	ctx := t.Context()
	s, err := directory.ReadSettings(ctx, h.Scope)
	must(t, err)
	equal(t, s.DefaultLanguage(), "nb")
	for _, key := range directory.WordKeys() {
		for _, language := range []string{"nb", "nn"} {
			if s.Word(language, key) == "" {
				t.Errorf("%s has no ordinary word in %s", key, language)
			}
		}
	}
	must(t, directory.SetDefaultLanguage(ctx, h.admin, "nn"))
	must(t, directory.SetLocalWord(ctx, h.admin, "nb", directory.WordCoordinator, " familiekoordinator "))
	must(t, directory.SetLocalWord(ctx, h.admin, "nb", directory.WordCoordinator, "familie-koordinator"))
	s, err = directory.ReadSettings(ctx, h.Scope)
	must(t, err)
	equal(t, s.DefaultLanguage(), "nn")
	equal(t, s.Word("nb", directory.WordCoordinator), "familie-koordinator")
	equal(t, s.Word("nn", directory.WordCoordinator), "kvardagskoordinator")
	must(t, directory.SetLocalWord(ctx, h.admin, "nb", directory.WordCoordinator, ""))
	must(t, directory.SetLocalWord(ctx, h.admin, "nb", directory.WordCoordinator, ""))
	s, err = directory.ReadSettings(ctx, h.Scope)
	must(t, err)
	equal(t, s.Word("nb", directory.WordCoordinator), "hverdagskoordinator")
}

func TestAWordMustBeAWord(t *testing.T) {
	h := openHouse(t)
	for word, want := range map[string]string{
		"<b>plan</b>": "word setting.word.shape", "plan\u202e": "word setting.word.shape", "-plan": "word setting.word.shape",
		"hverdagshverdagshverdagshverdagshverdagsplan": "word setting.word.long",
	} {
		faults(t, directory.SetLocalWord(t.Context(), h.admin, "nb", directory.WordPlan, word), want)
	}
	faults(t, directory.SetLocalWord(t.Context(), h.admin, "nb", "family", "x"), "word setting.word.unknown")
	faults(t, directory.SetLocalWord(t.Context(), h.admin, "en", directory.WordPlan, "x"), "word setting.word.unknown")
	faults(t, directory.SetDefaultLanguage(t.Context(), h.admin, ""), "language setting.language.unknown")
}

func TestAllWordsOfAFormAreKeptOrNone(t *testing.T) {
	h := openHouse(t)
	before := h.Audit().Size()
	words := map[directory.WordKey]string{
		directory.WordPlan: "Familieplan", directory.WordThePlan: "<i>", directory.WordCoordinator: "hverdagskoordinator",
	}
	faults(t, directory.SetLocalWords(t.Context(), h.admin, "nb", words), "the_plan setting.word.shape")
	s, err := directory.ReadSettings(t.Context(), h.Scope)
	must(t, err)
	equal(t, s.Word("nb", directory.WordPlan), "Hverdagsplan")
	words[directory.WordThePlan] = "Familieplanen"
	must(t, directory.SetLocalWords(t.Context(), h.admin, "nb", words))
	s, err = directory.ReadSettings(t.Context(), h.Scope)
	must(t, err)
	equal(t, s.Word("nb", directory.WordPlan), "Familieplan")
	equal(t, s.Word("nb", directory.WordThePlan), "Familieplanen")
	equal(t, h.Audit().Size()-before, int64(2))
}
