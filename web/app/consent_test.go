package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// sharing is an office with a family that has said yes to a school, where a
// teacher is in the team and has looked.
type sharing struct {
	*office
	family              tenanttest.Family
	school, given       uuid.UUID
	coordinator, mona   *visitor
	teacher             *tenants.Visit
	principal, somebody *visitor
}

func openSharing(t *testing.T) *sharing {
	t.Helper()
	o := openOffice(t)
	s := &sharing{office: o, family: o.house.Family("Lia")}
	s.mona = &visitor{office: o, cookies: map[string]string{"hverdag": o.house.Token(o.house.Caregiver(s.family))}}
	s.coordinator = &visitor{office: o, cookies: map[string]string{"hverdag": o.house.Token(o.house.Coordinator())}}
	unit, err := directory.AddUnit(t.Context(), o.house.Administrator(), directory.Unit{Name: "Blåbærskogen skole", Kind: directory.UnitKinds()[0]})
	s.must(err)
	s.school = unit.ID
	s.teacher = s.worker("laerer", policy.RoleProfessional)
	s.principal = s.visitorOf(s.worker("rektor", policy.RoleLeader))
	s.somebody = s.visitorOf(s.worker("assistent", policy.RoleProfessional))
	s.given, err = consent.Give(t.Context(), o.house.Coordinator(), s.family.ID, consent.Given{
		Purpose: consent.Cooperation, Unit: s.school, Members: []uuid.UUID{s.family.Child}, By: s.family.Caregiver,
		Asked:  policy.Sections(policy.SectionGoals, policy.SectionMeasures),
		Answer: consent.Yes, How: casefile.HowOral, Told: "På møtet hjemme",
	})
	s.must(err)
	s.must(o.house.Scope.InTx(t.Context(), func(tx *tenants.Tx) error {
		return consent.Admit(t.Context(), o.house.Coordinator(), tx, s.family.ID, s.school, s.teacher.Viewer.ID)
	}))
	access, err := casefile.Enter(t.Context(), s.teacher, s.family.ID)
	s.must(err)
	s.must(access.RequireSee(policy.SectionGoals))
	s.must(s.teacher.Commit(t.Context()))
	return s
}

func (s *sharing) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *sharing) worker(name string, role policy.Role) *tenants.Visit {
	s.t.Helper()
	visit := s.house.Staff(s.house.Scope, name, role)
	s.must(s.house.Scope.InTx(s.t.Context(), func(tx *tenants.Tx) error {
		return tx.Client().User.UpdateOneID(visit.Viewer.ID).SetUnitID(s.school).Exec(s.t.Context())
	}))
	return visit
}

func (s *sharing) visitorOf(v *tenants.Visit) *visitor {
	return &visitor{office: s.office, cookies: map[string]string{"hverdag": s.house.Token(v)}}
}

func (s *sharing) inNynorsk(who *tenants.Visit) {
	s.t.Helper()
	s.must(s.house.Scope.InTx(s.t.Context(), func(tx *tenants.Tx) error {
		return tx.Client().User.UpdateOneID(who.Viewer.ID).SetLanguage("nn").Exec(s.t.Context())
	}))
}

func TestACaregiverStopsASharingInTwoClicksAndIsToldWhatItDid(t *testing.T) {
	s := openSharing(t)
	teacher := s.visitorOf(s.teacher)
	who := s.mona.get("/deling/samtykke").is(http.StatusOK).shows("Blåbærskogen skole", "ålene og tiltakene")
	first := s.mona.get(who.link("/deling/stopp/"+anID)).is(http.StatusOK).shows("Vil du stoppe denne delingen?", "ålene og tiltakene")
	second := s.mona.post(first.link("/deling/stopp/" + anID)).is(http.StatusSeeOther)
	s.mona.get(second.location).is(http.StatusOK).
		shows("Blåbærskogen skole ser ikke lenger målene og tiltakene. De har fått beskjed.", "må svare på hva de gjør med det")
	teacher.get("/f/" + s.family.ID.String()).is(http.StatusNotFound)
	s.mona.get("/deling/samtykke").shows("Trukket tilbake", "Venter på svar")
	s.mona.post("/deling/stopp/" + s.given.String()).is(http.StatusNotFound)
}

