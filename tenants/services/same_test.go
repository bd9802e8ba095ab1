package services_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// hand writes an offer down as an administrator does.
func (r *room) hand(s services.Service) services.Service {
	r.T.Helper()
	s, err := services.Add(r.T.Context(), r.admin, s)
	r.must(err)
	return s
}

func (r *room) questions() []services.Question {
	r.T.Helper()
	questions, err := services.Questions(r.T.Context(), r.admin)
	r.must(err)
	return questions
}

func TestAnOfferThatIsThereAlreadyIsAskedAboutAndNeverDoubled(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		source := &register{name: "registry-one", services: []registry.Service{
			{ID: "s", Title: "SØVNSKOLEN", About: "Fire kvelder.", Phone: "75 00 00 02", Level: "selective"},
		}}
		r := open(t, house, source)
		mine := r.hand(services.Service{Title: "Søvnskolen", Phone: "75 00 00 01"})
		if done := r.sync("registry-one"); done != (services.Synced{Asked: 1}) || len(r.list()) != 1 {
			t.Fatalf("%+v, %v", done, r.list())
		}
		if done := r.sync("registry-one"); done != (services.Synced{}) {
			t.Errorf("asked again: %+v", done)
		}
		asked := r.questions()
		if len(asked) != 1 || asked[0].Name() != "SØVNSKOLEN" || len(asked[0].Services) != 1 || asked[0].Services[0].ID != mine.ID {
			t.Fatalf("%+v", asked)
		}
		if err := services.Answer(t.Context(), house.Coordinator(), asked[0].ID, mine.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a coordinator answers: %v", err)
		}
		if err := services.Answer(t.Context(), r.admin, asked[0].ID, uuid.New()); !errors.Is(err, tenants.ErrInvalid) {
			t.Errorf("an offer that is none: %v", err)
		}
		r.must(services.Answer(t.Context(), r.admin, asked[0].ID, mine.ID))
		now := r.list()["Søvnskolen"]
		if len(r.list()) != 1 || now.ID != mine.ID || now.Phone != "75 00 00 01" || now.About != "Fire kvelder." || now.Level != "selective" {
			t.Errorf("%+v", now)
		}
		source.services[0].About = "Fem kvelder."
		if done := r.sync("registry-one"); done != (services.Synced{Changed: 1}) || r.list()["Søvnskolen"].About != "Fem kvelder." {
			t.Errorf("the yes is not remembered: %+v, %+v", done, r.list())
		}
		if err := services.Answer(t.Context(), r.admin, asked[0].ID, uuid.Nil); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("answered twice: %v", err)
		}
	})
}

func TestANoIsRememberedAndTheOtherOfferIsAdded(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		source := &register{name: "registry-one", services: []registry.Service{{ID: "s", Title: "Foreldrekafé", About: "På biblioteket."}}}
		r := open(t, house, source)
		mine := r.hand(services.Service{Title: "Foreldrekafé", About: "På helsestasjonen."})
		r.sync("registry-one")
		r.must(services.Answer(t.Context(), r.admin, r.questions()[0].ID, uuid.Nil))
		for range 2 {
			found, total, err := services.List(t.Context(), r.admin, services.Filter{})
			r.must(err)
			if total != 2 || found[0].About == found[1].About || len(r.questions()) != 0 {
				t.Fatalf("%+v", found)
			}
			if done := r.sync("registry-one"); done != (services.Synced{}) {
				t.Errorf("the no is not remembered: %+v", done)
			}
		}
		kept, err := services.Get(t.Context(), r.admin, mine.ID)
		r.must(err)
		if kept.About != "På helsestasjonen." {
			t.Errorf("%+v", kept)
		}
	})
}

