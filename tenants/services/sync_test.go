package services_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// Organisation numbers that nobody has: they begin with 0.
const aNumber, anotherNumber = "000000019", "000000027"

func TestALocalCorrectionSurvivesAndCanBeTakenBack(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		source := &register{name: "registry-one", units: []registry.Unit{{ID: "1", Name: "Prøvebakken skole", Kind: "school", Phone: "75 00 00 01", Address: "Veien 1"}}}
		r := open(t, house, source)
		if done := r.sync("registry-one"); done.Added != 1 {
			t.Fatalf("%+v", done)
		}
		r.change("Prøvebakken skole", func(u *directory.Unit) { u.Phone = "75 00 00 99" })
		source.units[0].Phone, source.units[0].Address = "75 00 00 02", "Veien 2"
		r.sync("registry-one")
		unit := r.units()["Prøvebakken skole"]
		if unit.Phone != "75 00 00 99" || unit.Address != "Veien 2" {
			t.Fatalf("%+v", unit)
		}
		said, err := services.SaidOf(t.Context(), r.admin, unit.ID)
		r.must(err)
		if len(said) != 1 || len(said[0].Differs) != 1 || said[0].Differs[0] != (services.Difference{Field: "phone", Ours: "75 00 00 99", Theirs: "75 00 00 02"}) {
			t.Fatalf("%+v", said)
		}
		if err := services.TakeOver(t.Context(), house.Coordinator(), said[0].ID, "phone"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a coordinator took over: %v", err)
		}
		r.must(services.TakeOver(t.Context(), r.admin, said[0].ID, "phone"))
		source.units[0].Phone = "75 00 00 03"
		r.sync("registry-one")
		if unit := r.units()["Prøvebakken skole"]; unit.Phone != "75 00 00 03" {
			t.Errorf("a field that was taken over follows: %+v", unit)
		}
	})
}

func TestWhatVanishesIsMarkedAndComesBack(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		all := []registry.Unit{{ID: "1", Name: "Prøvebakken skole"}, {ID: "2", Name: "Lia barnehage"}}
		offers := []registry.Service{{ID: "1", UnitID: "2", Title: "Åpen barnehage"}}
		source := &register{name: "registry-one", units: all, services: offers}
		r := open(t, house, source)
		r.sync("registry-one")
		source.units, source.services, source.partly = all[:1], nil, true
		if done := r.sync("registry-one"); done != (services.Synced{}) {
			t.Errorf("an incomplete list marked something: %+v", done)
		}
		source.partly = false
		if done := r.sync("registry-one"); done != (services.Synced{Gone: 2}) {
			t.Errorf("%+v", done)
		}
		gone, err := services.ListGone(t.Context(), r.admin)
		r.must(err)
		if len(gone) != 2 || len(r.units()) != 2 || len(r.list()) != 1 {
			t.Fatalf("%+v, %v, %v", gone, r.units(), r.list())
		}
		is, err := services.IsGone(t.Context(), r.Scope, r.list()["Åpen barnehage"].ID)
		r.must(err)
		if !is {
			t.Error("the service is not told to be gone")
		}
		source.units, source.services = all, offers
		if done := r.sync("registry-one"); done != (services.Synced{Back: 2}) {
			t.Errorf("%+v", done)
		}
		if gone, _ := services.ListGone(t.Context(), r.admin); len(gone) != 0 {
			t.Errorf("%+v", gone)
		}
	})
}

