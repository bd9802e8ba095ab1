package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
	"github.com/valyala/fasthttp"
)

// pageGoals is how many of the bare handler's pages the protected one shall
// make with the same processor time (MEASURES, "To reach" 1).
var pageGoals = map[int]goal{4: atLeast(0.50), 16: atLeast(0.65)}

// comparison is one row: a page for so many callers in so many towns.
type comparison struct {
	name    string
	path    string // after the family's address
	queries []query
	callers int
	towns   int
}

func comparisons() []comparison {
	var list []comparison
	for _, callers := range []int{1, 4, 16} {
		list = append(list, comparison{"plan", "/plan", planQueries, callers, 1})
	}
	return append(list,
		comparison{"plan, 4 municipalities", "/plan", planQueries, 16, 4},
		comparison{"family", "", familyQueries, 16, 1},
	)
}

// measurePages compares a family's pages, from the request to the bytes that
// leave (session, policy, queries, unsealing, the look committed durably,
// rendering), with a handler that only runs the page's queries.
func measurePages(ctx context.Context, r *report, p extent, houses []*house) error {
	r.section("A protected page against its queries bare: pages for the same processor time, and in the same time",
		"page", "per CPU", "goal", "", "per second", "bare us CPU", "page us CPU", "page ms", "bare allocs", "page allocs")
	return profiled(p, func() error {
		for _, h := range houses {
			for _, c := range comparisons() {
				if err := measurePage(ctx, r, p, h, c); err != nil {
					return fmt.Errorf("%s, %s: %w", h.name, c.name, err)
				}
			}
		}
		return nil
	})
}

func measurePage(ctx context.Context, r *report, p extent, h *house, c comparison) error {
	towns := h.towns[:c.towns]
	product := make([]*browser, c.callers)
	for i := range product {
		product[i] = newBrowser(h.server, towns[i%len(towns)], c.path)
	}
	baseline := make([]*browser, c.callers)
	for i := range baseline {
		town := towns[i%len(towns)]
		baseline[i] = newBrowser(bareServer(ctx, town, c.queries), town, c.path)
	}
	result, err := compare(p, c.callers,
		func(worker int) error { return baseline[worker].visit(1) },
		func(worker int) error { return product[worker].visit(10_000) })
	if err != nil {
		return err
	}
	perCPU := result.ratios(func(base, page sample) float64 { return float64(base.cpu) / float64(page.cpu) })
	perSecond := result.ratios(func(base, page sample) float64 { return float64(base.wall) / float64(page.wall) })
	name := fmt.Sprintf("%s, %s, %d callers", h.name, c.name, c.callers)
	cells := []string{
		perSecond.String(),
		short(middleOf(result.base, func(s sample) float64 { return microseconds(s.cpu) })),
		short(middleOf(result.product, func(s sample) float64 { return microseconds(s.cpu) })),
		short(middleOf(result.product, func(s sample) float64 { return milliseconds(s.wall) * float64(c.callers) })),
		short(middleOf(result.base, func(s sample) float64 { return s.allocs })),
		short(middleOf(result.product, func(s sample) float64 { return s.allocs })),
	}
	target, judged := pageGoals[c.callers]
	if !judged {
		r.row(append([]string{name, perCPU.String(), "", ""}, cells...)...)
		return nil
	}
	r.judged(name, perCPU.String(), target, perCPU.middle, cells...)
	return nil
}

// bareServer answers with the queries of a page and nothing else.
func bareServer(ctx context.Context, t *town, queries []query) *fiber.App {
	server := fiber.New(fiber.Config{DisableStartupMessage: true})
	read := &bare{db: t.scope.ReadDB(), queries: queries}
	server.Get("/f/:id/*", func(c *fiber.Ctx) error {
		family, err := uuid.Parse(c.Params("id"))
		if err != nil {
			return err
		}
		rows, err := read.read(ctx, t, family)
		if err != nil {
			return err
		}
		if rows == 0 {
			return errors.New("no rows")
		}
		return c.SendString(fmt.Sprint(rows))
	})
	return server
}

// browser asks for the pages of a town's families, one after the other, of a
// server in this process.
type browser struct {
	handle   fasthttp.RequestHandler
	town     *town
	path     string
	context  fasthttp.RequestCtx
	requests []*fasthttp.Request
	next     atomic.Int64
}

func newBrowser(server *fiber.App, t *town, path string) *browser {
	b := &browser{handle: server.Handler(), town: t, path: path}
	for _, family := range t.families {
		request := &fasthttp.Request{}
		request.SetRequestURI("/f/" + family.String() + path)
		request.Header.SetMethod(fasthttp.MethodGet)
		request.Header.SetHost(t.scope.Host + ":8080")
		request.Header.SetCookie("hverdag", t.token)
		b.requests = append(b.requests, request)
	}
	return b
}

// visit asks for a page and wants it whole, with at least so many bytes.
func (b *browser) visit(least int) error {
	request := b.requests[int(b.next.Add(1))%len(b.requests)]
	b.context.Init(request, nil, nil)
	b.context.Response.Reset()
	b.handle(&b.context)
	if status, size := b.context.Response.StatusCode(), len(b.context.Response.Body()); status != fasthttp.StatusOK || size < least {
		return fmt.Errorf("%s answered %d with %d bytes: %.200s", request.URI().Path(), status, size, b.context.Response.Body())
	}
	return nil
}

// timed is how long something takes.
func timed(do func() error) (time.Duration, error) {
	began := time.Now()
	err := do()
	return time.Since(began), err
}
