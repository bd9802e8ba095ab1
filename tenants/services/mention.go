package services

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/service"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// A plan says in words which offer a measure is about: a paragraph that begins
// with "Tilbud: «Søvnskolen»" and goes on with how to get in touch. The words
// are the family's, and stand when the offer goes; Mentioned reads the offer's
// title out of them again, so that a page can say how it stands now.

// The beginnings of such a paragraph, in bokmål and nynorsk.
var mentions = []string{"Tilbud: «", "Tilbod: «"}

// Mentioned is the title of the offer that a text says it is about; empty when
// it says none.
func Mentioned(text string) string {
	for line := range strings.Lines(text) {
		if title := mentionedOn(line); title != "" {
			return title
		}
	}
	return ""
}

func mentionedOn(line string) string {
	line = strings.TrimSpace(line)
	for _, begins := range mentions {
		rest, is := strings.CutPrefix(line, begins)
		end := strings.LastIndex(rest, "»")
		if is && end > 0 {
			return rest[:end]
		}
	}
	return ""
}

// WithoutMention is a text without the paragraph that says which offer it is
// about.
func WithoutMention(text string) string {
	paragraphs := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n")
	paragraphs = slices.DeleteFunc(paragraphs, func(one string) bool {
		return mentionedOn(strings.SplitN(one, "\n", 2)[0]) != ""
	})
	return strings.Join(paragraphs, "\n\n")
}

// Standing is how an offer stands now.
type Standing string

// How an offer that a text mentions stands. One that is called something else
// now is not found, and nothing is said of it.
const (
	Unknown       Standing = ""
	Offered       Standing = "offered"
	OutOfRegister Standing = "out_of_register" // no register lists it any more
	Ended         Standing = "ended"           // closed, or taken off the municipality's list
)

// Mention is a text that may say which offer it is about, and the unit it
// belongs to, if that is known.
type Mention struct {
	Text string
	Unit uuid.UUID
}

// Stand finds the offer that each text mentions, and how it stands. Where none
// is mentioned, or none is found, the answer is Unknown. When no text mentions
// any, nothing is read. Somebody who may not see services learns nothing.
func Stand(ctx context.Context, v *tenants.Visit, texts []Mention) ([]Standing, []Service, error) {
	standings, found := make([]Standing, len(texts)), make([]Service, len(texts))
	var titles []string
	for _, one := range texts {
		if title := Mentioned(one.Text); title != "" {
			titles = append(titles, title)
		}
	}
	if len(titles) == 0 || v.Require(policy.SectionServices, policy.ActionSee) != nil {
		return standings, found, nil
	}
	rows, err := v.Client().Service.Query().Where(service.TitleIn(titles...)).Order(service.ByID()).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("reading services: %w", err)
	}
	all := map[string][]Service{}
	for _, row := range rows {
		all[row.Title] = append(all[row.Title], openService(row))
	}
	meant := make([]*Service, len(texts))
	var ids []uuid.UUID
	for i, one := range texts {
		if meant[i] = likeliest(all[Mentioned(one.Text)], one.Unit); meant[i] != nil {
			ids = append(ids, meant[i].ID)
		}
	}
	gone, err := goneAmong(ctx, v.Scope, ids...)
	if err != nil {
		return nil, nil, err
	}
	for i, one := range meant {
		if one != nil {
			found[i], standings[i] = *one, standingOf(*one, gone[one.ID])
		}
	}
	return standings, found, nil
}

// likeliest is the offer of the unit, else any; one that is given before one
// that has ended.
func likeliest(same []Service, unit uuid.UUID) *Service {
	var best *Service
	score := func(s *Service) int {
		points := 0
		if unit != uuid.Nil && s.UnitID == unit {
			points += 2
		}
		if s.Shown() {
			points++
		}
		return points
	}
	for i := range same {
		if best == nil || score(&same[i]) > score(best) {
			best = &same[i]
		}
	}
	return best
}

func standingOf(s Service, gone bool) Standing {
	switch {
	case !s.Shown():
		return Ended
	case gone:
		return OutOfRegister
	}
	return Offered
}
