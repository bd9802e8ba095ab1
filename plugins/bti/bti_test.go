package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"errors"

	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
)

func open(t *testing.T, text string) host.Plugin {
	t.Helper()
	return plugintest.Open(t, newModel(), plugintest.NewWorld(t), map[string]string{settingModel: text})
}

func text(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func read(t *testing.T, p host.Plugin) levels.Levels {
	t.Helper()
	model, err := p.ReadLevels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return model
}

func TestTheModelThatComesWithThePluginIsWholeInBothLanguages(t *testing.T) {
	p := open(t, "  \n")
	model := read(t, p)
	var steps []int
	for _, level := range model.Levels {
		steps = append(steps, len(level.Steps))
		for _, step := range level.Steps {
			for _, words := range []levels.Words{level.Name, level.About, step.Name, step.What, step.How, step.Who, step.Tools} {
				if words.NB == "" || words.NN == "" {
					t.Errorf("nivå %s, %s: %+v", level.Code, step.Code, words)
				}
			}
		}
	}
	if !slices.Equal(steps, []int{3, 4, 4, 5}) || model.Levels[0].NeedsConsent || !model.Levels[1].NeedsConsent {
		t.Errorf("the levels have %v steps", steps)
	}
	for _, level := range model.Levels {
		for _, outcome := range outcomes {
			if !slices.ContainsFunc(model.Transitions, func(way levels.Transition) bool {
				return way.From == level.Code && way.Outcome == outcome
			}) {
				t.Errorf("nivå %s does not say what comes of %s", level.Code, outcome)
			}
		}
	}
	health, err := p.Check(t.Context())
	if err != nil || !health.OK || health.Message.NB != "Modellen har 4 nivåer og 16 trinn." || health.Message.NN == "" {
		t.Errorf("%+v %v", health, err)
	}
}

type assessed struct {
	move    levels.Move
	allowed bool
	says    string // part of why not, or the deadlines
}

func assess(t *testing.T, p host.Plugin, tries []assessed) {
	t.Helper()
	for _, try := range tries {
		if try.move.On == "" {
			try.move.On = "2026-12-01"
		}
		answer, err := p.Assess(t.Context(), try.move)
		if err != nil {
			t.Fatal(err)
		}
		says := answer.WhyNot.NB
		for _, deadline := range answer.Deadlines {
			says += deadline.What.NB + " " + deadline.Due + ";"
			if deadline.What.NN == "" {
				t.Errorf("%+v: a deadline without words in nynorsk", try.move)
			}
		}
		if answer.Allowed != try.allowed || !strings.Contains(says, try.says) || try.says == "" && says != "" {
			t.Errorf("%+v: %v %q, want %v %q", try.move, answer.Allowed, says, try.allowed, try.says)
		}
		if !answer.Allowed && (answer.WhyNot.NB == "" || answer.WhyNot.NN == "") {
			t.Errorf("%+v: does not say why not", try.move)
		}
	}
}

func TestTheStandardModelsWaysAndDeadlines(t *testing.T) {
	assess(t, open(t, ""), []assessed{
		{levels.Move{Level: "0", Step: "del"}, true, "Del og konkretiser 2026-12-15;"},
		{levels.Move{Level: "0", Step: "definer"}, true, ""},
		{levels.Move{Level: "1", Step: "evaluer", Outcome: "maal_naadd_avslutt"}, true, ""},
		{levels.Move{Level: "1", Step: "evaluer", Outcome: "effekt_fortsett", Consent: true}, true, "Sett i gang 2027-01-26;"},
		{levels.Move{Level: "1", Step: "evaluer", Outcome: "ikke_effekt_nye_tiltak", To: "1", Consent: true}, true, "planlegg tiltak 2026-12-15;"},
		{levels.Move{Level: "1", Outcome: "behov_for_andre", To: "2", Consent: true}, true, "Møte på nivå 2 2026-12-15;Første møte"},
		{levels.Move{Level: "1", Outcome: "behov_for_andre", To: "2"}, false, "må familien ha sagt ja"},
		{levels.Move{Level: "1", Outcome: "behov_for_andre", Consent: true}, false, "Velg hvor dere skal videre: Be en tjeneste til om hjelp, Be flere"},
		{levels.Move{Level: "1", Outcome: "maal_naadd_avslutt", To: "3", Consent: true}, false, "Den veien er ikke åpen. Dere kan velge: Målet er nådd. Avslutt, Det hjelper"},
		{levels.Move{Level: "3", Step: "evaluer", To: "1", Consent: true}, true, "Sett i gang"},
		{levels.Move{Level: "9"}, false, "Nivået «9» finnes ikke"},
		{levels.Move{Level: "1", Step: "definer"}, false, "har ikke trinnet «definer»"},
		{levels.Move{Level: "1", Step: "planlegg", On: "1.12.2026"}, false, "Datoen"},
	})
}

func TestOverhallasLevels(t *testing.T) {
	assess(t, open(t, text(t, "overhalla.yaml")), []assessed{
		{levels.Move{Level: "0", Step: "del"}, true, "Del undringen 2026-12-29;"},
		{levels.Move{Level: "0", Step: "del_skolemiljo"}, true, "skolemiljøsak 2026-12-08;"},
		{levels.Move{Level: "0", Step: "undre", Outcome: "skolemiljosak"}, true, "skolemiljøsak 2026-12-08;"},
		{levels.Move{Level: "A", Outcome: "behov_for_andre", To: "B", Consent: true}, true, "Møte på nivå B 2026-12-15;"},
		{levels.Move{Level: "A", Outcome: "behov_for_andre", To: "C", Consent: true}, false, "ikke åpen"},
		{levels.Move{Level: "C", Outcome: "effekt_fortsett", Consent: true}, true, ""},
	})
}

func TestFourLevelsWrittenAsJSON(t *testing.T) {
	p := open(t, text(t, "fire-nivaaer.json"))
	if model := read(t, p); len(model.Levels) != 4 || model.Levels[3].Code != "3" {
		t.Errorf("%+v", model)
	}
	assess(t, p, []assessed{
		{levels.Move{Level: "0", Step: "avklar"}, true, "Avklar 2026-12-15;"},
		{levels.Move{Level: "0", Outcome: "bekymringsmelding", Consent: true}, true, ""},
		{levels.Move{Level: "2", Outcome: "maal_naadd_avslutt"}, false, "ingen vei videre fra nivå 2"},
	})
}

func TestWhatIsWrongWithAModelIsSaidAndWhere(t *testing.T) {
	good := text(t, "overhalla.yaml")
	for _, try := range []struct{ from, to, says string }{
		{"navn: BTI i Overhalla", "navn: ''", "Modellen mangler navn."},
		{"nb: Undring, nn: Undring", "nb: Undring", "Nivå «0»: navn mangler på nynorsk."},
		{"hva: {nb: Samle alle., nn: Samle alle.}", "hvem: {nb: Alle, nn: Alle}", "Nivå «C», trinn «mote»: hva mangler på bokmål. Nivå «C», trinn «mote»: hva mangler på nynorsk."},
		{"om: {nb: Du undrer deg over et barn., nn", "om: {nn", "Nivå «0»: om mangler på bokmål."},
		{"frist_dager: 28", "frist_dager: -1", "Nivå «0», trinn «del»: frist_dager må være fra 0 til 3650."},
		{"frist_dager: 28", "frist_dager: snart", "Linje 16 kan ikke leses."},
		{"frist_dager: 28", "frist: 28", "Linje 16: «frist» er ikke et felt i modellen."},
		{"kode: B", "kode: A", "Nivå «A» står to ganger."},
		{"kode: B", "kode: 'B!'", "Nivå nummer 3 mangler en kode"},
		{"kode: del_skolemiljo", "kode: del", "Nivå «0»: trinnet «del» står to ganger."},
		{"til: C, utfall", "til: D, utfall", "Overgang nummer 7: nivået «D» finnes ikke."},
		{"{fra: C, til: B", "{fra: D, til: B", "Overgang nummer 9: nivået «D» finnes ikke."},
		{"til: A, til_trinn: tiltak, utfall: ikke", "til: A, til_trinn: hvile, utfall: ikke", "Overgang nummer 3: nivå «A» har ikke trinnet «hvile»."},
		{"{fra: C, utfall", "{fra: C, til_trinn: mote, utfall", "Overgang nummer 10: trinnet «mote» står uten nivå."},
		{"egne_utfall: [skolemiljosak]", "", "Overgang nummer 2: utfallet «skolemiljosak» er ikke kjent."},
		{"egne_utfall: [skolemiljosak]", "egne_utfall: [skolemiljosak, 'å nei!']", "Utfallet «å nei!» må være"},
		{"ord: {nb: Færre trengs, nn: Færre trengst}", "", "Overgang nummer 9: ord mangler på bokmål."},
		{"{fra: A, utfall: maal_naadd_avslutt", "{fra: A, til: A, utfall: effekt_fortsett", "Overgang nummer 5 står to ganger."},
		{"overganger:", "---\novergangar:", "mer enn én modell"},
		{"navn: BTI", "\tnavn: BTI", "Linje"},
	} {
		if !strings.Contains(good, try.from) {
			t.Fatalf("%q is not in the model", try.from)
		}
		problem := configure(t, strings.Replace(good, try.from, try.to, 1))
		if problem == nil || !strings.Contains(problem.Message.NB, try.says) || problem.Message.NN == "" || problem.Field != settingModel {
			t.Errorf("%q: %+v, want %q", try.to, problem, try.says)
		}
	}
	for text, says := range map[string]string{
		"navn: X": "Modellen har ingen nivåer.", strings.Repeat("#", longestModel+1): "for lang",
		"navn: X\nnivaaer: [{}, {}, {}, {}]": "Og ",
	} {
		if problem := configure(t, text); problem == nil || !strings.Contains(problem.Message.NB, says) {
			t.Errorf("%.20q: %+v, want %q", text, problem, says)
		}
	}
}

// configure gives the problem with a model, nil when there is none.
func configure(t *testing.T, text string) *host.Problem {
	t.Helper()
	world := plugintest.NewWorld(t)
	runner := plugintest.InProcess(t, world, newModel)
	instance := plugintest.Instance(newModel().Describe(), world, map[string]string{settingModel: text})
	err := runner.Use(t.Context(), instance, func(context.Context, host.Plugin) error { return nil })
	if err == nil {
		return nil
	}
	var problem *host.Problem
	if !errors.As(err, &problem) || problem.Whose != host.Settings {
		t.Fatalf("%v is not the settings' fault", err)
	}
	return problem
}

func TestWhateverModelIsAcceptedCanBeAssessedAndKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := anyFile(rt)
		text, err := yaml.Marshal(f)
		if err != nil {
			rt.Fatal(err)
		}
		read, err := readModel(string(text))
		if err != nil {
			rt.Fatalf("%v\n%s", err, text)
		}
		if got, want := fmt.Sprintf("%+v", read), fmt.Sprintf("%+v", f.ours()); got != want {
			rt.Fatalf("read %s\nwant %s", got, want)
		}
		m := &model{levels: read}
		move := levels.Move{
			Level: rapid.SampledFrom(read.Levels).Draw(rt, "level").Code, Outcome: rapid.SampledFrom(append(outcomes, "")).Draw(rt, "outcome"),
			To: rapid.SampledFrom([]string{"", "0", "1", "2"}).Draw(rt, "to"), On: "2026-12-01", Consent: rapid.Bool().Draw(rt, "consent"),
		}
		answer, err := m.Assess(context.Background(), move)
		if err != nil || !answer.Allowed && (answer.WhyNot.NB == "" || answer.WhyNot.NN == "") {
			rt.Fatalf("%+v: %+v %v", move, answer, err)
		}
		for _, deadline := range answer.Deadlines {
			if due, err := time.Parse(time.DateOnly, deadline.Due); err != nil || due.Format(time.DateOnly) <= move.On {
				rt.Errorf("%+v: due %s", move, deadline.Due)
			}
		}
		for _, level := range read.Levels {
			if answer.Allowed && level.Code == move.To && level.NeedsConsent && !move.Consent {
				rt.Errorf("%+v is allowed without a consent", move)
			}
		}
	})
}

