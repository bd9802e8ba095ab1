package draft_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/draft"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

const form = "goal:0193a000-0000-7000-8000-000000000001"

var typed = map[string][]string{"title": {"Sove i egen seng"}, "who": {"Mo", "Lita"}, "empty": {""}}

func (h *house) save(v *tenants.Visit, family uuid.UUID, values map[string][]string) {
	h.T.Helper()
	_, err := draft.Save(h.ctx, v, form, family, values)
	h.Must(err)
}

func (h *house) read(v *tenants.Visit) (draft.Draft, bool) {
	h.T.Helper()
	got, found, err := draft.Read(h.ctx, v, form)
	h.Must(err)
	return got, found
}

func (h *house) kept() int {
	h.T.Helper()
	count, err := h.Scope.Client().Draft.Query().Count(h.ctx)
	h.Must(err)
	return count
}

func TestWhatWasTypedIsReadBackAsItWasAndTheLastTimeCounts(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		if _, found := h.read(v); found {
			t.Error("something is found before anything was typed")
		}
		text := rapid.StringN(0, 60, -1)
		rapid.Check(t, func(rt *rapid.T) {
			values := rapid.MapOfN(text, rapid.SliceOfN(text, 1, 4), 0, 5).Draw(rt, "values")
			h.Clock.Advance(time.Second)
			savedAt, err := draft.Save(h.ctx, v, form, family, values)
			if err != nil || !savedAt.Equal(h.Clock.Now()) {
				rt.Fatalf("saved at %s, error %v", savedAt, err)
			}
			got, found := h.read(v)
			if !found || !got.SavedAt.Equal(savedAt) || !reflect.DeepEqual(got.Values, values) {
				rt.Fatalf("got %+v, found %t; want %q", got, found, values)
			}
		})
		if h.kept() != 1 {
			t.Errorf("%d drafts are kept of one form", h.kept())
		}
		h.Must(draft.Drop(h.ctx, v, form))
		h.Must(draft.Drop(h.ctx, v, form))
		if _, found := h.read(v); found || h.kept() != 0 {
			t.Error("it is there after it was dropped")
		}
	})
}

func TestADraftIsItsWritersAlone(t *testing.T) {
	onSQLite(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		caregiver := h.CaregiverOf(v, family)
		h.save(v, family, typed)
		if got, found := h.read(caregiver); found {
			t.Errorf("the caregiver reads %+v", got)
		}
		h.save(caregiver, family, map[string][]string{"title": {"Noe annet"}})
		h.Must(draft.Drop(h.ctx, caregiver, form))
		got, found := h.read(v)
		if !found || !reflect.DeepEqual(got.Values, typed) {
			t.Errorf("got %+v, found %t", got, found)
		}
	})
}

func TestADraftOfAFamilyIsThrownAwayWhenItsWriterMayNotEnterTheFamilyAnyMore(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		for name, then := range map[string]func(*tenants.Visit) error{
			"read": func(c *tenants.Visit) error {
				_, found, err := draft.Read(h.ctx, c, form)
				if found {
					t.Error("it is read")
				}
				return err
			},
			"saved": func(c *tenants.Visit) error {
				_, err := draft.Save(h.ctx, c, form, family, typed)
				if !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("saving: %v", err)
				}
				return nil
			},
		} {
			caregiver := h.CaregiverOf(v, family)
			h.save(caregiver, family, typed)
			if h.kept() != 1 {
				t.Fatalf("%s: %d drafts", name, h.kept())
			}
			h.Must(casefile.EndAccess(h.ctx, v, family, caregiver.Viewer.ID))
			h.Must(then(caregiver))
			if h.kept() != 0 {
				t.Errorf("%s: it is still kept", name)
			}
		}
	})
}

func TestADraftOfAnotherCoordinatorsFamilyCannotBeBegun(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		family := h.FamilyOfGrade(v, casefile.GradeOpen)
		for _, id := range []uuid.UUID{family, tenants.NewID()} {
			if _, err := draft.Save(h.ctx, h.AnotherCoordinator(), form, id, typed); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("got %v", err)
			}
		}
		if h.kept() != 0 {
			t.Error("it is kept")
		}
	})
}

func TestWhoHasNoRoleAnyMoreKeepsAndReadsNoDraft(t *testing.T) {
	onSQLite(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		h.save(v, uuid.Nil, typed)
		gone := tenants.NewVisit(h.Scope, policy.Viewer{ID: v.Viewer.ID})
		if _, err := draft.Save(h.ctx, gone, form, uuid.Nil, typed); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("saving: %v", err)
		}
		if _, found, err := draft.Read(h.ctx, gone, form); found || !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("reading: found %t, error %v", found, err)
		}
	})
}

