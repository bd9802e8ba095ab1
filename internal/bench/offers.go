package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services/search"
)

// questions are what people write; each finds something in a large directory.
var questions = []string{"hvem kan hjelpe med søvn?", "kven kan hjelpe med svevn", "sønnen min blir mobba på skolen", "mobing", "penger til fritid"}

// measureOffers compares the search in own words, in a directory of ten
// thousand offers, with reading one page of them by title.
func measureOffers(ctx context.Context, r *report, p extent, houses []*house) error {
	r.section("The directory search, in 10,000 offers, against reading 20 of them by title",
		"house", "figure", "goal", "", "bare ms", "made anew, ms")
	for _, h := range houses {
		town := h.towns[0]
		if err := fillOffers(ctx, town.scope); err != nil {
			return err
		}
		visit, finder := town.coordinator, &services.Finder{}
		began := time.Now()
		if _, err := finder.Find(ctx, visit, search.Question{Age: -1}, 1); err != nil {
			return err
		}
		anew := time.Since(began)
		result, err := compare(p, 1,
			func(int) error { return readByTitle(ctx, town.scope) },
			func(i int) error {
				found, err := finder.Find(ctx, visit, search.Question{Words: questions[i%len(questions)], Age: -1}, 1)
				if err == nil && found.Total == 0 {
					return errors.New("nothing was found")
				}
				return err
			})
		if err != nil {
			return err
		}
		times := spreadOf(each(result.product, func(s sample) float64 { return float64(s.wall.Microseconds()) / 1000 }))
		bare := middleOf(result.base, func(s sample) float64 { return float64(s.wall.Microseconds()) / 1000 })
		r.judged(h.name+", ms", times.String(), atMost(50, "ms"), times.middle, short(bare), short(float64(anew.Milliseconds())))
	}
	return nil
}

// offersInBench is how many offers a large municipality could have, and more.
const offersInBench = 10_000

// fillOffers writes the offers by hand, since a command is one transaction each.
func fillOffers(ctx context.Context, scope *tenants.Scope) error {
	titles := []string{"Søvnkurs", "Leksehjelp", "Trygg i klassen", "Foreldregruppe", "Ungdomsklubb", "Økonomisk råd", "Åpen barnehage", "Samtale"}
	return scope.InTx(ctx, func(tx *tenants.Tx) error {
		const text = `INSERT INTO services (id, created_at, version, title, about, age_from, age_to, audience, level, areas, how,
 phone, email, website, referral, keywords) VALUES ($1, $2, 1, $3, $4, 0, 0, 'child', 'selective', '1.1', 'Ring oss', '', '', '', $5, $6)`
		for n := range offersInBench {
			title := fmt.Sprintf("%s %d", titles[n%len(titles)], n)
			about := fmt.Sprintf("For barn i bydel %d som strever med mobbing, netter, penger eller noe annet i hverdagen.", n%40)
			_, err := tx.SQL().ExecContext(ctx, text, tenants.NewID().String(), tx.Clock().Now(), title, about, false, "fritid, skole")
			if err != nil {
				return fmt.Errorf("adding offers: %w", err)
			}
		}
		return nil
	})
}

func readByTitle(ctx context.Context, scope *tenants.Scope) error {
	rows, err := scope.Query(ctx, `SELECT id, title, about FROM services WHERE removed_at IS NULL ORDER BY title LIMIT 20`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, title, about string
		if err := rows.Scan(&id, &title, &about); err != nil {
			return err
		}
	}
	return rows.Err()
}
