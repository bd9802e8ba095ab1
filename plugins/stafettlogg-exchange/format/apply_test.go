package format

import (
	"os"
	"reflect"
	"testing"
)

func example(t *testing.T, name string) Object {
	t.Helper()
	content, err := os.ReadFile("examples/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	documents, problems := Read(name+".json", content)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return documents[0]
}

func TestAChangeLeavesWhatItDoesNotMention(t *testing.T) {
	log, change := example(t, "logg"), example(t, "endring-tiltak")
	Items(log, "tiltak")[0]["kostnad"] = "ukjent for oss"
	before := example(t, "logg")
	after, outcome, id := Apply(log, change)
	measure := Items(after, "tiltak")[0]
	if outcome != Stored || id != "t1" || measure["frist"] != "2026-12-20" || measure["effekt"] != -1.0 {
		t.Errorf("%s %s %v", outcome, id, measure)
	}
	if _, there := measure["evalueres"]; there || measure["start"] != "2026-11-01" || measure["kostnad"] != "ukjent for oss" {
		t.Errorf("the measure is %v", measure)
	}
	if after["kommunensEgetFelt"] == nil || len(Items(after, "tiltak")) != 2 {
		t.Errorf("the log is %v", after)
	}
	delete(Items(log, "tiltak")[0], "kostnad")
	if !reflect.DeepEqual(log, before) {
		t.Error("the log that was given was changed")
	}
	if problems := Check(after); len(problems) > 0 {
		t.Errorf("the log no longer fits: %v", problems)
	}
}

func TestWhatBecomesOfEachChange(t *testing.T) {
	closed := func(log Object) Object { log["tilstand"] = "lukket"; return log }
	for name, try := range map[string]struct {
		log     Object
		change  Object
		outcome string
		holds   func(Object) bool
	}{
		"start":          {nil, example(t, "endring-start"), Stored, func(l Object) bool { return len(Items(l, "tiltak")) == 1 && l["tilstand"] == "aapen" }},
		"start again":    {example(t, "logg"), example(t, "endring-start"), Rejected, nil},
		"no log":         {nil, example(t, "endring-tiltak"), Rejected, nil},
		"closed":         {closed(example(t, "logg")), example(t, "endring-tiltak"), Changed, nil},
		"a document":     {closed(example(t, "logg")), example(t, "endring-vedlegg"), Stored, func(l Object) bool { return len(Items(l, "vedlegg")) == 2 }},
		"other version":  {example(t, "logg"), with(example(t, "endring-tiltak"), "forventetVersjon", "1"), Changed, nil},
		"the log's":      {example(t, "logg"), with(example(t, "endring-tiltak"), "forventetVersjon", "14"), Stored, nil},
		"gone":           {example(t, "logg"), Object{"maal": Object{"id": "m9", "tekst": "x"}}, Changed, nil},
		"new":            {example(t, "logg"), Object{"ny": true, "maal": Object{"id": "m9", "tekst": "x", "omraade": nil}}, Stored, func(l Object) bool { return len(Items(l, "maal")) == 2 }},
		"a meeting":      {example(t, "logg"), Object{"mote": Object{"id": "x1", "dato": "2026-11-21"}}, Stored, func(l Object) bool { return Items(l, "moter")[0]["dato"] == "2026-11-21" }},
		"offer":          {example(t, "logg"), Object{"tilbyStafettpinne": Object{"rolle": "rektor"}}, Stored, func(l Object) bool { return l["tilbudtTil"] != nil }},
		"answer to none": {example(t, "logg"), Object{"svarStafettpinne": Object{"godtatt": true}}, Changed, nil},
		"yes":            {with(example(t, "logg"), "tilbudtTil", Object{"rolle": "rektor"}), Object{"svarStafettpinne": Object{"godtatt": true}}, Stored, func(l Object) bool { return l["stafettholder"].(Object)["rolle"] == "rektor" && l["tilbudtTil"] == nil }},
		"no": {with(example(t, "logg"), "tilbudtTil", Object{"rolle": "rektor"}), Object{"svarStafettpinne": Object{"godtatt": false}}, Stored, func(l Object) bool {
			return l["stafettholder"].(Object)["rolle"] == "helsesykepleier" && l["tilbudtTil"] == nil
		}},
		"end":             {example(t, "logg"), Object{"avslutt": Object{"grunn": "individuell_plan"}}, Stored, func(l Object) bool { return l["tilstand"] == "lukket" && l["lukketGrunn"] == "individuell_plan" }},
		"nothing":         {example(t, "logg"), Object{}, Rejected, nil},
		"without version": {without(example(t, "logg")), Object{"forventetVersjon": Version(without(example(t, "logg"))), "avslutt": Object{"grunn": "annet"}}, Stored, nil},
	} {
		after, outcome, _ := Apply(try.log, try.change)
		if outcome != try.outcome || try.holds != nil && !try.holds(after) {
			t.Errorf("%s: %s %v", name, outcome, after)
		}
	}
}

func with(object Object, field string, value any) Object {
	object[field] = value
	return object
}

func without(log Object) Object {
	delete(log, "versjon")
	return log
}
