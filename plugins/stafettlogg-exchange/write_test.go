package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/anylog"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logfiles"
)

func number(n int) *int { return &n }

// writes is one of every write there is, for the example.
func writes() []stafettlogg.Write {
	return []stafettlogg.Write{
		{Key: "w1", LogID: exampleID, Goal: &stafettlogg.Goal{OurID: "g2", Text: "Trygg på skolen", Area: "1.2", State: "active"}},
		{Key: "w2", LogID: exampleID, Goal: &stafettlogg.Goal{ID: "m1", Text: "Sove godt", State: "reached"}},
		{Key: "w3", LogID: exampleID, Measure: &stafettlogg.Measure{OurID: "t3", GoalID: "m1", What: "=Fast voksen", State: "planned", Effect: number(-2)}},
		{Key: "w4", LogID: exampleID, Measure: &stafettlogg.Measure{ID: "t1", GoalID: "m1", What: "Fast kveldsrutine", Due: "2027-01-01", State: "done"}},
		{Key: "w5", LogID: exampleID, Meeting: &stafettlogg.Meeting{OurID: "x2", Date: "2026-12-02", Agreed: []string{"Én\nting", "To"}}},
		{Key: "w6", LogID: exampleID, Meeting: &stafettlogg.Meeting{ID: "x1", Date: "2026-11-20", Decision: "behov_for_andre"}},
		{Key: "w7", LogID: exampleID, OfferBaton: &stafettlogg.Holder{UnitOrgNumber: "999999903", Role: "kontaktlærer", Since: "2026-12-02"}},
		{Key: "w8", LogID: exampleID, AnswerBaton: &stafettlogg.Answer{Accepted: true}},
		{Key: "w9", LogID: exampleID, Attachment: &stafettlogg.Attachment{Name: "Hverdagsplan.pdf", MediaType: "application/pdf", Content: []byte("%PDF-1.7")}},
		{Key: "w10", LogID: exampleID, Close: &stafettlogg.Closing{Because: stafettlogg.IndividualPlan}},
	}
}

func holdsAllWrites(t *testing.T, log stafettlogg.Log) {
	t.Helper()
	if len(log.Goals) != 2 || log.Goals[0].State != "reached" || log.Goals[0].Text != "Sove godt" || log.Goals[1].OurID != "g2" || log.Goals[1].Area != "1.2" {
		t.Errorf("the goals are %+v", log.Goals)
	}
	if m := log.Measures; len(m) != 3 || m[2].What != "=Fast voksen" || m[2].Effect == nil || *m[2].Effect != -2 || m[0].Due != "2027-01-01" || m[0].Start != "" || m[0].Effect != nil {
		t.Errorf("the measures are %+v", m)
	}
	if m := log.Meetings; len(m) != 2 || !slices.Equal(m[1].Agreed, []string{"Én\nting", "To"}) || m[0].Decision != "behov_for_andre" || len(m[0].Agreed) != 0 {
		t.Errorf("the meetings are %+v", m)
	}
	if log.Holder.Role != "kontaktlærer" || log.OfferedTo != nil || log.State != stafettlogg.Closed || log.ClosedBecause != stafettlogg.IndividualPlan {
		t.Errorf("the log is %+v", log)
	}
}

