package outbox

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"
)

// testSlow has a system that answers only when it is let to: what goes to it
// waits, in order, and everything else leaves meanwhile by another worker.
func testSlow(t *testing.T, b *bench) {
	family := uuid.New()
	b.enqueue(
		Message{Kind: "system", CaseFile: family, Lane: "s", Payload: "first there"},
		Message{Kind: "mail", CaseFile: family, Payload: "notice"},
		Message{Kind: "system", CaseFile: family, Lane: "s", Payload: "second there"},
		Message{Kind: "text", CaseFile: family, Payload: "another"},
	)
	asked, answer, ended := make(chan struct{}, 2), make(chan struct{}), make(chan struct{})
	var there, got []string
	go func() {
		defer close(ended)
		_, err := b.Only("system").Work(context.Background(), map[string]Handler{"system": func(_ context.Context, d Delivery) error {
			asked <- struct{}{}
			<-answer
			there = append(there, d.Payload)
			return nil
		}}, 10)
		if err != nil {
			t.Error(err)
		}
	}()
	<-asked
	notices := func(_ context.Context, d Delivery) error { got = append(got, d.Payload); return nil }
	_, err := b.Except("system").Work(t.Context(), map[string]Handler{"mail": notices, "text": notices, "system": notices}, 10)
	must(t, err)
	if !slices.Equal(got, []string{"notice", "another"}) {
		t.Errorf("beside a system that has not answered were sent %q", got)
	}
	close(answer)
	<-ended
	if !slices.Equal(there, []string{"first there", "second there"}) {
		t.Errorf("to the system were sent %q", there)
	}
	b.wantStates("done 1 ", "done 1 ", "done 1 ", "done 1 ")
}
