package consent

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Given is an answer as it is given, or a question as it is asked.
type Given struct {
	Purpose  Purpose
	Unit     uuid.UUID
	Asked    policy.SectionSet
	Sections policy.SectionSet // those given, of a Partial answer
	Members  []uuid.UUID
	By       uuid.UUID // the member who answers; in an own answer it is known
	Answer   Answer
	How      casefile.How
	Told     string      // where and to whom, of what was said
	Heard    []uuid.UUID // children who have been heard
	From     clock.Date  // today when empty
	Until    clock.Date  // a year when empty
	Renews   uuid.UUID   // the consent that is asked for again; Nil for a new one
}

// Validate puts an answer in order and checks what can be checked without the
// family. Field names are those of the form's fields.
func (g *Given) Validate(rules Rules, today clock.Date) error {
	var faults tenants.Invalid
	g.Told = strings.TrimSpace(g.Told)
	if !g.Purpose.known() {
		faults.Add("purpose", "consent.purpose.missing")
	}
	if len(g.Members) == 0 {
		faults.Add("members", "consent.members.missing")
	}
	g.validateHow(&faults)
	g.validateSections(&faults)
	g.validateDates(&faults, rules, today)
	return faults.Err()
}

func (g *Given) validateHow(faults *tenants.Invalid) {
	if g.Answer == Unanswered {
		g.How, g.Told = casefile.HowSelf, ""
		return
	}
	switch g.How {
	case casefile.HowSelf:
		g.Told = ""
	case casefile.HowWritten:
	case casefile.HowOral:
		if g.Told == "" {
			faults.Add("how_told", "consent.how_told.missing")
		}
	default:
		faults.Add("how", "consent.how.missing")
	}
	if utf8.RuneCountInString(g.Told) > casefile.MaxLine {
		faults.Add("how_told", "form.too_long")
	}
	if g.By == uuid.Nil && g.How != casefile.HowSelf {
		faults.Add("given_by", "consent.given_by.missing")
	}
}

func (g *Given) validateSections(faults *tenants.Invalid) {
	if !slices.Contains([]Answer{Unanswered, Yes, Partial, No}, g.Answer) {
		faults.Add("answer", "consent.answer.missing")
	}
	if !g.Purpose.Opens() {
		g.Unit, g.Asked, g.Sections = uuid.Nil, 0, 0
		if g.Answer == Partial {
			faults.Add("answer", "consent.answer.missing")
		}
		return
	}
	if g.Unit == uuid.Nil {
		faults.Add("unit", "consent.unit.missing")
	}
	overview := policy.Sections(policy.SectionOverview)
	if g.Asked&^shareable != 0 || g.Asked&^overview == 0 {
		faults.Add("asked", "consent.asked.missing")
	}
	g.Asked |= overview
	switch g.Answer {
	case Yes:
		g.Sections = g.Asked
	case Partial:
		if g.Sections&^g.Asked != 0 || g.Sections&^overview == 0 {
			faults.Add("sections", "consent.sections.missing")
		}
		if g.Sections |= overview; g.Sections == g.Asked {
			g.Answer = Yes
		}
	default:
		g.Sections = 0
	}
}

func (g *Given) validateDates(faults *tenants.Invalid, rules Rules, today clock.Date) {
	if g.Answer == No {
		g.From, g.Until = today, ""
		return
	}
	if g.From.IsZero() {
		g.From = today
	}
	if g.Until.IsZero() {
		g.Until = rules.OrdinaryUntil(g.From)
	}
	switch {
	case g.Until < today || g.Until < g.From:
		faults.Add("until", "consent.until.past")
	case g.Until > rules.LastDay(max(g.From, today)):
		faults.Add("until", "consent.until.too_far")
	}
}
