package audit

import (
	"errors"
	"slices"
)

var errHalfEmptied = errors.New("it is emptied in part")

// texts is what unsealing the lines has shown.
type texts struct {
	wrong  map[int64]error // by place
	erased []int64         // places
	spans  []span          // places that erasures on record have emptied
}

// check unseals a line, when there are keys, and notes what is wrong with it.
func (t *texts) check(v *verification, r *row) {
	place := r.id - v.shift
	if len(r.salt) == 0 && (v.Keys == nil || r.emptied()) {
		v.report.Erased++
		t.erased = append(t.erased, place)
		return
	}
	if v.Keys == nil {
		return
	}
	b, err := r.open(v.Keys, place)
	if len(r.salt) == 0 || len(r.body) == 0 {
		err = errHalfEmptied
	}
	if err != nil {
		t.put(place, err)
		return
	}
	if b.Action == ActionErased && b.Kind == KindSystem {
		t.spans = append(t.spans, b.Erased...)
	}
}

// emptied reports whether a line is just as EraseFamily leaves it.
func (r *row) emptied() bool { return r.erased() && !r.caseFile.Valid && !r.actor.Valid }

func (t *texts) put(place int64, err error) {
	if t.wrong == nil {
		t.wrong = map[int64]error{}
	}
	t.wrong[place] = err
}

func (t *texts) why(place int64) error { return t.wrong[place] }

func (t *texts) forget(place int64) { delete(t.wrong, place) }

// blames reports whether a suspect's own text is as written while that of the
// line before is not: then that line was changed and linked anew.
func (t *texts) blames(s suspect) bool { return t.wrong[s.place] == nil && t.wrong[s.place-1] != nil }

// judgeTexts names the lines whose text is wrong though their links fit, and
// those emptied with no erasure on record.
func (v *verification) judgeTexts() {
	for place, err := range v.texts.wrong {
		if v.beyond(place) {
			continue // named by judgeLength
		}
		// A text can be damaged without touching the tree, but a line linked
		// anew changes the tree: either way the heads are explained from here.
		v.find(place, place, Changed, errors.Is(err, errCommitment) || errors.Is(err, errTime), "%v", err)
	}
	if v.Keys == nil {
		return
	}
	spans := v.texts.spans
	slices.SortFunc(spans, func(a, b span) int { return int(a[0] - b[0]) })
	i := 0
	for _, place := range v.texts.erased {
		for i < len(spans) && spans[i][1] < place {
			i++
		}
		if i == len(spans) || place < spans[i][0] {
			v.report.Erased--
			v.find(place, place, Emptied, false, "no erasure on record covers it")
		}
	}
}