func TestUnitsThatAreThereAreRecognisedByNumberAndAskedByName(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		source := &register{name: "registry-one", units: []registry.Unit{
			{ID: "a", Name: "PRØVEBAKKEN BARNESKOLE", OrgNumber: aNumber, Phone: "75 00 00 01", Kind: "school"},
			{ID: "b", Name: "Lia  Barnehage", Phone: "75 00 00 02", Kind: "kindergarten"},
			{ID: "c", Name: "Solbakken barnehage", OrgNumber: anotherNumber, Kind: "kindergarten"},
		}, services: []registry.Service{{ID: "s", UnitID: "b", Title: "Åpen barnehage"}}}
		r := open(t, house, source)
		for _, unit := range []directory.Unit{
			{Name: "Prøvebakken skole", Kind: directory.UnitSchool, OrgNumber: aNumber}, {Name: "lia barnehage", Kind: directory.UnitKindergarten, Email: "lia@fjordby.example"},
			{Name: "Solbakken barnehage", Kind: directory.UnitKindergarten, OrgNumber: "000000035"},
		} {
			_, err := directory.AddUnit(t.Context(), r.admin, unit)
			r.must(err)
		}
		done := r.sync("registry-one")
		if done.Asked != 1 || done.Added != 2 || done.Changed != 1 { // a namesake with another number, and the service, are new
			t.Fatalf("%+v", done)
		}
		all, err := directory.Units(t.Context(), r.Scope)
		r.must(err)
		if len(all) != 4 || r.find(all, aNumber).Name != "Prøvebakken skole" || r.find(all, aNumber).Phone != "75 00 00 01" {
			t.Fatalf("%+v", all)
		}
		questions, err := services.Questions(t.Context(), r.admin)
		r.must(err)
		if len(questions) != 1 || len(questions[0].Candidates) != 1 || questions[0].Candidates[0].Name != "lia barnehage" {
			t.Fatalf("%+v", questions)
		}
		if done := r.sync("registry-one"); done != (services.Synced{}) {
			t.Errorf("a question that is asked is asked again: %+v", done)
		}
		r.must(services.Answer(t.Context(), r.admin, questions[0].ID, questions[0].Candidates[0].ID))
		all, err = directory.Units(t.Context(), r.Scope)
		r.must(err)
		lia := questions[0].Candidates[0]
		if service := r.list()["Åpen barnehage"]; len(all) != 4 || service.UnitID != lia.ID {
			t.Errorf("%+v; %d units", service, len(all))
		}
		after, err := directory.GetUnit(t.Context(), r.admin, lia.ID)
		r.must(err)
		if after.Phone != "75 00 00 02" || after.Email != "lia@fjordby.example" || after.Name != "lia barnehage" {
			t.Errorf("%+v", after)
		}
		if err := services.Answer(t.Context(), r.admin, questions[0].ID, uuid.Nil); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("answered twice: %v", err)
		}
	})
}

func (r *room) find(all []directory.Unit, number string) directory.Unit {
	for _, one := range all {
		if one.OrgNumber == number {
			return one
		}
	}
	return directory.Unit{}
}

func TestANamesakeThatIsAnotherIsAdded(t *testing.T) {
	house := tenanttest.SQLite(t)
	source := &register{name: "registry-one", units: []registry.Unit{{ID: "b", Name: "Lia barnehage"}}}
	r := open(t, house, source)
	_, err := directory.AddUnit(t.Context(), r.admin, directory.Unit{Name: "Lia barnehage", Kind: directory.UnitKindergarten})
	r.must(err)
	r.sync("registry-one")
	questions, err := services.Questions(t.Context(), r.admin)
	r.must(err)
	if err := services.Answer(t.Context(), r.admin, questions[0].ID, uuid.New()); !errors.Is(err, tenants.ErrInvalid) {
		t.Errorf("a unit that is none: %v", err)
	}
	r.must(services.Answer(t.Context(), r.admin, questions[0].ID, uuid.Nil))
	all, err := directory.Units(t.Context(), r.Scope)
	r.must(err)
	if done := r.sync("registry-one"); len(all) != 2 || done != (services.Synced{}) {
		t.Errorf("%d units, then %+v", len(all), done)
	}
}

func TestNothingOfAListThatFailsIsTakenIn(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		source := &register{name: "registry-one", units: []registry.Unit{{ID: "1", Name: "Prøvebakken skole"}}, fails: sdk.SystemFault("system.down", errors.New("down"))}
		r := open(t, house, source)
		c, err := connection.Named(t.Context(), r.Scope, "registry-one")
		r.must(err)
		_, err = services.Synchronise(t.Context(), r.Scope, c, uuid.Nil)
		var problem *host.Problem
		if !errors.As(err, &problem) || problem.Whose != host.Systems || len(r.units()) != 0 {
			t.Errorf("%v; %v", err, r.units())
		}
	})
}

