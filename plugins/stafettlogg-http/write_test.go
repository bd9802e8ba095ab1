package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-http/openapi"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
)

func number(n int) *int { return &n }

// writesOf is one of every write there is, for a log.
func writesOf(logID, goal, measure, meeting string) []stafettlogg.Write {
	return []stafettlogg.Write{
		{Key: "w1", LogID: logID, Goal: &stafettlogg.Goal{OurID: "g2", Text: "Sove bedre", Area: "1.1", State: "active"}},
		{Key: "w2", LogID: logID, Goal: &stafettlogg.Goal{ID: goal, OurID: "g1", Text: "Trygg på skolen", State: "reached"}},
		{Key: "w3", LogID: logID, Measure: &stafettlogg.Measure{OurID: "t2", GoalID: goal, What: "Fast leggetid", State: "planned"}},
		{Key: "w4", LogID: logID, Measure: &stafettlogg.Measure{
			ID: measure, OurID: "t1", GoalID: goal, What: "Fast voksen", Responsible: "kontaktlærer", Start: "2026-09-01",
			Due: "2026-12-01", Evaluate: "2026-11-01", State: "under_way", Effect: number(-1),
		}},
		{Key: "w5", LogID: logID, Meeting: &stafettlogg.Meeting{OurID: "m2", Date: "2026-11-02"}},
		{Key: "w6", LogID: logID, Meeting: &stafettlogg.Meeting{
			ID: meeting, OurID: "m1", Date: "2026-10-01", Present: []string{"foresatt"}, Agenda: []string{"Hvordan går det"},
			Agreed: []string{"Prøve en uke", "Møtes igjen"}, Decision: "effekt_fortsett",
		}},
		{Key: "w7", LogID: logID, OfferBaton: &stafettlogg.Holder{UnitOrgNumber: "999999999", Role: "helsesykepleier", Since: "2026-11-01"}},
		{Key: "w8", LogID: logID, AnswerBaton: &stafettlogg.Answer{Accepted: true}},
		{Key: "w9", LogID: logID, Attachment: &stafettlogg.Attachment{Name: "Hverdagsplan én.pdf", MediaType: "application/pdf", Content: []byte("%PDF-1.7")}},
		{Key: "w10", LogID: logID, Close: &stafettlogg.Closing{Because: stafettlogg.IndividualPlan}},
	}
}

// full starts a log with one of everything, and returns it as it was read back.
func (c connected) full(t *testing.T) stafettlogg.Log {
	t.Helper()
	id := c.write(t, stafettlogg.Write{Key: "start", Start: &stafettlogg.Log{
		ChildReference: "barn-1", AgeGroup: "6-12", Level: "2", Step: "planlegg", Holder: stafettlogg.Holder{Role: "kontaktlærer"},
		Goals:        []stafettlogg.Goal{{OurID: "g1", Text: "Trygg på skolen", State: "active"}},
		Measures:     []stafettlogg.Measure{{OurID: "t1", GoalID: "g1", What: "Fast voksen", State: "planned"}},
		Meetings:     []stafettlogg.Meeting{{OurID: "m1", Date: "2026-10-01"}},
		Participants: []stafettlogg.Participant{{Role: "service", UnitOrgNumber: "999999999", ConsentID: "c-1"}},
		Transitions:  []stafettlogg.Transition{{From: "1", To: "2", Date: "2026-09-01", Reason: "Flere trengs"}},
	}}).LogID
	return c.read(t, id)
}

func TestEveryKindOfWriteArrivesAsItWasGiven(t *testing.T) {
	c := connect(t, logvendor.Options{PageSize: 1})
	before := c.full(t)
	if before.Measures[0].GoalID != before.Goals[0].ID {
		t.Errorf("the measure is for %q, the goal is %q", before.Measures[0].GoalID, before.Goals[0].ID)
	}
	for _, write := range writesOf(before.LogID, before.Goals[0].ID, before.Measures[0].ID, before.Meetings[0].ID) {
		receipt := c.write(t, write)
		if receipt.Conflict || receipt.LogID != before.LogID || receipt.Version == "" || receipt.Reference == "" {
			t.Errorf("%s: %+v", write.Key, receipt)
		}
		again, known, err := c.Lookup(t.Context(), write.Key)
		if err != nil || !known || again != receipt {
			t.Errorf("%s: looked up %+v %v %v, want %+v", write.Key, again, known, err, receipt)
		}
	}
	after := c.read(t, before.LogID)
	if len(after.Goals) != 2 || after.Goals[0].State != "reached" || after.Goals[1].Text != "Sove bedre" || after.Goals[1].Area != "1.1" {
		t.Errorf("the goals are %+v", after.Goals)
	}
	measure := after.Measures[0]
	if len(after.Measures) != 2 || measure.Due != "2026-12-01" || *measure.Effect != -1 || measure.Responsible != "kontaktlærer" {
		t.Errorf("the measures are %+v", after.Measures)
	}
	if len(after.Meetings) != 2 || !slices.Equal(after.Meetings[0].Agreed, []string{"Prøve en uke", "Møtes igjen"}) {
		t.Errorf("the meetings are %+v", after.Meetings)
	}
	if after.Holder.Role != "helsesykepleier" || after.OfferedTo != nil {
		t.Errorf("the baton is held by %+v, offered to %+v", after.Holder, after.OfferedTo)
	}
	if after.State != stafettlogg.Closed || after.ClosedBecause != stafettlogg.IndividualPlan {
		t.Errorf("the log is %s, %s", after.State, after.ClosedBecause)
	}
	if got := c.vendor.Documents(before.LogID)["Hverdagsplan én.pdf"]; string(got) != "%PDF-1.7" {
		t.Errorf("the document is %q", got)
	}
	c.usedEveryOperation(t)
}

