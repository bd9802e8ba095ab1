package outbox

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func testRollback(t *testing.T, b *bench) {
	tx, err := b.db.Begin()
	must(t, err)
	must(t, EnqueueTx(t.Context(), tx, b.keys, b.fixed, Message{Kind: "mail"}))
	must(t, tx.Rollback())
	if n := b.work(sent); n != 0 {
		t.Errorf("%d messages of a transaction that never was were sent", n)
	}
}

func testSameKey(t *testing.T, b *bench) {
	type letter struct{ To string }
	b.enqueue(Message{Kind: "mail", Payload: letter{"first"}, IdempotencyKey: "k"}, Message{Kind: "mail", Payload: letter{"second"}, IdempotencyKey: "k"})
	b.enqueue(Message{Kind: "mail", Payload: letter{"third"}, IdempotencyKey: "k"}, Message{Kind: "mail", Payload: "as it is"})
	var got []string
	b.work(func(_ context.Context, d Delivery) error {
		var l letter
		if d.IdempotencyKey == "k" {
			must(t, d.Decode(&l))
		} else if d.IdempotencyKey != d.ID.String() || d.Decode(&l) == nil {
			t.Errorf("a message without a key: %+v", d)
		}
		got = append(got, l.To+d.Payload)
		return nil
	})
	if strings.Join(got, ", ") != `first{"To":"first"}, as it is` {
		t.Errorf("sent %q", got)
	}
	b.enqueue(Message{Kind: "mail", IdempotencyKey: "k"})
	if n := b.work(sent); n != 0 {
		t.Error("a key was sent again after it had been sent")
	}
}

func testRefused(t *testing.T, b *bench) {
	tx, err := b.db.Begin()
	must(t, err)
	defer tx.Rollback()
	for _, m := range []Message{{}, {Kind: strings.Repeat("k", 65)}, {Kind: "mail", Lane: strings.Repeat("l", 65)}, {Kind: "mail", IdempotencyKey: strings.Repeat("k", 101)}} {
		if err := EnqueueTx(t.Context(), tx, b.keys, b.fixed, m); !errors.Is(err, ErrMessage) {
			t.Errorf("%+v gave %v", m, err)
		}
	}
	if err := EnqueueTx(t.Context(), tx, b.keys, b.fixed, Message{Kind: "mail", Payload: func() {}}); err == nil {
		t.Error("a payload that cannot be written was taken")
	}
	if err := b.Recall(t.Context(), tx, uuid.Nil); err == nil {
		t.Error("recalling no family recalled what concerns no family")
	}
}

func testRecall(t *testing.T, b *bench) {
	withdrawn, other := uuid.New(), uuid.New()
	b.enqueue(Message{Kind: "mail", CaseFile: withdrawn, Payload: "sent before"})
	b.work(sent)
	b.enqueue(Message{Kind: "mail", CaseFile: withdrawn, Payload: "dead"})
	b.work(func(context.Context, Delivery) error { return Permanent(errors.New("no")) })
	b.enqueue(
		Message{Kind: "mail", CaseFile: withdrawn, Payload: "queued"},
		Message{Kind: "mail", CaseFile: withdrawn, Payload: "later", Due: b.fixed.Now().Add(1e12)},
		Message{Kind: "mail", CaseFile: other, Payload: "theirs"},
		Message{Kind: "mail", Payload: "nobody's"},
	)
	b.recall(withdrawn)
	b.wantStates("done 1 ", "recalled 1 errors.errorString", "recalled 0 ", "recalled 0 ", "waiting 0 ", "waiting 0 ")
	var kept int
	must(t, b.db.QueryRow(`SELECT COUNT(*) FROM outbox_messages WHERE case_file_id = $1 AND payload IS NOT NULL`, withdrawn.String()).Scan(&kept))
	if kept != 0 {
		t.Errorf("%d recalled messages still say what they said", kept)
	}
	b.fixed.Advance(1e12)
	var got []string
	b.work(func(_ context.Context, d Delivery) error { got = append(got, d.Payload); return nil })
	if strings.Join(got, ", ") != "theirs, nobody's" {
		t.Errorf("after a recall were sent %q", got)
	}
}

func testRecallInFlight(t *testing.T, b *bench) {
	family := uuid.New()
	b.enqueue(Message{Kind: "mail", CaseFile: family, Payload: "1"})
	b.work(func(context.Context, Delivery) error { b.recall(family); return nil })
	b.wantStates("done 1 ")
	b.enqueue(Message{Kind: "mail", CaseFile: family, Payload: "2"}, Message{Kind: "mail", CaseFile: family, Payload: "3"})
	b.work(func(context.Context, Delivery) error { b.recall(family); return errors.New("no") })
	b.fixed.Advance(longestGap * 2)
	if n := b.work(sent); n != 0 {
		t.Error("a recalled message was tried again")
	}
	b.wantStates("done 1 ", "recalled 1 errors.errorString", "recalled 0 ")
}

func testNothingReadable(t *testing.T, b *bench) {
	const name = "Ingeborg Testnes"
	b.enqueue(Message{Kind: "mail", Payload: name, IdempotencyKey: "a"}, Message{Kind: "mail", Payload: map[string]string{"to": name}})
	b.work(func(_ context.Context, d Delivery) error {
		if d.IdempotencyKey == "a" {
			return Failure("smtp_550 "+name, errors.New("550 no such person: "+name))
		}
		return errors.New("550 no such person: " + name)
	})
	b.wantStates("waiting 1 other", "waiting 1 errors.errorString")
	rows, err := b.db.Query(`SELECT payload FROM outbox_messages`)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var payload []byte
		must(t, rows.Scan(&payload))
		if len(payload) == 0 || bytes.Contains(payload, []byte(name)) {
			t.Errorf("the payload stands as %q", payload)
		}
	}
}
