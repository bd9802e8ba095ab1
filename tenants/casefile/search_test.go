package casefile_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

const childBorn = "2016-05-04" // the child of tenanttest.House.Intake

func search(t *testing.T, v *tenants.Visit, text string) casefile.Found {
	t.Helper()
	found, err := casefile.Search(ctx, v, text, clockDate(childBorn))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestSomebodyTakenOutOfAFamilyIsNotFoundUntilTheyAreBack(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		v, family := house.Coordinator(), house.Family("Lia")
		finds := func(want bool, when string) {
			t.Helper()
			if got := len(search(t, v, "Mona").Mine) == 1; got != want {
				t.Errorf("%s: the name is found: %t", when, got)
			}
			if got := len(search(t, v, "00000012").Mine) == 1; got != want {
				t.Errorf("%s: the number is found: %t", when, got)
			}
			if got := search(t, house.Colleague(), "Elva Lia").Elsewhere; got != want {
				t.Errorf("%s: the child is followed elsewhere: %t", when, got)
			}
		}
		finds(true, "before")
		for _, member := range []uuid.UUID{family.Caregiver, family.Child} {
			if err := casefile.RemoveMember(ctx, v, family.ID, member); err != nil {
				t.Fatal(err)
			}
		}
		finds(false, "taken out")
		for _, member := range []uuid.UUID{family.Caregiver, family.Child} {
			if err := casefile.RestoreMember(ctx, v, family.ID, member); err != nil {
				t.Fatal(err)
			}
		}
		finds(true, "back")
	})
}

func TestOnlyAnOpenAddressTellsThatSomebodyIsFollowedElsewhere(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		for _, grade := range casefile.Grades() {
			intake := house.Intake("Grad")
			intake.Members[0].Name = "Elva " + string(grade)
			intake.Members[0].Grade = grade
			house.FamilyOf(house.Coordinator(), intake)
			if got := search(t, house.Colleague(), "Elva "+string(grade)).Elsewhere; got != (grade == casefile.GradeOpen) {
				t.Errorf("at grade %s it is told: %t", grade, got)
			}
		}
		for _, written := range []string{"", "UGRADERT", "ugradert ", "hemmelig", "0"} {
			family := house.Family("Skrevet")
			err := house.Scope.InTx(ctx, func(tx *tenants.Tx) error {
				return tx.Client().CaseFile.UpdateOneID(family.ID).SetGrade(written).Exec(ctx)
			})
			if err != nil {
				t.Fatal(err)
			}
			if search(t, house.Colleague(), "Elva Skrevet").Elsewhere {
				t.Errorf("a grade written %q counts as open", written)
			}
			a, err := casefile.Enter(ctx, house.Coordinator(), family.ID)
			if err != nil || !a.Facts.Strict {
				t.Errorf("a family with a grade written %q is not strict (%v)", written, err)
			}
		}
	})
}

// Whoever measures how long a search takes must not learn from it what it does
// not tell.
func TestASearchTakesAsLongForAProtectedPersonAsForNobody(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		who := map[string]string{"nobody": "Elva Ingensteds", "open": "Elva Lia", "protected": "Elva Berg"}
		house.Family("Lia")
		intake := house.Intake("Berg")
		for i := range intake.Members {
			intake.Members[i].Grade = casefile.GradeStrict
		}
		house.FamilyOf(house.Coordinator(), intake)
		v := house.Colleague()
		took := map[string][]time.Duration{}
		for range 60 { // by turns, so that what else the machine does hits all alike
			for name, text := range who {
				began := time.Now()
				search(t, v, text)
				took[name] = append(took[name], time.Since(began))
			}
		}
		for name := range who {
			slices.Sort(took[name])
		}
		const quick = 5 // the fifth quickest: the work itself, without the waiting
		for name := range who {
			ratio := float64(took[name][quick]) / float64(took["nobody"][quick])
			if ratio > 1.5 || ratio < 1/1.5 {
				t.Errorf("a search for %s takes %.2f times as long as one for nobody", name, ratio)
			}
		}
	})
}
