package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logfiles"
)

var someday = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func text(t *testing.T, log format.Object) []byte {
	t.Helper()
	content, err := format.WriteJSON(log)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func in(t *testing.T, e *exchanging) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(e.world.Root, "in"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names
}

func changes(t *testing.T, e *exchanging, cursor string, ids ...string) (told []string, next string) {
	t.Helper()
	next, err := e.Changes(t.Context(), cursor, ids, func(change stafettlogg.Change) error {
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

func TestTheExampleIsReadWhole(t *testing.T) {
	e := byFolder(t, logfiles.New(), nil)
	e.world.Put(t, "ole.json", text(t, example(t)))
	e.world.Put(t, "les meg.txt", []byte("ikke vår"))
	for _, reference := range []string{"SL-2026-17", " sl-2026-17 ", exampleID} {
		if found, err := e.Find(t.Context(), reference); err != nil || found.LogID != exampleID || found.Title != "Stafettlogg SL-2026-17" {
			t.Errorf("%q: %+v %v", reference, found, err)
		}
	}
	if found, err := e.Find(t.Context(), " "); err != nil || found.LogID != "" {
		t.Errorf("nothing was asked for: %+v %v", found, err)
	}
	log := e.log(t, exampleID)
	if log.Version != "14" || log.AgeGroup != "6-12" || log.Level != "2" || log.Holder.Role != "helsesykepleier" || *log.Measures[0].Effect != 1 ||
		log.Measures[0].State != "under_way" || log.Goals[0].State != "active" || log.Participants[0].Role != "caregiver" || len(log.Transitions) != 1 ||
		log.Meetings[0].Decision != "effekt_fortsett" || log.Measures[1].Version == "" {
		t.Errorf("%+v", log)
	}
	if _, err := e.Read(t.Context(), "gone"); problem(t, err).Code != "system.not_found" {
		t.Errorf("a log that is not there: %v", err)
	}
	if names := in(t, e); !slices.Equal(names, []string{"les meg.txt", "ole.json"}) {
		t.Errorf("the box holds %v", names)
	}
}

func TestTheSameFileTwiceIsOneAndANewerOneTakesOver(t *testing.T) {
	e := byFolder(t, logfiles.New(), nil)
	e.world.Put(t, "a.json", text(t, example(t)))
	told, cursor := changes(t, e, "", exampleID, exampleID, "another")
	if !slices.Equal(told, []string{exampleID + " 14"}) {
		t.Errorf("told of %v", told)
	}
	e.world.Put(t, "b.json", text(t, example(t)))
	if told, cursor = changes(t, e, cursor, exampleID); len(told) != 0 || len(in(t, e)) != 1 {
		t.Errorf("the same file again is told of: %v, %v", told, in(t, e))
	}
	newer := example(t)
	newer["endret"], newer["versjon"] = "2026-11-21T08:00:00+01:00", "15"
	e.world.Put(t, "c.json", text(t, newer))
	old := filepath.Join(e.world.Root, "in", "c.json")
	past := example(t)
	past["endret"], past["versjon"] = "2026-10-01T08:00:00+01:00", "9"
	e.world.Put(t, "d.json", text(t, past))
	if err := os.Chtimes(old, someday, someday); err != nil { // the time of a file tells nothing
		t.Fatal(err)
	}
	if told, cursor = changes(t, e, cursor, exampleID); !slices.Equal(told, []string{exampleID + " 15"}) {
		t.Errorf("told of %v", told)
	}
	if names := in(t, e); !slices.Equal(names, []string{"c.json"}) {
		t.Errorf("the box holds %v", names)
	}
	e.restart(t)
	if told, _ = changes(t, e, cursor, exampleID); len(told) != 0 {
		t.Errorf("told again after a restart: %v", told)
	}
	if told, _ = changes(t, e, cursor, "another"); len(told) != 0 {
		t.Errorf("told of a log that was not asked about: %v", told)
	}
}

func TestABadFileIsSetAsideAndBothSidesAreTold(t *testing.T) {
	bad := example(t)
	format.Items(bad, "tiltak")[0]["frist"] = "1. desember, sa Kari"
	for _, try := range []struct{ name, content, says string }{
		{"Kari Eik.json", string(text(t, bad)), "/tiltak/0/frist Her skal det stå en dato"},
		{"Kari Eik.csv", "rad;loggId\ntiltak;t1\n", "linje 2 Linjen hører ikke til noen logg"},
		{"Kari Eik.JSON", "{", "Filen er ikke JSON"},
		{"Kari Eik.json", strings.Repeat(" ", format.LargestFile+1), "større enn 4 MB"},
		{"kvittering.json", `{"skjema":"` + format.KindReceipt + `","nokkel":"aldri","utfall":"lagret"}`, "ikke har sendt"},
		{"endring.json", `{"skjema":"` + format.KindChange + `","nokkel":"k","loggId":"l","avslutt":{"grunn":"annet"}}`, "hele loggen"},
	} {
		e := byFolder(t, logfiles.New(), nil)
		e.world.Put(t, "god.json", text(t, example(t)))
		for range 2 { // the same bad file twice is refused twice, and told of in one file
			e.world.Put(t, try.name, []byte(try.content))
			if log := e.log(t, exampleID); log.LogID != exampleID {
				t.Errorf("%s: the good file is not read", try.name)
			}
		}
		if names := in(t, e); !slices.Equal(names, []string{"god.json"}) {
			t.Errorf("%s: the box holds %v", try.name, names)
		}
		remarks := e.world.Got(t)
		lines := e.world.Lines()
		if len(remarks) != 1 || len(lines) != 2 || !strings.Contains(lines[0].Text, try.says) {
			t.Errorf("%s: %d remarks, %+v", try.name, len(remarks), lines)
		}
		for name, content := range remarks {
			if strings.Contains(name+string(content)+lines[0].Text, "Kari") || !strings.Contains(lines[0].Text, name) {
				t.Errorf("%s: %s %s %s", try.name, name, content, lines[0].Text)
			}
			if documents, problems := format.Read(name, content); len(problems) > 0 || format.Kind(documents[0]) != format.KindRemark {
				t.Errorf("%s: the remark does not fit: %v", try.name, problems)
			}
		}
	}
}

func TestARemarkAboutOurFileIsToldOf(t *testing.T) {
	e := byFolder(t, logfiles.New(), nil)
	e.world.Put(t, "m.json", text(t, format.Remark(strings.Repeat("0", 64), []format.Problem{{Place: "/", Code: "json"}})))
	if _, err := e.Find(t.Context(), "x"); err != nil || len(in(t, e)) != 0 {
		t.Errorf("%v %v", err, in(t, e))
	}
	if lines := e.world.Lines(); len(lines) != 1 || !strings.Contains(lines[0].Text, "kunne ikke lese en av filene våre") {
		t.Errorf("%+v", lines)
	}
}

func TestManyFilesAreReadInTurnsAndNotFromTheStartEachTime(t *testing.T) {
	system := logfiles.New()
	for i := range 30 {
		log := example(t)
		log["loggId"], log["referanse"] = fmt.Sprint("log-", i), fmt.Sprint("SL-", i)
		system.Put(log)
	}
	e := byHTTP(t, system, nil)
	allowed := 0
	e.world.Handle("utveksling.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/filer/") {
			if allowed--; allowed < 0 {
				http.Error(w, "for mange", http.StatusServiceUnavailable)
				return
			}
		}
		system.ServeHTTP(w, r)
	}))
	tries := 0
	for ; tries < 10; tries++ {
		allowed = 7
		if found, err := e.Find(t.Context(), "SL-29"); err == nil {
			if found.LogID != "log-29" {
				t.Errorf("found %+v", found)
			}
			break
		}
	}
	if tries > 5 {
		t.Errorf("not found after %d tries", tries)
	}
}

func TestAFileSpoiledOnTheWayIsNotRefused(t *testing.T) {
	system := logfiles.New(example(t))
	e := byHTTP(t, system, nil)
	e.world.Handle("utveksling.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/filer/") && r.Method == http.MethodGet {
			_, _ = w.Write([]byte("<html>Logg inn</html>"))
			return
		}
		system.ServeHTTP(w, r)
	}))
	_, err := e.Read(t.Context(), exampleID)
	if p := problem(t, err); p.Code != "system.odd_answer" || p.Whose != host.Systems {
		t.Errorf("%+v", p)
	}
	if len(system.Offered()) != 1 || len(system.Got()) != 0 {
		t.Errorf("the file was taken away: %v %v", system.Offered(), system.Got())
	}
}

