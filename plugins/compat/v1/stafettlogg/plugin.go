package main

import (
	"context"
	"net/http"
	"net/url"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/stafettlogg"
)

// system is the plugin. The SDK sees that it is a stafettlogg.System by its
// methods Find, Read, Changes, Write and Lookup, and serves it as one.
type system struct {
	client  *http.Client
	baseURL *url.URL
}

// Describe says what the plugin is and asks for. The administrator reads every
// word of it, and grants or refuses each class of data and each host.
func (s *system) Describe() sdk.Description {
	return sdk.Description{
		Name:    "stafettlogg-compat",
		Version: "0.1.0",
		Settings: []sdk.Setting{
			{
				Key: "base_url", Kind: sdk.Address, Required: true,
				Label: sdk.Words{NB: "Adressen til stafettloggen", NN: "Adressa til stafettloggen"},
			},
			{
				Key: "token", Kind: sdk.Secret, Required: true,
				Label: sdk.Words{NB: "Nøkkel fra leverandøren", NN: "Nøkkel frå leverandøren"},
			},
		},
		Receives: []sdk.DataClass{
			{Name: "child.reference", Why: sdk.Words{NB: "For å finne riktig logg.", NN: "For å finne rett logg."}},
			{Name: "plan.goals", Why: sdk.Words{NB: "For å vise målene i loggen.", NN: "For å vise måla i loggen."}},
			{Name: "plan.measures", Why: sdk.Words{NB: "For å vise tiltakene i loggen.", NN: "For å vise tiltaka i loggen."}},
		},
		Hosts: []sdk.HostName{{
			Name: sdk.FromSetting("base_url"),
			Why:  sdk.Words{NB: "Stafettloggen er der.", NN: "Stafettloggen er der."},
		}},
	}
}

// Configure keeps what the municipality has chosen.
func (s *system) Configure(_ context.Context, setup sdk.Setup) error {
	address := setup.Settings["base_url"]
	base, err := url.Parse(address)
	if address == "" || err != nil || base.Scheme != "https" {
		return sdk.BadSetting("base_url", "settings.address", sdk.Words{
			NB: "Skriv adressen slik: https://stafettlogg.kommune.no", NN: "Skriv adressa slik: https://stafettlogg.kommune.no",
		})
	}
	s.client, s.baseURL = setup.Host.HTTP(), base
	return nil
}

// Check tries the system as lightly as it can be tried.
func (s *system) Check(ctx context.Context) (sdk.Health, error) {
	var alive struct{ OK bool }
	if err := s.call(ctx, http.MethodGet, "health", nil, nil, &alive); err != nil {
		return sdk.Health{}, err
	}
	return sdk.Health{OK: alive.OK, Message: sdk.Words{NB: "Stafettloggen svarer.", NN: "Stafettloggen svarar."}}, nil
}

// Find looks a log up. One that is not there is no error.
func (s *system) Find(ctx context.Context, reference string) (stafettlogg.Found, error) {
	var found []theirLog
	err := s.call(ctx, http.MethodGet, "logs", url.Values{"reference": {reference}}, nil, &found)
	if err != nil || len(found) == 0 {
		return stafettlogg.Found{}, err
	}
	return stafettlogg.Found{LogID: found[0].ID, Title: found[0].Title}, nil
}

// Read gives a whole log.
func (s *system) Read(ctx context.Context, logID string) (stafettlogg.Log, error) {
	var log theirLog
	if err := s.call(ctx, http.MethodGet, "logs/"+url.PathEscape(logID), nil, nil, &log); err != nil {
		return stafettlogg.Log{}, err
	}
	return logOf(log), nil
}

// Changes tells which of the logs have changed since cursor.
func (s *system) Changes(ctx context.Context, cursor string, logIDs []string, each func(stafettlogg.Change) error) (string, error) {
	var events theirEvents
	query := url.Values{"after": {cursor}, "log": logIDs}
	if err := s.call(ctx, http.MethodGet, "events", query, nil, &events); err != nil {
		return "", err
	}
	for _, event := range events.Events {
		change := stafettlogg.Change{LogID: event.Log, Version: event.Version, At: event.At, EventID: event.ID}
		if err := each(change); err != nil {
			return "", err
		}
	}
	return events.Next, nil
}

// Write does one change. The key goes to the system, which does the same key
// once; a system that knows no keys needs another way: see the guide.
func (s *system) Write(ctx context.Context, write stafettlogg.Write) (stafettlogg.Receipt, error) {
	kind, item, err := theirItemOf(write)
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	item.Key, item.Expected = write.Key, write.ExpectedVersion
	var receipt theirReceipt
	err = s.call(ctx, http.MethodPost, "logs/"+url.PathEscape(write.LogID)+"/"+kind, nil, item, &receipt)
	return receiptOf(receipt), err
}

// Lookup tells what became of a write whose answer was lost.
func (s *system) Lookup(ctx context.Context, key string) (stafettlogg.Receipt, bool, error) {
	var found []theirReceipt
	err := s.call(ctx, http.MethodGet, "writes", url.Values{"key": {key}}, nil, &found)
	if err != nil || len(found) == 0 {
		return stafettlogg.Receipt{}, false, err
	}
	return receiptOf(found[0]), true, nil
}
