package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/brreg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/town"
)

// scene is a plugin that has been configured, and the register it asks.
type scene struct {
	plugin   *plugin
	register *brreg.Register
	town     town.Municipality
}

func open(t testing.TB, number, industries string) *scene {
	t.Helper()
	m, _ := town.Of(number)
	s := &scene{plugin: &plugin{now: func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) }}, register: brreg.New(), town: m}
	err := s.configure(m.OrgNumber, industries)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *scene) configure(orgNumber, industries string) error {
	err := s.plugin.Configure(context.Background(), sdk.Setup{
		Municipality: sdk.Municipality{Number: s.town.Number, Name: s.town.Name, OrgNumber: orgNumber},
		Settings:     map[string]string{"industries": industries},
		Host:         &standin.Desk{World: brreg.World(s.register)},
	})
	if err == nil {
		s.plugin.ask.Pause = func(context.Context, time.Duration) error { return nil }
	}
	return err
}

type listed struct {
	units   []registry.Unit
	remarks []registry.Remark
	end     registry.End
	err     error
}

func (s *scene) list() listed {
	var got listed
	out := registry.NewWriter(func(chunk registry.Chunk) error {
		got.units = append(got.units, chunk.Units...)
		got.remarks = append(got.remarks, chunk.Remarks...)
		return nil
	})
	got.end, got.err = s.plugin.List(context.Background(), registry.Query{}, out)
	return got
}

func (l listed) unit(t *testing.T, name string) registry.Unit {
	t.Helper()
	for _, unit := range l.units {
		if unit.Name == name {
			return unit
		}
	}
	t.Fatalf("%s is not listed: %v, %v", name, l.units, l.err)
	return registry.Unit{}
}

func (l listed) codes() []string {
	var codes []string
	for _, remark := range l.remarks {
		codes = append(codes, remark.Code)
	}
	slices.Sort(codes)
	return codes
}

func TestTheMunicipalitysUnitsAreFoundThroughItsOrganisation(t *testing.T) {
	s := open(t, "1804", "")
	got := s.list()
	if got.err != nil || !got.end.Complete || got.end.Cursor != "" {
		t.Fatalf("%+v, %v", got.end, got.err)
	}
	school := got.unit(t, "Fjæremyra skole")
	want := registry.Unit{
		ID: school.OrgNumber, OrgNumber: school.OrgNumber, ParentOrgNumber: s.town.Parts()[0].OrgNumber, Name: "Fjæremyra skole", Kind: "school",
		Phone: "000 01 010", Email: "skole@bodo.example", Website: "https://skole.bodo.example", Address: "Eksempelveien 3, 0004 Bodø", Language: "nb",
	}
	if school != want {
		t.Errorf("%+v", school)
	}
	for name, kind := range map[string]string{
		"Tuvholmen barnehage": "kindergarten", "Helsestasjonen Nordgløtt": "health", "Barneverntjenesten Nordgløtt": "child_welfare",
		"PP-tjenesten Nordgløtt": "ppt", "Nordgløtt kulturskole": "other", "Familieteamet Bodø": "family",
		"Bodø kommune hovedadministrasjon": "other", "Bodø kommune prosjektkontor": "other",
	} {
		if unit := got.unit(t, name); unit.Kind != kind {
			t.Errorf("%s is %s", name, unit.Kind)
		}
	}
	for _, name := range []string{"Gammelmyra skole", "Nedlagt helsestasjon"} {
		if unit := got.unit(t, name); !unit.Closed {
			t.Errorf("%s is open", name)
		}
	}
	if codes := got.codes(); !slices.Equal(codes, []string{"unit.elsewhere", "unit.private_email"}) {
		t.Errorf("%v", got.remarks)
	}
}

func TestNothingAboutPersonsIsTaken(t *testing.T) {
	got := open(t, "1804", "88.910").list()
	if got.err != nil {
		t.Fatal(got.err)
	}
	got.unit(t, "Lykketrollet friluftsbarnehage SA")
	text, err := json.Marshal(map[string]any{"units": got.units, "remarks": got.remarks})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Eksempelsen", "EKSEMPELSEN", "eksempelsen", "99 99", "Hjemmeveien"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("%s is in what was taken", secret)
		}
	}
	if !slices.Contains(got.codes(), "unit.person") {
		t.Errorf("%v", got.remarks)
	}
}

func TestACodeThatNothingHasIsRemarkedOn(t *testing.T) {
	got := open(t, "1804", "88.911, 88.910").list()
	if got.err != nil || !slices.Contains(got.codes(), "code.empty") {
		t.Fatalf("%v, %v", got.remarks, got.err)
	}
	for _, remark := range got.remarks {
		if remark.Code == "code.empty" && (remark.Place != "88.911" || !strings.Contains(remark.NN, "Næringskodane")) {
			t.Errorf("%+v", remark)
		}
	}
}

func TestTheMunicipalityIsFoundByItsNumber(t *testing.T) {
	s := open(t, "4215", "")
	if err := s.configure("", ""); err != nil {
		t.Fatal(err)
	}
	if unit := s.list().unit(t, "Heibukta skule"); unit.Language != "nn" {
		t.Errorf("%+v", unit)
	}
	s.register.Change(func([]brreg.Unit) []brreg.Unit { return nil })
	_, err := s.plugin.Check(t.Context())
	if !fetch.Is(err, "municipality.no_org_number") {
		t.Error(err)
	}
	if err := s.configure(s.town.OrgNumber, ""); err != nil {
		t.Fatal(err)
	}
	if got := s.list(); !fetch.Is(got.err, "municipality.not_found") {
		t.Error(got.err)
	}
}

