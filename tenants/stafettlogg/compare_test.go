package stafettlogg

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestHowTwoSidesStandByWhatTheyWereWhenTheyWereInStep(t *testing.T) {
	a, b, c := Part{Text: "a"}, Part{Text: "b"}, Part{Text: "c"}
	agreed := Agreed{Ours: a, Theirs: a}
	for name, one := range map[string]struct {
		agreed       Agreed
		ours, theirs Part
		want         Standing
	}{
		"the same":                    {agreed, a, a, InStep},
		"ours changed":                {agreed, b, a, OursChange},
		"theirs changed":              {agreed, a, b, TheirChange},
		"both, to the same":           {agreed, b, b, InStep},
		"both, to something else":     {agreed, b, c, BothChange},
		"left alone":                  {Agreed{Ours: a, Theirs: b}, a, b, LeftAlone},
		"left alone, and ours moves":  {Agreed{Ours: a, Theirs: b}, c, b, OursChange},
		"left alone, and theirs does": {Agreed{Ours: a, Theirs: b}, a, c, TheirChange},
		"never in step":               {Agreed{}, a, b, BothChange},
		"a role we do not tell":       {agreed, a, Part{Text: "a", Responsible: "Kontaktlærer"}, InStep},
	} {
		if got, _ := compare(KindMeasure, one.agreed, one.ours, one.theirs); got != one.want {
			t.Errorf("%s: %s, want %s", name, got, one.want)
		}
	}
	ours := Part{Text: "a", Area: "1.2"}
	if got, _ := compare(KindGoal, Agreed{}, ours, a); got != InStep {
		t.Errorf("a system without areas stands %s", got)
	}
}

var parts = rapid.Custom(func(t *rapid.T) Part {
	word := func(name string) string { return rapid.SampledFrom([]string{"", "x", "y", "z"}).Draw(t, name) }
	return Part{
		Text: word("text"), Responsible: word("responsible"), Start: word("start"), Due: word("due"),
		Evaluate: word("evaluate"), State: word("state"),
	}
})

// Whatever is chosen, nothing is left between the sides but what was chosen to
// be ours, and no field comes from anywhere else.
func TestWhatIsChosenStandsAndNothingElseIsMadeUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ours, theirs, before := parts.Draw(t, "ours"), parts.Draw(t, "theirs"), parts.Draw(t, "before")
		choice := map[string]string{}
		for _, name := range KindMeasure.Fields() {
			choice[name] = rapid.SampledFrom([]string{"", Ours, Theirs}).Draw(t, name)
		}
		merged := merge(KindMeasure, ours, theirs, choice)
		for _, name := range KindMeasure.Fields() {
			want := *ours.field(name)
			if choice[name] == Theirs {
				want = *theirs.field(name)
			}
			if got := *merged.field(name); got != want {
				t.Fatalf("%s is %q, want %q", name, got, want)
			}
		}
		agreed := Agreed{Ours: before, Theirs: before}
		standing, differ := compare(KindMeasure, agreed, ours, theirs)
		if (standing == InStep) != (len(differ) == 0) {
			t.Fatalf("%s with %d differences", standing, len(differ))
		}
		mirror, _ := compare(KindMeasure, agreed, theirs, ours)
		turned := map[Standing]Standing{OursChange: TheirChange, TheirChange: OursChange}
		want := standing
		if other, turns := turned[standing]; turns {
			want = other
		}
		if ours.Responsible != "" && theirs.Responsible != "" && mirror != want {
			t.Fatalf("from the other side it stands %s, want %s", mirror, want)
		}
		if settled, _ := compare(KindMeasure, Agreed{Ours: ours, Theirs: theirs}, ours, theirs); settled != InStep && settled != LeftAlone {
			t.Fatalf("settled, it stands %s", settled)
		}
	})
}

func TestEveryFieldOfAPartHasAName(t *testing.T) {
	names := map[string]bool{}
	for _, kind := range []Kind{KindGoal, KindMeasure} {
		for _, name := range kind.Fields() {
			names[name] = true
		}
	}
	names["goal"] = true // shown, and not compared
	for i := range reflect.TypeFor[Part]().NumField() {
		field := reflect.TypeFor[Part]().Field(i)
		word := field.Tag.Get("json")
		for j, letter := range word {
			if letter == ',' {
				word = word[:j]
				break
			}
		}
		if !names[word] {
			t.Errorf("%s is never compared", field.Name)
		}
	}
}
