package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// List lists the municipality's units. With a cursor it asks only for the units
// that have changed, unless one has come or gone since: then everything is
// listed, so that what is gone can be told from what is unchanged.
func (p *plugin) List(ctx context.Context, query registry.Query, out *registry.Writer) (registry.End, error) {
	before := readCursor(query.Cursor)
	lists, err := p.lists(ctx, before)
	if err != nil {
		return registry.End{}, err
	}
	everything := !before.fits(lists)
	if everything {
		lists, err = p.lists(ctx, cursor{}) // those that were unchanged too
		if err != nil {
			return registry.End{}, err
		}
	}
	now := cursor{Registers: map[string]mark{}}
	whole := true
	for _, list := range lists {
		since := time.Time{}
		if !everything {
			since = before.Registers[list.from.Key].since()
		}
		listed, err := p.write(ctx, list, since, out)
		if err != nil {
			return registry.End{}, err
		}
		whole = whole && listed
		now.Registers[list.from.Key] = list.mark(before.Registers[list.from.Key], p.today())
	}
	if !whole {
		return registry.End{Cursor: query.Cursor}, nil
	}
	return registry.End{Complete: everything, Cursor: now.String()}, nil
}

// list is what one register has for the municipality.
type list struct {
	from      register
	items     []item
	etag      string
	unchanged bool // the register says so
}

// lists asks the registers for their lists.
func (p *plugin) lists(ctx context.Context, before cursor) ([]list, error) {
	var lists []list
	for _, from := range p.registers {
		list, err := p.list(ctx, from, before.Registers[from.Key].ETag)
		if err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	return lists, nil
}

const mostPages = 100

// list asks for a municipality's list, over as many pages as the register
// says. Pages that do not add up to what it says there is are an error: the
// list is not to be taken for whole.
func (p *plugin) list(ctx context.Context, from register, etag string) (list, error) {
	address := "https://" + from.Host + "/v4/enheter/kommune/" + p.municipality
	header := http.Header{"Accept": {"application/json"}}
	if etag != "" {
		header.Set("If-None-Match", etag)
	}
	answer, err := p.ask.Get(ctx, address, header)
	if err != nil {
		return list{}, err
	}
	if answer.Status == http.StatusNotModified {
		return list{from: from, etag: etag, unchanged: true}, nil
	}
	first, err := readList(answer.Body)
	if err != nil {
		return list{}, err
	}
	got := list{from: from, items: first.EnhetListe}
	if first.AntallSider <= 1 {
		got.etag = answer.ETag // a name for one page of several says nothing of the others
	}
	for page := 2; page <= first.AntallSider; page++ {
		if page > mostPages {
			return list{}, oddList(fmt.Errorf("%d pages", first.AntallSider))
		}
		next, err := p.page(ctx, address, page)
		if err != nil {
			return list{}, err
		}
		got.items = append(got.items, next.EnhetListe...)
	}
	got.items = once(got.items)
	if first.TotaltAntallEnheter > 0 && len(got.items) < first.TotaltAntallEnheter {
		return list{}, oddList(fmt.Errorf("%d of %d units", len(got.items), first.TotaltAntallEnheter))
	}
	return got, nil
}

func (p *plugin) page(ctx context.Context, address string, page int) (enheter, error) {
	answer, err := p.ask.Get(ctx, fmt.Sprintf("%s?sidenummer=%d", address, page), http.Header{"Accept": {"application/json"}})
	if err != nil {
		return enheter{}, err
	}
	return readList(answer.Body)
}

// once keeps the first of those with the same number: pages overlap when the
// register changes while it is read.
func once(items []item) []item {
	seen := map[string]bool{}
	return slices.DeleteFunc(items, func(i item) bool {
		again := seen[i.Organisasjonsnummer]
		seen[i.Organisasjonsnummer] = true
		return again
	})
}

func oddList(cause error) error {
	return &sdk.Fault{Source: sdk.FromSystem, Code: "system.incomplete", Cause: cause, Message: sdk.Words{
		NB: "Registeret ga oss ikke hele listen. Ingenting er endret. Vi prøver igjen senere.",
		NN: "Registeret gav oss ikkje heile lista. Ingenting er endra. Vi prøver igjen seinare.",
	}}
}

// mark is how far this list brings the cursor. An unchanged list leaves it. A
// change that is yet to come does not count: it would hide every change until
// then. When the register's clock is ahead of ours, what it has changed since is
// listed once more.
func (l list) mark(before mark, today time.Time) mark {
	if l.unchanged {
		return before
	}
	now := mark{Units: l.fingerprint(), ETag: l.etag}
	for _, item := range l.items {
		if at := item.changed(); at.After(now.Changed) && !at.After(today) {
			now.Changed = at
		}
	}
	return now
}

// fingerprint stands for the numbers on the list and which are active, in any
// order.
func (l list) fingerprint() string {
	var numbers []string
	for _, item := range l.items {
		numbers = append(numbers, fmt.Sprintf("%s %t", item.Organisasjonsnummer, item.ErAktiv == nil || *item.ErAktiv))
	}
	slices.Sort(numbers)
	sum := sha256.Sum256([]byte(strings.Join(numbers, "\n")))
	return hex.EncodeToString(sum[:12])
}

// isDown tells whether a fault is the register's as a whole rather than about
// one unit.
func isDown(err error) bool {
	return !fetch.Is(err, "system.not_found") && !fetch.Is(err, "system.not_json") && !fetch.Is(err, "system.too_large")
}
