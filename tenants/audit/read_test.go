package audit

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
)

func testRead(t *testing.T, b *bench) {
	l := b.open(t)
	ours, theirs, worker, other := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	full := Entry{
		At: time.Date(2026, 11, 3, 9, 0, 0, 1000, time.UTC), Actor: worker, CaseFile: ours, Kind: KindDeed, Action: "plan.goal.add",
		Role: "coordinator", Relation: "coordinator", Basis: "consent", Rule: "r7", Sections: []string{"goals"}, Target: uuid.New(), TargetKind: "goal",
	}
	must(t, l.Record(t.Context(), full, look(theirs, worker)))
	b.clock.Advance(time.Hour)
	must(t, l.Record(t.Context(), look(ours, other, "needs"), Entry{Kind: KindSystem, Action: "started"}))
	for name, c := range map[string]struct {
		filter Filter
		places []int64
	}{
		"all":           {Filter{}, []int64{3, 2, 1, 0}},
		"a family":      {Filter{CaseFile: ours}, []int64{2, 0}},
		"a person":      {Filter{Actor: worker}, []int64{1, 0}},
		"both":          {Filter{CaseFile: ours, Actor: other}, []int64{2}},
		"since":         {Filter{CaseFile: ours, From: b.clock.Now()}, []int64{2}},
		"before":        {Filter{CaseFile: ours, Before: 2}, []int64{0}},
		"the next page": {Filter{Before: 3, Limit: 2}, []int64{2, 1}},
		"a stranger":    {Filter{CaseFile: uuid.New()}, nil},
	} {
		lines, err := l.Read(t.Context(), c.filter)
		must(t, err)
		var places []int64
		for _, line := range lines {
			places = append(places, line.Place)
		}
		if !reflect.DeepEqual(places, c.places) {
			t.Errorf("%s: places %v, want %v", name, places, c.places)
		}
	}
	lines, err := l.Read(t.Context(), Filter{Before: 1})
	must(t, err)
	if !reflect.DeepEqual(lines[0].Entry, full) {
		t.Errorf("read %+v\nwant %+v", lines[0].Entry, full)
	}
	var stored string
	must(t, b.db.QueryRow(`SELECT CAST(body AS TEXT) FROM audit_entries WHERE id = 3`).Scan(&stored))
	if stored == "" || reflect.DeepEqual(stored, "started") {
		t.Errorf("the text stands unsealed: %q", stored)
	}
}

func testTamperedRead(t *testing.T, b *bench) {
	l := b.open(t)
	ours, theirs := uuid.New(), uuid.New()
	must(t, l.Record(t.Context(), look(ours, uuid.New(), "barred"), look(theirs, uuid.New(), "needs")))
	b.exec(t, `UPDATE audit_entries SET case_file_id = $1 WHERE id = 0`, theirs.String())
	lines, err := l.Read(t.Context(), Filter{CaseFile: theirs})
	must(t, err)
	if len(lines) != 2 || !lines[1].Unreadable || lines[1].CaseFile != uuid.Nil || lines[1].Sections != nil {
		t.Errorf("another family's line was shown: %+v", lines)
	}
	if lines[0].Unreadable || lines[0].Sections[0] != "needs" {
		t.Errorf("the family's own line is not shown: %+v", lines[0])
	}
}

func testErased(t *testing.T, b *bench) {
	l := b.open(t)
	gone, stays, worker := uuid.New(), uuid.New(), uuid.New()
	for range 3 {
		must(t, l.Record(t.Context(), look(gone, worker), look(gone, worker), look(stays, worker)))
	}
	signer, verifiers := signerFor(t)
	head, err := l.SignHead(t.Context(), signer)
	must(t, err)

	erase := func(family uuid.UUID) {
		tx, err := b.db.Begin()
		must(t, err)
		must(t, l.EraseFamily(t.Context(), tx, family))
		settle, err := l.AppendTx(t.Context(), tx, []Entry{{Actor: worker, Kind: KindDeed, Action: "casefile.erase"}})
		must(t, err)
		must(t, tx.Commit())
		settle(true)
	}
	erase(gone)
	must(t, l.Record(t.Context(), look(stays, worker)))
	for _, keys := range []VerifyConfig{{Keys: b.keys}, {}} {
		keys.Heads, keys.Verifiers = []SignedHead{head.SignedHead}, verifiers
		report := b.verifyWith(t, keys)
		wantWhole(t, report, 12)
		if report.Erased != 6 || report.Heads != 2 {
			t.Errorf("%d erased and %d heads, want 6 and 2", report.Erased, report.Heads)
		}
	}
	lines, err := l.Read(t.Context(), Filter{Before: 9})
	must(t, err)
	for _, line := range lines {
		if line.Erased != (line.Place%3 != 2) || line.Unreadable || line.Erased && line.Actor != uuid.Nil {
			t.Errorf("after an erasure: %+v", line)
		}
	}
	if lines, err = l.Read(t.Context(), Filter{CaseFile: gone}); err != nil || len(lines) > 0 {
		t.Errorf("lines of an erased family: %v, %v", lines, err)
	}

	erase(uuid.New()) // a family nobody looked at
	wantWhole(t, b.verify(t), 13)
	tx, err := b.db.Begin()
	must(t, err)
	defer tx.Rollback()
	if err := l.EraseFamily(context.Background(), tx, uuid.Nil); err == nil {
		t.Error("erasing no family erased what concerns no family")
	}
}