func TestTwoLogsWithOneReferenceAreNotGuessedBetween(t *testing.T) {
	other := example(t)
	other["loggId"] = "another"
	e := byHTTP(t, logfiles.New(example(t), other), nil)
	_, err := e.Find(t.Context(), "SL-2026-17")
	p := problem(t, err)
	if p.Code != "system.ambiguous" {
		t.Errorf("%+v", p)
	}
	said(t, p.Message)
}

func TestOverTheNetAnAddressIsNeeded(t *testing.T) {
	for _, address := range []string{"", "utveksling.example", "https://a:b@utveksling.example"} {
		world := plugintest.NewWorld(t)
		runner := plugintest.InProcess(t, world, newExchange)
		instance := plugintest.Instance(newExchange().Describe(), world, map[string]string{settingWay: wayHTTP, settingAddress: address})
		err := runner.Use(t.Context(), instance, func(context.Context, host.Plugin) error { return nil })
		p := problem(t, err)
		if p.Whose != host.Settings || p.Field != settingAddress {
			t.Errorf("%q: %+v", address, p)
		}
		said(t, p.Message)
	}
	e := byFolder(t, logfiles.New(), nil)
	health, err := e.Check(t.Context())
	if err != nil || !health.OK {
		t.Errorf("%+v %v", health, err)
	}
	said(t, health.Message)
}
