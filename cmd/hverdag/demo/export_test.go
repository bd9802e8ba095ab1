package demo

import (
	"time"

	"gopkg.in/yaml.v3"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
)

// ReadTown reads and checks a municipality's file, for the tests.
func ReadTown(text string) error {
	var one town
	if err := decode([]byte(text), &one); err != nil {
		return err
	}
	return one.validate()
}

// DayOf reads a day as the scenario writes it, for the tests.
func DayOf(text string, now time.Time) (clock.Date, error) {
	var d day
	err := d.UnmarshalYAML(&yaml.Node{Value: text})
	return d.On(now), err
}

// MomentOf reads a moment as the scenario writes it, for the tests.
func MomentOf(text string, now time.Time) (time.Time, error) {
	var m moment
	err := m.UnmarshalYAML(&yaml.Node{Value: text})
	return m.At(now), err
}
