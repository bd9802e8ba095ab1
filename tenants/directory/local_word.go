package directory

import (
	"strings"
	"unicode"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// WordKey names a word that a municipality may call something else.
type WordKey string

// The words that may be renamed. Norwegian bends its nouns at the end, so the
// forms used on the pages are words of their own.
const (
	WordCoordinator    WordKey = "coordinator"
	WordTheCoordinator WordKey = "the_coordinator"
	WordCoordinators   WordKey = "coordinators"
	WordPlan           WordKey = "plan"
	WordThePlan        WordKey = "the_plan"
)

// WordKeys lists the words that may be renamed, in the order a form shows them.
func WordKeys() []WordKey {
	return []WordKey{WordCoordinator, WordTheCoordinator, WordCoordinators, WordPlan, WordThePlan}
}

var ordinaryWords = map[string]map[WordKey]string{
	"nb": {
		WordCoordinator: "hverdagskoordinator", WordTheCoordinator: "hverdagskoordinatoren",
		WordCoordinators: "hverdagskoordinatorer", WordPlan: "Hverdagsplan", WordThePlan: "Hverdagsplanen",
	},
	"nn": {
		WordCoordinator: "kvardagskoordinator", WordTheCoordinator: "kvardagskoordinatoren",
		WordCoordinators: "kvardagskoordinatorar", WordPlan: "Kvardagsplan", WordThePlan: "Kvardagsplanen",
	},
}

// Ordinary returns the word as it is where nobody has renamed it.
func (k WordKey) Ordinary(language string) string { return ordinaryWords[language][k] }

// validateWord accepts a word or two of letters, as it can stand in the middle
// of a sentence.
func validateWord(language string, key WordKey, word string) error {
	var faults tenants.Invalid
	if key.Ordinary(language) == "" {
		faults.Add("word", "setting.word.unknown")
		return faults.Err()
	}
	isWord := !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && r != ' ' && r != '-' })
	if !isWord || strings.HasPrefix(word, "-") {
		faults.Add("word", "setting.word.shape")
	}
	if longerThan(word, 40) {
		faults.Add("word", "setting.word.long")
	}
	return faults.Err()
}
