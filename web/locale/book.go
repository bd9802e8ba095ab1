package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed nb/*.json nn/*.json
var files embed.FS

var speakers = mustRead(files)

// countsKept is how many plural forms are worked out once, at load.
const countsKept = 400

// book is every text of one language, ready to be said.
type book struct {
	plain   map[string]message
	counted map[string]map[string]message
	area    map[string]string // key -> file, for the tests and for faults
	forms   [countsKept]string
	probe   *i18n.Localizer
}

// mustRead reads the texts built into the program. They are checked by tests,
// so a fault here is a fault in the build.
func mustRead(fsys fs.FS) map[string]*Localizer {
	found := make(map[string]*Localizer, len(Languages))
	for _, lang := range Languages {
		b, err := readBook(fsys, lang)
		if err != nil {
			panic("reading texts: " + err.Error())
		}
		found[lang] = &Localizer{lang: lang, book: b}
	}
	return found
}

func readBook(fsys fs.FS, lang string) (*book, error) {
	names, err := fs.Glob(fsys, lang+"/*.json")
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", lang, err)
	}
	b := &book{
		plain:   map[string]message{},
		counted: map[string]map[string]message{},
		area:    map[string]string{},
	}
	for _, name := range names {
		err := b.readFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
	}
	return b, b.learnForms(lang)
}

func (b *book) readFile(fsys fs.FS, name string) error {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	parsed, err := i18n.ParseMessageFileBytes(raw, path.Base(path.Dir(name))+".json",
		map[string]i18n.UnmarshalFunc{"json": json.Unmarshal})
	if err != nil {
		return err
	}
	for _, m := range parsed.Messages {
		if other, taken := b.area[m.ID]; taken {
			return fmt.Errorf("the key %q is also in %s", m.ID, other)
		}
		b.area[m.ID] = path.Base(name)
		err := b.add(m)
		if err != nil {
			return fmt.Errorf("key %q: %w", m.ID, err)
		}
	}
	return nil
}

func (b *book) add(m *i18n.Message) error {
	forms := map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other}
	counted := false
	split := map[string]message{}
	for form, text := range forms {
		if text == "" {
			continue
		}
		part, err := splitText(text)
		if err != nil {
			return err
		}
		split[form] = part
		counted = counted || form != "other"
	}
	if counted {
		b.counted[m.ID] = split
		return nil
	}
	b.plain[m.ID] = split["other"]
	return nil
}

// splitText cuts a text at {{.Name}}; nothing else may stand in braces.
func splitText(text string) (message, error) {
	if !strings.Contains(text, "{{") {
		return message{text: text}, nil
	}
	var parts []string
	rest := text
	for {
		before, after, found := strings.Cut(rest, "{{")
		parts = append(parts, before)
		if !found {
			return message{text: text, parts: parts}, nil
		}
		name, tail, closed := strings.Cut(after, "}}")
		if !closed || !strings.HasPrefix(name, ".") {
			return message{}, fmt.Errorf("%q: write {{.Name}}", text)
		}
		parts = append(parts, strings.TrimPrefix(name, "."))
		rest = tail
	}
}

// learnForms asks go-i18n's plural rules which form each small number takes.
func (b *book) learnForms(lang string) error {
	tag, err := language.Parse(lang)
	if err != nil {
		return fmt.Errorf("language %s: %w", lang, err)
	}
	bundle := i18n.NewBundle(tag)
	err = bundle.AddMessages(tag, &i18n.Message{
		ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other",
	})
	if err != nil {
		return fmt.Errorf("plural rules of %s: %w", lang, err)
	}
	b.probe = i18n.NewLocalizer(bundle, lang)
	for n := range b.forms {
		b.forms[n] = b.ask(n)
	}
	return nil
}

func (b *book) form(n int) string {
	if n >= 0 && n < len(b.forms) {
		return b.forms[n]
	}
	return b.ask(n)
}

func (b *book) ask(n int) string {
	form, err := b.probe.Localize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n})
	if err != nil {
		return "other"
	}
	return form
}
