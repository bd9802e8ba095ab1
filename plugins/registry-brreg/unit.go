package main

import (
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/kind"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
)

// write writes one sub-unit, unless it is none of the municipality's.
func (w *walk) write(sub entry) error {
	p := w.plugin
	switch at := sub.municipality(); {
	case w.written[sub.Number]:
		return nil
	case !orgnumber.Valid(sub.Number):
		return w.out.Remark(remarkNumber(sub))
	case sub.Form.Kode == "ENK":
		return w.out.Remark(remarkPersons(sub.Number, 1))
	case clean.Name(sub.Name) == "":
		return w.out.Remark(remarkNoName(sub))
	case at != "" && at != p.municipality.Number:
		return w.out.Remark(remarkElsewhere(sub))
	}
	w.written[sub.Number] = true
	unit, private := sub.unit(p.today())
	if private {
		if err := w.out.Remark(remarkPrivate(sub)); err != nil {
			return err
		}
	}
	return w.out.Units(unit)
}

func (e entry) municipality() string {
	for _, at := range []*address{e.Visiting, e.Business} {
		if at != nil && at.Municipality != "" {
			return at.Municipality
		}
	}
	return ""
}

// unit makes a unit. private is whether its e-mail address was a person's.
func (e entry) unit(today string) (unit registry.Unit, private bool) {
	email, private := clean.Email(e.Email)
	if private {
		email = ""
	}
	return registry.Unit{
		ID: e.Number, OrgNumber: e.Number, ParentOrgNumber: e.Parent,
		Name: clean.Name(e.Name), Kind: e.kind(),
		Phone: clean.Phone(e.Phone), Email: email, Website: clean.Website(e.Website),
		Address: e.address(), Language: clean.Language(e.Language),
		Closed: e.Deleted != "" || e.ShutDown != "" && e.ShutDown <= today,
	}, private
}

// kind is what the name says. The industry only helps when the name says
// nothing, and when the two disagree neither is trusted.
func (e entry) kind() string {
	named, coded := kind.Of(e.Name), kind.Other
	if e.Industry != nil {
		coded = kind.FromNACE(e.Industry.Kode)
	}
	switch {
	case named == kind.Other && !kind.Speaks(e.Name):
		return coded
	case named != kind.Other && coded != kind.Other && named != coded:
		return kind.Other
	}
	return named
}

func (e entry) address() string {
	for _, at := range []*address{e.Visiting, e.Business} {
		if at == nil {
			continue
		}
		var parts []string
		for _, line := range at.Lines {
			if line != nil && clean.Line(*line) != "" {
				parts = append(parts, clean.Line(*line))
			}
		}
		if town := strings.TrimSpace(clean.Line(at.Postcode) + " " + clean.Town(at.Town)); town != "" {
			parts = append(parts, town)
		}
		return strings.Join(parts, ", ")
	}
	return ""
}
