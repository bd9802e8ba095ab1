package main

import (
	"fmt"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// table has the words of one field: ours on the left when we write, theirs on
// the left when we read.
type table struct {
	theirs map[string]string
	ours   map[string]string
}

// dictionary is the tables by the name that the settings use.
type dictionary struct{ tables map[string]table }

// The names of the tables.
const (
	wordState    = "logg"
	wordReason   = "grunn"
	wordGoal     = "maal"
	wordMeasure  = "tiltak"
	wordEffect   = "effekt"
	wordDecision = "beslutning"
	wordRole     = "rolle"
	wordAge      = "alder"
)

// pairs are our word and theirs, as in openapi.yaml.
var pairs = map[string][][2]string{
	wordState: {{stafettlogg.Open, "AAPEN"}, {stafettlogg.Closed, "LUKKET"}},
	wordReason: {
		{stafettlogg.GoalReached, "MAAL_NAADD"}, {stafettlogg.IndividualPlan, "INDIVIDUELL_PLAN"}, {stafettlogg.Moved, "FLYTTET"},
		{stafettlogg.Withdrawn, "SAMTYKKE_TRUKKET"}, {stafettlogg.OtherReason, "ANNET"},
	},
	wordGoal:    {{"active", "PAAGAAR"}, {"reached", "OPPNAADD"}, {"ended", "AVSLUTTET"}},
	wordMeasure: {{"planned", "PLANLAGT"}, {"under_way", "IGANG"}, {"done", "FERDIG"}, {"stopped", "STOPPET"}},
	wordEffect:  {{"-2", "MYE_VERRE"}, {"-1", "VERRE"}, {"0", "UENDRET"}, {"1", "BEDRE"}, {"2", "MYE_BEDRE"}},
	wordDecision: {
		{"maal_naadd_avslutt", "AVSLUTT_MAAL_NAADD"}, {"effekt_fortsett", "FORTSETT"},
		{"ikke_effekt_nye_tiltak", "NYE_TILTAK"}, {"behov_for_andre", "FLERE_TJENESTER"},
	},
	wordRole: {{"caregiver", "FORESATT"}, {"service", "TJENESTE"}, {"child", "BARN"}},
	wordAge: {
		{"0-5", "0-5 år"}, {"6-12", "6-12 år"}, {"13-15", "13-15 år"}, {"16-18", "16-18 år"}, {"19-23", "19-23 år"},
	},
}

// readDictionary makes the tables, with the municipality's own words on top:
//
//	tiltak PÅ VENT = planned      the system says PÅ VENT
//	tiltak stopped > AVBRUTT      and is told AVBRUTT
func readDictionary(setting string) (*dictionary, error) {
	d := &dictionary{tables: map[string]table{}}
	for name, words := range pairs {
		t := table{theirs: map[string]string{}, ours: map[string]string{}}
		for _, pair := range words {
			t.theirs[pair[0]], t.ours[pair[1]] = pair[1], pair[0]
		}
		d.tables[name] = t
	}
	for i, line := range strings.Split(setting, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !d.learn(line) {
			return nil, badLine(i + 1)
		}
	}
	return d, nil
}

// learn takes one line, and tells whether it could be understood.
func (d *dictionary) learn(line string) bool {
	name, rest, _ := strings.Cut(line, " ")
	t, known := d.tables[name]
	if !known {
		return false
	}
	if theirs, ours, reads := strings.Cut(rest, "="); reads {
		theirs, ours = strings.TrimSpace(theirs), strings.TrimSpace(ours)
		t.ours[theirs] = ours
		return theirs != "" && isOurs(name, ours)
	}
	ours, theirs, writes := strings.Cut(rest, ">")
	ours, theirs = strings.TrimSpace(ours), strings.TrimSpace(theirs)
	if !writes || theirs == "" || !isOurs(name, ours) {
		return false
	}
	t.theirs[ours] = theirs
	if _, known := t.ours[theirs]; !known {
		t.ours[theirs] = ours
	}
	return true
}

func isOurs(name, word string) bool {
	for _, pair := range pairs[name] {
		if pair[0] == word {
			return true
		}
	}
	return false
}

func badLine(number int) error {
	return sdk.BadSetting(settingWords, "settings.words", sdk.Words{
		NB: fmt.Sprintf("Linje %d kan ikke forstås. Skriv for eksempel: tiltak PÅ VENT = planned", number),
		NN: fmt.Sprintf("Linje %d kan ikkje forståast. Skriv til dømes: tiltak PÅ VENT = planned", number),
	})
}

// read gives our word for theirs. An unknown word is no guess of ours: the log
// cannot be read before somebody has said what it means.
func (d *dictionary) read(name, theirs string) (string, error) {
	if theirs == "" {
		return "", nil
	}
	if ours, ok := d.tables[name].ours[theirs]; ok {
		return ours, nil
	}
	shown := shorten(theirs)
	return "", &sdk.Fault{
		Source: sdk.FromSystem, Code: "system.unknown_word", Field: settingWords,
		Message: sdk.Words{
			NB: fmt.Sprintf("Systemet bruker et ord vi ikke kjenner for %s: «%s». Skriv i innstillingene hva det betyr.", name, shown),
			NN: fmt.Sprintf("Systemet bruker eit ord vi ikkje kjenner for %s: «%s». Skriv i innstillingane kva det tyder.", name, shown),
		},
	}
}

// write gives their word for ours. What we have no word for is not sent.
func (d *dictionary) write(name, ours string) string { return d.tables[name].theirs[ours] }

// shorten keeps a word short: a field may hold more than a word.
func shorten(word string) string {
	letters := []rune(word)
	if len(letters) <= 30 {
		return word
	}
	return string(letters[:30]) + "…"
}
