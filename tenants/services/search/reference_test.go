package search

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
)

// slowly finds as Find does, by comparing every word of the question with every
// word of every entry.
func slowly(entries []Entry, question Question) []Hit {
	q, asked := question.understood()
	ordered := slices.Clone(entries)
	sort.Slice(ordered, func(i, j int) bool { return before(ordered[i], ordered[j]) })
	reader := &reading{parsed: map[string][]term{}}
	texts := make([][]placed, len(ordered))
	for i, entry := range ordered {
		texts[i] = reader.of(entry)
	}
	scores, whys, heard := make([]float64, len(ordered)), make([][]Reason, len(ordered)), make([]int, len(ordered))
	concepts := together(asked)
	for _, concept := range concepts {
		said := make([]float64, len(ordered))
		for _, one := range concept {
			fits := fitting(texts, one)
			for i := range ordered {
				if best, there := fits[i]; there {
					said[i] = max(said[i], math.Log1p(float64(len(ordered))/float64(max(len(fits), 1)))*float64(best.points))
					whys[i] = append(whys[i], best.Reason)
				}
			}
		}
		for i, points := range said {
			scores[i] += points
			if points > 0 {
				heard[i]++
			}
		}
	}
	var hits []Hit
	for i, entry := range ordered {
		switch {
		case !q.fits(entry):
		case len(asked) == 0:
			hits = append(hits, Hit{ID: entry.ID})
		case len(whys[i]) > 0:
			hits = append(hits, Hit{entry.ID, scores[i] * covered(heard[i], len(concepts)), whys[i]})
		}
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].Score > hits[j].Score })
	return hits
}

// fitting are the entries that a word fits; slips only when nothing else does.
func fitting(texts [][]placed, one term) map[int]found {
	fits := matching(texts, func(word term) string { return closely(one, word) }, one)
	if len(fits) > 0 || len([]rune(one.word)) < leastSlip {
		return fits
	}
	near := known.near(one.word)
	return matching(texts, func(word term) string {
		if slip(one, near, word) {
			return Slip
		}
		return ""
	}, one)
}

func matching(texts [][]placed, relate func(term) string, asked term) map[int]found {
	fits := map[int]found{}
	for i, text := range texts {
		seen := map[string]bool{}
		for _, word := range text {
			how := relate(word.term)
			if how == "" || seen[word.word] { // it counts in the first place only
				continue
			}
			seen[word.word] = true
			one := found{Reason{asked.word, word.word, word.place, how}, strength[how] * weight[word.place]}
			if now, there := fits[i]; !there || one.better(now) {
				fits[i] = one
			}
		}
	}
	return fits
}

func TestFindIsTheSlowSimpleSearch(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	words := []string{"romskip", "8", "år", "3-åring", "skole", "Å", "hvem", "seg"}
	for _, one := range known.single {
		words = append(words, one.word)
	}
	for _, entry := range town {
		words = append(words, split(entry.Title+" "+entry.About+" "+entry.Keywords)...)
	}
	for _, phrases := range known.phrases {
		for _, one := range phrases {
			words = append(words, strings.Join(one.stems, " "))
		}
	}
	slices.Sort(words)
	pick := func() string { return misspell(random, words[random.IntN(len(words))]) }
	for round := range 120 {
		entries := invent(random, pick)
		ix := New(entries)
		for range 5 {
			q := Question{Words: pick(), Age: random.IntN(22) - 2, Level: oneOf(random, "", "", "universal", "indicated"), Area: oneOf(random, "", "", "1", "1.2")}
			for range random.IntN(5) {
				q.Words += " " + pick()
			}
			fast, slow := ix.Find(q), slowly(entries, q)
			if !slices.EqualFunc(fast, slow, func(a, b Hit) bool {
				return a.ID == b.ID && a.Score == b.Score && slices.Equal(a.Why, b.Why)
			}) {
				t.Fatalf("seed %d, round %d: %+v\nfinds  %+v\nslowly %+v", seed, round, q, fast, slow)
			}
		}
	}
}

func invent(random *rand.Rand, pick func() string) []Entry {
	entries := make([]Entry, 1+random.IntN(25))
	text := func(most int) string {
		var said []string
		for range random.IntN(most) {
			said = append(said, pick())
		}
		return strings.Join(said, " ")
	}
	for i := range entries {
		entries[i] = entry(i, text(5), text(3), text(14), text(4), random.IntN(10), 10*random.IntN(3),
			oneOf(random, "universal", "selective", "indicated"), oneOf(random, "1.1", "1.2", "2.3", "3.2"))
		entries[i].How = text(4)
	}
	return entries
}

// misspell leaves most words as they are.
func misspell(random *rand.Rand, word string) string {
	letters := []rune(word)
	if random.IntN(4) > 0 || len(letters) < 3 {
		return word
	}
	at := 1 + random.IntN(len(letters)-2)
	switch random.IntN(4) {
	case 0:
		return string(slices.Delete(letters, at, at+1))
	case 1:
		return string(slices.Insert(letters, at, 'x'))
	case 2:
		letters[at], letters[at+1] = letters[at+1], letters[at]
	default:
		letters[at] = 'q'
	}
	return string(letters)
}

func oneOf(random *rand.Rand, choices ...string) string { return choices[random.IntN(len(choices))] }

func FuzzFind(f *testing.F) {
	ix := New(town)
	f.Add("hvem kan hjelpe med søvn?", 3)
	f.Add("\u202e\x00 8 år år", -1)
	f.Fuzz(func(t *testing.T, words string, age int) {
		if len(ix.Find(Question{Words: words, Age: age})) > len(town) {
			t.Error("found more than there is")
		}
	})
}
