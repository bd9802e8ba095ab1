package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// outcomes are the decisions of "Beslutt veien videre". A municipality may have
// more of its own.
var outcomes = []string{"maal_naadd_avslutt", "effekt_fortsett", "ikke_effekt_nye_tiltak", "behov_for_andre"}

var code = regexp.MustCompile(`^[0-9A-Za-zÆØÅæøå_-]{1,30}$`)

const (
	mostSaid    = 3 // remarks at a time
	mostLevels  = 20
	mostSteps   = 30
	mostWays    = 400
	longestText = 2000
	mostDays    = 3650
)

// checker collects what is wrong with a model. That one can go in circles is not
// wrong: work around a child does.
type checker struct{ nb, nn []string }

func (c *checker) say(nb, nn string, values ...any) {
	c.nb = append(c.nb, fmt.Sprintf(nb, values...))
	c.nn = append(c.nn, fmt.Sprintf(nn, values...))
}

func (c *checker) err() error {
	nb, nn := c.nb, c.nn
	if more := len(nb) - mostSaid; more > 0 {
		nb = append(nb[:mostSaid:mostSaid], fmt.Sprintf("Og %d ting til.", more))
		nn = append(nn[:mostSaid:mostSaid], fmt.Sprintf("Og %d ting til.", more))
	}
	return bad(strings.Join(nb, " "), strings.Join(nn, " "))
}

func (c *checker) file(f file) {
	if strings.TrimSpace(f.Name) == "" || len(f.Name) > longestText {
		c.say("Modellen mangler navn.", "Modellen manglar namn.")
	}
	if len(f.Levels) == 0 {
		c.say("Modellen har ingen nivåer.", "Modellen har ingen nivå.")
	}
	if len(f.Levels) > mostLevels || len(f.Ways) > mostWays {
		c.say("Modellen har for mange nivåer eller overganger.", "Modellen har for mange nivå eller overgangar.")
		return
	}
	for _, outcome := range f.Outcomes {
		if !code.MatchString(outcome) {
			c.say("Utfallet «%s» må være bokstaver, tall, - og _.", "Utfallet «%s» må vere bokstavar, tal, - og _.", short(outcome))
		}
	}
	steps := map[string][]string{}
	for i, one := range f.Levels {
		if _, twice := steps[one.Code]; twice {
			c.say("Nivå «%s» står to ganger.", "Nivå «%s» står to gonger.", short(one.Code))
		}
		steps[one.Code] = c.level(i+1, one)
	}
	c.ways(f, steps)
}

// level checks one level and returns the codes of its steps.
func (c *checker) level(number int, one level) []string {
	if !code.MatchString(one.Code) {
		c.say("Nivå nummer %d mangler en kode av bokstaver og tall.", "Nivå nummer %d manglar ein kode av bokstavar og tal.", number)
	}
	at := fmt.Sprintf("Nivå «%s»", short(one.Code))
	c.needed(at, "navn", one.Name)
	c.optional(at, "om", one.About)
	if len(one.Steps) == 0 {
		c.say("%s har ingen trinn.", "%s har ingen trinn.", at)
	}
	if len(one.Steps) > mostSteps {
		c.say("%s har for mange trinn.", "%s har for mange trinn.", at)
		return nil
	}
	codes := []string{}
	for i, s := range one.Steps {
		if !code.MatchString(s.Code) {
			c.say("%s: trinn nummer %d mangler en kode av bokstaver og tall.", "%s: trinn nummer %d manglar ein kode av bokstavar og tal.", at, i+1)
		}
		if slices.Contains(codes, s.Code) {
			c.say("%s: trinnet «%s» står to ganger.", "%s: trinnet «%s» står to gonger.", at, short(s.Code))
		}
		codes = append(codes, s.Code)
		c.step(fmt.Sprintf("%s, trinn «%s»", at, short(s.Code)), s)
	}
	return codes
}

func (c *checker) step(at string, s step) {
	c.needed(at, "navn", s.Name)
	c.needed(at, "hva", s.What)
	c.optional(at, "hvordan", s.How)
	c.optional(at, "hvem", s.Who)
	c.optional(at, "verktoy", s.Tools)
	c.days(at, "frist_dager", s.Days)
}

func (c *checker) ways(f file, steps map[string][]string) {
	seen := map[string]bool{}
	for i, way := range f.Ways {
		at := fmt.Sprintf("Overgang nummer %d", i+1)
		c.place(at, way, steps)
		if !slices.Contains(outcomes, way.Outcome) && !slices.Contains(f.Outcomes, way.Outcome) {
			c.say("%s: utfallet «%s» er ikke kjent. Egne utfall skrives under egne_utfall.",
				"%s: utfallet «%s» er ikkje kjent. Eigne utfall skriv ein under egne_utfall.", at, short(way.Outcome))
		}
		c.needed(at, "ord", way.Label)
		c.days(at, "mote_innen_dager", way.Days)
		same := way.From + "\x00" + way.To + "\x00" + way.Outcome
		if seen[same] {
			c.say("%s står to ganger.", "%s står to gonger.", at)
		}
		seen[same] = true
	}
}

func (c *checker) place(at string, way transition, steps map[string][]string) {
	if _, known := steps[way.From]; !known {
		c.say("%s: nivået «%s» finnes ikke.", "%s: nivået «%s» finst ikkje.", at, short(way.From))
	}
	there, known := steps[way.To]
	switch {
	case way.To == "" && way.ToStep != "":
		c.say("%s: trinnet «%s» står uten nivå.", "%s: trinnet «%s» står utan nivå.", at, short(way.ToStep))
	case way.To != "" && !known:
		c.say("%s: nivået «%s» finnes ikke.", "%s: nivået «%s» finst ikkje.", at, short(way.To))
	case way.ToStep != "" && known && !slices.Contains(there, way.ToStep):
		c.say("%s: nivå «%s» har ikke trinnet «%s».", "%s: nivå «%s» har ikkje trinnet «%s».", at, short(way.To), short(way.ToStep))
	}
}

// needed says when a text is missing. Fields are named as in the file, which is
// the same in both languages.
func (c *checker) needed(at, field string, w words) {
	nb, nn := strings.TrimSpace(w.NB), strings.TrimSpace(w.NN)
	if nb == "" {
		c.say("%s: %s mangler på bokmål.", "%s: %s manglar på bokmål.", at, field)
	}
	if nn == "" {
		c.say("%s: %s mangler på nynorsk.", "%s: %s manglar på nynorsk.", at, field)
	}
	if len(nb) > longestText || len(nn) > longestText {
		c.say("%s: %s er for langt.", "%s: %s er for langt.", at, field)
	}
}

// optional may be empty, but not in one language alone.
func (c *checker) optional(at, field string, w words) {
	if w.ours().NB != "" || w.ours().NN != "" {
		c.needed(at, field, w)
	}
}

func (c *checker) days(at, field string, days int) {
	if days < 0 || days > mostDays {
		c.say("%s: %s må være fra 0 til %d.", "%s: %s må vere frå 0 til %d.", at, field, mostDays)
	}
}

// short keeps what somebody wrote by mistake from filling the page.
func short(text string) string {
	if letters := []rune(text); len(letters) > 30 {
		return string(letters[:30]) + "…"
	}
	return text
}