func (c connected) usedEveryOperation(t *testing.T) {
	t.Helper()
	if _, err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := c.Changes(t.Context(), "", c.vendor.Saker(), func(stafettlogg.Change) error { return nil }); err != nil {
		t.Error(err)
	}
	if found, err := c.Find(t.Context(), " STAF-1001 "); err != nil || found.LogID != "S-1001" || found.Title != "Stafettlogg STAF-1001" {
		t.Errorf("found %+v, %v", found, err)
	}
	used := map[string]bool{}
	for _, request := range c.vendor.Requests() {
		used[request.Operation] = true
	}
	operations, err := openapi.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, operation := range operations {
		if !used[operation.ID] {
			t.Errorf("the plugin never uses %s", operation.ID)
		}
	}
}

func TestAConflictIsToldOfAndNothingIsOverwritten(t *testing.T) {
	c := connect(t, logvendor.Options{})
	log := c.full(t)
	goal := log.Goals[0]
	goal.Text = "Vårt"
	c.vendor.Break(logvendor.Fault{Kind: logvendor.EditFirst, On: "endreMaal", Times: 1})
	receipt := c.write(t, stafettlogg.Write{Key: "k", LogID: log.LogID, ExpectedVersion: goal.Version, Goal: &goal})
	if !receipt.Conflict || receipt.Version != "i2" || receipt.LogID != log.LogID {
		t.Errorf("the receipt is %+v", receipt)
	}
	if _, known, err := c.Lookup(t.Context(), "k"); known || err != nil {
		t.Errorf("a conflict counts as stored: %v %v", known, err)
	}
	now := c.read(t, log.LogID).Goals[0]
	if now.Text != "Trygg på skolen" || now.Version != receipt.Version {
		t.Errorf("the goal is %+v", now)
	}
	settled := c.write(t, stafettlogg.Write{Key: "k2", LogID: log.LogID, ExpectedVersion: now.Version, Goal: &goal})
	if settled.Conflict || settled.Version != "i3" {
		t.Errorf("settled with %+v", settled)
	}
}

func TestWhatComesTooLateIsAConflict(t *testing.T) {
	c := connect(t, logvendor.Options{})
	log := c.full(t)
	none := c.write(t, stafettlogg.Write{Key: "k1", LogID: log.LogID, AnswerBaton: &stafettlogg.Answer{Accepted: true}})
	gone := c.write(t, stafettlogg.Write{Key: "k2", LogID: log.LogID, Goal: &stafettlogg.Goal{ID: "M-1", Text: "Borte"}})
	if _, err := c.vendor.Do("POST", "/saker/"+log.LogID+"/avslutning", map[string]any{"grunn": "ANNET"}); err != nil {
		t.Fatal(err)
	}
	closed := c.write(t, stafettlogg.Write{Key: "k3", LogID: log.LogID, Goal: &stafettlogg.Goal{Text: "For sent"}})
	for _, receipt := range []stafettlogg.Receipt{none, gone, closed} {
		if !receipt.Conflict || receipt.LogID != log.LogID {
			t.Errorf("%+v", receipt)
		}
	}
}

