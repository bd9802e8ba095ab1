package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/town"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/udir"
)

// scene is a plugin that has been configured, and the registers it asks.
type scene struct {
	plugin        *plugin
	schools       *udir.Register
	kindergartens *udir.Register
	waited        time.Duration
}

func open(t testing.TB, number, choice string) *scene {
	t.Helper()
	s := &scene{plugin: &plugin{}, schools: udir.Schools(), kindergartens: udir.Kindergartens()}
	m, _ := town.Of(number)
	err := s.plugin.Configure(context.Background(), sdk.Setup{
		Municipality: sdk.Municipality{Number: number, Name: m.Name, OrgNumber: m.OrgNumber},
		Settings:     map[string]string{"registers": choice},
		Host:         &standin.Desk{World: udir.World(s.schools, s.kindergartens)},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.plugin.now = func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) }
	s.plugin.ask.Pause = func(_ context.Context, d time.Duration) error { s.waited += d; return nil }
	return s
}

// listed is what a list wrote.
type listed struct {
	units   []registry.Unit
	remarks []registry.Remark
	end     registry.End
	err     error
}

func (s *scene) list(cursor string) listed {
	var got listed
	out := registry.NewWriter(func(chunk registry.Chunk) error {
		got.units = append(got.units, chunk.Units...)
		got.remarks = append(got.remarks, chunk.Remarks...)
		return nil
	})
	got.end, got.err = s.plugin.List(context.Background(), registry.Query{Cursor: cursor}, out)
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

func TestEverySchoolAndKindergartenIsListed(t *testing.T) {
	s := open(t, "1804", "both")
	got := s.list("")
	if got.err != nil || !got.end.Complete || got.end.Cursor == "" {
		t.Fatalf("%+v, %v", got.end, got.err)
	}
	if len(got.units) != 9 {
		t.Fatalf("%d units: %v", len(got.units), got.units)
	}
	school := got.unit(t, "Fjæremyra skole")
	at := school.Place
	want := registry.Unit{
		ID: school.OrgNumber, OrgNumber: school.OrgNumber, ParentOrgNumber: school.ParentOrgNumber, Name: "Fjæremyra skole", Kind: "school",
		Phone: "000 01 010", Email: "skole@bodo.example", Website: "https://skole.bodo.example", Address: "Eksempelveien 3, 0004 Bodø",
		About: "1.–7. trinn", Language: "nb", Place: at, Changed: school.Changed,
	}
	if school != want || at == nil || at.Latitude != 67.28 || school.Changed.Year() != 2026 {
		t.Errorf("%+v", school)
	}
	m, _ := town.Of("1804")
	if school.ParentOrgNumber != m.OrgNumber {
		t.Errorf("owned by %q", school.ParentOrgNumber)
	}
	if unit := got.unit(t, "Øyrværet oppvekstsenter"); unit.Place != nil || unit.Address != "" {
		t.Errorf("a place that the register does not know: %+v", unit)
	}
	if unit := got.unit(t, "Gammelmyra skole"); !unit.Closed {
		t.Error("an inactive school is open")
	}
	if unit := got.unit(t, "Lykketrollet friluftsbarnehage SA"); unit.Kind != "kindergarten" || unit.About != "1–5 år" || unit.ParentOrgNumber != "" {
		t.Errorf("%+v", unit)
	}
	if codes := got.codes(); !slices.Equal(codes, []string{"list.owners", "list.owners", "unit.no_number", "unit.no_number"}) {
		t.Errorf("remarks: %v", got.remarks)
	}
}

func TestTheWrittenLanguageIsTheUnits(t *testing.T) {
	got := open(t, "4215", "schools").list("")
	if unit := got.unit(t, "Heibukta skule"); unit.Language != "nn" || unit.Kind != "school" {
		t.Errorf("%+v", unit)
	}
	if len(got.units) != 1 {
		t.Errorf("kindergartens were not asked for: %v", got.units)
	}
}

func TestOnlyWhatHasChangedIsListedAgain(t *testing.T) {
	s := open(t, "1804", "both")
	first := s.list("")
	s.schools.Faults.Clear()
	s.kindergartens.Faults.Clear()
	again := s.list(first.end.Cursor)
	if again.err != nil || again.end.Complete || len(again.units) > 2 {
		t.Fatalf("%+v", again)
	}
	s.schools.Change(func(r *udir.Register) {
		unit := r.Unit("Fjæremyra skole")
		unit.Phone, unit.Changed = "000 01 099", time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	})
	s.schools.Faults.Clear()
	changed := s.list(again.end.Cursor)
	if unit := changed.unit(t, "Fjæremyra skole"); unit.Phone != "000 01 099" {
		t.Errorf("%+v", unit)
	}
	if changed.end.Complete || s.schools.Faults.Asked("/v4/enhet/") > 2 {
		t.Errorf("%+v, asked for %d", changed.end, s.schools.Faults.Asked("/v4/enhet/"))
	}
	if changed.end.Cursor == first.end.Cursor {
		t.Error("the cursor has not moved")
	}
}

func TestAUnitThatClosesWithoutSayingSoIsFound(t *testing.T) {
	s := open(t, "1804", "both")
	first := s.list("")
	s.schools.Change(func(r *udir.Register) { r.Unit("Fjæremyra skole").Closed = true })
	if unit := s.list(first.end.Cursor).unit(t, "Fjæremyra skole"); !unit.Closed {
		t.Errorf("%+v", unit)
	}
}

func TestAChangeInTheFutureHidesNoOther(t *testing.T) {
	s := open(t, "1804", "schools")
	s.schools.Change(func(r *udir.Register) {
		r.Unit("Nordgløtt ungdomsskole").Changed = time.Date(2119, 1, 1, 0, 0, 0, 0, time.UTC)
	})
	first := s.list("")
	s.schools.Change(func(r *udir.Register) {
		r.Unit("Fjæremyra skole").Changed = time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	})
	s.list(first.end.Cursor).unit(t, "Fjæremyra skole")
}

// The register's clock is ahead of ours, or one unit is dated wrongly; and the
// night when summer time ends, what is changed later is written as earlier. The
// register writes times in four ways, by the unit.
func TestClocksThatDifferAndTheHourThatComesTwiceHideNoChange(t *testing.T) {
	night := time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC)
	schools := []string{"Fjæremyra skole", "Nordgløtt ungdomsskole", "Øyrværet oppvekstsenter"}
	for name, c := range map[string]struct{ now, first, second time.Time }{
		"an hour ahead":         {night, night.Add(time.Hour), night.Add(30 * time.Minute)},
		"most of a day ahead":   {night.Add(12 * time.Hour), night.Add(35 * time.Hour), night.Add(14 * time.Hour)},
		"a day behind":          {night.AddDate(0, 0, 1), night, night.Add(time.Minute)},
		"02:50, and then 02:10": {night.AddDate(0, 0, 1), night.Add(50 * time.Minute), night.Add(70 * time.Minute)},
		"a day without a time":  {night.AddDate(0, 0, 1), night.Add(12 * time.Hour), night.Add(13 * time.Hour)},
	} {
		for i, before := range schools {
			after := schools[(i+1)%len(schools)]
			s := open(t, "1804", "schools")
			s.plugin.now = func() time.Time { return c.now }
			s.schools.Change(func(r *udir.Register) { r.Unit(before).Changed = c.first })
			first := s.list("")
			s.schools.Change(func(r *udir.Register) { r.Unit(after).Changed = c.second })
			names := []string{}
			for _, unit := range s.list(first.end.Cursor).units {
				names = append(names, unit.Name)
			}
			if !slices.Contains(names, after) {
				t.Errorf("%s: %s changed, and then %s: only %v were listed", name, before, after, names)
			}
		}
	}
}

