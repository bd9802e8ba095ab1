package host_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// memory is a state in memory.
type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (m *memory) Read(_ context.Context, key string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, found := m.kept[key]
	return value, found, nil
}

func (m *memory) Write(_ context.Context, key string, value []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if value == nil {
		delete(m.kept, key)
		return nil
	}
	m.kept[key] = value
	return nil
}

func TestAnOperationOfAnotherMunicipalityOrOneThatIsOverIsNotServed(t *testing.T) {
	h := open(t, nil)
	ours, theirs := h.release("hostile"), h.release("hostile")
	ours.State = &memory{kept: map[string][]byte{"cursor": []byte("ours")}}
	theirs.State = &memory{kept: map[string][]byte{"cursor": []byte("theirs")}}
	going := make(chan error, 1)
	go func() {
		_, err := h.does(theirs, "operation", "", "1500ms")
		going <- err
	}()
	notes := theirs.Record.(*recorder)
	var stolen string
	eventually(t, "their operation goes on", func() bool {
		notes.mu.Lock()
		defer notes.mu.Unlock()
		if len(notes.said) > 0 {
			stolen = strings.TrimPrefix(notes.said[0], "token ")
		}
		return stolen != ""
	})
	refused := fmt.Sprintf("nei: reason %d", sdk.NoOperation)
	for _, token := range []string{stolen, "made up", strings.ToLower(stolen)} {
		if said, err := h.does(ours, "reuse", "", token); err != nil || said != refused {
			t.Errorf("%q: it says %q, %v", token, said, err)
		}
	}
	if err := <-going; err != nil {
		t.Fatal(err)
	}
	if said, err := h.does(theirs, "reuse", "", stolen); err != nil || said != refused { // their own, and over
		t.Errorf("an operation that is over: %q, %v", said, err)
	}
	if _, err := h.does(ours, "afterwards", "", ""); err != nil {
		t.Fatal(err)
	}
	var said string
	eventually(t, "it has tried", func() bool {
		said = mustDo(t, h, ours, "afterwards", "")
		return said != "ja: started"
	})
	if said != fmt.Sprintf("ja: reason %d", sdk.NoOperation) {
		t.Errorf("after its call was over it was told %q", said)
	}
	if said := mustDo(t, h, ours, "recall", "cursor"); said != "ja: ours" {
		t.Errorf("its own: %q", said)
	}
}

// full is a state with no room.
type full struct{ memory }

func (*full) Write(context.Context, string, []byte) error { return host.ErrStateFull }

func TestAStateThatIsFullIsThePluginsOwnMatter(t *testing.T) {
	log := &logged{}
	h := open(t, func(c *host.Config) { c.Log = slog.New(slog.NewTextHandler(log, nil)) })
	in := h.release("hostile")
	in.State = &full{}
	if said, err := h.does(in, "remember", "a", "x"); err != nil || said != "nei: the host refused: the plugin keeps too much already" {
		t.Errorf("it says %q, %v", said, err)
	}
	h.Close()
	log.mu.Lock()
	defer log.mu.Unlock()
	if log.text.Len() > 0 {
		t.Errorf("the operator reads %s", log.text.String())
	}
}

func TestAPluginCannotHaveTheHostReadWithoutEnd(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	in.State = &memory{kept: map[string][]byte{}}
	said, err := h.does(in, "flood", "", "")
	var sent int
	if _, scanned := fmt.Sscanf(said, "ja: %d", &sent); scanned != nil || sent == 0 || sent > 120 {
		t.Errorf("the host has read %q MiB in two seconds, %v", said, err)
	}
}

func TestStateIsKeptAndBounded(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	kept := &memory{kept: map[string][]byte{}}
	in.State = kept
	if said, err := h.does(in, "remember", "a/key", "Ø"); err != nil || said != "ja:" || string(kept.kept["a/key"]) != "Ø" {
		t.Errorf("it says %q, %v, and kept is %v", said, err, kept.kept)
	}
	if said, err := h.does(in, "remember", "a/key", ""); err != nil || said != "ja:" || len(kept.kept) != 0 {
		t.Errorf("it says %q, %v, and kept is %v", said, err, kept.kept)
	}
	for _, key := range []string{"", "../x", "a\nb", strings.Repeat("x", 101)} {
		if said, err := h.does(in, "remember", key, "x"); err != nil || !strings.HasPrefix(said, "nei: ") {
			t.Errorf("%q: it says %q, %v", key, said, err)
		}
	}
	if said, err := h.does(in, "remember much", "", ""); err != nil || !strings.HasPrefix(said, "nei: ") || len(kept.kept) != 0 {
		t.Errorf("it says %q, %v", said, err)
	}
}
