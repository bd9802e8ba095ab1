package plan_test

import (
	"testing"

	"github.com/google/uuid"

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
