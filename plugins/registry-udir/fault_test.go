package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/town"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/udir"
)

func TestWaitingAsToldGetsEverything(t *testing.T) {
	s := open(t, "1804", "both")
	s.schools.Faults.Next("/enheter/kommune/", 1, standin.Fault{Status: http.StatusTooManyRequests, RetryAfter: "3"})
	s.schools.Faults.Next("/enhet/", 2, standin.Fault{Status: http.StatusServiceUnavailable})
	s.kindergartens.Faults.Next("/enhet/", 1, standin.Fault{})
	got := s.list("")
	if got.err != nil || !got.end.Complete || len(got.units) != 9 || s.waited < 3*time.Second {
		t.Fatalf("%+v after %s", got, s.waited)
	}
}

func TestAUnitThatIsNotAnsweredForIsRemarkedAndNothingIsGone(t *testing.T) {
	s := open(t, "1804", "both")
	first := s.list("")
	number := first.unit(t, "Fjæremyra skole").OrgNumber
	s.schools.Faults.Next("/enhet/"+number, -1, standin.Fault{Status: http.StatusInternalServerError})
	s.schools.Change(func(r *udir.Register) { r.Remove("Gammelmyra skole") })
	got := s.list(first.end.Cursor)
	if got.err != nil || got.end.Complete || got.end.Cursor != first.end.Cursor {
		t.Fatalf("%+v, %v", got.end, got.err)
	}
	if !slices.Contains(got.codes(), "unit.no_answer") || len(got.units) != 7 {
		t.Errorf("%v, %v", got.units, got.remarks)
	}
	for _, remark := range got.remarks {
		if remark.Code == "unit.no_answer" && (remark.Place != number || !strings.Contains(remark.NB, "Fjæremyra skole") || !strings.Contains(remark.NN, "ikkje")) {
			t.Errorf("%+v", remark)
		}
	}
}

func TestAUnitTheRegisterKnowsNoMoreOfIsKeptByName(t *testing.T) {
	s := open(t, "4215", "schools")
	s.schools.Faults.Next("/enhet/", -1, standin.Fault{Status: http.StatusNotFound})
	got := s.list("")
	if unit := got.unit(t, "Heibukta skule"); !got.end.Complete || unit.Closed || unit.Kind != "school" {
		t.Errorf("%+v, %+v", unit, got.end)
	}
	if !slices.Contains(got.codes(), "unit.no_details") {
		t.Errorf("%v", got.remarks)
	}
}

func TestARegisterThatIsDownChangesNothing(t *testing.T) {
	for name, fault := range map[string]standin.Fault{
		"error":     {Status: http.StatusBadGateway},
		"no answer": {},
		"limited":   {Status: http.StatusTooManyRequests, RetryAfter: "900"},
		"closed":    {Status: http.StatusForbidden},
	} {
		for _, part := range []string{"/enheter/kommune/", "/enhet/"} {
			s := open(t, "1804", "both")
			s.schools.Faults.Next(part, -1, fault)
			if got := s.list(""); got.err == nil || got.end.Complete {
				t.Errorf("%s at %s: %+v", name, part, got.end)
			}
		}
	}
}

func TestAListThatIsNotAListIsNoEmptyList(t *testing.T) {
	for body, code := range map[string]string{
		`{}`:                  "system.incomplete",
		`{"EnhetListe":null}`: "system.incomplete",
		`[]`:                  "system.old_version",
		`<html>Feil</html>`:   "system.not_json",
		``:                    "system.not_json",
		`{"AntallSider":1,"TotaltAntallEnheter":9,"EnhetListe":[]}`:    "system.incomplete",
		`{"AntallSider":9999,"TotaltAntallEnheter":9,"EnhetListe":[]}`: "system.incomplete",
	} {
		s := open(t, "1804", "schools")
		s.schools.Faults.Next("/enheter/kommune/", -1, standin.Fault{Status: http.StatusOK, Body: body + " "})
		if got := s.list(""); !fetch.Is(got.err, code) {
			t.Errorf("%s: %v", body, got.err)
		}
	}
}

func TestAUnitOfAnotherMunicipalityIsLeftOut(t *testing.T) {
	s := open(t, "4215", "schools")
	m, _ := town.Of("4215")
	s.schools.Faults.Next("/enhet/", -1, standin.Fault{Status: http.StatusOK, Body: `{"Organisasjonsnummer":"` + m.Units[0].OrgNumber + `","Navn":"HEIBUKTA SKULE","ErSkole":true,"Kommune":{"Kommunenummer":4216},"Koordinat":null,"Maalform":null}`})
	got := s.list("")
	if got.err != nil || len(got.units) != 0 || !slices.Contains(got.codes(), "unit.elsewhere") {
		t.Fatalf("%+v", got)
	}
}