func TestWhichOffersMayBeTheSame(t *testing.T) {
	house := tenanttest.SQLite(t)
	source := &register{name: "registry-one", units: []registry.Unit{{ID: "a", Name: "Lia barnehage"}, {ID: "b", Name: "Solbakken barnehage"}}}
	r := open(t, house, source)
	r.sync("registry-one")
	lia := r.units()["Lia barnehage"].ID
	for _, mine := range []services.Service{
		{Title: "Åpen barnehage", UnitID: lia}, {Title: "Turgruppe", UnitID: lia}, {Title: "Ungdomsklubb", UnitID: lia, Phone: "75 00 00 01"},
		{Title: "Svømming"}, {Title: "Borte vekk", UnitID: lia},
	} {
		mine = r.hand(mine)
		if mine.Title == "Borte vekk" {
			r.must(services.Remove(t.Context(), r.admin, mine.ID))
		}
	}
	source.services = []registry.Service{
		{ID: "1", UnitID: "a", Title: "åpen  BARNEHAGE"},                          // the same unit
		{ID: "2", UnitID: "b", Title: "Turgruppe"},                                // another unit
		{ID: "3", UnitID: "b", Title: "Ungdomsklubb", Phone: "75000001"},          // another unit that answers the same telephone
		{ID: "4", UnitID: "b", Title: "Svømming"}, {ID: "5", Title: "Borte vekk"}, // no unit; removed
	}
	if done := r.sync("registry-one"); done.Asked != 3 || done.Added != 2 {
		t.Fatalf("%+v", done)
	}
	var asked []string
	for _, one := range r.questions() {
		asked = append(asked, one.Name())
	}
	if got := strings.Join(asked, ", "); got != "Svømming, Ungdomsklubb, åpen BARNEHAGE" {
		t.Errorf("asked of %s", got)
	}
}

func TestANumberThatIsOnlyWrittenInAnotherWayIsNoDifferenceAndStays(t *testing.T) {
	house := tenanttest.SQLite(t)
	source := &register{name: "registry-one", units: []registry.Unit{{ID: "1", Name: "Prøvebakken skole", Kind: "school", Phone: "75000001"}}}
	r := open(t, house, source)
	r.sync("registry-one")
	r.change("Prøvebakken skole", func(u *directory.Unit) { u.Phone = "+47 75 00 00 01" })
	r.sync("registry-one")
	unit := r.units()["Prøvebakken skole"]
	said, err := services.SaidOf(t.Context(), r.admin, unit.ID)
	r.must(err)
	if unit.Phone != "+47 75 00 00 01" || len(said) != 1 || len(said[0].Differs) != 0 {
		t.Errorf("%s; %+v", unit.Phone, said)
	}
	source.units[0].Phone = "75000002"
	r.sync("registry-one")
	said, err = services.SaidOf(t.Context(), r.admin, unit.ID)
	r.must(err)
	if len(said[0].Differs) != 1 || said[0].Differs[0].Theirs != "75000002" {
		t.Errorf("%+v", said)
	}
}

// Registers change their ids: what is listed under a new one is not doubled, and
// is not gone when somebody has said that it is the same.
func TestAnOfferUnderANewIDIsAskedAbout(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		source := &register{name: "registry-one", services: []registry.Service{{ID: "old", Title: "Søvnskolen"}}}
		r := open(t, house, source)
		r.sync("registry-one")
		before := r.list()["Søvnskolen"]
		source.services[0].ID = "new"
		if done := r.sync("registry-one"); done.Asked != 1 || done.Gone != 1 || len(r.list()) != 1 {
			t.Fatalf("%+v", done)
		}
		r.must(services.Answer(t.Context(), r.admin, r.questions()[0].ID, before.ID))
		gone, err := services.ListGone(t.Context(), r.admin)
		r.must(err)
		if len(gone) != 0 {
			t.Errorf("%+v", gone)
		}
	})
}

