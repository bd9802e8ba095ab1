package document_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/document"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// shelf is a family of two children, with a caregiver who follows both, one who
// follows the younger only, and a teacher in the team of the elder.
type shelf struct {
	t                                            testing.TB
	ctx                                          context.Context
	house                                        *tenanttest.House
	family, other, elder, younger                uuid.UUID
	coordinator, colleague, mother, father, team *tenants.Visit
}

func build(t testing.TB, house *tenanttest.House, grade casefile.Grade) *shelf {
	t.Helper()
	s := &shelf{t: t, ctx: context.Background(), house: house, coordinator: house.Coordinator(), colleague: house.Colleague(), team: house.Professional()}
	intake := house.Intake("Blått hus")
	intake.Members = []casefile.Person{
		{Kind: casefile.Child, Name: "Elva Prøve", BornOn: "2012-05-04", Grade: grade},
		{Kind: casefile.Child, Name: "Alma Prøve", BornOn: "2018-05-04", Grade: grade},
		{Kind: casefile.Caregiver, Name: "Mona Prøve", Relation: "mor", Grade: grade},
		{Kind: casefile.Caregiver, Name: "Finn Annen", Relation: "far", Grade: grade},
	}
	s.family, s.other = house.FamilyOf(s.coordinator, intake).ID, house.Family("Nabolund").ID
	ids := map[string]uuid.UUID{}
	for _, member := range s.members() {
		ids[member.FirstName()] = member.ID
	}
	s.elder, s.younger = ids["Elva"], ids["Alma"]
	s.mother = s.login(ids["Mona"], "mona@familie.example")
	s.father = s.login(ids["Finn"], "finn@familie.example", s.younger)
	s.letTeam(policy.Sections(policy.SectionDocuments, policy.SectionGoals))
	return s
}

func (s *shelf) members() []casefile.Member {
	s.t.Helper()
	members, err := casefile.Members(s.ctx, s.enter(s.coordinator))
	must(s.t, err)
	return members
}

func (s *shelf) login(member uuid.UUID, email string, of ...uuid.UUID) *tenants.Visit {
	s.t.Helper()
	must(s.t, casefile.GiveAccess(s.ctx, s.coordinator, s.family, member, casefile.Login{Email: email, Members: of}))
	for _, one := range s.members() {
		if one.ID == member {
			return tenants.NewVisit(s.house.Scope, policy.Viewer{ID: *one.UserID, Roles: policy.Roles(policy.RoleCaregiver)})
		}
	}
	s.t.Fatal("no login")
	return nil
}

func (s *shelf) letTeam(sections policy.SectionSet) {
	s.t.Helper()
	must(s.t, s.house.Scope.InTx(s.ctx, func(tx *tenants.Tx) error {
		return casefile.Let(s.ctx, s.coordinator, tx, s.family, casefile.Grant{
			User: s.team.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent, Sections: sections, Members: []uuid.UUID{s.elder},
		})
	}))
}

func (s *shelf) enter(v *tenants.Visit) *casefile.Access {
	s.t.Helper()
	access, err := casefile.Enter(s.ctx, v, s.family)
	must(s.t, err)
	return access
}

func (s *shelf) add(v *tenants.Visit, place policy.Section, about *uuid.UUID) (uuid.UUID, error) {
	s.house.Clock.Advance(time.Minute)
	return document.Add(s.ctx, v, s.family, document.Upload{
		Title: "Rapport fra Hemmeligvegen", FileName: "hemmeligvegen.txt", Raw: []byte("Sovet på Hemmeligvegen"), Place: place, About: about,
	})
}

func (s *shelf) put(v *tenants.Visit, place policy.Section, about *uuid.UUID) uuid.UUID {
	s.t.Helper()
	id, err := s.add(v, place, about)
	must(s.t, err)
	return id
}

// sees reports whether somebody is shown a document, in every way there is;
// the ways must agree.
func (s *shelf) sees(v *tenants.Visit, id uuid.UUID) bool {
	s.t.Helper()
	access, err := casefile.Enter(s.ctx, v, s.family)
	if errors.Is(err, tenants.ErrNotFound) {
		return false
	}
	must(s.t, err)
	list, err := document.List(s.ctx, access)
	if err != nil && !errors.Is(err, tenants.ErrNotFound) {
		s.t.Fatal(err)
	}
	listed := false
	for _, one := range list {
		listed = listed || one.ID == id
	}
	_, readErr := document.Read(s.ctx, access, id)
	_, _, contentErr := document.Content(s.ctx, access, id, document.Download)
	for _, err := range []error{readErr, contentErr} {
		if (err == nil) != listed || err != nil && !errors.Is(err, tenants.ErrNotFound) {
			s.t.Errorf("listed %v, read %v, fetched %v", listed, readErr, contentErr)
		}
	}
	return listed
}