func TestWhatRegistersSayIsCleanedAndIsNoPersons(t *testing.T) {
	house := tenanttest.SQLite(t)
	source := &register{name: "registry-one", units: []registry.Unit{
		{ID: "1", Name: "Prøve\u202ebakken\x00 skole\u200b v/Kari Prøve", Kind: "romskip", OrgNumber: "123", Email: "kari.prove@gmail.com", Address: "c/o Kari Prøve, Veien 1", Website: "javascript:alert(1)", Phone: "ring Kari"},
		{ID: "2", Name: "=HYPERLINK(1)", About: "Fødselsnummer 010100 00000 hos oss"},
		{ID: "3", Name: "   "}, {ID: "", Name: "Uten id"}, {ID: "4", Name: strings.Repeat("å", 500)},
		{ID: "1", Name: "Den andre med samme id"},
	}, services: []registry.Service{{ID: "1", Title: "Tilbud <script>", Level: "skyhøyt", Areas: []string{"1.1", "9.9"}, AgeFrom: 12, AgeTo: 3}}}
	r := open(t, house, source)
	r.sync("registry-one")
	units := r.units()
	if len(units) != 3 {
		t.Fatalf("%+v", units)
	}
	first := units["Prøvebakken skole"]
	if first.Kind != directory.UnitOther || first.OrgNumber+first.Email+first.Address+first.Website+first.Phone != "" {
		t.Errorf("%+v", first)
	}
	if second := units["HYPERLINK(1)"]; second.About != "" || second.ID == uuid.Nil {
		t.Errorf("%+v", second)
	}
	if offer := r.list()["Tilbud <script>"]; offer.Level != "" || len(offer.Areas) != 1 || offer.AgeFrom != 0 {
		t.Errorf("%+v", offer)
	}
}

func TestARemovedUnitIsNotPutBack(t *testing.T) {
	house := tenanttest.SQLite(t)
	source := &register{name: "registry-one", units: []registry.Unit{{ID: "1", Name: "Prøvebakken skole", OrgNumber: aNumber}}}
	r := open(t, house, source)
	r.sync("registry-one")
	r.must(directory.RemoveUnit(t.Context(), r.admin, r.units()["Prøvebakken skole"].ID))
	source.units[0].Phone = "75 00 00 01"
	r.sync("registry-one")
	if len(r.units()) != 0 {
		t.Errorf("%+v", r.units())
	}
}

func TestTwoRegistersThatKnowOneUnitDoNotFight(t *testing.T) {
	house := tenanttest.SQLite(t)
	one := &register{name: "registry-one", units: []registry.Unit{{ID: "1", Name: "Prøvebakken skole", OrgNumber: aNumber, Phone: "75 00 00 01"}}}
	two := &register{name: "registry-two", units: []registry.Unit{{ID: "x", Name: "PRØVEBAKKEN SKOLE", OrgNumber: aNumber, Phone: "75 00 00 02", Email: "post@skole.example"}}}
	r := open(t, house, one, two)
	for range 3 {
		r.sync("registry-one")
		r.sync("registry-two")
	}
	unit := r.units()["Prøvebakken skole"]
	if len(r.units()) != 1 || unit.Phone != "75 00 00 01" || unit.Email != "post@skole.example" || unit.Version != 2 {
		t.Errorf("%+v", unit)
	}
	one.units[0].Phone = "75 00 00 03"
	r.sync("registry-one")
	if unit := r.units()["Prøvebakken skole"]; unit.Phone != "75 00 00 03" {
		t.Errorf("%+v", unit)
	}
}