// A municipality's list is searched and sorted as people in Norway read it, on
// both databases: SQLite by itself knows no capital Æ, Ø and Å.
func TestTheListIsSearchedAndSortedAsPeopleRead(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		for _, title := range []string{"Åpen barnehage", "ærlig prat", "Østlia fritidsklubb", "Zumba", "arbeid", "100 % natur_tur"} {
			r.hand(services.Service{Title: title})
		}
		for search, want := range map[string]string{
			"ØSTLIA": "Østlia fritidsklubb", "østlia": "Østlia fritidsklubb", "ÅPEN": "Åpen barnehage", "Ærlig": "ærlig prat",
			"0 %": "100 % natur_tur", "_": "100 % natur_tur", "%": "100 % natur_tur", "  ": "100 % natur_tur, arbeid, Zumba, ærlig prat, Østlia fritidsklubb, Åpen barnehage", "finnes ikke": "",
		} {
			found, total, err := services.List(t.Context(), r.admin, services.Filter{Search: search})
			r.must(err)
			var titles []string
			for _, one := range found {
				titles = append(titles, one.Title)
			}
			if got := strings.Join(titles, ", "); got != want || total != len(found) {
				t.Errorf("%q finds %s (%d)", search, got, total)
			}
		}
		if found, total, err := services.List(t.Context(), r.admin, services.Filter{Page: 9}); err != nil || total != 6 || len(found) != 0 {
			t.Errorf("%v %d %v", found, total, err)
		}
	})
}

func TestHowTheOfferThatATextMentionsStands(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		source := &register{name: "registry-one", services: []registry.Service{{ID: "s", Title: "Søvnskolen"}}}
		r := open(t, house, source)
		r.sync("registry-one")
		unit, err := directory.AddUnit(t.Context(), r.admin, directory.Unit{Name: "Biblioteket", Kind: directory.UnitOther})
		r.must(err)
		closed := r.hand(services.Service{Title: "Leksehjelp", UnitID: unit.ID})
		other := r.hand(services.Service{Title: "Leksehjelp"})
		closed.Closed = true
		_, err = services.Change(t.Context(), r.admin, closed)
		r.must(err)
		texts := []services.Mention{
			{Text: "Hun sover lite.\n\nTilbud: «Søvnskolen» hos Helsestasjonen.\nRing."}, {Text: "Vi har hørt om Søvnskolen."},
			{Text: "Tilbod: «Leksehjelp»."}, {Text: "Tilbod: «Leksehjelp».", Unit: unit.ID}, {Text: "Tilbud: «Det vi kalte det før»."},
		}
		stand := func(v *tenants.Visit) []services.Standing {
			standings, found, err := services.Stand(t.Context(), v, texts)
			r.must(err)
			if standings[2] == services.Offered && found[2].ID != other.ID {
				t.Errorf("%+v", found[2])
			}
			return standings
		}
		compare(t, stand(house.Coordinator()), services.Offered, services.Unknown, services.Offered, services.Ended, services.Unknown)
		source.services = nil
		r.sync("registry-one")
		compare(t, stand(house.Coordinator()), services.OutOfRegister, services.Unknown, services.Offered, services.Ended, services.Unknown)
		r.must(services.Remove(t.Context(), r.admin, r.list()["Søvnskolen"].ID))
		compare(t, stand(house.Coordinator()), services.Ended, services.Unknown, services.Offered, services.Ended, services.Unknown)
	})
}

func compare(t *testing.T, got []services.Standing, want ...services.Standing) {
	t.Helper()
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("text %d: %q, want %q", i, got[i], want[i])
		}
	}
}

func TestTheWordsAboutAnOfferGiveWayToThoseAboutAnother(t *testing.T) {
	for text, want := range map[string]string{
		"Hun sover lite.\n\nTilbud: «Søvnskolen» hos Helsestasjonen.\nRing.\n\nVi følger henne.": "Hun sover lite.\n\nVi følger henne.",
		"Tilbod: «Søvnskulen».\r\nRing.": "", "Vi spør om tilbud: «noe».": "Vi spør om tilbud: «noe».",
	} {
		if got := services.WithoutMention(text); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}
