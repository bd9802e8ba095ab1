package search

import "strings"

// stem takes the endings off a word, so that its forms become one: søvnen,
// søvnens and søvn. It is the Snowball project's algorithm for Norwegian
// (snowballstem.org/algorithms/norwegian), whose endings are those of both
// written languages, with the nynorsk plurals -ane and -ar that it shares.
func stem(word string) string {
	letters := []rune(word)
	from := region(letters)
	letters = cutEnding(letters, from)
	if end := string(letters[min(from, len(letters)):]); strings.HasSuffix(end, "dt") || strings.HasSuffix(end, "vt") {
		letters = letters[:len(letters)-1]
	}
	for _, ending := range derivations {
		if ends(letters, from, ending) {
			letters = letters[:len(letters)-len([]rune(ending))]
			break
		}
	}
	return string(letters)
}

// The endings, longest first.
var (
	endings = []string{
		"hetenes", "heitene", "hetene", "hetens", "heiter", "heiten", "heter", "heten", "endes", "heita", "ande", "ende",
		"edes", "enes", "erte", "ane", "ede", "ene", "ens", "ers", "ets", "het", "ast", "ert", "en", "ar", "er", "as", "es",
		"et", "a", "e", "s",
	}
	derivations = []string{
		"hetslov", "eleg", "elig", "elov", "slov", "leg", "eig", "lig", "els", "lov", "ig",
	}
)

const vowels = "aeiouyæåø"

// region is where endings may begin: after the first consonant that follows a
// vowel, and never before the fourth letter.
func region(letters []rune) int {
	vowel := false
	for i, letter := range letters {
		switch is := strings.ContainsRune(vowels, letter); {
		case vowel && !is:
			return max(i+1, 3)
		case is:
			vowel = true
		}
	}
	return len(letters)
}

func ends(letters []rune, from int, ending string) bool {
	end := []rune(ending)
	return len(letters)-len(end) >= from && string(letters[len(letters)-len(end):]) == ending
}

func cutEnding(letters []rune, from int) []rune {
	for _, ending := range endings {
		if !ends(letters, from, ending) {
			continue
		}
		rest := letters[:len(letters)-len([]rune(ending))]
		switch ending {
		case "s":
			if !sMayGo(rest) {
				return letters
			}
		case "erte", "ert":
			return letters[:len(rest)+2]
		}
		return rest
	}
	return letters
}

// sMayGo reports whether an s after these letters is an ending: after b, c, d,
// and so on, or after a k with no vowel before it.
func sMayGo(rest []rune) bool {
	if len(rest) == 0 {
		return false
	}
	last := rest[len(rest)-1]
	if strings.ContainsRune("bcdfghjlmnoprtvyz", last) {
		return true
	}
	return last == 'k' && len(rest) > 1 && !strings.ContainsRune(vowels, rest[len(rest)-2])
}
