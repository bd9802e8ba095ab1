package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/stafettlogg"
)

// What the system says, in its own words. Change these to those of yours.
type theirLog struct {
	ID       string      `json:"id"`
	Title    string      `json:"title"`
	Version  string      `json:"version"`
	Child    string      `json:"child"`
	Level    string      `json:"level"`
	Closed   bool        `json:"closed"`
	Goals    []theirItem `json:"goals"`
	Measures []theirItem `json:"measures"`
}

type theirItem struct {
	ID       string `json:"id,omitempty"`
	Foreign  string `json:"foreign,omitempty"` // the id it has at ours
	Goal     string `json:"goal,omitempty"`
	Text     string `json:"text"`
	Who      string `json:"who,omitempty"`
	From     string `json:"from,omitempty"`
	To       string `json:"to,omitempty"`
	Review   string `json:"review,omitempty"`
	State    string `json:"state,omitempty"`
	Key      string `json:"key,omitempty"`
	Expected string `json:"expected,omitempty"`
}

type theirReceipt struct {
	Log      string `json:"log"`
	Item     string `json:"item"`
	Version  string `json:"version"`
	Number   string `json:"number"`
	Conflict bool   `json:"conflict"`
}

type theirEvents struct {
	Events []struct {
		ID      string    `json:"id"`
		Log     string    `json:"log"`
		Version string    `json:"version"`
		At      time.Time `json:"at"`
	} `json:"events"`
	Next string `json:"next"`
}

// call asks the system and reads what it answers. ctx goes with the request: it
// is how the host knows what the request is for, and how it is stopped.
func (s *system) call(ctx context.Context, method, path string, query url.Values, sent, answer any) error {
	address := s.baseURL.JoinPath(path)
	address.RawQuery = query.Encode()
	var body io.Reader
	if sent != nil {
		content, err := json.Marshal(sent)
		if err != nil {
			return err
		}
		body = bytes.NewReader(content)
	}
	request, err := http.NewRequestWithContext(ctx, method, address.String(), body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	// The host puts the secret in; the plugin never holds it.
	sdk.SecretHeader(request, "token", "Authorization", "Bearer ")
	response, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	if err := sdk.ResponseFault(response); err != nil {
		return err
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		return sdk.SystemFault("system.not_json", err)
	}
	return nil
}

func logOf(theirs theirLog) stafettlogg.Log {
	log := stafettlogg.Log{
		LogID: theirs.ID, Version: theirs.Version, ChildReference: theirs.Child, Level: theirs.Level, State: stafettlogg.Open,
	}
	if theirs.Closed {
		log.State = stafettlogg.Closed
	}
	for _, goal := range theirs.Goals {
		log.Goals = append(log.Goals, stafettlogg.Goal{ID: goal.ID, OurID: goal.Foreign, Text: goal.Text, State: goal.State})
	}
	for _, m := range theirs.Measures {
		log.Measures = append(log.Measures, stafettlogg.Measure{
			ID: m.ID, OurID: m.Foreign, GoalID: m.Goal, What: m.Text, Responsible: m.Who,
			Start: m.From, Due: m.To, Evaluate: m.Review, State: m.State,
		})
	}
	return log
}

// theirItemOf says what is written in the system's words, and where. What the
// system cannot take, and Describe therefore has no feature for, is refused.
func theirItemOf(write stafettlogg.Write) (kind string, item theirItem, err error) {
	switch {
	case write.Goal != nil:
		g := write.Goal
		return "goals", theirItem{ID: g.ID, Foreign: g.OurID, Text: g.Text, State: g.State}, nil
	case write.Measure != nil:
		m := write.Measure
		return "measures", theirItem{
			ID: m.ID, Foreign: m.OurID, Goal: m.GoalID, Text: m.What, Who: m.Responsible,
			From: m.Start, To: m.Due, Review: m.Evaluate, State: m.State,
		}, nil
	}
	return "", theirItem{}, &sdk.Fault{
		Source: sdk.FromPlugin, Code: sdk.CodeNotImplemented, Cause: fmt.Errorf("the system takes goals and measures only"),
	}
}

func receiptOf(theirs theirReceipt) stafettlogg.Receipt {
	return stafettlogg.Receipt{
		LogID: theirs.Log, ItemID: theirs.Item, Version: theirs.Version, Reference: theirs.Number, Conflict: theirs.Conflict,
	}
}