func TestEveryKindOfWriteArrivesInEveryWay(t *testing.T) {
	for name, open := range map[string]func(*testing.T, *logfiles.System) *exchanging{
		"folder, JSON": func(t *testing.T, s *logfiles.System) *exchanging { return byFolder(t, s, nil) },
		"folder, spreadsheets": func(t *testing.T, s *logfiles.System) *exchanging {
			s.Spreadsheets = true
			return byFolder(t, s, map[string]string{settingFormat: formatCSV})
		},
		"HTTP, receipts at once":  func(t *testing.T, s *logfiles.System) *exchanging { return byHTTP(t, s, nil) },
		"HTTP, receipts as files": func(t *testing.T, s *logfiles.System) *exchanging { s.Silent = true; return byHTTP(t, s, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			system := logfiles.New()
			e := open(t, system)
			system.Silent = system.Silent || e.settings[settingWay] != wayHTTP
			system.Put(example(t))
			e.round(t)
			for _, write := range writes() {
				receipt, err := e.Write(t.Context(), write)
				if err != nil && e.settings[settingWay] != wayHTTP {
					p := problem(t, err)
					if p.Code != "system.not_confirmed" || p.RetryAfter == 0 || p.Whose != host.Systems {
						t.Fatalf("%s: %+v", write.Key, p)
					}
					said(t, p.Message)
					e.round(t)
					receipt, err = e.Write(t.Context(), write)
				}
				if err != nil || receipt.Conflict || receipt.LogID != exampleID || receipt.Reference == "" || receipt.Version == "" {
					t.Fatalf("%s: %+v %v", write.Key, receipt, err)
				}
				found, known, err := e.Lookup(t.Context(), write.Key)
				if err != nil || !known || found != receipt {
					t.Errorf("%s: looked up %+v %v %v", write.Key, found, known, err)
				}
			}
			e.round(t)
			holdsAllWrites(t, e.log(t, exampleID))
			if done := system.Done(); len(done) != 10 || done[0] != "w1" || done[9] != "w10" {
				t.Errorf("done %v", done)
			}
			if system.Log(exampleID)["kommunensEgetFelt"] == nil && e.settings[settingFormat] != formatCSV {
				t.Error("a field we do not know is gone")
			}
			document := format.Items(system.Log(exampleID), "vedlegg")[1]
			if string(system.Got()[format.Text(document, "fil")]) != "%PDF-1.7" || document["navn"] != "Hverdagsplan.pdf" {
				t.Errorf("the document is %v", document)
			}
		})
	}
}

func TestAFilePutOutIsDeliveredWhenTheMunicipalityHasChosenSo(t *testing.T) {
	e := byFolder(t, logfiles.New(), map[string]string{settingReceipts: receiptsNone})
	start := stafettlogg.Write{Key: "start", Start: &stafettlogg.Log{ChildReference: "barn-1", Level: "1"}}
	first := e.write(t, start)
	e.restart(t)
	second := e.write(t, start)
	found, known, err := e.Lookup(t.Context(), "start")
	if first != second || first != found || !known || err != nil || first.LogID == "" || first.Version == "" {
		t.Errorf("%+v, %+v, %+v %v %v", first, second, found, known, err)
	}
	if got := e.world.Got(t); len(got) != 1 {
		t.Errorf("%d files were put out", len(got))
	}
	e.round(t)
	e.write(t, start)
	if got := e.world.Got(t); len(got) != 0 {
		t.Error("what was fetched is put out again")
	}
	if e.log(t, first.LogID).ChildReference != "barn-1" {
		t.Error("the log that came back is another")
	}
}

func TestASystemWithIdsOfItsOwn(t *testing.T) {
	system := logfiles.New()
	system.OwnIDs = true
	e := byHTTP(t, system, nil)
	log := e.write(t, stafettlogg.Write{Key: "start", Start: &stafettlogg.Log{ChildReference: "barn-1"}})
	goal := e.write(t, stafettlogg.Write{Key: "goal", LogID: log.LogID, Goal: &stafettlogg.Goal{OurID: "g1", Text: "Sove"}})
	if log.LogID != "V-101" || goal.ItemID != "V-102" {
		t.Errorf("%+v %+v", log, goal)
	}
	if read := e.log(t, log.LogID); read.Goals[0].ID != "V-102" || read.Goals[0].OurID != "g1" || read.Goals[0].Version != goal.Version {
		t.Errorf("%+v", read)
	}
}

func TestAConflictIsFoundHereOrThere(t *testing.T) {
	for name, silent := range map[string]bool{"here": false, "there": true} {
		system := logfiles.New(example(t))
		e := byHTTP(t, system, nil)
		log := e.log(t, exampleID)
		changed := example(t)
		format.Items(changed, "tiltak")[0]["versjon"] = "3"
		system.Put(changed)
		if silent { // the new file has not come yet
			content, _ := format.WriteJSON(example(t))
			system.Offer("logg-"+exampleID+".json", content)
		}
		measure := log.Measures[0]
		receipt := e.write(t, stafettlogg.Write{Key: "k", LogID: exampleID, ExpectedVersion: measure.Version, Measure: &measure})
		if !receipt.Conflict || receipt.Version != "3" || receipt.LogID != exampleID || len(system.Done()) != 0 {
			t.Errorf("%s: %+v %v", name, receipt, system.Done())
		}
		if _, known, err := e.Lookup(t.Context(), "k"); known || err != nil {
			t.Errorf("%s: a conflict counts as stored", name)
		}
		again := e.write(t, stafettlogg.Write{Key: "k2", LogID: exampleID, ExpectedVersion: "3", Measure: &measure})
		if !silent && (again.Conflict || len(system.Done()) != 1) {
			t.Errorf("%s: settled with %+v", name, again)
		}
	}
}

