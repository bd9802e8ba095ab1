package plan_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

func TestAUnitIsNotNamedToACaregiverWhereAnAddressIsProtected(t *testing.T) {
	atTables(t, func(t table) {
		school, err := directory.AddUnit(ctx, t.house.Administrator(), directory.Unit{Name: "Lia skole", Kind: directory.UnitKinds()[0]})
		t.must(err)
		for _, grade := range []casefile.Grade{casefile.GradeOpen, casefile.GradeConfidential} {
			intake := t.house.Intake("Berg")
			intake.Members[0].Grade = grade
			t.Family = t.house.FamilyOf(t.by, intake)
			t.strength("Bestefar henter på onsdager")
			goal := t.goal("Trygg skolevei")
			_, err := plan.AddMeasure(ctx, t.by, t.ID, goal, plan.MeasureInput{
				What: "Ta imot ved porten", Unit: &school.ID, Responsible: &t.by.Viewer.ID,
			}, nil)
			t.must(err)
			number := t.propose()
			mother := t.house.Caregiver(t.Family)
			frozen, err := plan.ReadVersion(ctx, t.enter(mother), number)
			t.must(err)
			shown := t.read(mother).Goals[0].Measures[0]
			want, id := "Lia skole", &school.ID
			if grade.Strict() {
				want, id = "", nil
			}
			if shown.UnitName != want || frozen.Goals[0].Measures[0].Unit != want || !sameID(shown.Unit, id) {
				t.Errorf("at grade %s the caregiver sees %+v and %+v", grade, shown, frozen.Goals[0].Measures[0])
			}
			if grade.Strict() && (shown.WhoTitle != "" || frozen.Goals[0].Measures[0].WhoTitle != "") {
				t.Errorf("at grade %s the caregiver sees a title, which may name a school", grade)
			}
			if name := t.read(t.by).Goals[0].Measures[0].UnitName; name != "Lia skole" {
				t.Errorf("at grade %s the coordinator sees %q", grade, name)
			}
		}
	})
}

func sameID(one, other *uuid.UUID) bool {
	if one == nil || other == nil {
		return one == other
	}
	return *one == *other
}

func TestATextThatNamesAPlaceInAProtectedFamilyIsAskedAboutOnce(t *testing.T) {
	atTables(t, func(t table) {
		_, err := directory.AddUnit(ctx, t.house.Administrator(), directory.Unit{Name: "Solbakken skole", Kind: directory.UnitSchool})
		t.must(err)
		open := t.Family
		intake := t.house.Intake("Berg")
		intake.Members[0].Grade = casefile.GradeStrict
		intake.Members[1].Address = "Kvernveien 4, 0199 Lilleviken"
		t.Family = t.house.FamilyOf(t.by, intake)
		goal := t.goal("Trygg skolevei")
		measure := t.measure(goal, "Følge til skolen")
		noted := t.strength("Bestefar henter")
		for text, write := range map[string]func(family uuid.UUID, stand bool) error{
			"Følge til Solbakken": func(family uuid.UUID, stand bool) error {
				_, err := plan.AddGoal(ctx, t.by, family, plan.GoalInput{Area: plan.AreaSchool, Title: "Følge til Solbakken", LetStand: stand})
				return err
			},
			"changed goal": func(_ uuid.UUID, stand bool) error {
				return plan.ChangeGoal(ctx, t.by, t.ID, goal, 1, plan.GoalInput{
					Area: plan.AreaSchool, Title: "Trygg vei", ChildWords: "Jeg vil gå Kvernvegen alene", LetStand: stand,
				})
			},
			"Buss fra Lillevika": func(_ uuid.UUID, stand bool) error {
				_, err := plan.AddMeasure(ctx, t.by, t.ID, goal, plan.MeasureInput{What: "Buss fra Lillevika", LetStand: stand}, nil)
				return err
			},
			"changed measure": func(_ uuid.UUID, stand bool) error {
				return plan.ChangeMeasure(ctx, t.by, t.ID, measure, 1, plan.MeasureInput{
					What: "Følge", ResponsibleName: "rektor ved solbakkenskolen", LetStand: stand,
				}, nil)
			},
			"observation": func(family uuid.UUID, stand bool) error {
				_, err := plan.AddObservation(ctx, t.by, family, plan.Need, plan.Observation{
					Area: plan.AreaSchool, Text: "Trenger ro", SaidBy: "Kari, Solbakken", LetStand: stand,
				})
				return err
			},
			"changed observation": func(_ uuid.UUID, stand bool) error {
				return plan.ChangeObservation(ctx, t.by, t.ID, plan.Strength, noted, 1, plan.Observation{
					Area: plan.AreaSchool, Text: "Henter i Fjordby", LetStand: stand,
				})
			},
		} {
			if err := write(t.ID, false); err == nil {
				t.Errorf("%s: nothing was asked", text)
			} else {
				t.refuses(err, "locating.ask")
			}
			t.must(write(t.ID, true))
			if text == "Følge til Solbakken" || text == "observation" {
				t.must(write(open.ID, false))
			}
		}
	})
}

func TestWhoMayNotWriteIsNotToldThatATextNamesAPlace(t *testing.T) {
	atTables(t, func(t table) {
		intake := t.house.Intake("Berg")
		intake.Members[0].Grade = casefile.GradeStrict
		t.Family = t.house.FamilyOf(t.by, intake)
		for _, title := range []string{"Til Fjordby", "Til skolen"} {
			_, err := plan.AddGoal(ctx, t.house.Caregiver(t.Family), t.ID, plan.GoalInput{Area: plan.AreaSchool, Title: title})
			t.wants(err, tenants.ErrForbidden)
			_, err = plan.AddGoal(ctx, t.house.Colleague(), t.ID, plan.GoalInput{Area: plan.AreaSchool, Title: title})
			t.wants(err, tenants.ErrNotFound)
		}
	})
}
