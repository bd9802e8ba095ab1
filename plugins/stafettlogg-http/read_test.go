package main

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/anylog"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
)

func TestWhateverALogHoldsIsTheSameWhenItIsReadBack(t *testing.T) {
	plugins := []connected{connect(t, logvendor.Options{PageSize: 1}), connect(t, logvendor.Options{PageSize: 3})}
	count := 0
	rapid.Check(t, func(rt *rapid.T) {
		log := anylog.Draw(rt)
		count++
		c := plugins[count%2]
		id := c.write(t, stafettlogg.Write{Key: fmt.Sprint("start-", count), Start: &log}).LogID
		if got, want := anylog.Shown(c.read(t, id)), anylog.Shown(log); got != want {
			rt.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

func TestReadsAreTriedAgainAndGiveUpInTheEnd(t *testing.T) {
	c := connect(t, logvendor.Options{PageSize: 1})
	log := c.full(t)
	for _, kind := range []logvendor.Kind{logvendor.FailBefore, logvendor.LoseAnswer, logvendor.CutAnswer, logvendor.RateLimit} {
		c.vendor.Break(logvendor.Fault{Kind: kind, On: "reads", Every: 2})
		if again := c.read(t, log.LogID); !reflect.DeepEqual(again, log) {
			t.Errorf("%s: read %+v", kind, again)
		}
	}
	c.vendor.Break(logvendor.Fault{Kind: logvendor.Trickle, On: "lesMaal", For: time.Microsecond}, logvendor.Fault{Kind: logvendor.Slow, For: time.Millisecond})
	if again := c.read(t, log.LogID); !reflect.DeepEqual(again, log) {
		t.Errorf("slowly: read %+v", again)
	}
	c.vendor.Break(logvendor.Fault{Kind: logvendor.FailBefore})
	before := len(c.vendor.Requests())
	_, err := c.Read(t.Context(), log.LogID)
	p := problem(t, err)
	if p.Whose != host.Systems || p.Code != "system.unavailable" || len(c.vendor.Requests())-before > 4 {
		t.Errorf("%+v after %d tries", p, len(c.vendor.Requests())-before)
	}
	said(t, p.Message)
}

func TestALogThatChangesWhileItIsReadIsReadAgain(t *testing.T) {
	c := connect(t, logvendor.Options{PageSize: 1})
	log := c.full(t)
	c.vendor.Break(logvendor.Fault{Kind: logvendor.EditFirst, On: "lesTiltak", Times: 1})
	if again := c.read(t, log.LogID); again.Version != "s2" || len(again.Measures) != 1 {
		t.Errorf("read %+v", again)
	}
	c.vendor.Break(logvendor.Fault{Kind: logvendor.EditFirst, On: "lesTiltak"})
	_, err := c.Read(t.Context(), log.LogID)
	if p := problem(t, err); p.Code != "system.changing" || p.RetryAfter == 0 {
		t.Errorf("%+v", p)
	}
}

func TestARestlessSystemsEventsAreToldOfOnceAndNewestFirst(t *testing.T) {
	c := connect(t, logvendor.Options{PageSize: 2, RestlessEvents: true})
	first, second := c.full(t).LogID, c.write(t, stafettlogg.Write{Key: "other", Start: &stafettlogg.Log{}}).LogID
	for i := range 5 {
		c.write(t, stafettlogg.Write{Key: fmt.Sprint("k", i), LogID: first, Goal: &stafettlogg.Goal{Text: "Sove"}})
	}
	changes := func(cursor string, logIDs ...string) (told []string, next string) {
		next, err := c.Changes(t.Context(), cursor, logIDs, func(change stafettlogg.Change) error {
			if change.EventID == "" || change.At.IsZero() {
				t.Errorf("%+v", change)
			}
			told = append(told, change.LogID+" "+change.Version)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return told, next
	}
	told, cursor := changes("", first, second)
	if want := []string{first + " s6", second + " s1"}; !slices.Equal(told, want) || cursor == "" {
		t.Errorf("told of %v, want %v, then %q", told, want, cursor)
	}
	if told, _ = changes("", second); !slices.Equal(told, []string{second + " s1"}) {
		t.Errorf("of another: %v", told)
	}
	c.write(t, stafettlogg.Write{Key: "k", LogID: second, Goal: &stafettlogg.Goal{Text: "Sove"}})
	told, last := changes(cursor, first, second)
	if !slices.Contains(told, second+" s2") || last == cursor {
		t.Errorf("afterwards: %v, %q", told, last)
	}
	if told, same := changes(cursor); len(told) != 0 || same != cursor {
		t.Errorf("of none: %v %q", told, same)
	}
}

// A system that keeps days as midnights in UTC must not move a meeting to the
// day before.
func TestADayWithATimeBehindItIsTheDayInNorway(t *testing.T) {
	for text, want := range map[string]string{
		"2026-07-01": "2026-07-01", "2026-06-30T22:00:00Z": "2026-07-01", "2026-07-01T00:00:00Z": "2026-07-01",
		"2026-12-31T23:00:00.000Z": "2027-01-01", "2026-10-25T02:30:00": "2026-10-25", "2028-02-29T00:00:00+01:00": "2028-02-29",
	} {
		said := &translation{}
		if day := said.date(text); day != want || len(said.errs) > 0 {
			t.Errorf("%s is %s, %v", text, day, said.errs)
		}
	}
	none := &translation{}
	if day := none.date("2027-02-29"); day != "" || len(none.errs) != 1 {
		t.Errorf("a day that is none is %q, %v", day, none.errs)
	}
}

func TestManyLogsAreAskedAboutInParts(t *testing.T) {
	c := connect(t, logvendor.Options{})
	var ids []string
	for i := range 60 {
		ids = append(ids, c.write(t, stafettlogg.Write{Key: fmt.Sprint("k", i), Start: &stafettlogg.Log{}}).LogID)
	}
	seen := map[string]bool{}
	_, err := c.Changes(t.Context(), "", append(ids, ids[0]), func(change stafettlogg.Change) error {
		seen[change.LogID] = true
		return nil
	})
	if err != nil || len(seen) != 60 {
		t.Errorf("%d logs, %v", len(seen), err)
	}
}

func TestAReferenceThatIsNotThereOrNotOneIsSaid(t *testing.T) {
	c := connect(t, logvendor.Options{})
	c.start(t)
	for _, reference := range []string{"", "  ", "STAF-1", "STAF-1001 OR 1=1"} {
		if found, err := c.Find(t.Context(), reference); err != nil || found.LogID != "" {
			t.Errorf("%q: %+v %v", reference, found, err)
		}
	}
	c.world.Handle("stafettlogg.example", answers(`{"elementer":[{"sakId":"1","referanse":"A"},{"sakId":"2","referanse":"a"}],"side":0,"antallSider":1}`))
	_, err := c.Find(t.Context(), "A")
	p := problem(t, err)
	if p.Code != "system.ambiguous" {
		t.Errorf("%+v", p)
	}
	said(t, p.Message)
}

func answers(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
}

func TestAnAnswerThatIsNoReceiptIsNone(t *testing.T) {
	c := connect(t, logvendor.Options{})
	for _, body := range []string{``, `{}`, `<html>`, `{"kvitteringsnummer":"1","nokkel":"another","sakId":"S","versjon":"s1"}`,
		`{"kvitteringsnummer":"1","nokkel":"k","sakId":"S"}`} {
		c.world.Handle("stafettlogg.example", answers(body))
		receipt, err := c.Write(t.Context(), stafettlogg.Write{Key: "k", LogID: "S", Goal: &stafettlogg.Goal{Text: "x"}})
		if err == nil || problem(t, err).Code != "system.odd_answer" {
			t.Errorf("%s: %+v, %v", body, receipt, err)
		}
		if _, known, err := c.Lookup(t.Context(), "k"); known || err == nil {
			t.Errorf("%s: looked up: %v %v", body, known, err)
		}
	}
	c.world.Handle("stafettlogg.example", answers(`{"elementer":[],"antallSider":100000}`))
	if _, err := c.Find(t.Context(), "A"); problem(t, err).Code != "system.odd_answer" {
		t.Errorf("a list without end: %v", err)
	}
}

func TestEachSettingThatDoesNotFitIsNamed(t *testing.T) {
	for _, try := range []struct{ address, words, field string }{
		{"stafettlogg.example", "", settingAddress}, {"ftp://stafettlogg.example", "", settingAddress},
		{"https://user:pass@stafettlogg.example", "", settingAddress}, {"https://stafettlogg.example?a=b", "", settingAddress},
		{where, "tiltak PÅ VENT", settingWords}, {where, "\nfarge RØD = planned", settingWords}, {where, "tiltak PÅ VENT = venter", settingWords},
		{where, "tiltak venter > X", settingWords}, {where, "tiltak = planned", settingWords}, {where, "tiltak planned >", settingWords},
	} {
		settings := map[string]string{settingAddress: try.address, settingWords: try.words}
		world := plugintest.NewWorld(t)
		instance := plugintest.Instance((&system{}).Describe(), world, settings)
		runner := plugintest.InProcess(t, world, newSystem)
		err := runner.Use(t.Context(), instance, func(context.Context, host.Plugin) error { return nil })
		p := problem(t, err)
		if p.Whose != host.Settings || p.Field != try.field {
			t.Errorf("%+v: %+v", try, p)
		}
		said(t, p.Message)
		if try.field == settingWords && strings.HasPrefix(try.words, "\n") && !strings.Contains(p.Message.NB, "2") {
			t.Errorf("the line is not named: %s", p.Message.NB)
		}
	}
}

func TestARefusedKeyIsTheSettingsFault(t *testing.T) {
	c := connect(t, logvendor.Options{})
	c.world.Secret(settingToken, "gammel")
	_, err := c.Check(t.Context())
	_, sent := c.Write(t.Context(), stafettlogg.Write{Key: "k", Start: &stafettlogg.Log{}})
	for _, err := range []error{err, sent} {
		p := problem(t, err)
		if p.Whose != host.Settings || p.Field != settingToken {
			t.Errorf("%+v", p)
		}
		said(t, p.Message)
	}
	c.world.Secret(settingToken, "hemmelig")
	health, err := c.Check(t.Context())
	if err != nil || !health.OK {
		t.Errorf("%+v %v", health, err)
	}
	said(t, health.Message)
}

func TestAMunicipalitysOwnWordsAreUnderstood(t *testing.T) {
	c := connect(t, logvendor.Options{})
	log := c.full(t)
	path := "/saker/" + log.LogID + "/tiltak/" + log.Measures[0].ID
	if _, err := c.vendor.Do("PATCH", path, map[string]any{"status": "PÅ VENT"}); err != nil {
		t.Fatal(err)
	}
	_, err := c.Read(t.Context(), log.LogID)
	p := problem(t, err)
	if p.Code != "system.unknown_word" || !strings.Contains(p.Message.NB, "«PÅ VENT»") {
		t.Errorf("%+v", p)
	}
	said(t, p.Message)
	taught := plugintest.Open(t, &system{}, c.world, map[string]string{settingAddress: where, settingWords: "# våre\ntiltak PÅ VENT = planned\ntiltak stopped > FERDIG"})
	read, err := taught.Read(t.Context(), log.LogID)
	if err != nil || read.Measures[0].State != "planned" {
		t.Errorf("%+v %v", read.Measures, err)
	}
	stopped := stafettlogg.Measure{ID: log.Measures[0].ID, What: "x", State: "stopped"}
	if _, err := taught.Write(t.Context(), stafettlogg.Write{Key: "k", LogID: log.LogID, Measure: &stopped}); err != nil {
		t.Fatal(err)
	}
	if got := c.vendor.List(log.LogID, "tiltak")[0]["status"]; got != "FERDIG" {
		t.Errorf("the vendor was told %v", got)
	}
}
