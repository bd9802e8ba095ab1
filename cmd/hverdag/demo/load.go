package demo

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"

	"gopkg.in/yaml.v3"
)

//go:embed scenario/*.yaml
var files embed.FS

// slugs names the municipalities' files, in the order they are shown.
var slugs = []string{"bodo", "arendal", "lillesand", "kristiansand"}

const foundationFile = "stiftelsen"

// load reads the scenario. It is part of the program, so a fault in it is a
// fault in the program; the tests read it too.
func load() ([]town, foundation, error) {
	towns := make([]town, 0, len(slugs))
	for _, slug := range slugs {
		var one town
		if err := read(slug, &one); err != nil {
			return nil, foundation{}, err
		}
		if err := one.validate(); err != nil {
			return nil, foundation{}, fmt.Errorf("scenario %s: %w", slug, err)
		}
		towns = append(towns, one)
	}
	var own foundation
	return towns, own, read(foundationFile, &own)
}

// read decodes a file in which every field is known.
func read(name string, into any) error {
	text, err := files.ReadFile("scenario/" + name + ".yaml")
	if err != nil {
		return fmt.Errorf("reading scenario: %w", err)
	}
	if err := decode(text, into); err != nil {
		return fmt.Errorf("scenario %s: %w", name, err)
	}
	return nil
}

func decode(text []byte, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return errors.New("more than one document")
	}
	return nil
}

var errToCome = errors.New("happens today or later; what has happened is at least a day old")

// validate checks what the commands cannot: that nothing is to have happened
// in the future, that a family's events stand in order, and that each is one
// thing.
func (t town) validate() error {
	moments := []moment{t.Created}
	for _, person := range t.People {
		moments = append(moments, person.Joined)
	}
	for _, family := range t.Families {
		for _, member := range family.Members {
			if member.Login != nil {
				moments = append(moments, member.Login.Given)
			}
		}
		last := family.Opened
		for _, event := range family.Events {
			if err := event.validate(); err != nil {
				return fmt.Errorf("%s on day %d: %w", family.Key, event.At.days, err)
			}
			if event.At.order(last) < 0 {
				return fmt.Errorf("%s on day %d: told out of order", family.Key, event.At.days)
			}
			last = event.At
		}
		moments = append(moments, family.Opened, last)
	}
	for _, moment := range moments {
		if moment.days > -1 {
			return fmt.Errorf("day %d: %w", moment.days, errToCome)
		}
	}
	return nil
}