func TestStoppingAUnitAndEverythingInNynorsk(t *testing.T) {
	s := openSharing(t)
	s.inNynorsk(s.house.Caregiver(s.family))
	s.mona.get("/deling/stopp-enhet/" + s.school.String()).is(http.StatusOK).shows("Vil du stoppe delinga med Blåbærskogen skole?")
	asked := s.mona.get("/deling/stopp-alt").is(http.StatusOK).shows("Vil du stoppe all deling?", "Ja, stopp alt")
	done := s.mona.post(asked.link("/deling/stopp-alt")).is(http.StatusSeeOther)
	s.mona.get(done.location).is(http.StatusOK).
		shows("Blåbærskogen skole ser ikkje lenger måla og tiltaka. Dei har fått beskjed.")
	s.mona.post("/deling/stopp-alt").is(http.StatusSeeOther) // again, in a hurry
}

func TestACoordinatorWritesDownAYesANoAndAWithdrawal(t *testing.T) {
	s := openSharing(t)
	base := "/f/" + s.family.ID.String() + "/samtykker"
	s.coordinator.get(base).is(http.StatusOK).
		shows("Blåbærskogen skole", "Elva", "ålene og tiltakene", "Mona sa det", "Hva oppfølgingen bygger på", "En jurist i kommunen må godkjenne")
	s.coordinator.get(base+"/nytt").is(http.StatusOK).shows("Til hvem?", "Hvem kan svare for barna?", "De som har omsorg for barnet")
	s.coordinator.post(base+"/nytt").is(http.StatusUnprocessableEntity).
		shows("Velg hva svaret er", "Velg hvem som svarer")
	fields := []string{
		"purpose", "assessment", "unit", s.school.String(), "members", s.family.Child.String(), "asked", "needs", "asked", "meetings",
		"given_by", s.family.Caregiver.String(), "how", "oral", "how_told", "Hjemme", "until", "01.06.2027",
	}
	s.coordinator.post(base+"/nytt", append(fields, "answer", "partial", "sections", "needs")...).is(http.StatusSeeOther)
	s.coordinator.get(base).shows("Ja til noe", "ehovene", "1. juni 2027")
	s.coordinator.post(base+"/nytt", append(fields, "answer", "no")...).is(http.StatusSeeOther)
	s.coordinator.get(base).shows("Sagt nei")
	grown := append([]string{}, fields...)
	grown[5] = s.family.Caregiver.String()
	grown[11] = s.family.Child.String()
	s.coordinator.post(base+"/nytt", append(grown, "answer", "yes")...).is(http.StatusUnprocessableEntity).
		shows("Den unge svarer bare for seg selv")
	stop := s.coordinator.get(base + "/" + s.given.String() + "/stopp").is(http.StatusOK).shows("Du skriver ned at familien har trukket")
	s.coordinator.post(stop.link(base + "/" + anID + "/stopp")).is(http.StatusSeeOther)
	s.visitorOf(s.teacher).get("/f/" + s.family.ID.String() + "/plan").is(http.StatusNotFound)
}

func TestAQuestionIsAnsweredOnOnesOwnPage(t *testing.T) {
	s := openSharing(t)
	base := "/f/" + s.family.ID.String() + "/samtykker/nytt"
	s.coordinator.post(base, "purpose", "cooperation", "unit", s.school.String(), "members", s.family.Child.String(), "asked", "needs",
		"given_by", s.family.Caregiver.String(), "answer", "ask").is(http.StatusSeeOther)
	list := s.mona.get("/deling/samtykke").is(http.StatusOK).shows("Vi lurer på om du sier ja til")
	question := list.link("/deling/samtykke/" + anID)
	s.mona.get(question).is(http.StatusOK).shows("Får Blåbærskogen skole se behovene?", "du kan ombestemme deg når som helst")
	s.mona.post(question).is(http.StatusUnprocessableEntity).shows("Velg hva svaret er")
	s.mona.post(question, "answer", "yes").is(http.StatusSeeOther)
	s.mona.get("/deling/samtykke").shows("svarte selv på egen side").hides("Vi lurer på om du sier ja til")
	s.coordinator.get(question).is(http.StatusNotFound)
}

