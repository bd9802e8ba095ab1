package main

import (
	"context"
	"fmt"
	"net/url"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// List lists the municipality's sub-units: from the municipality down through
// the parts of its organisation, and then those of the industries that are
// asked for. It always lists everything. The register's own list of changes
// (/oppdateringer/underenheter) cannot be asked for one municipality: it is the
// whole country's, thousands a day, and would take more requests than a few
// hundred units do; nor does it say that a unit has moved under another parent.
// Only a whole list shows what is gone. Nothing in the register's description
// promises ETags or conditional requests.
func (p *plugin) List(ctx context.Context, _ registry.Query, out *registry.Writer) (registry.End, error) {
	root, err := p.root(ctx)
	if err != nil {
		return registry.End{}, err
	}
	w := &walk{plugin: p, out: out, written: map[string]bool{}, forms: map[string]string{}}
	err = w.down(ctx, root)
	if err != nil {
		return registry.End{}, err
	}
	for _, code := range p.codes {
		err = w.industry(ctx, code)
		if err != nil {
			return registry.End{}, err
		}
	}
	return registry.End{Complete: true}, nil
}

// walk is one list under way.
type walk struct {
	plugin  *plugin
	out     *registry.Writer
	written map[string]bool
	forms   map[string]string // of parents, by number
}

const mostParts = 2000

// down goes through the organisation, part by part. A part without anything
// under it is listed itself.
func (w *walk) down(ctx context.Context, root string) error {
	parts, seen := []entry{{Number: root}}, map[string]bool{root: true}
	for len(parts) > 0 {
		if len(seen) > mostParts {
			return incomplete(fmt.Errorf("more than %d parts", mostParts))
		}
		part := parts[0]
		parts = parts[1:]
		inner, err := w.plugin.all(ctx, "enheter", url.Values{"overordnetEnhet": {part.Number}})
		if err != nil {
			return err
		}
		for _, next := range inner {
			if !seen[next.Number] {
				seen[next.Number] = true
				parts = append(parts, next)
			}
		}
		subs, err := w.plugin.all(ctx, "underenheter", url.Values{"overordnetEnhet": {part.Number}})
		if err != nil {
			return err
		}
		if len(inner)+len(subs) == 0 && part.Number != root {
			subs = []entry{part}
		}
		for _, sub := range subs {
			err = w.write(sub)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// industry lists the sub-units in the municipality that have an industry code.
// A code that nothing has is remarked on: most often it has been renumbered.
func (w *walk) industry(ctx context.Context, code string) error {
	found, err := w.plugin.all(ctx, "underenheter", url.Values{"kommunenummer": {w.plugin.municipality.Number}, "naeringskode": {code}})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return w.out.Remark(remarkEmptyCode(code))
	}
	persons := 0
	for _, sub := range found {
		if w.written[sub.Number] {
			continue
		}
		form, err := w.form(ctx, sub.Parent)
		switch {
		case err != nil:
			return err
		case form == "":
			err = w.out.Remark(remarkNoParent(sub.Number))
		case !owners[form]:
			persons++
		default:
			err = w.write(sub)
		}
		if err != nil {
			return err
		}
	}
	if persons > 0 {
		return w.out.Remark(remarkPersons(code, persons))
	}
	return nil
}

// owners are the forms of organisation that are not a person: what belongs to
// any other, a sole proprietor above all, is never taken.
var owners = map[string]bool{
	"KOMM": true, "FYLK": true, "STAT": true, "ORGL": true, "KF": true, "FKF": true, "IKS": true, "SF": true, "KIRK": true,
	"AS": true, "ASA": true, "SA": true, "BA": true, "STI": true, "FLI": true, "BO": false, "ENK": false, "DA": false, "ANS": false,
}

// form is the form of organisation of a parent; empty when the register does
// not know the parent.
func (w *walk) form(ctx context.Context, parent string) (string, error) {
	if form, known := w.forms[parent]; known {
		return form, nil
	}
	var found entry
	_, err := w.plugin.ask.JSON(ctx, api+"/enheter/"+url.PathEscape(parent), &found)
	if err != nil && !fetch.Is(err, "system.not_found") {
		return "", err
	}
	w.forms[parent] = found.Form.Kode
	return found.Form.Kode, nil
}