func TestWhatTheOtherSystemRejectsIsSaid(t *testing.T) {
	e := byHTTP(t, logfiles.New(), nil)
	write := stafettlogg.Write{Key: "k", LogID: "gone", Goal: &stafettlogg.Goal{Text: "Sove"}}
	for range 2 {
		_, err := e.Write(t.Context(), write)
		p := problem(t, err)
		if p.Code != "system.rejected" || p.Whose != host.Systems {
			t.Errorf("%+v", p)
		}
		said(t, p.Message)
	}
	write.Goal.Text = "Spise"
	if _, err := byHTTP(t, e.system, nil).Write(t.Context(), write); problem(t, err).Code != "system.rejected" {
		t.Errorf("a key used for something else: %v", err)
	}
}

func TestWhateverALogHoldsIsTheSameWhenItIsReadBack(t *testing.T) {
	spreadsheets := logfiles.New()
	spreadsheets.Spreadsheets = true
	ways := []*exchanging{byHTTP(t, logfiles.New(), nil), byHTTP(t, spreadsheets, map[string]string{settingFormat: formatCSV})}
	count := 0
	rapid.Check(t, func(rt *rapid.T) {
		log := anylog.Draw(rt)
		e := ways[count%2]
		count++
		receipt := e.write(t, stafettlogg.Write{Key: fmt.Sprint("start-", count), Start: &log})
		if got, want := anylog.Shown(e.log(t, receipt.LogID)), anylog.Shown(log); got != want {
			rt.Errorf("got  %s\nwant %s", got, want)
		}
		e.system.Forget(receipt.LogID)
	})
}

func TestEachWriteIsDoneOnceAndInOrderWhateverStops(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		system := logfiles.New(example(t))
		system.Silent = true
		e := byFolder(t, system, nil)
		e.round(t)
		var want []string
		for i := range rapid.IntRange(1, 4).Draw(rt, "writes") {
			write := stafettlogg.Write{Key: fmt.Sprint("key-", i), LogID: exampleID, Goal: &stafettlogg.Goal{Text: "Sove"}}
			want = append(want, write.Key)
			for delivered := false; !delivered; {
				switch rapid.SampledFrom([]string{"write", "write", "round", "restart", "lookup", "stopped"}).Draw(rt, "then") {
				case "write":
					_, err := e.Write(t.Context(), write)
					delivered = err == nil
				case "stopped":
					ctx, cancel := context.WithCancel(t.Context())
					cancel()
					_, _ = e.Write(ctx, write) // it cannot succeed
				case "round":
					e.round(t)
				case "restart":
					e.restart(t)
				case "lookup":
					_, known, err := e.Lookup(t.Context(), write.Key)
					if err != nil {
						rt.Fatal(err)
					}
					delivered = known
				}
			}
		}
		if got := system.Done(); !slices.Equal(got, want) {
			rt.Errorf("done %v, want %v", got, want)
		}
	})
}

func TestNothingGoesOutButWhatTheHostHasGiven(t *testing.T) {
	e := byFolder(t, logfiles.New(example(t)), map[string]string{settingReceipts: receiptsNone})
	e.round(t)
	e.log(t, exampleID)
	e.write(t, stafettlogg.Write{Key: "k1", LogID: exampleID, Measure: &stafettlogg.Measure{ID: "t1", What: "Bare dette"}})
	e.write(t, stafettlogg.Write{Key: "k2", Start: &stafettlogg.Log{ChildReference: "barn-2"}})
	allowed := []string{"k1", "k2", exampleID, "t1", "Bare dette", "barn-2", plugintest.Hverdagsnes.Number, format.KindChange, proposed("k2")}
	for name, content := range e.world.Got(t) {
		decoder := json.NewDecoder(bytes.NewReader(content))
		for {
			token, err := decoder.Token()
			if err != nil {
				break
			}
			text, isText := token.(string)
			field := isText && strings.Contains(string(content), `"`+text+`":`)
			if isText && !field && !slices.Contains(allowed, text) {
				t.Errorf("%s holds %q", name, text)
			}
		}
	}
}