func TestClosedUnitsAndServicesAreMarked(t *testing.T) {
	house := tenanttest.SQLite(t)
	source := &register{name: "registry-one", units: []registry.Unit{{ID: "1", Name: "Prøvebakken skole"}},
		services: []registry.Service{{ID: "1", UnitID: "1", Title: "Leksehjelp"}}}
	r := open(t, house, source)
	r.sync("registry-one")
	source.units[0].Closed, source.services[0].Closed = true, true
	r.sync("registry-one")
	offer := r.list()["Leksehjelp"]
	if !r.units()["Prøvebakken skole"].Closed || !offer.Closed {
		t.Errorf("%+v %+v", r.units(), offer)
	}
	if _, err := services.Get(t.Context(), house.Coordinator(), offer.ID); !errors.Is(err, tenants.ErrNotFound) {
		t.Errorf("a coordinator sees a service that is closed: %v", err)
	}
	r.change("Prøvebakken skole", func(u *directory.Unit) { u.Phone = "75 00 00 01" })
	if !r.units()["Prøvebakken skole"].Closed {
		t.Error("saving the form opened the school again")
	}
	source.units[0].Closed = false
	r.sync("registry-one")
	if r.units()["Prøvebakken skole"].Closed {
		t.Error("the school is still closed")
	}
}

func TestTheCursorIsKeptAndTheNightRunsOnce(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		source := &register{name: "registry-one", units: []registry.Unit{{ID: "1", Name: "Prøvebakken skole"}}, end: "side 7"}
		r := open(t, house, source)
		for range 3 { // the first is due at once, the others are not
			r.must(services.SyncDue(t.Context(), r.Scope))
		}
		if strings.Join(source.cursors, "|") != "" || len(r.units()) != 1 {
			t.Fatalf("%q, %v", source.cursors, r.units())
		}
		house.Clock.Advance(26 * time.Hour)
		r.must(services.SyncDue(t.Context(), r.Scope))
		if strings.Join(source.cursors, "|") != "|side 7" {
			t.Errorf("%q", source.cursors)
		}
	})
}

func TestOnlyAdministratorsKeepServicesInOrder(t *testing.T) {
	house := tenanttest.SQLite(t)
	r := open(t, house)
	mine, err := services.Add(t.Context(), r.admin, services.Service{Title: "Søvnskolen", Level: "selective", Areas: []string{"1.1"}, AgeTo: 6})
	r.must(err)
	for _, who := range []*tenants.Visit{house.Coordinator(), house.Professional(), house.Staff(house.Scope, "leder", policy.RoleLeader)} {
		seen, err := services.Get(t.Context(), who, mine.ID)
		if err != nil || seen.Title != "Søvnskolen" {
			t.Errorf("%v %+v", err, seen)
		}
		_, adding := services.Add(t.Context(), who, services.Service{Title: "Mitt eget"})
		_, changing := services.Change(t.Context(), who, mine)
		for _, err := range []error{adding, changing, services.Remove(t.Context(), who, mine.ID), services.Restore(t.Context(), who, mine.ID)} {
			if !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%v", err)
			}
		}
	}
	if _, err := services.Get(t.Context(), house.NeighbourCoordinator(), mine.ID); !errors.Is(err, tenants.ErrNotFound) {
		t.Errorf("another municipality reads it: %v", err)
	}
	mine.Title = ""
	if _, err := services.Change(t.Context(), r.admin, mine); !errors.Is(err, tenants.ErrInvalid) {
		t.Errorf("without a title: %v", err)
	}
	r.must(services.Remove(t.Context(), r.admin, mine.ID))
	if _, err := services.Get(t.Context(), house.Coordinator(), mine.ID); !errors.Is(err, tenants.ErrNotFound) {
		t.Errorf("a removed service is read: %v", err)
	}
	r.must(services.Restore(t.Context(), r.admin, mine.ID))
	if _, err := services.Change(t.Context(), r.admin, services.Service{ID: mine.ID, Version: 1, Title: "Ny"}); !errors.Is(err, tenants.ErrConflict) {
		t.Errorf("an old version: %v", err)
	}
}
