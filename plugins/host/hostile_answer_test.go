package host_test

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

func list(t *testing.T, h *house, in host.Instance, cursor string) (registry.Chunk, registry.End, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var all registry.Chunk
	var end registry.End
	err := h.Use(ctx, in, func(ctx context.Context, p host.Plugin) (err error) {
		end, err = p.List(ctx, registry.Query{Cursor: cursor}, func(c registry.Chunk) error {
			all.Units, all.Remarks = append(all.Units, c.Units...), append(all.Remarks, c.Remarks...)
			return nil
		})
		return err
	})
	return all, end, err
}

func TestAnswersThatAreTooLargeOrTooSlowAreRefused(t *testing.T) {
	h := open(t, func(c *host.Config) {
		c.Limits = host.Limits{Call: 2 * time.Second, List: time.Minute, Silence: 2 * time.Second, Goodbye: 300 * time.Millisecond}
	})
	in := h.release("raw")
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := h.check(in); problem(t, err).Code != host.CodeTooLarge {
		t.Errorf("a gigabyte: %v", err)
	}
	err := h.Use(t.Context(), in, func(ctx context.Context, p host.Plugin) error {
		_, err := p.Inspect(ctx, registry.File{})
		return err
	})
	if problem(t, err).Code != host.CodeTimeout {
		t.Errorf("byte by byte: %v", err)
	}
	if _, _, err := list(t, h, in, ""); problem(t, err).Code != host.CodeInvalidAnswer {
		t.Errorf("a list without end: %v", err)
	}
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	if more := int64(after.HeapSys) - int64(before.HeapSys); more > 200<<20 {
		t.Errorf("the host has taken %d MiB more", more>>20)
	}
	if state := h.Status(in.Municipality, "hostile").State; state != host.Degraded {
		t.Errorf("the state is %s", state)
	}
	began := time.Now()
	h.Stop(in.Municipality, "hostile") // it does not want to
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	if status := h.Status(in.Municipality, "hostile"); status.State != host.Stopped || status.ProcessID != 0 {
		t.Errorf("the state is %+v", status)
	}
}

func TestAPluginThatHangsIsGivenUpAndInTheEndKilled(t *testing.T) {
	h := open(t, func(c *host.Config) {
		c.Limits = host.Limits{Call: 150 * time.Millisecond, Silence: 150 * time.Millisecond, Goodbye: 300 * time.Millisecond, Backoff: time.Hour}
	})
	in := h.release("hostile")
	for range 2 {
		if _, err := h.does(in, "hang", "", ""); problem(t, err).Code != host.CodeTimeout {
			t.Errorf("got %v", err)
		}
	}
	if state := h.Status(in.Municipality, "hostile").State; state != host.Degraded {
		t.Errorf("the state is %s", state)
	}
	if _, err := h.does(in, "hang", "", ""); problem(t, err).Code != host.CodeTimeout {
		t.Errorf("got %v", err)
	}
	eventually(t, "it is killed", func() bool { return h.Status(in.Municipality, "hostile").State == host.Waiting })
	h.Restart(in.Municipality, "hostile")
	if _, _, err := list(t, h, in, "silence"); problem(t, err).Code != host.CodeTimeout {
		t.Errorf("a list that falls silent: %v", err)
	}
}

func TestSomebodyWhoGivesUpIsNotToldThatThePluginIsAtFault(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	if _, err := h.check(in); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	err := h.Use(ctx, with(in, "hang", "", ""), func(ctx context.Context, p host.Plugin) error {
		_, err := p.Check(ctx)
		return err
	})
	if !errors.Is(err, context.DeadlineExceeded) || errors.As(err, new(*host.Problem)) {
		t.Errorf("got %v", err)
	}
	if state := h.Status(in.Municipality, "hostile").State; state != host.Healthy {
		t.Errorf("the state is %s", state)
	}
}