func TestADocumentIsShownWithItsPlaceAndWhomItIsAbout(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		for _, grade := range []casefile.Grade{casefile.GradeOpen, casefile.GradeStrict} {
			s := build(t, house, grade)
			for name, one := range map[string]struct {
				place                            policy.Section
				about                            *uuid.UUID
				mother, father, team, coordinate bool
			}{
				"a goal of the elder":   {policy.SectionGoals, &s.elder, true, false, true, true},
				"a goal of the younger": {policy.SectionGoals, &s.younger, true, true, false, true},
				"a goal of all":         {policy.SectionGoals, nil, true, true, false, true},
				"a meeting":             {policy.SectionMeetings, nil, true, true, false, true},
				"the grounds":           {policy.SectionGrounds, nil, false, false, false, true},
			} {
				id := s.put(s.coordinator, one.place, one.about)
				for who, want := range map[*tenants.Visit]bool{
					s.mother: one.mother, s.father: one.father, s.team: one.team, s.coordinator: one.coordinate, s.colleague: false,
				} {
					if got := s.sees(who, id); got != want {
						t.Errorf("%s, grade %s: shown %v, want %v", name, grade, got, want)
					}
				}
			}
			id := s.put(s.coordinator, policy.SectionLocation, &s.elder)
			if !s.sees(s.coordinator, id) || s.sees(s.team, id) || grade.Strict() && (s.sees(s.mother, id) || s.sees(s.father, id)) {
				t.Errorf("where they are, at grade %s, is shown to others", grade)
			}
		}
	})
}

func TestAYesTakenBackShutsTheDocumentsAtTheNextRequest(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		s := build(t, house, casefile.GradeOpen)
		id := s.put(s.coordinator, policy.SectionGoals, &s.elder)
		if !s.sees(s.team, id) {
			t.Fatal("the team does not see it")
		}
		must(t, casefile.EndAccess(s.ctx, s.coordinator, s.family, s.team.Viewer.ID))
		if s.sees(s.team, id) {
			t.Error("the team still sees it")
		}
		s.letTeam(policy.Sections(policy.SectionGoals))
		if s.sees(s.team, id) {
			t.Error("a yes to the goals opened the documents")
		}
		must(t, casefile.EndAccess(s.ctx, s.coordinator, s.family, s.team.Viewer.ID))
		s.letTeam(policy.Sections(policy.SectionDocuments))
		if s.sees(s.team, id) {
			t.Error("a yes to the documents opened those of the goals")
		}
	})
}

func TestNobodyPutsADocumentWhereTheyMayNotSee(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		s := build(t, house, casefile.GradeOpen)
		stranger := tenants.NewID()
		for name, one := range map[string]struct {
			who   *tenants.Visit
			place policy.Section
			about *uuid.UUID
		}{
			"the mother among the grounds":           {s.mother, policy.SectionGrounds, nil},
			"the father with the elder":              {s.father, policy.SectionGoals, &s.elder},
			"the teacher anywhere":                   {s.team, policy.SectionGoals, &s.elder},
			"a colleague":                            {s.colleague, policy.SectionGoals, nil},
			"the coordinator about somebody unknown": {s.coordinator, policy.SectionGoals, &stranger},
		} {
			_, err := s.add(one.who, one.place, one.about)
			if !errors.Is(err, tenants.ErrNotFound) && !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.add(s.coordinator, policy.SectionJournal, nil); !errors.Is(err, tenants.ErrInvalid) {
			t.Errorf("filed in the journal: %v", err)
		}
	})
}