func TestAUnitsLeaderConfirmsWithoutReadingWhoItIsAbout(t *testing.T) {
	s := openSharing(t)
	s.principal.get("/enhet/kvitteringer").is(http.StatusOK).shows("Ingenting venter")
	s.mona.post("/deling/stopp-alt").is(http.StatusSeeOther)
	list := s.principal.get("/enhet/kvitteringer").is(http.StatusOK).shows("Referanse").hides("Lia", "Elva", "Mona", s.family.ID.String())
	one := list.link("/enhet/kvitteringer/" + anID)
	s.principal.get(one).is(http.StatusOK).hides("Lia", "Elva", "Mona", s.family.ID.String())
	s.principal.post(one, "did", "kept_by_law").is(http.StatusUnprocessableEntity).shows("Skriv hvilken lov")
	s.somebody.get(one).is(http.StatusNotFound)
	s.somebody.post(one, "did", "deleted").is(http.StatusNotFound)
	s.principal.post(one, "did", "deleted", "note", "Makulert mappen").is(http.StatusSeeOther)
	s.mona.get("/deling/samtykke").shows("De har slettet det de hadde", "Makulert mappen")
	s.coordinator.get("/f/"+s.family.ID.String()+"/samtykker").shows("Bekreftet", "Makulert mappen")
}

func TestTheMunicipalitySetsWhoAnswers(t *testing.T) {
	s := openSharing(t)
	boss := s.administrator()
	boss.get("/admin/samtykke").is(http.StatusOK).shows("Den unge svarer selv fra", `value="16"`)
	fields := []string{"longest", "12"}
	for _, purpose := range consent.Purposes() {
		fields = append(fields, "heard_"+string(purpose), "12", "self_"+string(purpose), "15")
	}
	boss.post("/admin/samtykke", append([]string{"self_transition", "40"}, fields...)...).is(http.StatusUnprocessableEntity)
	boss.post("/admin/samtykke", fields...).is(http.StatusSeeOther)
	boss.get("/admin/samtykke").shows(`value="15"`).hides(`value="16"`)
	s.coordinator.get("/admin/samtykke").is(http.StatusNotFound)
	s.visitorOf(s.house.Staff(s.house.Scope, "ombud", policy.RolePrivacyOfficer)).get("/admin/samtykke").is(http.StatusOK).hides("Lagre reglene")
}

func TestWhatStatuteMadeKnownIsWrittenWithItsProvision(t *testing.T) {
	s := openSharing(t)
	address := "/f/" + s.family.ID.String() + "/samtykker/lov"
	s.coordinator.get(address).is(http.StatusOK).shows("Ingenting er fortalt uten samtykke", "Barnevernsloven § 13-2")
	s.coordinator.post(address, "to_whom", "Barnevernet").is(http.StatusUnprocessableEntity).shows("Velg hvilken bestemmelse")
	s.coordinator.post(address, "provision", "other", "other", "krisesenterlova § 6", "to_whom", "Barnevernet", "what", "Det som ble sett",
		"why", "Barnet var i fare", "happened_on", "03.11.2026").is(http.StatusSeeOther)
	s.coordinator.get(address).shows("Barnevernet, etter krisesenterlova § 6", "Det som ble sett")
	if body := s.mona.get("/deling/samtykke").body; strings.Contains(body, "Det som ble sett") {
		t.Error("the family reads what was told under statute")
	}
}

func TestMinDagAsksForAYesAgainBeforeItEnds(t *testing.T) {
	s := openSharing(t)
	s.coordinator.get("/").is(http.StatusOK).hides("Be om nytt samtykke")
	s.house.Clock.Set(s.house.Clock.Now().AddDate(0, 11, 10))
	s.coordinator = s.visitorOf(s.house.Coordinator())
	token, _, err := directory.SignIn(t.Context(), s.house.Scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: "koordinator@fjordby.example", Kind: directory.KindStaff,
		Email: "koordinator@fjordby.example", EmailVerified: true,
	})
	s.must(err)
	s.coordinator.cookies["hverdag"] = token
	day := s.coordinator.get("/").is(http.StatusOK).shows("Be om nytt samtykke", "Et samtykke går snart ut")
	renew := day.link("/f/" + anID + "/samtykker/" + anID + "/forny")
	s.coordinator.get(renew).is(http.StatusOK).shows("Be om nytt samtykke", "Blåbærskogen skole")
	s.coordinator.post(renew, "given_by", s.family.Caregiver.String(), "answer", "yes", "how", "written").is(http.StatusSeeOther)
	s.coordinator.get("/").hides("Be om nytt samtykke")
}
