package main

import (
	"context"
	"net/url"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/when"
)

const (
	logsAtOnce = 50   // as many as can be asked about in one request
	mostParts  = 1000 // of the events; the rest come next time
)

// Changes tells which of the logs have changed. Events come twice, late and in
// another order: of each log the newest is told of, once.
func (s *system) Changes(ctx context.Context, cursor string, logIDs []string, each func(stafettlogg.Change) error) (string, error) {
	next := cursor
	for i, part := range slices.Collect(slices.Chunk(logIDs, logsAtOnce)) {
		newest, reached, err := s.events(ctx, cursor, part)
		if err != nil {
			return "", err
		}
		if i == 0 {
			next = reached // the first part was asked about first: nothing after it is passed over
		}
		for _, id := range part {
			event, changed := newest[id]
			if !changed {
				continue
			}
			delete(newest, id) // an id that was named twice
			at, _ := when.Instant(event.At)
			if err := each(stafettlogg.Change{LogID: id, Version: event.Version, At: at, EventID: event.ID}); err != nil {
				return "", err
			}
		}
	}
	return next, nil
}

// events reads on from a mark, and keeps the newest of each log.
func (s *system) events(ctx context.Context, mark string, logIDs []string) (map[string]wireEvent, string, error) {
	newest := map[string]wireEvent{}
	for range mostParts {
		query := url.Values{"sak": logIDs}
		if mark != "" {
			query.Set("etter", mark)
		}
		var part wireEvents
		if err := s.get(ctx, "/hendelser", query, &part); err != nil {
			return nil, "", err
		}
		for _, event := range part.Events {
			if known, ok := newest[event.Log]; !ok || event.Order > known.Order {
				newest[event.Log] = event
			}
		}
		stands := part.Next == mark || part.Next == ""
		if !stands {
			mark = part.Next
		}
		if stands || !part.More {
			break
		}
	}
	return newest, mark, nil
}
