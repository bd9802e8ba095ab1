package search

import (
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/google/uuid"
)

// Entry is one thing that can be found.
type Entry struct {
	ID             uuid.UUID
	Title          string
	Unit           string // who offers it
	About, How     string
	Keywords       string
	AgeFrom, AgeTo int // AgeTo zero: no upper limit
	Level          string
	Areas          []string // codes of the knowledge model
}

// The places where a word may be found, and how much each counts.
const (
	InTitle    = "title"
	InKeywords = "keywords"
	InArea     = "area"
	InUnit     = "unit"
	InAbout    = "about"
	InHow      = "how"
)

// What an offer is called counts so much that a name which says it comes before
// every offer that only mentions it.
var weight = map[string]int{InTitle: 130, InKeywords: 60, InArea: 30, InUnit: 30, InAbout: 20, InHow: 10}

// Hit is an entry that was found, and why.
type Hit struct {
	ID    uuid.UUID
	Score float64
	Why   []Reason // for each word of the question that fits, the best
}

// Reason is why an entry was found.
type Reason struct {
	Asked string // the word of the question
	Found string // the word of the entry
	Place string // InTitle and the others
	How   string // Same and the others
}

// Index is entries that can be searched. It does not change, and is safe for
// concurrent use.
type Index struct {
	entries  []Entry
	words    []term
	places   [][]posting // of a word
	sorted   []int       // words in the order of the alphabet
	byStem   map[string][]int
	byMeant  map[int][]int
	byPart   map[string][]int
	partMean map[int][]int // words with a part that has a meaning
}

// posting is where a word stands: the place that counts most in the entry.
type posting struct {
	entry int
	place string
}

// New makes an index. Entries are found in the order of relevance, and those
// that are equally relevant by title.
func New(entries []Entry) *Index {
	ix := &Index{
		entries: slices.Clone(entries),
		byStem:  map[string][]int{}, byMeant: map[int][]int{}, byPart: map[string][]int{}, partMean: map[int][]int{},
	}
	sort.Slice(ix.entries, func(i, j int) bool { return before(ix.entries[i], ix.entries[j]) })
	numbers := map[string]int{}
	terms := &reading{parsed: map[string][]term{}}
	for i, entry := range ix.entries {
		for _, found := range terms.of(entry) {
			ix.note(numbers, found.term, posting{i, found.place})
		}
	}
	for number, word := range ix.words {
		ix.file(number, word)
		ix.sorted = append(ix.sorted, number)
	}
	sort.Slice(ix.sorted, func(i, j int) bool { return ix.words[ix.sorted[i]].word < ix.words[ix.sorted[j]].word })
	return ix
}

func before(a, b Entry) bool {
	if x, y := strings.ToLower(a.Title), strings.ToLower(b.Title); x != y {
		return x < y
	}
	return a.ID.String() < b.ID.String()
}

// Len is how many entries there are.
func (ix *Index) Len() int { return len(ix.entries) }

// note keeps where a word stands; the first place it is found in counts most.
func (ix *Index) note(numbers map[string]int, one term, at posting) {
	number, there := numbers[one.word]
	if !there {
		number = len(ix.words)
		numbers[one.word] = number
		ix.words, ix.places = append(ix.words, one), append(ix.places, nil)
	}
	if last := len(ix.places[number]) - 1; last >= 0 && ix.places[number][last].entry == at.entry {
		return
	}
	ix.places[number] = append(ix.places[number], at)
}

func (ix *Index) file(number int, word term) {
	ix.byStem[word.stem] = append(ix.byStem[word.stem], number)
	for _, meaning := range word.meanings {
		ix.byMeant[meaning] = append(ix.byMeant[meaning], number)
	}
	for _, part := range word.parts {
		ix.byPart[part] = append(ix.byPart[part], number)
		for _, meaning := range known.meanings[part] {
			ix.partMean[meaning] = append(ix.partMean[meaning], number)
		}
	}
}

// reading makes terms of texts, and remembers those that come again: names of
// units, areas.
type reading struct{ parsed map[string][]term }

// placed is a word of an entry and where it stands.
type placed struct {
	term
	place string
}

// of lists the words of an entry, from the place that counts most.
func (r *reading) of(entry Entry) []placed {
	var areas []string
	for _, code := range entry.Areas {
		areas = append(areas, known.areas[code])
	}
	var all []placed
	for _, part := range []struct{ place, text string }{
		{InTitle, entry.Title}, {InKeywords, entry.Keywords}, {InArea, strings.Join(areas, " ")}, {InUnit, entry.Unit},
		{InAbout, entry.About}, {InHow, entry.How},
	} {
		found, read := r.parsed[part.text]
		if !read {
			found = terms(part.text)
			r.parsed[part.text] = found
		}
		for _, one := range found {
			all = append(all, placed{one, part.place})
		}
	}
	return all
}