func anyFile(t *rapid.T) file {
	said := func(name string) words {
		one := rapid.StringMatching(`[a-zæøå:#{}"' -]{0,12}[a-zæøå]`)
		return words{one.Draw(t, name+" nb"), one.Draw(t, name+" nn")}
	}
	f := file{Name: "BTI"}
	for i := range rapid.IntRange(1, 3).Draw(t, "levels") {
		one := level{Code: fmt.Sprint(i), Name: said("level"), Consent: rapid.Bool().Draw(t, "needs consent")}
		for j := range rapid.IntRange(1, 3).Draw(t, "steps") {
			one.Steps = append(one.Steps, step{
				Code: fmt.Sprint("s", j), Name: said("step"), What: said("what"), Days: rapid.IntRange(0, 40).Draw(t, "days"),
			})
		}
		f.Levels = append(f.Levels, one)
	}
	for _, from := range f.Levels {
		for _, outcome := range outcomes {
			if to := rapid.IntRange(-1, len(f.Levels)-1).Draw(t, "to"); to >= 0 {
				f.Ways = append(f.Ways, transition{
					From: from.Code, To: f.Levels[to].Code, Outcome: outcome, Label: said("label"), Days: rapid.IntRange(0, 20).Draw(t, "meeting"),
				})
			} else if rapid.Bool().Draw(t, "ends") {
				f.Ways = append(f.Ways, transition{From: from.Code, Outcome: outcome, Label: said("label")})
			}
		}
	}
	return f
}
