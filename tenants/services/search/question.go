package search

import (
	"slices"
	"strconv"
	"strings"
)

// mostTerms is how many words of a question are looked at.
const mostTerms = 12

// Question is what somebody seeks. The zero Question finds everything.
type Question struct {
	Words string
	Age   int    // in years; negative: any
	Level string // empty: any
	Area  string // a code, or the first part of one; empty: any
}

// terms are the telling words of a question or a text, each once. Phrases that
// mean something together are one.
func terms(text string) []term {
	words := split(text)
	var told []term
	for at := 0; at < len(words); at++ {
		if meaning, length := phraseAt(words[at:]); length > 0 {
			whole := strings.Join(words[at:at+length], " ")
			told = add(told, term{word: whole, stem: whole, meanings: meaning})
			at += length - 1
			continue
		}
		if !known.stop[words[at]] && len([]rune(words[at])) > 1 {
			told = add(told, newTerm(words[at]))
		}
	}
	return told
}

// understood is a question with what its words say of an age taken out of them:
// "8-åring", "3 år".
func (q Question) understood() (Question, []term) {
	words := split(q.Words)
	for at := 0; at+1 < len(words); at++ {
		age, err := strconv.Atoi(words[at])
		if err != nil || age > 120 || words[at+1] != "år" && !strings.HasPrefix(words[at+1], "åring") {
			continue
		}
		if q.Age < 0 {
			q.Age = age
		}
		words = slices.Delete(words, at, at+2)
		break
	}
	asked := terms(strings.Join(words, " "))
	return q, asked[:min(len(asked), mostTerms)]
}

// together gathers the words of a question that say one thing: "pappa og mamma".
func together(asked []term) [][]term {
	var concepts [][]term
	for _, one := range asked {
		at := slices.IndexFunc(concepts, func(concept []term) bool { return share(concept[0].meanings, one.meanings) })
		if at < 0 {
			concepts = append(concepts, []term{one})
			continue
		}
		concepts[at] = append(concepts[at], one)
	}
	return concepts
}

func add(list []term, one term) []term {
	if slices.ContainsFunc(list, func(t term) bool { return t.stem == one.stem }) {
		return list
	}
	return append(list, one)
}

// phraseAt finds the longest phrase that words begin with.
func phraseAt(words []string) (meaning []int, length int) {
	for _, one := range known.phrases[stem(words[0])] {
		if len(one.stems) > len(words) || len(one.stems) <= length {
			continue
		}
		fits := true
		for i, part := range one.stems {
			fits = fits && stem(words[i]) == part
		}
		if fits {
			meaning, length = []int{one.meaning}, len(one.stems)
		}
	}
	return meaning, length
}