func TestWhatAPluginSaysIsCleaned(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	got, end, err := list(t, h, in, "names")
	if err != nil || len(got.Units) != 2 || len(got.Remarks) != 1 {
		t.Fatalf("got %+v, %v", got, err)
	}
	bad, good := got.Units[0], got.Units[1]
	if bad.Name != "[31mFjellvik <script>alert(1)</script> skole" || bad.ID != "1 2" {
		t.Errorf("the name is %q, and the id %q", bad.Name, bad.ID)
	}
	if bad.Website != "" || bad.Email != "" || bad.Place != nil || len(bad.About) != 20_000 {
		t.Errorf("got %q %q %v and %d characters", bad.Website, bad.Email, bad.Place, len(bad.About))
	}
	if good.Name != "Ørnes skole می\u200cخواهم" || good.Website != "https://ornes.example/a?b=c" || good.Email != "post@ornes.example" {
		t.Errorf("a good unit became %+v", good)
	}
	if remark := got.Remarks[0]; remark != (registry.Remark{Place: "rad 14", NB: "hei", NN: "hei"}) {
		t.Errorf("the remark is %+v", remark)
	}
	if end.Cursor != "c" || !end.Complete {
		t.Errorf("the end is %+v", end)
	}
	_, err = h.does(in, "fault", "", "")
	found := problem(t, err)
	if found.Whose != host.Systems || found.Code != sdk.CodeError || found.Message.NB != "Nede[2J" {
		t.Errorf("the problem is %+v", found)
	}
}

// logged is what an operator reads.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write keeps a line.
func (l *logged) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func TestNothingAPluginSaysIsInTheOperatorsLog(t *testing.T) {
	const content = "Ylva Fjellvik, 4 år"
	log := &logged{}
	h := open(t, func(c *host.Config) { c.Log, c.Limits.Backoff = slog.New(slog.NewTextHandler(log, nil)), time.Hour })
	in := h.release("hostile")
	_, err := h.does(in, "tell", "", content)
	if found := problem(t, err); found.Code != "plugin.told" || strings.Contains(err.Error(), "Ylva") {
		t.Errorf("an error that would be logged is %v", err)
	}
	_, err = h.does(in, "tell at end", "", content)
	if found := problem(t, err); found.Code != host.CodeCrashed || strings.Contains(err.Error(), "Ylva") {
		t.Errorf("a crash that would be logged is %v", err)
	}
	h.Close()
	log.mu.Lock()
	defer log.mu.Unlock()
	if said := log.text.String(); !strings.Contains(said, "plugin ended") || strings.Contains(said, "Ylva") {
		t.Errorf("the operator reads %s", said)
	}
}

func TestAPluginCannotSpeakAsTheHost(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	for said, want := range map[string]string{
		host.CodeStopped: sdk.CodeError, host.CodeQuarantined: sdk.CodeError, host.CodeCrashed: sdk.CodeError,
		"host.not_granted": "host.not_granted", "system.down": "system.down",
	} {
		if _, err := h.does(in, "pretend", "", said); problem(t, err).Code != want {
			t.Errorf("%s became %v", said, err)
		}
	}
}

func TestLinesToTheAdministratorAreCleanAndFew(t *testing.T) {
	h := open(t, nil)
	in := h.release("hostile")
	if _, err := h.does(in, "log", "", ""); err != nil {
		t.Fatal(err)
	}
	notes := in.Record.(*recorder)
	notes.mu.Lock()
	defer notes.mu.Unlock()
	if len(notes.said) == 0 || len(notes.said) > 120 { // a minute may turn in between
		t.Errorf("%d lines were said", len(notes.said))
	}
	for _, line := range notes.said {
		if len(line) > 500 || strings.ContainsAny(line, "\x1b\r\n\u202e") || !strings.HasPrefix(line, "[31mUgh x") {
			t.Fatalf("a line is %q", line)
		}
	}
}

func TestAListThatBreaksHasNotBeenRead(t *testing.T) {
	h := open(t, func(c *host.Config) { c.Limits.Backoff = time.Hour })
	in := h.release("hostile")
	if _, _, err := list(t, h, in, "crash"); problem(t, err).Code != host.CodeCrashed {
		t.Errorf("got %v", err)
	}
	ours := errors.New("the database is gone")
	in = h.release("hostile")
	err := h.Use(t.Context(), in, func(ctx context.Context, p host.Plugin) error {
		_, err := p.List(ctx, registry.Query{Cursor: "rows 1000"}, func(registry.Chunk) error { return ours })
		return err
	})
	if !errors.Is(err, ours) || errors.As(err, new(*host.Problem)) {
		t.Errorf("the caller's own error became %v", err)
	}
	if got, _, err := list(t, h, in, "rows 1000"); err != nil || len(got.Units) != 1000 {
		t.Errorf("%d units, %v", len(got.Units), err)
	}
	if _, err := h.check(in); err != nil {
		t.Error(err)
	}
	err = h.Use(t.Context(), in, func(ctx context.Context, p host.Plugin) error {
		_, err := p.ReadLevels(ctx)
		return err
	})
	if found := problem(t, err); found.Code != host.CodeNotImplemented || !found.Lasting {
		t.Errorf("a job it does not do: %v", err)
	}
}