func TestWhoPutItThereAndTheCoordinatorTakeItAwayAndBack(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		s := build(t, house, casefile.GradeOpen)
		mothers, coordinators := s.put(s.mother, policy.SectionGoals, nil), s.put(s.coordinator, policy.SectionGoals, &s.younger)
		if err := document.Remove(s.ctx, s.mother, s.family, coordinators); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("the mother took away what the coordinator put there: %v", err)
		}
		if err := document.Remove(s.ctx, s.team, s.family, coordinators); !errors.Is(err, tenants.ErrNotFound) && !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("the teacher took it away: %v", err)
		}
		for _, who := range []*tenants.Visit{s.mother, s.coordinator} {
			must(t, document.Remove(s.ctx, who, s.family, mothers))
			if s.sees(s.mother, mothers) {
				t.Error("a removed document is shown")
			}
			if err := document.Remove(s.ctx, who, s.family, mothers); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("removed twice: %v", err)
			}
			must(t, document.Restore(s.ctx, who, s.family, mothers))
			if !s.sees(s.mother, mothers) {
				t.Error("what was brought back is not shown")
			}
		}
		if err := document.Restore(s.ctx, s.coordinator, s.family, mothers); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("brought back what was not away: %v", err)
		}
	})
}

func TestAnotherFamilysDocumentIsNotFoundUnderOnesOwn(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		s := build(t, house, casefile.GradeOpen)
		id := s.put(s.coordinator, policy.SectionGoals, nil)
		access, err := casefile.Enter(s.ctx, s.coordinator, s.other)
		must(t, err)
		if _, err := document.Read(s.ctx, access, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("read: %v", err)
		}
		if _, _, err := document.Content(s.ctx, access, id, document.Download); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("fetched: %v", err)
		}
		if err := document.Remove(s.ctx, s.coordinator, s.other, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("removed: %v", err)
		}
		taken := document.Upload{ID: id, FileName: "a.txt", Raw: []byte("Hei"), Place: policy.SectionGoals}
		if _, err := document.Add(s.ctx, s.coordinator, s.other, taken); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("put there under the other's id: %v", err)
		}
	})
}

func TestTheSameFormSentTwiceIsOneDocument(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		s := build(t, house, casefile.GradeOpen)
		u := document.Upload{ID: tenants.NewID(), FileName: "C:\\fakepath\\brev.txt", Raw: []byte("Hei"), Place: policy.SectionGoals}
		for range 2 {
			if id, err := document.Add(s.ctx, s.coordinator, s.family, u); err != nil || id != u.ID {
				t.Fatalf("%s %v", id, err)
			}
		}
		list, err := document.List(s.ctx, s.enter(s.coordinator))
		must(t, err)
		if len(list) != 1 || list[0].Title != "brev" || list[0].FileName != "brev.txt" {
			t.Errorf("kept as %+v", list)
		}
	})
}

func TestWhoFetchesADocumentIsOnRecordWithWhich(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		s := build(t, house, casefile.GradeOpen)
		id := s.put(s.coordinator, policy.SectionGoals, &s.elder)
		_, content, err := document.Content(s.ctx, s.enter(s.team), id, document.Download)
		must(t, err)
		if !bytes.Equal(content, []byte("Sovet på Hemmeligvegen")) {
			t.Errorf("fetched %q", content)
		}
		lines, err := house.Scope.Audit().Read(s.ctx, audit.Filter{CaseFile: s.family, Actor: s.team.Viewer.ID})
		must(t, err)
		n := 0
		for _, line := range lines {
			if line.Action == string(document.Download) && line.Target == id {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d entries say it", n)
		}
	})
}

func TestNothingOfADocumentStandsInTheDatabase(t *testing.T) {
	house := tenanttest.SQLite(t)
	s := build(t, house, casefile.GradeOpen)
	s.put(s.coordinator, policy.SectionGoals, nil)
	files := 0
	must(t, filepath.Walk(house.Folder, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if text := strings.ToLower(string(raw)); strings.Contains(text, "hemmeligvegen") {
			t.Errorf("what it says stands in %s", filepath.Base(path))
		}
		files++
		return err
	}))
	if files == 0 {
		t.Error("no file was read")
	}
}

func TestTheNameOnADeviceTellsNothing(t *testing.T) {
	one := document.Document{ID: uuid.MustParse("01990000-0000-7000-8000-0000004f2ac1"), Title: "Hemmeligvegen", FileName: "hemmeligvegen.docx", Media: document.DOCX}
	if got := one.DownloadName(); got != "dokument-4f2ac1.docx" {
		t.Errorf("called %q", got)
	}
}