func TestSettingsThatDoNotFit(t *testing.T) {
	s := open(t, "1804", "")
	for industries, code := range map[string]string{"barnehage": "setting.odd_industry", "88.911 OR 1=1": "setting.odd_industry", strings.Repeat("88.911,85.2,", 1) + "1,2,3,4,5,6,7,8,9": "setting.odd_industry"} {
		if err := s.configure(s.town.OrgNumber, industries); !fetch.Is(err, code) {
			t.Errorf("%q: %v", industries, err)
		}
	}
	if err := s.configure("31018040", ""); !fetch.Is(err, "municipality.odd_org_number") {
		t.Error(err)
	}
	s.town.Number = ""
	if err := s.configure("", ""); !fetch.Is(err, "municipality.no_number") {
		t.Error(err)
	}
}

func TestARegisterThatIsDownChangesNothing(t *testing.T) {
	for _, fault := range []standin.Fault{{Status: 500}, {Status: 429, RetryAfter: "600"}, {}, {Status: 200, Body: "<html>"}, {Status: 200, Body: "{}"}} {
		for _, part := range []string{"/enheter?", "/underenheter?", "/enheter/"} {
			s := open(t, "1804", "88.910")
			s.register.Faults.Next(part, -1, fault)
			if got := s.list(); got.err == nil || got.end.Complete {
				t.Errorf("%+v at %s: %+v", fault, part, got.end)
			}
		}
	}
}

func TestAListThatEndsTooSoonIsNoList(t *testing.T) {
	s := open(t, "1804", "")
	s.register.Faults.Next("/underenheter?", 1, standin.Fault{Status: 200, Body: `{"page":{"totalElements":7,"totalPages":1}}`})
	if got := s.list(); !fetch.Is(got.err, "system.incomplete") {
		t.Fatal(got.err)
	}
}

// Whatever the register holds and however it is split in pages, every sub-unit
// under the municipality is written or remarked on, and nothing else is
// written.
func TestNoUnitIsSilentlyMissing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := open(t, "4203", "")
		s.register.PageSize = rapid.IntRange(1, 12).Draw(rt, "page size")
		parts := []string{s.town.OrgNumber, s.town.Parts()[0].OrgNumber, s.town.Parts()[2].OrgNumber, "999999999"}
		s.register.Change(func(units []brreg.Unit) []brreg.Unit {
			for i := range units {
				if units[i].Sub && units[i].Municipality == "4203" {
					units[i].Parent = rapid.SampledFrom(parts).Draw(rt, "parent")
					units[i].Name = rapid.SampledFrom([]string{units[i].Name, "", "ØVRE SKULE", "\u202eskole"}).Draw(rt, "name")
				}
			}
			return units
		})
		got := s.list()
		if got.err != nil {
			rt.Fatal(got.err)
		}
		spoken := map[string]bool{}
		for _, unit := range got.units {
			if spoken[unit.ID] {
				rt.Fatalf("%s twice", unit.ID)
			}
			spoken[unit.ID] = true
		}
		for _, remark := range got.remarks {
			spoken[remark.Place] = true
		}
		for _, unit := range s.register.Units() {
			under := unit.Sub && slices.Contains(parts[:3], unit.Parent)
			if under && !spoken[unit.Number] {
				rt.Fatalf("%q is silently missing", unit.Name)
			}
			if unit.Sub && unit.Parent == "999999999" && spoken[unit.Number] {
				rt.Fatalf("%q is not the municipality's", unit.Name)
			}
		}
	})
}

func FuzzReadEntry(f *testing.F) {
	f.Add([]byte(`{"organisasjonsnummer":"1","navn":"ØYRVÆRET SKOLE","beliggenhetsadresse":{"adresse":["A",null],"poststed":"BODØ"},"naeringskode1":{"kode":"88.910"}}`))
	f.Add([]byte(`{"slettedato":"x","nedleggelsesdato":"9999-99-99","maalform":"Nynorsk","epostadresse":"ola.prøve@x.no"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var read entry
		if fetch.Decode(body, &read) != nil {
			return
		}
		unit, _ := read.unit("2026-12-01")
		if !slices.Contains(registry.Kinds, unit.Kind) || strings.ContainsAny(unit.Name+unit.Address, "\x00\n\u202e") {
			t.Errorf("%+v", unit)
		}
	})
}

func TestManyParentsAreAskedForOnce(t *testing.T) {
	s := open(t, "1804", "88.910")
	s.register.Faults.Clear()
	if got := s.list(); got.err != nil {
		t.Fatal(got.err)
	}
	if asked := s.register.Faults.Asked("/api/enheter/"); asked > 4 {
		t.Errorf("%d parents were asked for", asked)
	}
	if s.register.Faults.Asked(fmt.Sprintf("size=%d", pageSize)) == 0 {
		t.Error("pages are not asked for by size")
	}
}

// A unit that is closed from New Year is closed at midnight in Norway, not an
// hour later.
func TestTodayIsTheDayInNorway(t *testing.T) {
	for at, want := range map[string]string{
		"2026-12-31T22:59:59Z": "2026-12-31", "2026-12-31T23:00:00Z": "2027-01-01",
		"2026-06-30T22:00:00Z": "2026-07-01", "2028-02-28T23:00:00Z": "2028-02-29",
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if today := (&plugin{now: func() time.Time { return now }}).today(); today != want {
			t.Errorf("at %s it is %s", at, today)
		}
	}
}
