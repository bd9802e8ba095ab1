package insight_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// stands fails unless a pattern was found for exactly these people.
func stands(t *testing.T, house *tenanttest.House, pattern insight.Pattern, who ...*tenants.Visit) map[uuid.UUID]insight.Finding {
	t.Helper()
	got := found(t, house, pattern)
	if len(got) != len(who) {
		t.Errorf("%s is found for %d people, want %d: %+v", pattern, len(got), len(who), got)
	}
	for _, v := range who {
		if _, there := got[v.Viewer.ID]; !there {
			t.Errorf("%s is not found for somebody it should be: %+v", pattern, got)
		}
	}
	return got
}

func TestNothingStandsOutOfAnOrdinaryDay(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		look(t, house.Coordinator(), family)
		teacher := house.Professional()
		team(t, house, family, teacher)
		look(t, teacher, family)
		for _, pattern := range insight.Patterns() {
			stands(t, house, pattern)
		}
	})
}

func TestNight(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		caregiver := house.Caregiver(family)
		at := func(hour, minute int) { // in Norway, which is an hour ahead of the clock here
			house.Clock.Set(time.Date(2026, 11, 4, hour-1, minute, 0, 0, time.UTC))
		}
		at(21, 59)
		look(t, house.Coordinator(), family)
		at(23, 0)
		look(t, caregiver, family)
		stands(t, house, insight.Night)
		house.Clock.Set(time.Date(2026, 11, 5, 4, 59, 0, 0, time.UTC))
		look(t, house.Coordinator(), family)
		house.Clock.Set(time.Date(2026, 11, 5, 5, 0, 0, 0, time.UTC))
		look(t, house.Coordinator(), family)
		got := stands(t, house, insight.Night, house.Coordinator())
		if one := got[house.Coordinator().Viewer.ID]; one.Looks != 1 || one.Code != casefile.Code(family.ID) {
			t.Errorf("found %+v, want the one look at 5.59", one)
		}
	})
}

func TestOutsideIsWhoHasNoAccessNow(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		teacher := house.Professional()
		team(t, house, family, teacher)
		look(t, teacher, family)
		stands(t, house, insight.Outside)
		must(t, casefile.EndAccess(ctx, house.Coordinator(), family.ID, teacher.Viewer.ID))
		stands(t, house, insight.Outside, teacher)
	})
}

func TestEmergencyOnceAndAgain(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, other := house.Family("Lia"), house.Family("Vik")
		colleague := house.Colleague()
		enter := func(into tenanttest.Family) {
			letIn(t, house, into, casefile.Grant{
				User: colleague.Viewer.ID, Relation: policy.RelationEmergency, Basis: policy.BasisEmergency,
				Until: house.Clock.Now().Add(3 * time.Hour), Reason: "Kunne ikke vente",
			})
			look(t, colleague, into)
		}
		enter(family)
		stands(t, house, insight.Emergency, colleague)
		stands(t, house, insight.Again)
		stands(t, house, insight.Outside) // told as emergency, not twice
		house.Clock.Advance(24 * time.Hour)
		enter(other)
		stands(t, house, insight.Again, colleague)
		house.Clock.Advance((insight.PatternDays + 2) * 24 * time.Hour)
		stands(t, house, insight.Emergency) // out of the period
		stands(t, house, insight.Again)
	})
}

func TestSameNameComparesHashesAndNotTheFamilyItself(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		kin, stranger := named(t, house, "Berit LIA", "berit@fjordby.example"), named(t, house, "Lia Berg", "lia@fjordby.example")
		for _, v := range []*tenants.Visit{kin, stranger} {
			team(t, house, family, v)
			look(t, v, family)
		}
		look(t, house.Caregiver(family), family)
		stands(t, house, insight.SameName, kin)
	})
}

func TestProtectedIsAnybodyButTheCoordinator(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		open := house.Family("Lia")
		intake := house.Intake("Vik")
		intake.Members[0].Grade = casefile.GradeUnknown
		strict := house.FamilyOf(house.Coordinator(), intake)
		look(t, house.Coordinator(), open, strict)
		teacher := house.Professional()
		team(t, house, open, teacher)
		look(t, teacher, open)
		stands(t, house, insight.Protected)
		team(t, house, strict, teacher)
		look(t, teacher, strict)
		got := stands(t, house, insight.Protected, teacher)
		if one := got[teacher.Viewer.ID]; one.Code != casefile.Code(strict.ID) || one.Looks != 1 {
			t.Errorf("found %+v, want the look at the protected family", one)
		}
	})
}

func TestAfterEndIsBetweenClosingAndReopening(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		coordinator := house.Coordinator()
		look(t, coordinator, family)
		house.Clock.Advance(time.Hour)
		must(t, casefile.Close(ctx, coordinator, family.ID, "goals_reached", "Nådd", house.Scope.Today()))
		stands(t, house, insight.AfterEnd)
		house.Clock.Advance(time.Hour)
		look(t, coordinator, family)
		stands(t, house, insight.AfterEnd, coordinator)
		house.Clock.Advance(time.Hour)
		must(t, casefile.Reopen(ctx, coordinator, family.ID, "Trenger mer"))
		look(t, coordinator, family)
		if one := stands(t, house, insight.AfterEnd, coordinator)[coordinator.Viewer.ID]; one.Looks != 1 {
			t.Errorf("found %d looks, want the one while it was closed", one.Looks)
		}
	})
}

func TestManyFamiliesInAnHourOneByOne(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		var families []tenanttest.Family
		for i := range insight.ManyFamilies + 1 {
			families = append(families, house.Family("Prøve"+string(rune('A'+i))))
		}
		coordinator := house.Coordinator()
		look(t, coordinator, families...) // one page with all of them, as a list is
		house.Clock.Advance(2 * time.Hour)
		for _, family := range families[:insight.ManyFamilies] {
			house.Clock.Advance(time.Minute)
			look(t, coordinator, family)
		}
		look(t, coordinator, families[0]) // one of them again
		stands(t, house, insight.Many)
		house.Clock.Advance(51 * time.Minute) // the first is more than an hour ago by now
		look(t, coordinator, families[insight.ManyFamilies])
		stands(t, house, insight.Many)
		house.Clock.Advance(3 * time.Hour)
		for _, family := range families {
			house.Clock.Advance(5 * time.Minute)
			look(t, coordinator, family)
		}
		if one := stands(t, house, insight.Many, coordinator)[coordinator.Viewer.ID]; one.Looks != insight.ManyFamilies+1 || one.Code != "" {
			t.Errorf("found %+v, want the %d looks of the last hour", one, insight.ManyFamilies+1)
		}
	})
}

func TestAPatternLeadsToItsLinesAndNoOthers(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		look(t, house.Coordinator(), family)
		house.Clock.Advance(16 * time.Hour)
		look(t, house.Coordinator(), family)
		page, err := insight.Read(ctx, officer(house), insight.Filter{Pattern: insight.Night})
		must(t, err)
		if len(page.Lines) != 1 || !page.Lines[0].At.Equal(house.Clock.Now()) {
			t.Errorf("the lines at night are %+v", page.Lines)
		}
		page, err = insight.Read(ctx, officer(house), insight.Filter{Pattern: insight.Many})
		must(t, err)
		if len(page.Lines) != 0 {
			t.Errorf("the lines of nothing are %+v", page.Lines)
		}
	})
}
