package form

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

const today = clock.Date("2026-11-22")

func read(values map[string]string) *Form {
	return Read(func(name string) string { return values[name] }, today)
}

func codes(f *Form) []string {
	var found []string
	for _, e := range f.Errors() {
		found = append(found, e.Field+" "+e.Code)
	}
	return found
}

func TestWhatWasTypedIsKeptWhenItIsWrong(t *testing.T) {
	f := read(map[string]string{"due": "31.2.2026", "n": "mange", "time": "25.00", "title": strings.Repeat("å", 11)})
	f.Date("due")
	f.Int("n", 0, 10)
	f.Time("time")
	f.Line("title", 10)
	want := []string{"due form.date", "n form.number", "time form.time", "title form.too_long"}
	if got := codes(f); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	for name, typed := range map[string]string{"due": "31.2.2026", "n": "mange", "time": "25.00", "title": strings.Repeat("å", 11)} {
		if got, _ := f.Typed(name); got != typed {
			t.Errorf("%s was kept as %q", name, got)
		}
	}
}

func TestLengthIsCountedInCharacters(t *testing.T) {
	f := read(map[string]string{"a": strings.Repeat("ø", 10)})
	if f.Line("a", 10) == "" || !f.OK() {
		t.Errorf("ten letters did not fit in ten: %v", codes(f))
	}
}

func TestWhatCannotBeSeenIsTakenAway(t *testing.T) {
	f := read(map[string]string{"line": " a\u202eb\u200b\x00\r\nc\t\xffd ", "prose": "a\r\nb\u0007\nc "})
	if got := f.Line("line", 100); got != "ab c d" {
		t.Errorf("line: %q", got)
	}
	if got := f.Prose("prose", 100); got != "a\nb\nc" {
		t.Errorf("prose: %q", got)
	}
}

func TestAnEmptyRequiredFieldSaysWhatToWriteOnce(t *testing.T) {
	f := read(map[string]string{"a": " \u200b ", "due": "x"})
	f.Require("a", "goal.title.missing")
	f.Require("a", "form.required")
	f.Require("due", "form.required")
	f.Date("due")
	want := []string{"a goal.title.missing", "due form.date"}
	if got := codes(f); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestRequireBeforeReadingALineDoesNotLetLinesIn(t *testing.T) {
	f := read(map[string]string{"a": "en\nto"})
	f.Require("a", "form.required")
	if got := f.Line("a", 20); got != "en to" {
		t.Errorf("got %q", got)
	}
}

func TestDatesMayBeHeldToOneSideOfToday(t *testing.T) {
	f := read(map[string]string{"a": "21.11.2026", "b": "23.11.2026", "c": "22.11.26", "d": "22.11.26", "e": ""})
	f.DateFrom("a")
	f.DateUntil("b")
	if f.DateFrom("c") != today || f.DateUntil("d") != today || f.DateFrom("e") != "" {
		t.Error("today and none must be let through")
	}
	if got := codes(f); !reflect.DeepEqual(got, []string{"a form.date.past", "b form.date.future"}) {
		t.Errorf("got %v", got)
	}
}

func TestOnlyOfferedChoicesAreTaken(t *testing.T) {
	f := read(map[string]string{"a": "two", "b": "nine", "id": "not-an-id", "yes": "ja", "no": "0"}).
		WithAll(func(string) []string { return []string{"x", "x", "z", ""} })
	if f.Choice("a", "one", "two") != "two" || f.Choice("b", "one") != "" || f.Choice("none", "one") != "" {
		t.Error("choice")
	}
	if got := f.Many("m", "x", "y"); !reflect.DeepEqual(got, []string{"x"}) {
		t.Errorf("many: %v", got)
	}
	if chosen, isRead := f.Chosen("m", "x"); !chosen || !isRead {
		t.Error("what was chosen is not shown again")
	}
	if f.UUID("id") != uuid.Nil || f.UUID("none") != uuid.Nil || !f.Bool("yes") || f.Bool("no") {
		t.Error("id or checkbox")
	}
	if got := codes(f); !reflect.DeepEqual(got, []string{"b form.choice", "m form.choice", "id form.choice"}) {
		t.Errorf("got %v", got)
	}
}

func TestNumbersKeepToTheirRange(t *testing.T) {
	f := read(map[string]string{"a": "-2", "b": "3", "c": "1 200", "d": ""})
	if n, ok := f.Int("a", -2, 2); !ok || n != -2 {
		t.Error("the lowest is inside")
	}
	if _, ok := f.Int("b", -2, 2); ok {
		t.Error("three was let through")
	}
	if n, _ := f.Int("c", 0, 2000); n != 1200 {
		t.Errorf("1 200 was read as %d", n)
	}
	if _, ok := f.Int("d", 0, 1); ok || len(f.Errors()) != 1 {
		t.Error("empty is no number and no error")
	}
}

func TestTimesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"14.00": "14.00", "14:00": "14.00", "1400": "14.00", "930": "09.30", "14": "14.00", "9": "09.00",
		"kl. 14.30": "14.30", "Kl 8": "08.00", "": "", "00.00": "00.00", "23:59": "23.59",
	} {
		got, err := ParseTime(text)
		if err != nil || got.String() != want {
			t.Errorf("%q: %q %v", text, got, err)
		}
	}
	for _, text := range []string{"24.00", "12.60", "12.5", "tolv", "14.00.00", "-1", "12345", "14.0x", "+1"} {
		if got, err := ParseTime(text); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
	if got := (TimeOfDay{Hour: 14, Given: true}).On("2026-07-01"); got.Hour() != 12 {
		t.Errorf("14 in summer is %s in UTC", got)
	}
}

func TestADraftIsShownWithoutFaults(t *testing.T) {
	f := Kept(map[string]string{"a": "hei"})
	if got, ok := f.Typed("a"); got != "hei" || !ok || !f.OK() {
		t.Error("the draft is not shown")
	}
	var none *Form
	if _, ok := none.Typed("a"); ok || none.Error("a") != nil || none.Errors() != nil {
		t.Error("a page shown for the first time has nothing typed")
	}
}

func TestNoTextBringsControlCharactersIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		f := read(map[string]string{"a": text})
		got := f.Prose("a", 1<<20)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return r < ' ' && r != '\n' }) {
			t.Fatalf("%q became %q", text, got)
		}
		if again := clean(got, true); again != got {
			t.Fatalf("%q is not clean the second time: %q", got, again)
		}
	})
}
