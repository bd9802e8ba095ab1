package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
)

// longestModel is far more than any municipality needs.
const longestModel = 256 << 10

// The file, as docs/plugins/bti.md describes it. JSON is YAML too.
type file struct {
	Name     string       `yaml:"navn"`
	Outcomes []string     `yaml:"egne_utfall"`
	Levels   []level      `yaml:"nivaaer"`
	Ways     []transition `yaml:"overganger"`
}

type words struct {
	NB string `yaml:"nb"`
	NN string `yaml:"nn"`
}

type level struct {
	Code    string `yaml:"kode"`
	Name    words  `yaml:"navn"`
	About   words  `yaml:"om"`
	Consent bool   `yaml:"samtykke"`
	Steps   []step `yaml:"trinn"`
}

type step struct {
	Code  string `yaml:"kode"`
	Name  words  `yaml:"navn"`
	What  words  `yaml:"hva"`
	How   words  `yaml:"hvordan"`
	Who   words  `yaml:"hvem"`
	Tools words  `yaml:"verktoy"`
	Days  int    `yaml:"frist_dager"`
}

type transition struct {
	From    string `yaml:"fra"`
	To      string `yaml:"til"`
	ToStep  string `yaml:"til_trinn"`
	Outcome string `yaml:"utfall"`
	Days    int    `yaml:"mote_innen_dager"`
	Label   words  `yaml:"ord"`
}

// readModel reads and checks a model. What is wrong is said in words, and where.
func readModel(text string) (levels.Levels, error) {
	if len(text) > longestModel {
		return levels.Levels{}, bad("Modellen er for lang.", "Modellen er for lang.")
	}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	decoder.KnownFields(true)
	var f file
	if err := decoder.Decode(&f); err != nil {
		return levels.Levels{}, unreadable(err)
	}
	if err := decoder.Decode(&file{}); !errors.Is(err, io.EOF) {
		return levels.Levels{}, bad("Det står mer enn én modell i feltet.", "Det står meir enn éin modell i feltet.")
	}
	c := checker{}
	c.file(f)
	if len(c.nb) > 0 {
		return levels.Levels{}, c.err()
	}
	return f.ours(), nil
}

func bad(nb, nn string) error {
	return sdk.BadSetting(settingModel, "settings.model", sdk.Words{NB: nb, NN: nn})
}

var (
	atLine  = regexp.MustCompile(`line (\d+)`)
	unknown = regexp.MustCompile(`field (\S+) not found`)
)

// unreadable says which line could not be read.
func unreadable(err error) error {
	line := "1"
	if found := atLine.FindStringSubmatch(err.Error()); found != nil {
		line = found[1]
	}
	if found := unknown.FindStringSubmatch(err.Error()); found != nil {
		return bad(fmt.Sprintf("Linje %s: «%s» er ikke et felt i modellen.", line, found[1]),
			fmt.Sprintf("Linje %s: «%s» er ikkje eit felt i modellen.", line, found[1]))
	}
	return bad(fmt.Sprintf("Linje %s kan ikke leses. Se etter innrykk, kolon og anførselstegn.", line),
		fmt.Sprintf("Linje %s kan ikkje lesast. Sjå etter innrykk, kolon og hermeteikn.", line))
}

func (w words) ours() levels.Words {
	return levels.Words{NB: strings.TrimSpace(w.NB), NN: strings.TrimSpace(w.NN)}
}

func (f file) ours() levels.Levels {
	read := levels.Levels{Name: strings.TrimSpace(f.Name)}
	for _, one := range f.Levels {
		ours := levels.Level{Code: one.Code, Name: one.Name.ours(), About: one.About.ours(), NeedsConsent: one.Consent}
		for _, s := range one.Steps {
			ours.Steps = append(ours.Steps, levels.Step{
				Code: s.Code, Name: s.Name.ours(), What: s.What.ours(), How: s.How.ours(), Who: s.Who.ours(), Tools: s.Tools.ours(),
				DeadlineDays: s.Days,
			})
		}
		read.Levels = append(read.Levels, ours)
	}
	for _, way := range f.Ways {
		read.Transitions = append(read.Transitions, levels.Transition{
			From: way.From, To: way.To, ToStep: way.ToStep, Outcome: way.Outcome, MeetingWithinDays: way.Days, Label: way.Label.ours(),
		})
	}
	return read
}
