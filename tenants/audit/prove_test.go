package audit

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func testProve(t *testing.T, b *bench) {
	signer, _ := signerFor(t)
	for _, size := range []int{1, 2, 3, 7, 8, 37} {
		l := b.fill(t, 0)
		family := uuid.New()
		for i := range size {
			b.clock.Advance(time.Second)
			must(t, l.Record(t.Context(), look([]uuid.UUID{family, uuid.New()}[i%2], uuid.New(), "goals")))
		}
		head, err := l.SignHead(t.Context(), signer)
		must(t, err)
		must(t, l.Record(t.Context(), look(uuid.New(), uuid.New()))) // the log has grown since
		var places []int64
		for place := range int64(size) {
			places = append(places, place)
		}
		proofs, err := l.Prove(t.Context(), head, places)
		must(t, err)
		for i, proof := range proofs {
			entry, err := proof.Check(head.Size, head.Root)
			if err != nil || proof.Place != int64(i) || entry.Action != "look" || i%2 == 0 && entry.CaseFile != family {
				t.Fatalf("line %d of %d: %+v, %v", i, size, entry, err)
			}
		}
		if _, err := l.Prove(t.Context(), head, []int64{int64(size)}); err == nil {
			t.Errorf("a line after a head of size %d was proven by it", size)
		}
	}
}

func testProofsRefused(t *testing.T, b *bench) {
	signer, _ := signerFor(t)
	l := b.fill(t, 12)
	head, err := l.SignHead(t.Context(), signer)
	must(t, err)
	proofs, err := l.Prove(t.Context(), head, []int64{4, 5})
	must(t, err)
	for name, change := range map[string]func(*Proof){
		"text":          func(p *Proof) { p.Text = strings.Replace(p.Text, "goals", "needs", 1) },
		"no text":       func(p *Proof) { p.Text = "" },
		"time":          func(p *Proof) { p.At = p.At.Add(time.Microsecond) },
		"place":         func(p *Proof) { p.Place++ },
		"out of place":  func(p *Proof) { p.Place = -1 },
		"salt":          func(p *Proof) { p.Salt = slices.Clone(p.Salt); p.Salt[0] ^= 1 },
		"path":          func(p *Proof) { p.Path = slices.Clone(p.Path); p.Path[1][0] ^= 1 },
		"shorter path":  func(p *Proof) { p.Path = p.Path[1:] },
		"another's way": func(p *Proof) { p.Path = proofs[1].Path },
	} {
		changed := proofs[0]
		change(&changed)
		if _, err := changed.Check(head.Size, head.Root); !errors.Is(err, ErrProof) {
			t.Errorf("a proof with another %s was believed: %v", name, err)
		}
	}
	b.exec(t, `UPDATE audit_entries SET commitment = `+hexBytes(b, 32)+` WHERE id = 7`)
	if _, err := l.Prove(t.Context(), head, []int64{4}); !errors.Is(err, ErrDamaged) {
		t.Errorf("a line of a log that was changed was proven: %v", err)
	}
}

func testPlaceAt(t *testing.T, b *bench) {
	l := b.fill(t, 0)
	start := b.clock.Now()
	ours, theirs := uuid.New(), uuid.New()
	for i := range 40 {
		b.clock.Set(start.Add(time.Duration(i) * time.Hour))
		must(t, l.Record(t.Context(), look(uuid.New(), []uuid.UUID{ours, theirs}[i/20])))
	}
	for hours, want := range map[int]int64{-5: 0, 0: 0, 1: 1, 17: 17, 39: 39, 100: 40} {
		place, err := l.PlaceAt(t.Context(), start.Add(time.Duration(hours)*time.Hour))
		must(t, err)
		if place != want {
			t.Errorf("after %d hours is place %d, want %d", hours, place, want)
		}
	}
	actors, err := l.Actors(t.Context(), 20)
	must(t, err)
	if !slices.Equal(actors, []uuid.UUID{theirs}) {
		t.Errorf("from place 20 on are %v, want %v alone", actors, theirs)
	}
	lines, err := l.Read(t.Context(), Filter{After: 10, Until: start.Add(14 * time.Hour), Places: []int64{3, 11, 13, 30}})
	must(t, err)
	if len(lines) != 2 || lines[0].Place != 13 || lines[1].Place != 11 {
		t.Errorf("read %v, want places 13 and 11", lines)
	}
	if lines, err = l.Read(t.Context(), Filter{Places: []int64{}}); err != nil || len(lines) != 0 {
		t.Errorf("read %v, %v of no places", lines, err)
	}
}
