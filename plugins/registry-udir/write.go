package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
)

const (
	atOnce    = 4 // requests under way
	mostFails = 3 // of units in a row, before the register counts as down
)

// answered is what came of asking for one unit.
type answered struct {
	item item
	got  enhet
	err  error
}

// write writes the units of a list that have changed since, or all. listed is
// whether each of them was.
func (p *plugin) write(ctx context.Context, l list, since time.Time, out *registry.Writer) (listed bool, err error) {
	asked, owners, err := p.sort(l, since, out)
	if err != nil {
		return false, err
	}
	if owners > 0 {
		if err := out.Remark(remarkOwners(l.from, owners)); err != nil {
			return false, err
		}
	}
	listed, fails := true, 0
	for len(asked) > 0 {
		n := min(atOnce, len(asked))
		for _, answer := range p.details(ctx, l.from, asked[:n]) {
			switch {
			case ctx.Err() != nil:
				return false, ctx.Err()
			case answer.err != nil && isDown(answer.err):
				fails++
				if fails >= mostFails {
					return false, answer.err
				}
			default:
				fails = 0
			}
			whole, err := p.one(l.from, answer, out)
			if err != nil {
				return false, err
			}
			listed = listed && whole
		}
		asked = asked[n:]
	}
	return listed, nil
}

// sort writes what needs no asking, and returns what does: what is closed is
// told from the list, and what has no number is no unit.
func (p *plugin) sort(l list, since time.Time, out *registry.Writer) (asked []item, owners int, err error) {
	for _, item := range l.items {
		is, sure := item.isUnit(l.from)
		at := item.changed()
		switch {
		case sure && !is:
			owners++
		case !orgnumber.Valid(item.Organisasjonsnummer):
			err = out.Remark(remarkNumber(item))
		case !since.IsZero() && !at.IsZero() && at.Before(since):
		case sure && item.ErAktiv != nil && !*item.ErAktiv:
			err = out.Units(item.bare(l.from))
		default:
			asked = append(asked, item)
		}
		if err != nil {
			return nil, 0, err
		}
	}
	return asked, owners, nil
}

// details asks for some units at once, and answers in the same order.
func (p *plugin) details(ctx context.Context, from register, items []item) []answered {
	got := make([]answered, len(items))
	var group errgroup.Group
	for i, item := range items {
		group.Go(func() error {
			got[i].item = item
			_, got[i].err = p.ask.JSON(ctx, "https://"+from.Host+"/v4/enhet/"+item.Organisasjonsnummer, &got[i].got)
			return nil
		})
	}
	_ = group.Wait()
	return got
}

// one writes one unit. It is not whole when the register did not answer for
// it: then nothing may be taken for gone.
func (p *plugin) one(from register, answer answered, out *registry.Writer) (whole bool, err error) {
	switch {
	case fetch.Is(answer.err, "system.not_found"):
		err := out.Remark(remarkNoDetails(answer.item))
		return true, errors.Join(err, out.Units(answer.item.bare(from)))
	case answer.err != nil:
		return false, out.Remark(remarkNoAnswer(answer.item))
	case answer.got.Organisasjonsnummer != answer.item.Organisasjonsnummer:
		return false, out.Remark(remarkNoAnswer(answer.item))
	case !answer.got.isUnit(from):
		return true, out.Remark(remarkOwners(from, 1))
	case answer.got.Kommune.Kommunenummer != "" && string(answer.got.Kommune.Kommunenummer) != p.municipality:
		return true, out.Remark(remarkElsewhere(answer.item))
	}
	unit, lost := answer.got.unit(from)
	if unit.Name == "" {
		unit.Name = answer.item.bare(from).Name
	}
	if unit.Name == "" {
		return true, out.Remark(remarkNoName(answer.item))
	}
	for _, remark := range lost {
		if err := out.Remark(remark); err != nil {
			return false, fmt.Errorf("remarking: %w", err)
		}
	}
	return true, out.Units(unit)
}