func TestADraftThatIsTooLongOrHasAnotherNameIsRefusedAndTheOneBeforeIsKept(t *testing.T) {
	onSQLite(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		h.save(v, uuid.Nil, typed)
		// {"a":["…"]} is eight bytes around the text.
		fits := map[string][]string{"a": {strings.Repeat("x", draft.MaxBytes-len(`{"a":[""]}`))}}
		over := map[string][]string{"a": {fits["a"][0] + "x"}}
		_, err := draft.Save(h.ctx, v, form, uuid.Nil, over)
		var faults *tenants.Invalid
		if !errors.As(err, &faults) || faults.Fields[0].Code != "draft.too_long" {
			t.Errorf("too long: %v", err)
		}
		if got, found := h.read(v); !found || !reflect.DeepEqual(got.Values, typed) {
			t.Errorf("the one before: %+v, found %t", got, found)
		}
		h.save(v, uuid.Nil, fits)
		for _, name := range []string{"", "Goal:1", "goal 1", "goal/1", "mål", "goal\n", strings.Repeat("a", 201)} {
			if _, err := draft.Save(h.ctx, v, name, uuid.Nil, typed); !errors.Is(err, tenants.ErrInvalid) {
				t.Errorf("saving as %q: %v", name, err)
			}
			if _, _, err := draft.Read(h.ctx, v, name); !errors.Is(err, tenants.ErrInvalid) {
				t.Errorf("reading %q: %v", name, err)
			}
		}
		if _, err := draft.Save(h.ctx, v, strings.Repeat("a", 200), uuid.Nil, typed); err != nil {
			t.Errorf("the longest name: %v", err)
		}
	})
}

func TestADraftIsForgottenAfterAMonth(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v, other := h.AnotherCoordinator(), h.AnotherCoordinator()
		h.save(v, uuid.Nil, typed)
		h.Clock.Advance(time.Hour)
		h.save(other, uuid.Nil, typed)
		h.Clock.Advance(draft.KeptFor - 30*time.Minute)
		if _, found := h.read(v); found {
			t.Error("it is read before it is swept")
		}
		swept, err := draft.Sweep(h.ctx, h.Scope)
		if err != nil || swept != 1 || h.kept() != 1 {
			t.Errorf("%d swept, error %v, %d kept", swept, err, h.kept())
		}
		if _, found := h.read(other); !found {
			t.Error("a younger one was swept too")
		}
	})
}

func TestTwoWindowsThatTypeAtOnceLoseNothingButTheOlderText(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		v := h.AnotherCoordinator()
		for range 5 { // the first time, most come too late: the database is still picking up
			h.typeAtOnce(v)
			if got, found := h.read(v); !found || !reflect.DeepEqual(got.Values, typed) || h.kept() != 1 {
				t.Errorf("got %+v, found %t, kept %d", got, found, h.kept())
			}
			h.Must(draft.Drop(h.ctx, v, form))
		}
	})
}

func (h *house) typeAtOnce(v *tenants.Visit) {
	h.T.Helper()
	failed := make(chan error, 20)
	var windows sync.WaitGroup
	for range cap(failed) {
		windows.Go(func() {
			_, err := draft.Save(h.ctx, h.VisitAs(v.Viewer.ID, policy.RoleCoordinator), form, uuid.Nil, typed)
			failed <- err
		})
	}
	windows.Wait()
	close(failed)
	for err := range failed {
		h.Must(err)
	}
}

func TestTypingIsNotOnRecordAndNotReadableInTheFiles(t *testing.T) {
	h := moveIn(t, tenanttest.SQLite(t))
	v := h.AnotherCoordinator()
	family := h.FamilyOfGrade(v, casefile.GradeOpen)
	h.Must(v.Commit(h.ctx))
	before, err := h.Scope.Audit().Read(h.ctx, audit.Filter{CaseFile: family})
	h.Must(err)
	h.save(v, family, typed)
	h.read(v)
	h.Must(v.Commit(h.ctx))
	after, err := h.Scope.Audit().Read(h.ctx, audit.Filter{CaseFile: family})
	h.Must(err)
	if len(after) != len(before) {
		t.Errorf("on record: %+v", after)
	}
	files, err := filepath.Glob(filepath.Join(h.House.Folder, "*"))
	h.Must(err)
	kept := false
	for _, name := range files {
		content, err := os.ReadFile(name)
		h.Must(err)
		kept = kept || bytes.Contains(content, []byte(form))
		if bytes.Contains(content, []byte("Sove i egen seng")) {
			t.Errorf("what was typed stands in %s", filepath.Base(name))
		}
	}
	if !kept {
		t.Error("the draft is in none of the files")
	}
}
