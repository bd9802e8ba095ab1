package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
)

// Assess tells whether the work may move on. Without an outcome and a level to
// go to, it tells by when the step must be done. Deadlines of a move count from
// the same day: the day of the decision, on which the next step begins.
func (m *model) Assess(_ context.Context, move levels.Move) (levels.Assessment, error) {
	on, err := time.Parse(time.DateOnly, move.On)
	if err != nil {
		return no("Datoen må være en dag, slik: 2026-12-01.", "Datoen må vere ein dag, slik: 2026-12-01."), nil
	}
	level, known := m.level(move.Level)
	if !known {
		return no("Nivået «%s» finnes ikke i kommunens modell.", "Nivået «%s» finst ikkje i modellen til kommunen.", short(move.Level)), nil
	}
	step, known := stepOf(level, move.Step)
	if !known {
		return no("Nivå «%s» har ikke trinnet «%s».", "Nivå «%s» har ikkje trinnet «%s».", level.Code, short(move.Step)), nil
	}
	if move.Outcome == "" && move.To == "" {
		return levels.Assessment{Allowed: true, Deadlines: deadlineOf(step, on)}, nil
	}
	way, why := m.way(move)
	if why != nil {
		return *why, nil
	}
	return m.onward(way, move.Consent, on), nil
}

// onward answers for a way that is there.
func (m *model) onward(way levels.Transition, consent bool, on time.Time) levels.Assessment {
	if way.To == "" {
		return levels.Assessment{Allowed: true}
	}
	next, _ := m.level(way.To) // the model is checked: it is there
	if next.NeedsConsent && !consent {
		return no("Før dere går til nivå %s, må familien ha sagt ja.", "Før de går til nivå %s, må familien ha sagt ja.", next.Code)
	}
	answer := levels.Assessment{Allowed: true}
	if way.MeetingWithinDays > 0 {
		answer.Deadlines = append(answer.Deadlines, levels.Deadline{
			What: levels.Words{NB: fmt.Sprintf("Møte på nivå %s", next.Code), NN: fmt.Sprintf("Møte på nivå %s", next.Code)},
			Due:  due(on, way.MeetingWithinDays),
		})
	}
	step, _ := stepOf(next, way.ToStep)
	answer.Deadlines = append(answer.Deadlines, deadlineOf(step, on)...)
	return answer
}

// way finds the one way that a move can mean, or says why there is none.
func (m *model) way(move levels.Move) (levels.Transition, *levels.Assessment) {
	var open, meant []levels.Transition
	for _, way := range m.levels.Transitions {
		if way.From != move.Level {
			continue
		}
		open = append(open, way)
		if (move.Outcome == "" || way.Outcome == move.Outcome) && way.To == move.To {
			return way, nil
		}
		if move.To == "" && way.Outcome == move.Outcome {
			meant = append(meant, way)
		}
	}
	switch {
	case len(meant) == 1:
		return meant[0], nil
	case len(meant) > 1:
		answer := no("Velg hvor dere skal videre: %s.", "Vel kvar de skal vidare: %s.", choices(meant))
		return levels.Transition{}, &answer
	case len(open) == 0:
		answer := no("Det går ingen vei videre fra nivå %s.", "Det går ingen veg vidare frå nivå %s.", move.Level)
		return levels.Transition{}, &answer
	}
	answer := no("Den veien er ikke åpen. Dere kan velge: %s.", "Den vegen er ikkje open. De kan velje: %s.", choices(open))
	return levels.Transition{}, &answer
}

// choices lists ways by their labels, in both languages.
func choices(ways []levels.Transition) levels.Words {
	var nb, nn []string
	for _, way := range ways {
		nb = append(nb, strings.TrimSuffix(way.Label.NB, "."))
		nn = append(nn, strings.TrimSuffix(way.Label.NN, "."))
	}
	return levels.Words{NB: strings.Join(nb, ", "), NN: strings.Join(nn, ", ")}
}

// no says why not. A value that is Words is said in each language.
func no(nb, nn string, values ...any) levels.Assessment {
	inNB, inNN := slices.Clone(values), slices.Clone(values)
	for i, value := range values {
		if w, ok := value.(levels.Words); ok {
			inNB[i], inNN[i] = w.NB, w.NN
		}
	}
	return levels.Assessment{WhyNot: levels.Words{NB: fmt.Sprintf(nb, inNB...), NN: fmt.Sprintf(nn, inNN...)}}
}

func (m *model) level(code string) (levels.Level, bool) {
	for _, level := range m.levels.Levels {
		if level.Code == code {
			return level, true
		}
	}
	return levels.Level{}, false
}

// stepOf gives a step of a level; without a code, the first.
func stepOf(level levels.Level, code string) (levels.Step, bool) {
	for _, step := range level.Steps {
		if code == "" || step.Code == code {
			return step, true
		}
	}
	return levels.Step{}, false
}

func deadlineOf(step levels.Step, on time.Time) []levels.Deadline {
	if step.DeadlineDays == 0 {
		return nil
	}
	return []levels.Deadline{{What: step.Name, Due: due(on, step.DeadlineDays)}}
}

func due(on time.Time, days int) string { return on.AddDate(0, 0, days).Format(time.DateOnly) }