func TestAWriteIsSentOnceWhateverTheAnswerIs(t *testing.T) {
	for _, try := range []struct {
		fault  logvendor.Fault
		whose  string
		code   string
		retry  time.Duration
		stored bool
	}{
		{logvendor.Fault{Kind: logvendor.FailBefore}, host.Systems, "system.unavailable", 0, false},
		{logvendor.Fault{Kind: logvendor.LoseAnswer}, host.Systems, "system.unavailable", 0, true},
		{logvendor.Fault{Kind: logvendor.CutAnswer}, host.Systems, "system.unreachable", 0, true},
		{logvendor.Fault{Kind: logvendor.Nonsense}, host.Systems, "system.odd_answer", 0, false},
		{logvendor.Fault{Kind: logvendor.RateLimit, For: 90 * time.Second}, host.Systems, "system.rate_limited", 90 * time.Second, false},
	} {
		c := connect(t, logvendor.Options{ClockSkew: -3 * time.Hour, RetryAsDate: true})
		id := c.start(t)
		before := len(c.vendor.Requests())
		c.vendor.Break(try.fault)
		_, err := c.Write(t.Context(), stafettlogg.Write{Key: "k", LogID: id, Goal: &stafettlogg.Goal{Text: "Sove"}})
		p := problem(t, err)
		if p.Whose != try.whose || p.Code != try.code || p.RetryAfter != try.retry {
			t.Errorf("%s: %+v", try.fault.Kind, p)
		}
		said(t, p.Message)
		if sent := len(c.vendor.Requests()) - before; sent != 1 {
			t.Errorf("%s: sent %d times", try.fault.Kind, sent)
		}
		c.vendor.Break()
		_, known, err := c.Lookup(t.Context(), "k")
		if known != try.stored || err != nil {
			t.Errorf("%s: looked up %v %v", try.fault.Kind, known, err)
		}
		first := c.write(t, stafettlogg.Write{Key: "k", LogID: id, Goal: &stafettlogg.Goal{Text: "Sove"}})
		if writes := c.vendor.Writes(); len(writes) != 2 || writes[1].Item != first.ItemID {
			t.Errorf("%s: %d writes", try.fault.Kind, len(writes))
		}
	}
}

func TestAKeyThatIsUsedForSomethingElseIsRefused(t *testing.T) {
	c := connect(t, logvendor.Options{})
	id := c.start(t)
	c.write(t, stafettlogg.Write{Key: "k", LogID: id, Goal: &stafettlogg.Goal{Text: "Sove"}})
	_, err := c.Write(t.Context(), stafettlogg.Write{Key: "k", LogID: id, Goal: &stafettlogg.Goal{Text: "Spise"}})
	p := problem(t, err)
	if p.Code != "system.rejected" {
		t.Errorf("%+v", p)
	}
	said(t, p.Message)
	if _, err = c.Write(t.Context(), stafettlogg.Write{Key: "k9", LogID: "S-1", Goal: &stafettlogg.Goal{Text: "Sove"}}); problem(t, err).Code != "system.not_found" {
		t.Errorf("a log that is not there: %v", err)
	}
	if _, err = c.Write(t.Context(), stafettlogg.Write{Key: "k9", LogID: id}); err == nil {
		t.Error("a write of nothing was done")
	}
}

func TestTheVendorsOwnFieldsSurviveAChange(t *testing.T) {
	c := connect(t, logvendor.Options{})
	log := c.full(t)
	goal := log.Goals[0]
	if _, err := c.vendor.Do("PATCH", "/saker/"+log.LogID+"/maal/"+goal.ID, map[string]any{"omraade": "1.3", "internKode": "X7"}); err != nil {
		t.Fatal(err)
	}
	c.write(t, stafettlogg.Write{Key: "k", LogID: log.LogID, Goal: &stafettlogg.Goal{ID: goal.ID, Text: "Nytt", State: "ended"}})
	now := c.vendor.List(log.LogID, "maal")[0]
	if now["internKode"] != "X7" || now["omraade"] != "1.3" || now["tekst"] != "Nytt" || now["status"] != "AVSLUTTET" {
		t.Errorf("the goal is %v", now)
	}
}

func TestNothingIsSentButWhatTheHostHasGiven(t *testing.T) {
	c := connect(t, logvendor.Options{})
	log := c.full(t)
	begun := len(c.vendor.Requests())
	known := []string{
		"Accept", "Accept-Encoding", "Authorization", "Content-Length", "Content-Type", "Idempotency-Key", "If-Match", "User-Agent",
	}
	c.world.Handle("stafettlogg.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name := range r.Header {
			if !slices.Contains(known, name) {
				t.Errorf("the header %s leaves", name)
			}
		}
		c.vendor.ServeHTTP(w, r)
	}))
	c.read(t, log.LogID)
	c.write(t, stafettlogg.Write{Key: "k1", LogID: log.LogID, Measure: &stafettlogg.Measure{What: "Bare dette"}})
	c.write(t, stafettlogg.Write{Key: "k2", Start: &stafettlogg.Log{ChildReference: "barn-2"}})
	want := map[string]string{"k1": `{"hva":"Bare dette"}`, "k2": `{"barn":{"pseudonym":"barn-2"}}`}
	for _, request := range c.vendor.Requests()[begun:] {
		if request.Key == "" {
			if len(request.Body) > 0 {
				t.Errorf("%s was sent %q", request.Operation, request.Body)
			}
			continue
		}
		var sent any
		if err := json.Unmarshal(request.Body, &sent); err != nil {
			t.Fatal(err)
		}
		if text, _ := json.Marshal(sent); string(text) != want[request.Key] {
			t.Errorf("%s was sent %s, want %s", request.Key, text, want[request.Key])
		}
	}
}