// fits reports whether an entry passes a question's filters.
func (q Question) fits(entry Entry) bool {
	if q.Age >= 0 && (q.Age < entry.AgeFrom || entry.AgeTo > 0 && q.Age > entry.AgeTo) {
		return false
	}
	if q.Level != "" && q.Level != entry.Level {
		return false
	}
	return q.Area == "" || slices.ContainsFunc(entry.Areas, func(code string) bool {
		return code == q.Area || strings.HasPrefix(code, q.Area+".")
	})
}

// Find ranks the entries that fit a question. One without telling words finds
// every entry that passes the filters, by title.
func (ix *Index) Find(question Question) []Hit {
	q, asked := question.understood()
	if len(asked) == 0 {
		return ix.all(q)
	}
	scores, whys, heard := make([]float64, len(ix.entries)), make([][]Reason, len(ix.entries)), make([]int, len(ix.entries))
	concepts := together(asked)
	for _, concept := range concepts {
		said := map[int]float64{} // the best of the words that say one thing
		for _, one := range concept {
			best := ix.match(one)
			rarity := math.Log1p(float64(len(ix.entries)) / float64(max(len(best), 1)))
			for entry, found := range best {
				said[entry] = max(said[entry], rarity*float64(found.points))
				whys[entry] = append(whys[entry], found.Reason)
			}
		}
		for entry, points := range said {
			scores[entry] += points
			heard[entry]++
		}
	}
	var hits []Hit
	order := []int{}
	for i, entry := range ix.entries {
		if len(whys[i]) > 0 && q.fits(entry) {
			order = append(order, i)
			scores[i] *= covered(heard[i], len(concepts))
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return scores[order[i]] > scores[order[j]] })
	for _, i := range order {
		hits = append(hits, Hit{ID: ix.entries[i].ID, Score: scores[i], Why: whys[i]})
	}
	return hits
}

// covered lowers the score of an entry that only part of the question fits.
func covered(matched, asked int) float64 {
	share := float64(matched) / float64(asked)
	return share * share
}

func (ix *Index) all(q Question) []Hit {
	var hits []Hit
	for _, entry := range ix.entries {
		if q.fits(entry) {
			hits = append(hits, Hit{ID: entry.ID})
		}
	}
	return hits
}

// found is how well one word of a question fits an entry.
type found struct {
	Reason
	points int
}

// better reports whether one reason beats another: by points, then by the
// alphabet, so that it is the same every time.
func (f found) better(than found) bool {
	if f.points != than.points {
		return f.points > than.points
	}
	return f.Found < than.Found
}

// match finds the entries that a word fits, each with the best reason. Slips
// are looked for only when nothing else fits.
func (ix *Index) match(asked term) map[int]found {
	best := map[int]found{}
	for _, number := range ix.candidates(asked) {
		if how := closely(asked, ix.words[number]); how != "" {
			ix.collect(best, asked, number, how)
		}
	}
	if len(best) > 0 || len([]rune(asked.word)) < leastSlip {
		return best
	}
	near := known.near(asked.word)
	for number, word := range ix.words {
		if slip(asked, near, word) {
			ix.collect(best, asked, number, Slip)
		}
	}
	return best
}

func (ix *Index) collect(best map[int]found, asked term, number int, how string) {
	for _, at := range ix.places[number] {
		one := found{Reason{asked.word, ix.words[number].word, at.place, how}, strength[how] * weight[at.place]}
		if now, there := best[at.entry]; !there || one.better(now) {
			best[at.entry] = one
		}
	}
}

// candidates are the words that may belong together with one, each once.
func (ix *Index) candidates(asked term) []int {
	lists := [][]int{ix.byStem[asked.stem], ix.byPart[asked.stem], ix.beginning(asked.word)}
	for _, meaning := range asked.meanings {
		lists = append(lists, ix.byMeant[meaning], ix.partMean[meaning])
	}
	for _, part := range asked.parts {
		lists = append(lists, ix.byStem[part])
		for _, meaning := range known.meanings[part] {
			lists = append(lists, ix.byMeant[meaning])
		}
	}
	numbers := slices.Concat(lists...)
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

func (ix *Index) beginning(word string) []int {
	if len([]rune(word)) < leastBeginning {
		return nil
	}
	from := sort.Search(len(ix.sorted), func(i int) bool { return ix.words[ix.sorted[i]].word >= word })
	to := from
	for to < len(ix.sorted) && strings.HasPrefix(ix.words[ix.sorted[to]].word, word) {
		to++
	}
	return ix.sorted[from:to]
}