// However the registers fail, a unit that is on the list is either written, or
// spoken of, or the list is an error; and a list is complete only when each is
// written.
func TestNoUnitIsSilentlyMissing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := open(t, "1804", "both")
		m, _ := town.Of("1804")
		statuses := []int{0, 404, 429, 500, 503, 200}
		for _, unit := range m.Units {
			if rapid.IntRange(0, 3).Draw(rt, "fails") > 0 {
				continue
			}
			fault := standin.Fault{Status: rapid.SampledFrom(statuses).Draw(rt, "status"), Body: rapid.SampledFrom([]string{"", "{}", "feil"}).Draw(rt, "body")}
			for _, r := range []*udir.Register{s.schools, s.kindergartens} {
				r.Faults.Next("/enhet/"+unit.OrgNumber, rapid.IntRange(1, 6).Draw(rt, "times"), fault)
			}
		}
		page := rapid.IntRange(1, 9).Draw(rt, "page")
		for _, r := range []*udir.Register{s.schools, s.kindergartens} {
			r.Change(func(r *udir.Register) { r.Paged, r.PageSize = rapid.Bool().Draw(rt, "paged"), page })
		}
		got := s.list("")
		if got.err != nil {
			return
		}
		spoken := map[string]bool{}
		for _, unit := range got.units {
			spoken[unit.ID] = true
		}
		written := len(spoken)
		for _, remark := range got.remarks {
			spoken[remark.Place] = true
		}
		for _, unit := range m.Units {
			school := unit.Sort == town.School || unit.Sort == town.Upper || unit.Sort == town.Kindergarten
			if school && !spoken[unit.OrgNumber] {
				rt.Fatalf("%s is silently missing", unit.Name)
			}
		}
		if got.end.Complete != (written == 9) {
			rt.Fatalf("complete is %v with %d units", got.end.Complete, written)
		}
	})
}

func FuzzReadUnit(f *testing.F) {
	f.Add([]byte(`{"Organisasjonsnummer":"313104019","Navn":"ØYRVÆRET SKOLE","Koordinat":{"Breddegrad":0,"Lengdegrad":0},"Maalform":{"Id":"N"},"DatoEndret":"2024-02-14T07:35:10.39+01:00"}`))
	f.Add([]byte(`{"Navn":null,"Koordinat":{"Breddegrad":1e308,"Lengdegrad":-1e308},"Barnehagekategorier":[{"Id":19}],"SkoletrinnGSFra":-4}`))
	f.Add([]byte(`[{"Orgnr":"1"}]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		_, _ = readList(body)
		var read enhet
		if fetch.Decode(body, &read) != nil {
			return
		}
		unit, _ := read.unit(kindergartens)
		if unit.Place != nil && (unit.Place.Latitude < 57 || unit.Place.Longitude > 35) {
			t.Errorf("a place outside Norway: %+v", unit.Place)
		}
		if unit.Language != "" && unit.Language != "nb" && unit.Language != "nn" || strings.ContainsAny(unit.Name, "\x00\n\u202e") {
			t.Errorf("%+v", unit)
		}
	})
}

func FuzzReadTime(f *testing.F) {
	for _, text := range []string{"2024-02-14T07:35:10.39+01:00", "2024-02-14T07:35:10", "0001-01-01T00:00:00", "2024-03-31T02:30:00", "14.02.2024", "/Date(1390000000000+0100)/"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if at := readTime(text); !at.IsZero() && (at.Year() <= 1900 || at.Year() >= 2200) {
			t.Errorf("%q is %s", text, at)
		}
	})
}

func TestTimesWithAndWithoutZone(t *testing.T) {
	for text, want := range map[string]string{
		"2024-02-14T07:35:10.39+01:00": "2024-02-14T06:35:10Z",
		"2024-02-14T07:35:10":          "2024-02-14T06:35:10Z",
		"2024-07-14T07:35:10":          "2024-07-14T05:35:10Z",
		"2024-02-14T06:35:10Z":         "2024-02-14T06:35:10Z",
		"2024-02-14":                   "2024-02-13T23:00:00Z",
		"0001-01-01T00:00:00":          "0001-01-01T00:00:00Z",
		"i går":                        "0001-01-01T00:00:00Z",
	} {
		if got := readTime(text).UTC().Format(time.RFC3339); got != want {
			t.Errorf("%s is %s", text, got)
		}
	}
}