func TestWhatIsGoneMakesTheListWhole(t *testing.T) {
	s := open(t, "1804", "both")
	first := s.list("")
	s.kindergartens.Change(func(r *udir.Register) { r.Remove("Måseungen barnehage") })
	got := s.list(first.end.Cursor)
	if got.err != nil || !got.end.Complete || len(got.units) != 8 {
		t.Fatalf("%+v", got)
	}
}

func TestAnUnchangedAnswerIsNotReadAgain(t *testing.T) {
	s := open(t, "1804", "both")
	for _, r := range []*udir.Register{s.schools, s.kindergartens} {
		r.Change(func(r *udir.Register) { r.ETags = true })
	}
	first := s.list("")
	s.schools.Faults.Clear()
	again := s.list(first.end.Cursor)
	if again.err != nil || len(again.units) != 0 || again.end.Cursor != first.end.Cursor || s.schools.Faults.Asked("") != 1 {
		t.Errorf("%+v after %d requests", again, s.schools.Faults.Asked(""))
	}
	s.kindergartens.Change(func(r *udir.Register) { r.Remove("Måseungen barnehage") })
	whole := s.list(first.end.Cursor)
	if !whole.end.Complete || len(whole.units) != 8 {
		t.Errorf("what did not change is missing: %+v", whole)
	}
}

func TestNamesOfAnswersThatNeverStayTheSameDoNoHarm(t *testing.T) {
	s := open(t, "1804", "both")
	for _, r := range []*udir.Register{s.schools, s.kindergartens} {
		r.Change(func(r *udir.Register) { r.ETags, r.Restless = true, true })
	}
	first := s.list("")
	again := s.list(first.end.Cursor)
	if again.err != nil || again.end.Complete || len(again.units) > 2 {
		t.Fatalf("%+v", again)
	}
}

func TestAnOlderVersionIsSaidPlainly(t *testing.T) {
	s := open(t, "1804", "schools")
	s.schools.Change(func(r *udir.Register) { r.Old = true })
	if got := s.list(""); !fetch.Is(got.err, "system.old_version") || len(got.units) != 0 {
		t.Fatalf("%+v", got)
	}
	_, err := s.plugin.Check(t.Context())
	if !fetch.Is(err, "system.old_version") {
		t.Fatal(err)
	}
}

func TestTheRegistersAreTried(t *testing.T) {
	s := open(t, "1804", "both")
	health, err := s.plugin.Check(t.Context())
	if err != nil || !health.OK || health.Message.NN == "" {
		t.Fatalf("%+v, %v", health, err)
	}
	if s.schools.Faults.Asked("") != 1 || s.kindergartens.Faults.Asked("antallperside=1") != 1 {
		t.Error("it was not tried lightly")
	}
}

func TestSettingsThatDoNotFit(t *testing.T) {
	for _, number := range []string{"", "18", "18O4", "../x"} {
		err := (&plugin{}).Configure(t.Context(), sdk.Setup{Municipality: sdk.Municipality{Number: number}, Host: &standin.Desk{}})
		if !fetch.Is(err, "municipality.no_number") {
			t.Errorf("%q: %v", number, err)
		}
	}
	err := (&plugin{}).Configure(t.Context(), sdk.Setup{
		Municipality: sdk.Municipality{Number: "1804"}, Host: &standin.Desk{}, Settings: map[string]string{"registers": "alle"},
	})
	if !fetch.Is(err, "setting.unknown_choice") || !strings.Contains(err.Error(), "setting") {
		t.Error(err)
	}
}
