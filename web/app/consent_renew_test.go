package app_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
)

// short is a yes to the school that ends in ten days.
func (s *sharing) short() uuid.UUID {
	s.t.Helper()
	id, err := consent.Give(s.t.Context(), s.house.Coordinator(), s.family.ID, consent.Given{
		Purpose: consent.Assessment, Unit: s.school, Members: []uuid.UUID{s.family.Child}, By: s.family.Caregiver,
		Asked:  policy.Sections(policy.SectionGoals, policy.SectionMeetings),
		Answer: consent.Partial, Sections: policy.Sections(policy.SectionGoals), How: casefile.HowOral, Told: "På møtet hjemme",
		Until: s.house.Scope.Today().AddDays(10),
	})
	s.must(err)
	return id
}

func TestAFamilyIsAskedOnItsOwnPageWhetherAYesIsToGoOn(t *testing.T) {
	s := openSharing(t)
	id := s.short()
	s.mona.get("/deling").is(http.StatusOK).shows("Vil du at Blåbærskogen skole skal fortsette?")
	asked := s.mona.get("/deling/samtykke").is(http.StatusOK).shows("Vil du at Blåbærskogen skole skal fortsette?", "La det ta slutt")
	s.mona.get(asked.link("/deling/forny/"+anID)).is(http.StatusOK).
		shows("Vil du at Blåbærskogen skole skal fortsette?", "Ja, la det fortsette", `value="partial"`, "checked")
	s.mona.post("/deling/forny/" + id.String()).is(http.StatusUnprocessableEntity)
	s.mona.post("/deling/forny/"+id.String(), "answer", "partial", "sections", "meetings").is(http.StatusSeeOther)
	s.mona.get("/deling/samtykke").is(http.StatusOK).hides("La det ta slutt").shows("ene")
	access, err := casefile.Enter(t.Context(), s.house.Coordinator(), s.family.ID)
	s.must(err)
	list, err := consent.List(t.Context(), access)
	s.must(err)
	last := list[len(list)-1]
	if last.Replaces != id || last.How != casefile.HowSelf || last.Sections != policy.Sections(policy.SectionOverview, policy.SectionMeetings) {
		t.Errorf("renewed as %+v", last)
	}
	s.mona.post("/deling/forny/"+id.String(), "answer", "yes").is(http.StatusSeeOther) // it is renewed already
	s.coordinator.post("/deling/forny/"+id.String(), "answer", "yes").is(http.StatusNotFound)
}

func TestAFamilyLetsAYesEndInNynorsk(t *testing.T) {
	s := openSharing(t)
	id := s.short()
	s.inNynorsk(s.house.Caregiver(s.family))
	s.mona.get("/deling/samtykke").is(http.StatusOK).shows("Vil du at Blåbærskogen skole skal halde fram?", "Seier du ingenting")
	s.mona.post("/deling/la-slutte/" + id.String()).is(http.StatusSeeOther)
	s.mona.get("/deling/samtykke").is(http.StatusOK).shows("Tek slutt", "Forny").hides("Vil du at Blåbærskogen")
	s.coordinator.get("/f/" + s.family.ID.String() + "/samtykker").is(http.StatusOK).shows("Tar slutt om").hides("Sagt nei")
	s.house.Clock.Advance(time.Minute)
	s.mona.get("/deling/forny/" + id.String()).is(http.StatusOK).shows("Ja, la det halde fram").hides("La det ta slutt")
}

func TestAYesToEvaluationIsNoSharingAndIsTakenBackOnItsOwn(t *testing.T) {
	s := openSharing(t)
	s.mona.post("/deling/stopp-alt").is(http.StatusSeeOther)
	_, err := consent.Give(t.Context(), s.house.Coordinator(), s.family.ID, consent.Given{
		Purpose: consent.Evaluation, Members: []uuid.UUID{s.family.Caregiver}, By: s.family.Caregiver,
		Answer: consent.Yes, How: casefile.HowWritten,
	})
	s.must(err)
	base := "/f/" + s.family.ID.String() + "/samtykker"
	s.coordinator.get(base).is(http.StatusOK).hides("Stopp all deling")
	own := s.mona.get("/deling/samtykke").is(http.StatusOK).shows("Trekk deg").hides("Stopp all deling", "Stopp deling")
	first := s.mona.get(own.link("/deling/stopp/"+anID)).is(http.StatusOK).
		shows("Vil du trekke deg fra evalueringen?", "blir som før").hides("Stopp deling", "ser ikke lenger")
	second := s.mona.post(first.link("/deling/stopp/" + anID)).is(http.StatusSeeOther)
	s.mona.get(second.location).is(http.StatusOK).shows("Trukket tilbake").hides("Trekk deg")
}

func TestOfAClosedFollowUpNothingIsAskedAndNothingGoesOn(t *testing.T) {
	s := openSharing(t)
	id := s.short()
	s.must(consent.Close(t.Context(), s.house.Coordinator(), s.family.ID, "goals_reached", "", s.house.Scope.Today()))
	s.coordinator.get("/f/" + s.family.ID.String() + "/samtykker").is(http.StatusOK).shows("Sluttet med oppfølgingen").hides("Trukket tilbake")
	s.mona.get("/deling/samtykke").is(http.StatusOK).hides("skal fortsette", "Stopp all deling")
	s.mona.get("/deling/forny/" + id.String()).is(http.StatusSeeOther)
}
